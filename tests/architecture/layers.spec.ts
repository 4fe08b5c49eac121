import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const CHECK = fileURLToPath(new URL('../../packages/tooling/bin/check-layers.mjs', import.meta.url));
const PACKAGES = ['contract', 'server-kit', 'portal-kit', 'core', 'testkit', 'briefing', 'local-postgres'];
const NPM = ['zod', 'react', 'left-pad'];

/** A small house that keeps every rule, with each arrow that is allowed. Paths → source. */
const HOUSE: Record<string, string> = {
  'packages/contract/src/index.ts': `import 'zod'; export const area = 1;`,
  'packages/contract/src/index.spec.ts': `import 'node:fs'; import 'left-pad';`,
  'packages/server-kit/src/index.ts': `import '@duban/contract'; import 'node:crypto'; import 'left-pad';`,
  'packages/portal-kit/src/index.tsx': `import '@duban/contract'; import 'react'; export const x = <b>1</b>;`,
  'packages/core/src/index.ts': `import './tasks/task.service.js'; import './reports/report.service.js'; import '@duban/briefing';`,
  'packages/core/src/kernel/context.ts': `import '@duban/server-kit'; import '../database/database.js';`,
  'packages/core/src/database/database.ts': `import '../tasks/task.entity.js'; import '../reports/report.entity.js';`,
  'packages/core/src/tasks/task.entity.ts': `export class Task {}`,
  'packages/core/src/tasks/task.repository.ts': `import '../kernel/context.js'; import './task.entity.js';`,
  'packages/core/src/tasks/task.service.ts': `import './task.repository.js';`,
  'packages/core/src/tasks/task.service.spec.ts': `import '@duban/testkit';`,
  'packages/core/src/reports/report.entity.ts': `export class Report {}`,
  'packages/core/src/reports/report.service.ts': `import '../tasks/task.service.js';`,
  'packages/testkit/src/index.ts': `import '@duban/local-postgres'; import '@duban/server-kit';`,
  'packages/briefing/src/index.ts': `export const briefing = 1;`,
  'packages/local-postgres/src/index.ts': `import 'node:net';`,
  'plugins/one/src/manifest.ts': `import { area } from '@duban/contract'; import './parts.js'; area;`,
  'plugins/one/src/parts.ts': `export {};`,
  'plugins/one/src/server.ts': `import './manifest.js'; import '@duban/server-kit';`,
  'plugins/one/src/portal.tsx': `import './manifest.js'; import '@duban/portal-kit'; import 'react';`,
  'plugins/one/src/manifest.spec.ts': `import '@duban/testkit'; import 'left-pad';`,
  'plugins/two/src/manifest.ts': `import '@duban/contract';`,
  'seeds/src/index.ts': `import '@duban/core'; import '@duban/contract';`,
  'apps/api/src/main.ts': `import '@duban/core'; import '../../../plugins/one/src/server.js'; import '../../../seeds/src/index.js';`,
  'apps/portal/src/main.tsx': `import '@duban/portal-kit'; void import('../../../plugins/one/src/portal.js');`,
};

let house: string | undefined;

afterEach(async () => {
  if (house) await rm(house, { recursive: true, force: true });
  house = undefined;
});

/** Builds the house with the planted files in a scratch folder, and returns what the check says of it. */
async function refusals(planted: Record<string, string> = {}): Promise<string[]> {
  house = await realpath(await mkdtemp(join(tmpdir(), 'duban-layers-')));
  const files: Record<string, string> = { ...HOUSE, ...planted };
  for (const name of NPM) files[`node_modules/${name}/index.js`] = '';
  for (const name of PACKAGES) {
    const entry = name === 'portal-kit' ? './src/index.tsx' : './src/index.ts';
    files[`packages/${name}/package.json`] = JSON.stringify({ exports: { '.': { 'duban-source': entry } } });
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(house, dirname(path)), { recursive: true });
    await writeFile(join(house, path), text);
  }
  await mkdir(join(house, 'node_modules/@duban'));
  for (const name of PACKAGES) {
    await symlink(join(house, 'packages', name), join(house, 'node_modules/@duban', name));
  }
  const output = await run(process.execPath, [CHECK, house]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
  if (!/\d+ modules, \d+ forbidden/.test(output)) throw new Error(output);
  return [...output.matchAll(/^(\S+): (\S+) → (.*)\n {2}(.+)$/gm)].map(([, rule, from]) => `${rule} ${from}`);
}

/** Rule → a file that breaks it (placed in the named folder) and its only line. */
const PLANTED: [rule: string, folder: string, extension: 'ts' | 'tsx' | 'spec.ts', source: string][] = [
  ['contract-is-the-ground', 'packages/contract/src', 'ts', `import '../../server-kit/src/index.js';`],
  ['contract-is-the-ground-npm', 'packages/contract/src', 'ts', `import 'left-pad';`],
  ['contract-does-no-io', 'packages/contract/src', 'ts', `import { readFile } from 'node:fs/promises';`],
  ['server-kit-stands-on-contract', 'packages/server-kit/src', 'ts', `import type { T } from '@duban/core';`],
  ['portal-kit-stands-on-contract', 'packages/portal-kit/src', 'tsx', `import '@duban/server-kit'; <b />;`],
  ['leaf-packages-stand-alone', 'packages/briefing/src', 'ts', `import '../../core/src/index.js';`],
  ['core-stands-below-apps', 'packages/core/src', 'ts', `import '../../../seeds/src/index.js';`],
  ['packages-know-no-area', 'packages/testkit/src', 'ts', `import '../../../plugins/one/src/manifest.js';`],
  ['nothing-stands-on-an-app', 'seeds/src', 'ts', `import '../../apps/api/src/main.js';`],
  ['seeds-stand-on-core', 'seeds/src', 'ts', `import '../../plugins/one/src/manifest.js';`],
  ['api-stands-on-core', 'apps/api/src', 'ts', `import '../../../plugins/one/src/portal.js';`],
  ['portal-stands-on-portal-kit', 'apps/portal/src', 'tsx', `import '@duban/core';`],
  ['area-manifest-imports-contract', 'plugins/two/src', 'ts', `import '@duban/server-kit';`],
  ['area-manifest-imports-contract-npm', 'plugins/two/src', 'ts', `import 'zod';`],
  ['area-manifest-does-no-io', 'plugins/two/src', 'ts', `import 'node:os';`],
  ['area-server-imports-server-kit', 'plugins/two/src/server', 'ts', `export * from '@duban/core';`],
  ['area-server-imports-server-kit-npm', 'plugins/two/src/server', 'ts', `import 'left-pad';`],
  ['area-portal-imports-portal-kit', 'plugins/two/src/portal', 'tsx', `void import('@duban/server-kit');`],
  ['area-portal-imports-portal-kit-npm', 'plugins/two/src/portal', 'tsx', `import 'left-pad';`],
  ['area-stands-alone', 'plugins/two/src', 'spec.ts', `import '../../one/src/manifest.js';`],
  ['area-tests-use-testkit', 'plugins/two/src', 'spec.ts', `import '@duban/core';`],
  ['repository-is-private', 'packages/core/src/reports', 'ts', `import '../tasks/task.repository.js';`],
  ['features-form-no-circle', 'packages/core/src/tasks', 'ts', `import '../reports/report.service.js';`],
  ['testkit-in-tests-only', 'packages/core/src', 'ts', `import '@duban/testkit';`],
  ['import-resolves', 'packages/core/src', 'ts', `import './nowhere.js';`],
];

describe('the layer rules', () => {
  test('let a house stand that keeps them', async () => {
    expect(await refusals()).toEqual([]);
  });

  test('bite, each of them by its name', async () => {
    const fileOf = (rule: string, folder: string, extension: string) => `${folder}/${rule}.${extension}`;
    const files = PLANTED.map(([rule, folder, extension, source]) => [
      fileOf(rule, folder, extension),
      source,
    ]);
    const found = await refusals(Object.fromEntries(files));
    const expected = PLANTED.map(([rule, folder, extension]) => `${rule} ${fileOf(rule, folder, extension)}`);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  test('are all planted here', () => {
    const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
      forbidden: { name: string }[];
    };
    const planted = new Set(PLANTED.map(([rule]) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });
});

test('a checkout in which nothing is seen is refused, not passed', async () => {
  house = await realpath(await mkdtemp(join(tmpdir(), 'duban-layers-')));
  await mkdir(join(house, 'packages/core/src'), { recursive: true });
  await writeFile(join(house, 'packages/core/src/readme.txt'), '');
  await expect(run(process.execPath, [CHECK, house])).rejects.toThrow(/saw no module in packages\/core\/src/);
});
