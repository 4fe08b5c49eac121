import { layOutSections } from './blocks.js';
import { pack } from './pack.js';
import { addresseeOf, attachmentsNote, layOutAnnexes, mastheadOf, signatureOf, titleOf } from './parts.js';
import { Sheets } from './sheets.js';
import type { BriefingDocument } from './types.js';

/**
 * The Word document of a review meeting in the layout of GB/T 9704-2012.
 *
 * @returns the bytes of a .docx; the same input gives the same bytes
 * @throws BriefingInputError when a date, a heading level or a table cannot be laid out
 */
export async function renderBriefing(document: BriefingDocument): Promise<Buffer> {
  const attachments = document.attachments ?? [];
  const sheets = new Sheets();
  const { masthead } = document;
  sheets.add('portrait', [
    ...(masthead ? mastheadOf(masthead.name, masthead.number) : []),
    ...titleOf(document),
    ...addresseeOf(document.addressee),
  ]);
  layOutSections(sheets, document.sections);
  sheets.add('portrait', [...attachmentsNote(attachments), ...signatureOf(document)]);
  layOutAnnexes(sheets, attachments);
  return pack(sheets, document);
}
