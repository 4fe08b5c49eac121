import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let scratch: string;

beforeAll(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'duban-lint-')));
  for (const path of ['.biome.json', '.gitignore', 'packages/tooling/lint']) {
    await cp(join(ROOT, path), join(scratch, path), { recursive: true });
  }
});

afterAll(() => rm(scratch, { recursive: true }));

/** What the linter says of one file in a scratch copy of the project. */
async function lint(path: string, source: string): Promise<string> {
  await mkdir(join(scratch, dirname(path)), { recursive: true });
  await writeFile(join(scratch, path), source);
  return run(join(ROOT, 'node_modules/.bin/biome'), ['lint', path], { cwd: scratch }).then(
    () => 'fine',
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

const INJECTED = `import { DataSource } from 'typeorm';\nexport class Thing {\n  constructor(readonly source: DataSource) {}\n}\n`;
const PARALLEL = `export const work = (ctx: Context) =>\n  inTransaction(ctx, async () => {\n    await Promise.all([one(ctx), two(ctx)]);\n  });\n`;

test('a second way to the database is refused in a feature, with the fix', async () => {
  expect(await lint('packages/core/src/tasks/thing.ts', INJECTED)).toMatch(/use ctx\.em/);
});

test('kernel and database may hold the data source', async () => {
  expect(await lint('packages/core/src/kernel/thing.ts', INJECTED)).toBe('fine');
  expect(await lint('packages/core/src/database/thing.ts', INJECTED)).toBe('fine');
});

test('parallel queries in a transaction are refused, with the fix; elsewhere they are fine', async () => {
  expect(await lint('packages/core/src/tasks/thing.ts', PARALLEL)).toMatch(
    /await the queries one after another/,
  );
  expect(await lint('packages/core/src/tasks/thing.ts', PARALLEL.replace('inTransaction', 'within'))).toBe(
    'fine',
  );
});

test('any, and an import that the layer check cannot see, are refused', async () => {
  expect(await lint('seeds/src/thing.ts', 'export const x: any = 1;\n')).toMatch(/noExplicitAny/);
  const hidden = `export type T = typeof import('@duban/core');\n`;
  expect(await lint('plugins/one/src/thing.ts', hidden)).toMatch(/cannot see an import inside a type/);
});
