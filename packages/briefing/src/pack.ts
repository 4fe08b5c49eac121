import { Document, Packer } from 'docx';
import type { Sheets } from './sheets.js';
import { corePropertiesXml, fontTableXml, stylesXml } from './styles.js';
import { oneLine } from './text.js';
import type { OfficialDocument } from './types.js';

/** Signatures and offsets of the ZIP format (APPNOTE 4.3); the four bytes are time and date. */
const END_OF_DIRECTORY = { signature: 0x06054b50, size: 22, entries: 10, directory: 16 } as const;
const DIRECTORY_ENTRY = {
  size: 46,
  time: 12,
  nameLength: 28,
  extraLength: 30,
  commentLength: 32,
  local: 42,
} as const;
const LOCAL_TIME = 10;
/** 1 January 1980, 00:00: the earliest that ZIP can say. */
const NO_TIME = 0x00210000;

/** Sets every entry's time to one value, so that the same input gives the same bytes. The zip has no comment. */
function withoutTimes(zip: Buffer): Buffer {
  const end = zip.length - END_OF_DIRECTORY.size;
  if (zip.readUInt32LE(end) !== END_OF_DIRECTORY.signature)
    throw new Error('docx wrote a zip with a comment; withoutTimes in pack.ts must look for its end record');
  let entry = zip.readUInt32LE(end + END_OF_DIRECTORY.directory);
  for (let left = zip.readUInt16LE(end + END_OF_DIRECTORY.entries); left > 0; left -= 1) {
    zip.writeUInt32LE(NO_TIME, entry + DIRECTORY_ENTRY.time);
    zip.writeUInt32LE(NO_TIME, zip.readUInt32LE(entry + DIRECTORY_ENTRY.local) + LOCAL_TIME);
    const { nameLength, extraLength, commentLength, size } = DIRECTORY_ENTRY;
    const named = [nameLength, extraLength, commentLength].map((at) => zip.readUInt16LE(entry + at));
    entry += named.reduce((sum, length) => sum + length, size);
  }
  return zip;
}

/** The .docx of the laid-out pages; the same input gives the same bytes. */
export async function pack(sheets: Sheets, { title, internalUse }: OfficialDocument): Promise<Buffer> {
  const document = new Document({
    evenAndOddHeaderAndFooters: true,
    sections: sheets.sections(internalUse),
  });
  const zip = await Packer.toBuffer(document, undefined, [
    { path: 'word/styles.xml', data: stylesXml() },
    { path: 'word/fontTable.xml', data: fontTableXml() },
    { path: 'docProps/core.xml', data: corePropertiesXml(oneLine(title)) },
  ]);
  return withoutTimes(zip);
}
