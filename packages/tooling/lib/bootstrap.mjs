import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp, ROOT, run, tell } from './run.mjs';

const INSTALLED = join(ROOT, 'node_modules', '.duban-installed');
const BUILT = join(ROOT, 'node_modules', '.duban-built');
const MEMBER_GROUPS = ['apps', 'packages', 'plugins'];
const NOT_SOURCE = new Set(['node_modules', 'dist', '.turbo', 'coverage']);

const read = (path) => readFileSync(join(ROOT, path));
const manifest = () => JSON.parse(read('package.json').toString());

/** Ends the process when this Node.js is too old, saying so before anything obscure does. */
export function checkNode() {
  const wanted = manifest().engines.node.replace('>=', '');
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  giveUp(
    `Duban needs Node.js ${wanted} or newer, and this is ${process.version} (${process.execPath}).\n` +
      'Install a newer one from https://nodejs.org and run the command again.',
  );
}

function fingerprint(files) {
  const hash = createHash('sha256').update(process.version + process.platform + process.arch);
  for (const file of files) hash.update(`\0${file}\0`).update(read(file));
  return hash.digest('hex');
}

const recorded = (mark) => (existsSync(mark) ? readFileSync(mark, 'utf8') : '');

/** The folders of the workspace's packages. */
function members() {
  const grouped = MEMBER_GROUPS.flatMap((group) =>
    readdirSync(join(ROOT, group)).map((name) => `${group}/${name}`),
  );
  return [...grouped, 'seeds', 'tests'].filter((dir) => existsSync(join(ROOT, dir, 'package.json')));
}

/**
 * Installs the dependencies, those for development too whatever NODE_ENV says, unless nothing that decides
 * about them has changed since the last good installation.
 * @returns {Promise<boolean>} whether they are there
 */
export async function install() {
  const deciding = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'];
  const now = fingerprint([...deciding, ...members().map((dir) => `${dir}/package.json`)]);
  if (recorded(INSTALLED) === now) return true;
  tell('Installing dependencies');
  const pnpm = manifest().packageManager;
  const ok = await run(
    'npx',
    ['--yes', '--prefer-offline', pnpm, 'install', '--frozen-lockfile', '--prod=false'],
    {
      // CI answers pnpm's questions; the npm_config_ ones come from how npm itself was called.
      env: { CI: 'true', NODE_ENV: undefined, npm_config_omit: undefined, npm_config_production: undefined },
    },
  );
  if (ok) writeFileSync(INSTALLED, now);
  else
    console.error(
      '\nInstalling the dependencies failed: see the lines above. Check the network and the registry.',
    );
  return ok;
}

function sourcesBelow(dir) {
  return readdirSync(join(ROOT, dir), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_SOURCE.has(entry.name)) return [];
    const path = `${dir}/${entry.name}`;
    return entry.isDirectory() ? sourcesBelow(path) : [path];
  });
}

/** What the build is made from, and whether its outputs are still there. */
function buildState() {
  const built = members().filter((dir) => JSON.parse(read(`${dir}/package.json`)).scripts?.build);
  const sources = built.flatMap(sourcesBelow).filter((path) => !/\.spec\.tsx?$/.test(path));
  return {
    fingerprint: fingerprint(['tsconfig.base.json', 'turbo.json', 'pnpm-lock.yaml', ...sources]),
    complete: built.every((dir) => existsSync(join(ROOT, dir, 'dist'))),
  };
}

/**
 * Builds what has changed since the last good build.
 * @returns {Promise<boolean>} whether everything is built
 */
export async function build() {
  const { fingerprint: now, complete } = buildState();
  if (complete && recorded(BUILT) === now) return true;
  tell('Building');
  const args = [
    'run',
    'build',
    '--continue=dependencies-successful',
    '--output-logs=errors-only',
    '--ui=stream',
  ];
  const ok = await run('turbo', [...args, '--no-update-notifier']);
  if (ok) writeFileSync(BUILT, now);
  return ok;
}
