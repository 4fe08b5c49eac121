import type { IncomingMessage } from 'node:http';
import { fromBuffer, type ZipFile } from 'yauzl';

/** Takes an answer's body as bytes: for supertest's `parse`. */
export function bytesOf(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const message = response as IncomingMessage;
  message.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  message.on('end', () => done(null, Buffer.concat(chunks)));
}

/** The words of a Word document's body, run by run. */
export async function wordsOf(docx: Buffer): Promise<string> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(docx, { lazyEntries: true }, (error, opened) => (opened ? resolve(opened) : reject(error)));
  });
  const xml = await new Promise<string>((resolve, reject) => {
    zip.on('entry', (entry) => {
      if (entry.fileName !== 'word/document.xml') return zip.readEntry();
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      });
    });
    zip.readEntry();
  });
  return [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>|<\/w:p>/g)].map((match) => match[1] ?? '\n').join('');
}
