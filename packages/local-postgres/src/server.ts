import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LocalPostgresError, programError } from './errors.js';
import { giveToServer, type Home, markInitialised } from './home.js';
import { commandOf, ended, isAlive } from './processes.js';

const run = promisify(execFile);

/** Recovery after a crash replays the log of at most a checkpoint's distance; beyond this something hangs. */
const START_LIMIT_MS = 300_000;
/** How long a fast shutdown may take before it is made an immediate one (which the next start recovers). */
const STOP_LIMIT_MS = 30_000;
const LOG_LIMIT_BYTES = 4_000_000;

const DURABLE = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'];
const VOLATILE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/** A running postmaster that this process started. */
export interface Server {
  port: number;
  child: ChildProcess;
}

/** The environment of PostgreSQL's programs: none of the caller's PG* variables or library paths. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, SystemRoot, TEMP } = process.env;
  // macOS refuses to start under a locale that it does not know, and it does not know C.UTF-8.
  const locale = process.platform === 'darwin' ? 'C' : 'C.UTF-8';
  return { PATH, TMPDIR, SystemRoot, TEMP, LC_ALL: locale, TZ: 'UTC' };
}

function program(home: Home, name: string): string {
  return join(home.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Makes the cluster unless it is there. An attempt that was cut off leaves nothing that the next one trips on. */
export async function initCluster(home: Home): Promise<void> {
  if (home.initialised) return;
  const fresh = `${home.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await rm(home.cluster, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await giveToServer(home, fresh);
  const passwordFile = join(home.dir, 'initdb-password');
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, home.password, { mode: 0o600 });
  await giveToServer(home, passwordFile);
  // C.UTF-8 sorts by code point and knows Chinese letters as letters, which trigram search and ltree need.
  // Systems without that libc locale have PostgreSQL's own of the same name.
  const locale =
    process.platform === 'linux'
      ? ['--locale=C.UTF-8']
      : ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const settings = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  try {
    await run(program(home, 'initdb'), ['-D', fresh, ...locale, ...settings], {
      ...home.runAs,
      cwd: home.dir,
      env: cleanEnvironment(),
    });
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code: unknown; stdout?: string; stderr?: string };
    if (typeof code === 'string') throw error;
    throw programError(`Creating the database in ${home.dir}`, `${stdout}\n${stderr}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await chmod(fresh, 0o700);
  await rename(fresh, home.cluster);
  await markInitialised(home);
}

/** The lines of postmaster.pid (pid, data directory, start, port, socket, address, shared memory, status). */
async function pidFile(home: Home): Promise<string[]> {
  const text = await readFile(join(home.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim());
}

/** Ends a postmaster that a crashed parent left behind. The caller holds the data directory's lock. */
export async function stopLeftover(home: Home, log: (line: string) => void): Promise<void> {
  const pid = Number((await pidFile(home))[0]);
  if (!pid || !(await isAlive(pid))) return;
  if (process.platform !== 'win32' && !(await commandOf(pid)).includes(home.cluster)) {
    // The id now belongs to a stranger, and PostgreSQL would take it for a running server.
    await rm(join(home.cluster, 'postmaster.pid'), { force: true });
    return;
  }
  log(`Stopping the PostgreSQL (process ${pid}) that an earlier run left behind`);
  await stopProcess(home, pid);
}

/** Fast shutdown, then an immediate one where that takes too long. */
async function stopProcess(home: Home, pid: number): Promise<void> {
  await shutDown(home, pid, 'fast', 'SIGINT');
  if (await ended(pid, STOP_LIMIT_MS)) return;
  await shutDown(home, pid, 'immediate', 'SIGQUIT');
  if (await ended(pid, 10_000)) return;
  throw new LocalPostgresError(
    'Stopping PostgreSQL',
    `process ${pid} does not end`,
    `End it (kill -9 ${pid}) and start again; committed data is safe`,
  );
}

async function shutDown(home: Home, pid: number, mode: string, signal: NodeJS.Signals): Promise<void> {
  if (process.platform === 'win32') {
    // Windows has no signals that a server can answer; pg_ctl uses PostgreSQL's own pipe.
    const args = ['stop', '-D', home.cluster, '-m', mode, '-W'];
    await run(program(home, 'pg_ctl'), args, { env: cleanEnvironment() }).catch(() => undefined);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export async function stopServer(home: Home, server: Server): Promise<void> {
  const { child } = server;
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await stopProcess(home, child.pid);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Refusals that pass by themselves: another program took the port, or a killed server's children still end. */
const PASSING =
  /Address already in use|could not bind|pre-existing shared memory|lock file "postmaster\.pid"/;

/**
 * Starts PostgreSQL on the cluster and waits until it takes connections.
 * @param port a fixed port, or null to choose a free one
 */
export async function startServer(home: Home, volatile: boolean, port: number | null): Promise<Server> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const chosen = port ?? (await freePort());
    const outcome = await launch(home, volatile, chosen);
    if ('child' in outcome) return outcome;
    if (!PASSING.test(outcome.output) || Date.now() > deadline) {
      throw programError(`Starting PostgreSQL in ${home.dir}`, outcome.output, home.log);
    }
    await sleep(100);
  }
}

async function launch(home: Home, volatile: boolean, port: number): Promise<Server | { output: string }> {
  const logStart = await rotateLog(home.log);
  const log = await open(home.log, 'a', 0o600);
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_checkpoints=off',
    // Statements and rejected rows hold what users wrote, and passwords: they stay out of the log.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    ...(volatile ? VOLATILE : DURABLE),
  ];
  const child = spawn(
    program(home, 'postgres'),
    ['-D', home.cluster, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...home.runAs,
      cwd: home.dir,
      env: cleanEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      // A session of its own: Ctrl-C in the terminal must reach the API first, not the database under it.
      detached: true,
    },
  );
  let failure: Error | null = null;
  child.once('error', (error) => {
    failure = error;
  });
  try {
    const deadline = Date.now() + START_LIMIT_MS;
    for (;;) {
      if (failure) throw failure;
      if (child.exitCode !== null || child.signalCode !== null) {
        return { output: (await readFile(home.log, 'utf8')).slice(logStart) };
      }
      const lines = await pidFile(home);
      if (Number(lines[0]) === child.pid && lines[7] === 'ready') return { port, child };
      if (Date.now() > deadline) {
        if (child.pid) await stopProcess(home, child.pid);
        return { output: `not ready after ${START_LIMIT_MS / 1000} s` };
      }
      await sleep(10);
    }
  } finally {
    await log.close();
  }
}

/** Begins a new log file when the old one is long; returns where this start's output begins, in characters. */
async function rotateLog(file: string): Promise<number> {
  const size = (await stat(file).catch(() => null))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`);
  return size > LOG_LIMIT_BYTES || size === 0 ? 0 : (await readFile(file, 'utf8')).length;
}
