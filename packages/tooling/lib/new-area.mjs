import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const TEMPLATES = new URL('../new-area/', import.meta.url).pathname;
const LOCKFILE = 'pnpm-lock.yaml';
const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_ID = 64;
const LONGEST_TITLE = 100;
const HAN = /\p{Script=Han}/u;

/** Each app keeps its own list: `file` is edited at the end of `areas`, and package.json gains the dependency. */
const APPS = [
  {
    app: 'apps/api',
    entry: ({ name }) => `{ manifest: ${name} }`,
    imports: ({ id, name }) => `import ${name} from '@duban/area-${id}/manifest';\n`,
  },
  { app: 'apps/portal', entry: ({ id }) => `{ id: '${id}' }`, imports: () => '' },
];

/** What keeps an area from being made: names the thing, why, and the fix. */
export class NewAreaRefused extends Error {}

/** What the import is called. One word alone gets a second: it may be one that JavaScript keeps for itself. */
const nameOf = (id) => camel(id.includes('-') ? id : `${id}-area`);
const camel = (id) => id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const words = (id) => id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');

function checkId(root, id) {
  if (!id) throw new NewAreaRefused('No id given. Usage: pnpm new:area <id> [--zh 名称] [--en Name]');
  if (!KEBAB.test(id) || id.length > LONGEST_ID) {
    throw new NewAreaRefused(
      `"${id}" cannot be an area's id: it names a folder, a package and addresses. ` +
        `Use lower-case letters and digits, joined by single hyphens, at most ${LONGEST_ID}: my-area.`,
    );
  }
  if (existsSync(join(root, 'plugins', id))) {
    throw new NewAreaRefused(`There is an area "${id}" already, in plugins/${id}. Choose another id.`);
  }
  for (const { app } of APPS) {
    for (const file of [`${app}/src/areas.ts`, `${app}/package.json`]) {
      const text = readFileSync(join(root, file), 'utf8');
      if (
        text.includes(`@duban/area-${id}/`) ||
        text.includes(`@duban/area-${id}"`) ||
        text.includes(`id: '${id}'`)
      ) {
        throw new NewAreaRefused(
          `${file} lists "${id}", and there is no plugins/${id}. Take it out of that file.`,
        );
      }
    }
  }
}

function checkTitle(option, title, isChinese) {
  const fits = title.length > 0 && title.length <= LONGEST_TITLE && !/\p{Cc}/u.test(title);
  if (fits && HAN.test(title) === isChinese) return;
  throw new NewAreaRefused(
    `${option} "${title}" cannot be the title: give ${isChinese ? 'Chinese' : 'English'} text of one line, at most ${LONGEST_TITLE} characters.`,
  );
}

function templatesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? templatesBelow(path) : [path];
  });
}

const quoted = (text) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");

/** Puts text before the bracket that ends the list `areas`. */
function listed(file, source, line) {
  const [head, ...rest] = source.split(/(?<=export const areas\b[^\n]*\[\n)/);
  const end = rest.join('').indexOf('\n];');
  if (rest.length !== 1 || end < 0) {
    throw new NewAreaRefused(
      `${file} has no list that begins with "export const areas … = [" and ends with "];". Restore it.`,
    );
  }
  const [body] = rest;
  return `${head}${body.slice(0, end)}\n  ${line},${body.slice(end)}`;
}

/** Puts the dependency behind the last area's; the file keeps its order and its layout. */
function withDependency(file, source, id) {
  const lines = source.split('\n');
  const last = lines.findLastIndex((line) => /^\s+"@duban\/(area-|portal-kit|core)/.test(line));
  if (last < 0) throw new NewAreaRefused(`${file} depends on no package of this house. Restore it.`);
  lines.splice(last + 1, 0, `    "@duban/area-${id}": "workspace:*",`);
  return lines.join('\n');
}

const bare = (line) => line.replace(/:$/, '');

/** Puts `entry` (its first line the key) where the keys of that depth, from line `from` on, keep their order. */
function insertSorted(lines, from, depth, entry) {
  const indent = ' '.repeat(depth);
  const [key] = entry;
  let at = from;
  while (at < lines.length && (lines[at] === '' || lines[at].startsWith(indent))) {
    if (lines[at].startsWith(indent) && lines[at][depth] !== ' ' && bare(lines[at]) > bare(indent + key))
      break;
    at += 1;
  }
  // A blank line belongs to what stands before it.
  lines.splice(at, 0, ...entry.map((line) => (line === '' ? '' : indent + line)));
}

const link = (name, to) => [`'${name}':`, '  specifier: workspace:*', `  version: link:${to}`];

/**
 * The lockfile with the area in it. All that an area depends on is of this house, so nothing has to be resolved, no
 * registry asked, and no other line moves. Null where the file has another shape: then pnpm writes it anew.
 */
function locked(source, id) {
  const lines = source.split('\n');
  const importers = lines.indexOf('importers:');
  if (lines[0] !== "lockfileVersion: '9.0'" || importers < 0) return null;
  for (const { app } of APPS) {
    const dependencies = lines.indexOf(`  ${app}:`) + 1;
    if (lines[dependencies] !== '    dependencies:') return null;
    insertSorted(lines, dependencies + 1, 6, link(`@duban/area-${id}`, `../../plugins/${id}`));
  }
  const nested = (entry) => entry.map((line) => `    ${line}`);
  const importer = [
    `plugins/${id}:`,
    '  dependencies:',
    ...nested(link('@duban/contract', '../../packages/contract')),
    '  devDependencies:',
    ...nested(link('@duban/testkit', '../../packages/testkit')),
    '',
  ];
  insertSorted(lines, importers + 1, 2, importer);
  return lines.join('\n');
}

/**
 * What a new area consists of, without writing anything.
 * @param {string} root the checkout's folder
 * @param {{id: string, zh?: string, en?: string}} wanted titles default to 新行动 and the id in words
 * @returns {Map<string, string>} path from the root → text, for every file that is new or changed
 * @throws {NewAreaRefused}
 */
export function newArea(root, { id, zh = '新行动', en = words(id ?? '') }) {
  checkId(root, id);
  checkTitle('--zh', zh, true);
  checkTitle('--en', en, false);
  const values = { id, zh: quoted(zh), en: quoted(en) };
  const files = new Map();
  for (const path of templatesBelow(TEMPLATES)) {
    const target = join('plugins', id, relative(TEMPLATES, path).replace(/\.template$/, ''));
    const text = readFileSync(path, 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, key) => values[key]);
    files.set(target, text);
  }
  for (const { app, entry, imports } of APPS) {
    const [list, manifest] = [`${app}/src/areas.ts`, `${app}/package.json`];
    const area = { id, name: nameOf(id) };
    const source = readFileSync(join(root, list), 'utf8');
    files.set(list, imports(area) + listed(list, source, entry(area)));
    files.set(manifest, withDependency(manifest, readFileSync(join(root, manifest), 'utf8'), id));
  }
  const lock = locked(readFileSync(join(root, LOCKFILE), 'utf8'), id);
  if (lock) files.set(LOCKFILE, lock);
  return files;
}
