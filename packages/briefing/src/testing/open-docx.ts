import { fromBuffer } from 'yauzl';
import { parseXml, type XmlElement } from './xml.js';

/** A .docx taken apart: its parts by path, as bytes and as trees. */
export interface OpenDocx {
  paths: string[];
  text(path: string): string;
  tree(path: string): XmlElement;
}

/** Unzips a .docx; rejects when the zip is damaged. */
export function openDocx(bytes: Buffer): Promise<OpenDocx> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, string>();
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('error', reject);
      zip.on('end', () => resolve(opened(parts)));
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('error', reject);
          stream.on('end', () => {
            parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
            zip.readEntry();
          });
        }),
      );
      zip.readEntry();
    });
  });
}

function opened(parts: Map<string, string>): OpenDocx {
  const text = (path: string): string => {
    const part = parts.get(path);
    if (part === undefined)
      throw new Error(`the .docx has no part ${path}, only ${[...parts.keys()].join(', ')}`);
    return part;
  };
  return { paths: [...parts.keys()], text, tree: (path) => parseXml(text(path)) };
}
