import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { removeLocalPostgres, startLocalPostgres } from './index.js';

const root = process.getuid?.() === 0;
const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function newDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'duban-pg-'));
  cleanUp.push(async () => {
    await removeLocalPostgres(dir);
    await rm(dir, { recursive: true, force: true });
  });
  return dir;
}

async function start(dataDir: string, log: string[] = []) {
  const server = await startLocalPostgres({ dataDir, log: (line) => log.push(line) });
  cleanUp.push(() => server.stop());
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(url: string): Promise<number> {
  const [row] = await query(url, `SELECT pg_read_file('postmaster.pid') AS file`);
  return Number(String(row?.file).split('\n')[0]);
}

/** A process that started the database of `dataDir` and committed one row. */
async function writerProcess(dataDir: string, runAs: { uid?: number; gid?: number } = {}) {
  const script = fileURLToPath(new URL('./child.testing.mjs', import.meta.url));
  const index = fileURLToPath(new URL('./index.ts', import.meta.url));
  const child = spawn(process.execPath, [script, index, dataDir], {
    ...runAs,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('written') && resolve());
    child.once('exit', () => reject(new Error(`the writer ended: ${output}`)));
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

describe('startLocalPostgres', () => {
  test('keeps the data over a stop and a start', async () => {
    const dataDir = await newDataDir();
    const first = await start(dataDir);
    await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await expect(query(first.adminUrl, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);

    const second = await start(dataDir);
    expect(await query(second.adminUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('is durable, in UTF-8, knows Chinese letters as letters, and asks for a password', async () => {
    const dataDir = await newDataDir();
    const { adminUrl } = await start(dataDir);
    await query(adminUrl, 'CREATE EXTENSION pg_trgm');
    const [row] = await query(
      adminUrl,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS address,
              cardinality(show_trgm('督办系统')) > 0 AS trigrams`,
    );
    expect(row).toEqual({
      fsync: 'on',
      commit: 'on',
      encoding: 'UTF8',
      address: '127.0.0.1',
      trigrams: true,
    });
    const wrong = new URL(adminUrl);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toContain(new URL(adminUrl).password);
  });

  test('starts a killed server again on the same port, with all that was committed', async () => {
    const log: string[] = [];
    const { adminUrl } = await start(await newDataDir(), log);
    await query(adminUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pid = await postmasterPid(adminUrl);
    process.kill(pid, 'SIGKILL');

    await expect
      .poll(() => query(adminUrl, 'SELECT answer FROM kept').catch(() => null), { timeout: 15_000 })
      .toEqual([{ answer: 42 }]);
    expect(await postmasterPid(adminUrl)).not.toBe(pid);
    expect(log).toContainEqual(expect.stringContaining('ended unasked (SIGKILL)'));
  });

  test('stops what a killed parent left behind, and keeps what was committed', async () => {
    const dataDir = await newDataDir();
    await kill(await writerProcess(dataDir));

    const log: string[] = [];
    const { adminUrl } = await start(dataDir, log);
    expect(log).toContainEqual(expect.stringContaining('an earlier run left behind'));
    expect(await query(adminUrl, 'SELECT count(*)::int AS n FROM written')).toEqual([{ n: 1 }]);
  });

  test('leaves the database of a living process alone, and names that process', async () => {
    const dataDir = await newDataDir();
    const { adminUrl } = await start(dataDir);
    await expect(startLocalPostgres({ dataDir })).rejects.toThrow(
      new RegExp(`process ${process.pid} is using it.*Stop that process`),
    );
    expect(await query(adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('makes the cluster again when the first attempt was cut off', async () => {
    const dataDir = await newDataDir();
    const { adminUrl, stop } = await start(dataDir);
    await stop();
    const file = join(dataDir, 'postgres.json');
    const pointer = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...pointer, initialised: false }));

    const again = await start(dataDir);
    expect(new URL(again.adminUrl).password).toBe(new URL(adminUrl).password);
    expect(await query(again.adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('says what to do when the files of an existing database are gone', async () => {
    const dataDir = await newDataDir();
    await (await start(dataDir)).stop();
    const { home } = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8'));
    await rm(join(dataDir, home), { recursive: true, force: true });
    await rm(home, { recursive: true, force: true });
    await expect(startLocalPostgres({ dataDir })).rejects.toThrow(/not at .* any more.*restore a backup/);
  });

  test('refuses a path through a file', async () => {
    const file = join(await newDataDir(), 'file');
    await writeFile(file, '');
    await expect(startLocalPostgres({ dataDir: join(file, 'data') })).rejects.toThrow(
      /a part of the path is a file.*Set DUBAN_DATA_DIR to a directory/,
    );
  });

  test.runIf(root)('as root, refuses a copied data directory instead of sharing one database', async () => {
    const dataDir = await newDataDir();
    await (await start(dataDir)).stop();
    const copy = `${dataDir}-copy`;
    await cp(dataDir, copy, { recursive: true });
    cleanUp.push(() => rm(copy, { recursive: true }));
    await expect(startLocalPostgres({ dataDir: copy })).rejects.toThrow(/is a copy of .*-/);
  });

  test.runIf(root)('runs for an ordinary user inside the data directory', async () => {
    const dataDir = await newDataDir();
    chownSync(dataDir, 65534, 65534);
    await kill(await writerProcess(dataDir, { uid: 65534, gid: 65534 }));
    expect(JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8')).home).toBe('postgres');
    expect((await stat(join(dataDir, 'postgres', 'cluster'))).uid).toBe(65534);
  });
});
