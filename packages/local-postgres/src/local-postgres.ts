import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { explained, LocalPostgresError } from './errors.js';
import { findHome, type Home, makeDataDir, openHome } from './home.js';
import { takeDataDir } from './lock.js';
import { installNative } from './native.js';
import { initCluster, type Server, startServer, stopLeftover, stopServer } from './server.js';

export interface LocalPostgresOptions {
  /** Folder of this database's pointer, password, lock and log; made (0700) when missing. */
  dataDir: string;
  /** Takes a line for each thing worth telling: a longer step, a left-over server, a restart. */
  log?: (line: string) => void;
  /** Forgo durability for speed. A crash may then leave the cluster unusable: for tests only. */
  volatile?: boolean;
}

export interface LocalPostgres {
  /** URL of the superuser on the database `postgres`, with its password. Never log it. */
  adminUrl: string;
  port: number;
  /** Stops the server after its transactions are rolled back, and gives the data directory back. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL of a data directory on a free port of 127.0.0.1, making the cluster at the
 * first time. A server that a crashed process left behind is stopped first. A server that dies while running
 * is started again on the same port, so that pools recover by themselves.
 * @throws {LocalPostgresError} when it cannot, with the reason and the fix: in use by another process, no room,
 *   not writable, no PostgreSQL for this platform
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const log = options.log ?? (() => undefined);
  const volatile = options.volatile ?? false;
  return explained(`The embedded database in ${options.dataDir}`, async () => {
    const dataDir = await makeDataDir(options.dataDir);
    const giveBack = await takeDataDir(dataDir);
    try {
      await stopStranded(dataDir, log);
      const home = await openHome(dataDir, log);
      if (!home.initialised) log('Setting up PostgreSQL');
      await installNative(home);
      await initCluster(home);
      const server = await startServer(home, volatile, null);
      const adminUrl = `postgresql://postgres:${home.password}@127.0.0.1:${server.port}/postgres`;
      await checkLogin(adminUrl, home).catch(async (error: unknown) => {
        await stopServer(home, server);
        throw error;
      });
      const stopServing = superviseServer(home, server, volatile, log);
      let stopped: Promise<void> | undefined;
      const stop = () => {
        stopped ??= stopServing().then(giveBack);
        return stopped;
      };
      return { adminUrl, port: server.port, stop };
    } catch (error) {
      await giveBack();
      throw error;
    }
  });
}

/** Deletes the database of a data directory for good, its programs and its server too; the rest stays. */
export async function removeLocalPostgres(dataDir: string): Promise<void> {
  const home = await findHome(dataDir);
  if (!home) return;
  const giveBack = await takeDataDir(home.dataDir);
  await stopLeftover(home, () => undefined);
  await rm(home.dir, { recursive: true, force: true });
  for (const name of ['postgres.json', 'postgres.log', 'postgres.log.1']) {
    await rm(join(home.dataDir, name), { force: true });
  }
  await giveBack();
}

async function stopStranded(dataDir: string, log: (line: string) => void): Promise<void> {
  const home = await findHome(dataDir);
  if (home) await stopLeftover(home, log);
}

async function checkLogin(adminUrl: string, home: Home): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    if ((cause as { code?: string }).code !== '28P01') throw cause;
    throw new LocalPostgresError(
      `Logging in to the database in ${home.dir}`,
      `the password in ${join(home.dataDir, 'postgres.json')} is not the one that the database was made with`,
      'Restore that file, or restore a backup into an empty data directory',
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Starts the server again whenever it ends unasked (killed, out of memory).
 * @returns the function that stops it for good
 */
function superviseServer(home: Home, first: Server, volatile: boolean, log: (line: string) => void) {
  let current = first;
  const stopping = new AbortController();
  let restarting: Promise<void> = Promise.resolve();

  const watch = (server: Server) => {
    current = server;
    server.child.once('exit', (code, signal) => {
      if (stopping.signal.aborted) return;
      log(`PostgreSQL ended unasked (${signal ?? `exit code ${code}`}); starting it again`);
      restarting = restart();
    });
  };
  const restart = async () => {
    for (let pause = 200; !stopping.signal.aborted; pause = Math.min(pause * 2, 30_000)) {
      try {
        watch(await startServer(home, volatile, first.port));
        return log(`PostgreSQL is back on port ${first.port}`);
      } catch (error) {
        log(`${(error as Error).message} Trying again in ${pause / 1000} s`);
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  // process.exit() and an uncaught error run no asynchronous code; the signal alone still stops the server.
  const onExit = () => void current.child.kill('SIGINT');

  process.once('exit', onExit);
  watch(first);
  return async () => {
    stopping.abort();
    await restarting;
    await stopServer(home, current);
    process.off('exit', onExit);
  };
}
