import { fileTypeFromBuffer } from 'file-type';

const allowed: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  png: 'image/png',
  jpg: 'image/jpeg',
};
export const allowedKinds = [...Object.keys(allowed), 'txt'];

/** The media type that the bytes themselves show; null for a kind that is not taken. A name or header proves nothing. */
export async function mediaTypeOf(bytes: Buffer): Promise<string | null> {
  const found = await fileTypeFromBuffer(bytes);
  if (found) return allowed[found.ext] ?? null;
  return textOf(bytes) === null ? null : 'text/plain; charset=utf-8';
}

/** The text of bytes that are UTF-8 and hold no control characters but line ends and tabs; null for others. */
export function textOf(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[^\P{Cc}\t\r\n]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}
