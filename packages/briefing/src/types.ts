/**
 * What the three renderers take: plain JSON. Dates are `YYYY-MM-DD`, instants are ISO 8601 with an offset
 * and are printed in Asia/Shanghai. Texts may hold anything; what XML 1.0 forbids is dropped on the way.
 */

/** A paragraph of body text; line breaks in `text` start further paragraphs. */
export interface ParagraphBlock {
  kind: 'paragraph';
  text: string;
  /** Where the text comes from, printed after it in brackets and smaller: "办公室 2024年9月进展反馈 第2版". */
  sources?: string[];
}

export interface TableColumn {
  title: string;
  /** Default: `left`. Figures want `right`. */
  align?: 'left' | 'center' | 'right';
  /** Share of the table's width, relative to the other columns' shares; default 1. */
  width?: number;
}

export interface TableBlock {
  kind: 'table';
  title?: string;
  columns: TableColumn[];
  /** One string for each column. */
  rows: string[][];
  /** Printed small below the table: unit of measure, definition. */
  note?: string;
  /** Default: landscape, on pages of its own, when the table has more than eight columns. */
  orientation?: 'portrait' | 'landscape';
}

export type Block = ParagraphBlock | TableBlock;

/** One step of the outline. The renderer numbers headings (一、 （一） 1. （1）); a number already typed is not doubled. */
export interface Section {
  level: 1 | 2 | 3 | 4;
  /** A section without a heading continues the one before, or opens the document. */
  heading?: string;
  content: Block[];
}

/** Listed in the attachments note; with sections it is also printed, on a new page, as 附件N. */
export interface Attachment {
  title: string;
  sections?: Section[];
}

/** The line 内部资料 with who took the document out and when, at the head of every page. */
export interface InternalUse {
  user: string;
  at: string;
}

/** The red head of a document that is issued under a number. */
export interface Masthead {
  /** 发文机关标志, e.g. "××市公安局文件". */
  name: string;
  /** 发文字号, e.g. "×公办〔2024〕9号"; left out, a place to fill in is printed. */
  number?: string;
}

/** What every kind of document has. */
export interface OfficialDocument {
  title: string;
  sections: Section[];
  attachments?: Attachment[];
  /** 数据截止: the instant of the snapshot that the figures come from. */
  dataAsOf?: string;
  internalUse?: InternalUse;
}

/** Who signs a document, and when. */
export interface Signed {
  /** 发文机关署名. */
  signature?: string;
  /** 成文日期. */
  date?: string;
  /** A seal goes over the signature: other places for both by the standard (7.3.5.1 instead of 7.3.5.2). */
  sealed?: boolean;
}

/** 汇报材料 / 通报 of a review meeting. */
export interface BriefingDocument extends OfficialDocument, Signed {
  masthead?: Masthead;
  /** 主送机关, without the colon. */
  addressee?: string;
}

/** 纪要. What is left out is printed as a place to fill in. */
export interface MinutesDocument extends Omit<OfficialDocument, 'title'> {
  /** 纪要标志, red: "××市公安局重点工作推进会纪要". */
  header: string;
  /** A heading below the red header; left out, there is none, for the header says what the document is. */
  title?: string;
  number?: string;
  /** Who issues the minutes; stands left below the number. */
  issuer?: string;
  /** Date of issue; stands right below the number. */
  date?: string;
  attendance: {
    /** 出席: unit and name each. Of these three, one that is empty says that there was nobody and is not printed. */
    present?: string[];
    /** 请假. */
    absent?: string[];
    /** 列席. */
    observing?: string[];
  };
  /** 分送. */
  recipients?: string[];
  /** 版记: 印发机关 and 印发日期. */
  imprint?: { printedBy?: string; printedOn?: string };
}

export type ReportPeriodKind = 'month' | 'quarter' | 'half-year' | 'year';

/** A text report of a city, a county or an area, as a draft that a person goes on writing. */
export interface TextReportDocument extends OfficialDocument, Signed {
  kind: ReportPeriodKind;
  /** The unit or area reported on. */
  subject: string;
  /** As printed: "2024年9月", "2024年第三季度". */
  period: string;
  addressee?: string;
}
