import { defineError } from '@duban/server-kit';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

/** A workbook sent in, packed. Bytes. */
export const largestWorkbook = 5 * 1024 * 1024;
const mostEntries = 200;
/** Unpacked bytes of all entries together, and how many times what is packed an entry may be. */
const largestUnpacked = 40 * 1024 * 1024;
const steepestRatio = 200;

export const badWorkbook = defineError('unsupported-media-type', 415, {
  zh: '不是可以读取的 Excel 工作簿(.xlsx)，或展开后过大；请使用下载的模板',
  en: 'Not a workbook (.xlsx) that can be read, or too large once unpacked; use the downloaded template',
});

/**
 * Unpacks the archive to nowhere, counting, before anything else reads it. Throws 415 for what is no zip, is
 * encrypted, has too many entries, names a place outside, or unpacks to more than a workbook needs. What an entry
 * says of its own size is not believed.
 */
export async function refuseZipBomb(bytes: Buffer): Promise<void> {
  if (bytes.length > largestWorkbook) throw badWorkbook();
  const zip = await open(bytes).catch(() => {
    throw badWorkbook();
  });
  try {
    if (zip.entryCount > mostEntries) throw badWorkbook();
    let unpacked = 0;
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted() || entry.fileName.includes('..')) throw badWorkbook();
      const room = Math.min(largestUnpacked - unpacked, Math.max(entry.compressedSize, 1024) * steepestRatio);
      unpacked += await sizeWithin(zip, entry, room);
    }
  } catch {
    throw badWorkbook();
  } finally {
    zip.close();
  }
}

function open(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip))),
  );
}

/** Unpacked size of an entry; throws as soon as it exceeds the room. */
async function sizeWithin(zip: ZipFile, entry: Entry, room: number): Promise<number> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > room) throw badWorkbook();
  }
  return size;
}
