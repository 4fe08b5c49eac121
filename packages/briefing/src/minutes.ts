import { layOutSections } from './blocks.js';
import { imprintOf } from './imprint.js';
import { pack } from './pack.js';
import { attachmentsNote, attendanceOf, layOutAnnexes, mastheadOf, TO_FILL, titleOf } from './parts.js';
import { Sheets } from './sheets.js';
import { officialDate } from './text.js';
import type { MinutesDocument } from './types.js';

/**
 * Minutes (纪要) in the form of GB/T 9704-2012, 10.3: red header, number, issuer and date, body, attendance one line
 * below it, and the imprint at the foot of the last page. What is left out is a place to fill in.
 *
 * @returns the bytes of a .docx; the same input gives the same bytes
 * @throws BriefingInputError when a date, a heading level or a table cannot be laid out
 */
export async function renderMinutes(document: MinutesDocument): Promise<Buffer> {
  const attachments = document.attachments ?? [];
  const sheets = new Sheets();
  const { title } = document;
  const day = document.date ? officialDate(document.date) : TO_FILL.date;
  sheets.add('portrait', [
    ...mastheadOf(document.header, document.number, [document.issuer ?? TO_FILL.name, day]),
    ...(title ? titleOf({ ...document, title }) : []),
  ]);
  layOutSections(sheets, document.sections);
  sheets.add('portrait', [...attachmentsNote(attachments), ...attendanceOf(document.attendance)]);
  layOutAnnexes(sheets, attachments);
  sheets.add('portrait', imprintOf(document));
  return pack(sheets, { ...document, title: title ?? document.header });
}
