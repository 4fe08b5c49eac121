import { AlignmentType, BorderStyle, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import { emptyLines, layOutSections, orientationOf, paragraphOf, type SectionOptions } from './blocks.js';
import type { Sheets } from './sheets.js';
import {
  IMPRINT_LINE,
  LINES_BEFORE_NUMBER,
  LINES_BEFORE_SEALED_SIGNATURE,
  LINES_BEFORE_TITLE,
  LINES_BETWEEN_PARTS,
  RED,
  RED_LINE_BELOW_NUMBER_POINTS,
  SIGNATURE,
  SIZE,
  TEXT_BLOCK,
  textWidthTwips,
  twipsOfCharacters,
  twipsOfMm,
  twipsOfPoints,
} from './standard.js';
import { CHARACTER_STYLE, STYLE } from './styles.js';
import { officialDate, officialInstant, oneLine, widthInCharacters } from './text.js';
import type { Attachment, MinutesDocument, OfficialDocument, Signed } from './types.js';

/** What stands where a number, date or name is to be filled in. */
export const TO_FILL = {
  number: '〔　　　　〕　　号',
  date: '　　　　年　　月　　日',
  name: '　　　　　　　　',
} as const;

const RED_LINE = {
  bottom: {
    style: BorderStyle.SINGLE,
    size: IMPRINT_LINE.outer,
    space: RED_LINE_BELOW_NUMBER_POINTS,
    color: RED,
  },
} as const;

/** The largest of 小初, 一号, 二号 in which the name stays on one line; longer names wrap in 二号. */
function mastheadSize(name: string): number {
  const room = twipsOfMm(TEXT_BLOCK.width);
  const fits = (points: number) => widthInCharacters(name) * twipsOfPoints(points) <= room;
  return [SIZE.small0, SIZE.no1].find(fits) ?? SIZE.no2;
}

/** 7.2, 10.3: the red name, the number and the red line; minutes put issuer and date between. */
export function mastheadOf(name: string, number: string | undefined, issued?: [string, string]): Paragraph[] {
  const text = oneLine(name);
  const width = textWidthTwips('portrait');
  const numberLine = (border?: typeof RED_LINE) =>
    new Paragraph({
      style: STYLE.number,
      border,
      children: [new TextRun(oneLine(number ?? TO_FILL.number))],
    });
  const indent = twipsOfCharacters(1);
  const issuedLine = issued && [
    new Paragraph({
      style: STYLE.number,
      alignment: AlignmentType.LEFT,
      border: RED_LINE,
      tabStops: [{ type: TabStopType.RIGHT, position: width - indent }],
      children: [new TextRun({ children: ['　', oneLine(issued[0]), new Tab(), issued[1]] })],
    }),
  ];
  return [
    new Paragraph({
      style: STYLE.masthead,
      children: [new TextRun({ text, size: mastheadSize(text) * 2 })],
    }),
    ...emptyLines(LINES_BEFORE_NUMBER),
    ...(issuedLine ? [numberLine(), ...issuedLine] : [numberLine(RED_LINE)]),
    ...emptyLines(LINES_BEFORE_TITLE),
  ];
}

/** 7.3.1: the title; below it, in brackets, what the figures are as of. */
export function titleOf(document: OfficialDocument, subtitles: string[] = []): Paragraph[] {
  const asOf = document.dataAsOf ? [`（数据截止：${officialInstant(document.dataAsOf)}）`] : [];
  return [
    paragraphOf(STYLE.title, document.title),
    ...[...subtitles, ...asOf].map((line) => paragraphOf(STYLE.subtitle, line)),
    ...emptyLines(LINES_BETWEEN_PARTS),
  ];
}

/** 7.3.2: 主送机关, flush left, with a full-width colon. */
export const addresseeOf = (addressee: string | undefined): Paragraph[] =>
  addressee ? [paragraphOf(STYLE.normal, `${oneLine(addressee).replace(/[:：]$/u, '')}：`)] : [];

const NOTE_LABEL = '附件：';

/** 7.3.4: 附件：1. …; a single attachment has no number; names wrap under their first character. */
export function attachmentsNote(attachments: Attachment[]): Paragraph[] {
  if (attachments.length === 0) return [];
  const label = widthInCharacters(NOTE_LABEL);
  const lines = attachments.map(({ title }, index) => {
    const number = attachments.length > 1 ? `${index + 1}. ` : '';
    const hanging = widthInCharacters(number) + (index === 0 ? label : 0);
    const left = 2 + label + widthInCharacters(number);
    return new Paragraph({
      style: STYLE.normal,
      indent: { left: twipsOfCharacters(left), hanging: twipsOfCharacters(hanging) },
      children: [new TextRun((index === 0 ? NOTE_LABEL : '') + number + oneLine(title))],
    });
  });
  return [...emptyLines(LINES_BETWEEN_PARTS), ...lines];
}

/** Characters that signature and date keep from the right edge (7.3.5.1 sealed, 7.3.5.2 unsealed). */
export function signatureIndents(signature: string, date: string, sealed: boolean): [number, number] {
  const [name, day] = [widthInCharacters(signature), widthInCharacters(date)];
  if (sealed) return [Math.max(0, SIGNATURE.sealedDateRight + (day - name) / 2), SIGNATURE.sealedDateRight];
  if (day > name) return [SIGNATURE.right + day + SIGNATURE.dateAfterSignature - name, SIGNATURE.right];
  return [SIGNATURE.right, SIGNATURE.right + name - SIGNATURE.dateAfterSignature - day];
}

/** 7.3.5: 发文机关署名 and 成文日期; nothing when neither is given. */
export function signatureOf({ signature, date, sealed = false }: Signed): Paragraph[] {
  if (!signature && !date) return [];
  const texts = [oneLine(signature ?? TO_FILL.name), date ? officialDate(date) : TO_FILL.date] as const;
  const indents = signatureIndents(texts[0], texts[1], sealed);
  const lines = texts.map(
    (text, index) =>
      new Paragraph({
        style: STYLE.signature,
        // The two stay on one page.
        keepNext: index === 0,
        indent: { right: twipsOfCharacters(indents[index] ?? 0) },
        children: [new TextRun(text)],
      }),
  );
  return [...emptyLines(sealed ? LINES_BEFORE_SEALED_SIGNATURE : LINES_BETWEEN_PARTS), ...lines];
}

/** 7.3.7: each annex on a new page: 附件N in 黑体 on the first line, its title centred on the third. */
export function layOutAnnexes(sheets: Sheets, attachments: Attachment[], options: SectionOptions = {}): void {
  attachments.forEach(({ title, sections }, index) => {
    if (!sections) return;
    const opening = sections[0];
    sheets.newPage(orientationOf(opening?.content[0]), [
      paragraphOf(STYLE.annexMark, attachments.length > 1 ? `附件${index + 1}` : '附件'),
      ...emptyLines(1),
      paragraphOf(STYLE.title, title),
      ...emptyLines(LINES_BETWEEN_PARTS),
    ]);
    layOutSections(sheets, sections, options);
  });
}

const ATTENDANCE = [
  ['present', '出席'],
  ['absent', '请假'],
  ['observing', '列席'],
] as const;

/** 10.3: 出席, 请假 and 列席 in 黑体, names wrapping under the first; what is not known is a place to fill in. */
export function attendanceOf(attendance: MinutesDocument['attendance']): Paragraph[] {
  const lines = ATTENDANCE.flatMap(([key, label]) => {
    const names = attendance[key]?.map(oneLine).filter((name) => name !== '');
    if (names?.length === 0) return [];
    const hanging = widthInCharacters(`${label}：`);
    return [
      new Paragraph({
        style: STYLE.normal,
        indent: { left: twipsOfCharacters(2 + hanging), hanging: twipsOfCharacters(hanging) },
        children: [
          new TextRun({ text: `${label}：`, style: CHARACTER_STYLE.label }),
          new TextRun(names ? `${names.join('，')}。` : TO_FILL.name),
        ],
      }),
    ];
  });
  return [...emptyLines(LINES_BETWEEN_PARTS), ...lines];
}
