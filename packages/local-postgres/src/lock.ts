import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalPostgresError } from './errors.js';
import { identityOf } from './processes.js';

function lockFile(dataDir: string): string {
  return join(dataDir, 'postgres.lock');
}

/** The process that wrote a lock, if it is still the same one; else null. */
async function liveHolder(text: string): Promise<number | null> {
  const [pid, identity] = text.trim().split('\n');
  if (!pid || !identity) return null;
  return (await identityOf(Number(pid))) === identity ? Number(pid) : null;
}

/**
 * Takes the data directory for this process. PostgreSQL's own lock does not do: it cannot tell a database
 * that a crashed parent left behind (to be stopped) from one that another Duban is using (to be let alone).
 * @returns the function that gives it back
 */
export async function takeDataDir(dataDir: string): Promise<() => Promise<void>> {
  const file = lockFile(dataDir);
  const mine = `${file}.${randomUUID()}`;
  await writeFile(mine, `${process.pid}\n${await identityOf(process.pid)}\n`, { mode: 0o600 });
  try {
    for (;;) {
      const before = await readFile(file, 'utf8').catch(() => null);
      const holder = await liveHolder(before ?? '');
      if (holder !== null) throw inUse(dataDir, holder);
      if (before !== null) await setAside(file, before, dataDir);
      // link, unlike rename, fails when another process was quicker; then we look again.
      const taken = await link(mine, file).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (taken) break;
    }
  } finally {
    await rm(mine, { force: true });
  }
  return async () => {
    await rm(file, { force: true });
  };
}

/** Removes a dead process's lock, unless another process has put its own in that place meanwhile. */
async function setAside(file: string, expected: string, dataDir: string): Promise<void> {
  const aside = `${file}.stale.${process.pid}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const found = await readFile(aside, 'utf8');
  if (found !== expected) {
    await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
    throw inUse(dataDir, Number(found.split('\n')[0]));
  }
  await rm(aside, { force: true });
}

function inUse(dataDir: string, pid: number): LocalPostgresError {
  return new LocalPostgresError(
    `The database of ${dataDir}`,
    `process ${pid} is using it`,
    `Stop that process (another npm start?), or set DUBAN_DATA_DIR to another directory`,
  );
}
