import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GENERATED = new Set(['node_modules', 'dist', '.turbo', 'coverage', 'test-results']);

/** Every file below a folder that is written by hand, as paths from the checkout's root. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return GENERATED.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

const areas = readdirSync(join(ROOT, 'plugins'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** The lines of a text that hold the id as a word of its own. */
function linesWith(id: string, text: string): number[] {
  const word = new RegExp(`(?<![\\w-])(area-)?${id}(?![\\w-])`);
  return text.split('\n').flatMap((line, index) => (word.test(line) ? [index + 1] : []));
}

describe('the top level', () => {
  // 3-architecture.md. The last three are looked for at the root by their tools, and nowhere else.
  const ALLOWED = [
    ...['apps', 'packages', 'plugins', 'seeds', 'tests', 'docs'],
    ...[
      'turbo.json',
      'pnpm-workspace.yaml',
      'package.json',
      'tsconfig.base.json',
      'README.md',
      'CONTRIBUTING.md',
    ],
    ...['node_modules', 'pnpm-lock.yaml', 'vitest.config.ts'],
  ];

  test('holds the storeys of the house and nothing else', () => {
    const strangers = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !ALLOWED.includes(name));
    expect(strangers, 'move these below packages/, tests/ or docs/').toEqual([]);
  });
});

describe('packages/', () => {
  test('names no area anywhere', () => {
    const found = filesBelow('packages').flatMap((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return areas.flatMap((id) => linesWith(id, text).map((line) => `${path}:${line} names ${id}`));
    });
    expect(areas.length).toBeGreaterThan(0);
    expect(found, 'take the area from the manifests that are handed in; in a spec, invent one').toEqual([]);
  });

  test('would be caught naming one, as a word and as a package, but not in part of a longer word', () => {
    expect(linesWith('team-work', `a\nid: 'team-work',\nimport '@duban/area-team-work/manifest';`)).toEqual([
      2, 3,
    ]);
    expect(linesWith('team-work', 'team-workers, my-team-work')).toEqual([]);
  });
});

/**
 * The areas that an app's list names, one for each entry: by their ids where the list spells them (the portal's),
 * else by the entry points that it imports (the API's), of which an area may have several, each once.
 */
function listedAreas(source: string): string[] {
  const ids = [...source.matchAll(/\bid: '([a-z0-9-]+)'/g)].map(([, id = '']) => id);
  if (ids.length > 0) return ids;
  const imported = [...source.matchAll(/['"]@duban\/area-([a-z0-9-]+)\/([a-z]+)['"]/g)];
  const times = new Map<string, number>();
  for (const [specifier, id = ''] of imported) {
    const same = imported.filter(([other]) => other.slice(1, -1) === specifier.slice(1, -1)).length;
    times.set(id, Math.max(times.get(id) ?? 0, same));
  }
  return [...times].flatMap(([id, count]) => Array<string>(count).fill(id));
}

describe('the areas of an app', () => {
  test.each(['apps/api', 'apps/portal'].filter((app) => existsSync(join(ROOT, app, 'src'))))(
    '%s lists every area once',
    (app) => {
      const file = join(ROOT, app, 'src/areas.ts');
      expect(
        listedAreas(readFileSync(file, 'utf8')).sort(),
        `one entry for each plugin in ${relative(ROOT, file)}`,
      ).toEqual([...areas].sort());
    },
  );

  test('a doubled, a missing and a split entry are told apart', () => {
    const one = `import a from '@duban/area-one/manifest';\n`;
    expect(listedAreas(one + one)).toEqual(['one', 'one']);
    expect(listedAreas('')).toEqual([]);
    expect(listedAreas(`${one}import s from "@duban/area-one/server";`)).toEqual(['one']);
    expect(
      listedAreas(`[{ id: 'one' }, { id: 'two', portal: () => import('@duban/area-two/portal') }]`),
    ).toEqual(['one', 'two']);
  });
});

test('every area is a package of its own name', () => {
  for (const id of areas) {
    const { name } = JSON.parse(readFileSync(join(ROOT, 'plugins', id, 'package.json'), 'utf8'));
    expect(name).toBe(`@duban/area-${id}`);
  }
});
