import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';

/** Files under their sha256: written whole or not at all, never changed, the same bytes once. */
@Injectable()
export class FileStore {
  /** `dataDir` is the house's own, readable by nobody else. */
  constructor(private readonly dataDir: string) {}

  private path(hash: string): string {
    return join(this.dataDir, 'attachments', hash.slice(0, 2), hash);
  }

  /** Returns the hash, once the bytes are on disk. */
  async put(bytes: Buffer): Promise<Buffer> {
    const hash = createHash('sha256').update(bytes).digest();
    const path = this.path(hash.toString('hex'));
    if (await isThere(path)) return hash;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}.${Date.now()}`;
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    const directory = await open(dirname(path), 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
    return hash;
  }

  get(hash: Buffer): Promise<Buffer> {
    return readFile(this.path(hash.toString('hex')));
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
