import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../bin/render-check.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'duban-briefing-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command where no other program is on the path. */
const run = (...args: string[]) =>
  spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8', env: { PATH: folder } });

describe('render-check', () => {
  it('says clearly that LibreOffice is not installed, with an exit code of its own', () => {
    const file = join(folder, 'a.docx');
    writeFileSync(file, '');
    expect(run(file)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('soffice is not installed'),
    });
  });

  it('asks for a file that exists', () => {
    expect(run().status).toBe(2);
    expect(run(join(folder, 'none.docx'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('none.docx'),
    });
  });
});
