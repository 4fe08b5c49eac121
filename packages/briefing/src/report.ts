import { layOutSections } from './blocks.js';
import { pack } from './pack.js';
import { addresseeOf, attachmentsNote, layOutAnnexes, signatureOf, titleOf } from './parts.js';
import { Sheets } from './sheets.js';
import type { ReportPeriodKind, TextReportDocument } from './types.js';

const KIND_NAME: Record<ReportPeriodKind, string> = {
  month: '月度报告',
  quarter: '季度报告',
  'half-year': '半年报告',
  year: '年度报告',
};

/** Every paragraph of a report names its source, or says that one is wanted. */
const NAMES_SOURCES = { everyParagraphNamesItsSource: true } as const;

/**
 * The text report of a city, county or area as a draft: every paragraph names its sources after it, in brackets;
 * one that has none says （来源：待补）.
 *
 * @returns the bytes of a .docx; the same input gives the same bytes
 * @throws BriefingInputError when a date, a heading level or a table cannot be laid out
 */
export async function renderReport(document: TextReportDocument): Promise<Buffer> {
  const attachments = document.attachments ?? [];
  const sheets = new Sheets();
  sheets.add('portrait', [
    ...titleOf(document, [
      `（${document.subject}　${document.period}　${KIND_NAME[document.kind]}　代拟稿）`,
    ]),
    ...addresseeOf(document.addressee),
  ]);
  layOutSections(sheets, document.sections, NAMES_SOURCES);
  sheets.add('portrait', [...attachmentsNote(attachments), ...signatureOf(document)]);
  layOutAnnexes(sheets, attachments, NAMES_SOURCES);
  return pack(sheets, document);
}
