import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const compress = promisify(brotliCompress);

/** Bytes as they go over the wire. */
export async function brotli(content: string | Uint8Array): Promise<Buffer> {
  return compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
}

/** Writes `<file>.br` beside every text file of the build; the API sends it to browsers that take brotli. */
export function preCompress(): Plugin {
  return {
    name: 'duban:pre-compress',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      for (const name of [...Object.keys(bundle), 'icon.svg']) {
        if (!dir || !/\.(js|css|html|svg|json)$/.test(name)) continue;
        const file = join(dir, name);
        await writeFile(`${file}.br`, await brotli(await readFile(file)));
      }
    },
  };
}
