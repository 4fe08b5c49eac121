#!/usr/bin/env node
// Renders a .docx to PDF with LibreOffice, for a person to look at: node bin/render-check.mjs <file.docx>
// Exit codes: 0 rendered, 1 rendering failed, 2 wrong use, 3 LibreOffice is not installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const RENDER_TIMEOUT_MS = 120_000;

/** Says why and ends. */
function stop(code, message) {
  console.error(message);
  process.exit(code);
}

const [given] = process.argv.slice(2);
if (!given) stop(2, 'usage: node bin/render-check.mjs <file.docx>');
const file = resolve(given);
if (!existsSync(file)) stop(2, `${file} does not exist; give the path of a .docx`);

// A profile of its own: LibreOffice refuses to start beside another one that uses the same profile.
const profile = mkdtempSync(join(tmpdir(), 'duban-render-'));
const run = spawnSync(
  'soffice',
  [
    `-env:UserInstallation=${pathToFileURL(profile)}`,
    '--headless',
    '--convert-to',
    'pdf',
    '--outdir',
    dirname(file),
    file,
  ],
  { encoding: 'utf8', timeout: RENDER_TIMEOUT_MS },
);
rmSync(profile, { recursive: true, force: true });

if (run.error?.code === 'ENOENT')
  stop(3, 'soffice is not installed, so nothing was rendered; install libreoffice-writer and a Chinese font');
const pdf = join(dirname(file), `${basename(file, extname(file))}.pdf`);
if (run.error || run.status !== 0 || !existsSync(pdf))
  stop(1, `soffice could not render ${file}: ${run.error?.message ?? run.stderr ?? `exit ${run.status}`}`);
console.log(
  `${pdf}\nLook at it: 22 lines a page, 28 characters a line, page numbers right on odd and left on even pages.`,
);
