import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const BIN = join(ROOT, 'node_modules', '.bin');
const NOT_SOURCE = new Set(['node_modules', 'dist', '.turbo', '.git', '.duban', 'coverage', 'test-results']);

/** What a command said and how it ended. */
export interface Ended {
  code: number;
  output: string;
}

/** A copy of this checkout's sources in a folder of its own, with its own node_modules. */
export interface Scratch {
  dir: string;
  /** Runs a program of node_modules/.bin, or Node, in the copy. Never rejects. */
  run(program: string, ...args: string[]): Promise<Ended>;
  /** Path → hash of every source file below a folder of the copy. */
  sources(folder: string): Promise<Record<string, string>>;
  remove(): Promise<void>;
}

/**
 * Copies the checkout, with what was built in it: a test run begins with a build, and another one of everything would
 * take a minute. Rejects where nothing was built.
 */
export async function copyCheckout(): Promise<Scratch> {
  if (!existsSync(join(ROOT, 'apps/api/dist')))
    throw new Error('The checkout is not built. Build it: pnpm build');
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'duban-eleventh-')));
  const comes = (path: string) =>
    !relative(ROOT, path)
      .split('/')
      .some((name) => name !== 'dist' && NOT_SOURCE.has(name));
  for (const name of (await readdir(ROOT)).filter((each) => !NOT_SOURCE.has(each)))
    await cp(join(ROOT, name), join(dir, name), { recursive: true, filter: comes });
  const env = {
    ...process.env,
    PATH: [join(dir, 'node_modules', '.bin'), BIN, process.env.PATH].join(delimiter),
    NODE_ENV: undefined,
    CI: 'true',
  };
  return {
    dir,
    run: (program, ...args) =>
      run(program, args, { cwd: dir, env, maxBuffer: 16_777_216 }).then(
        ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          output: `${error.stdout}${error.stderr}`,
        }),
      ),
    async sources(folder) {
      const entries = await readdir(join(dir, folder), { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
        .filter((path) => !path.split('/').some((name) => NOT_SOURCE.has(name)));
      const hash = async (path: string) =>
        createHash('sha256')
          .update(await readFile(join(dir, path)))
          .digest('hex');
      return Object.fromEntries(
        await Promise.all(files.sort().map(async (path) => [path, await hash(path)] as const)),
      );
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** A house that runs in a process of its own, from the copy's built files. */
export interface House<T> {
  /** The line of JSON that it told when it listened. */
  told: T;
  stop(): Promise<void>;
}

/** Starts tests/eleventh-area/house.mjs of the copy; rejects with all that it printed when it does not come up. */
export function openHouse<T>(
  scratch: Scratch,
  env: Record<string, string>,
  ...args: string[]
): Promise<House<T>> {
  const child = spawn(process.execPath, ['tests/eleventh-area/house.mjs', ...args], {
    cwd: scratch.dir,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = () => stopped(child, ended);
  return new Promise((resolve, reject) => {
    let printed = '';
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      printed += `${line}\n`;
      if (line.startsWith('{')) resolve({ told: JSON.parse(line) as T, stop });
    });
    child.stderr.on('data', (chunk) => {
      printed += String(chunk);
    });
    void ended.then(() => reject(new Error(`The house did not come up:\n${printed}`)));
  });
}

async function stopped(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(hard);
}
