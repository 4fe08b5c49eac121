import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { NewAreaRefused, newArea } from '../lib/new-area.mjs';
import { giveUp, ROOT, run, tell } from '../lib/run.mjs';

/** The id and the titles that the command line gives. */
function wanted() {
  try {
    const { values, positionals } = parseArgs({
      options: { zh: { type: 'string' }, en: { type: 'string' } },
      allowPositionals: true,
    });
    if (positionals.length > 1)
      throw new NewAreaRefused(`One id at a time, not ${positionals.join(' and ')}.`);
    return { ...values, id: positionals[0] };
  } catch (error) {
    return giveUp(error.message);
  }
}

/** All the files, or a refusal before the first of them is written. */
function planned() {
  try {
    return newArea(ROOT, wanted());
  } catch (error) {
    if (error instanceof NewAreaRefused) return giveUp(error.message);
    throw error;
  }
}

const files = planned();
for (const [path, text] of files) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}
tell('Linking it');
const pnpm = (...more) =>
  run('pnpm', ['install', '--prefer-offline', '--prod=false', ...more], { quiet: true, env: { CI: 'true' } });
// The lockfile has the area already, and pnpm holds it against package.json; only what it refuses is resolved anew.
if (!(await pnpm('--frozen-lockfile')) && !(await pnpm('--no-frozen-lockfile')))
  giveUp('The area is written, and installing it failed: see above. Then run pnpm install again.');
const sources = [...files.keys()].filter((path) => path.endsWith('.ts'));
// Titles are of any length: where a line breaks is known only now, and imports have their order.
if (!(await run('biome', ['check', '--write', ...sources], { quiet: true })))
  giveUp('The area is written, and formatting it failed: see above. Then run pnpm format.');

for (const path of files.keys()) console.log(`  ${path}`);
const folder = dirname([...files.keys()].find((path) => path.endsWith('tsconfig.json')));
tell(`Made. Next: describe the work in ${folder}/src/manifest.ts, and run pnpm vitest run ${folder}`);
