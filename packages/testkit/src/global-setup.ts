import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeLocalPostgres, startLocalPostgres } from '@duban/local-postgres';
import type { TestProject } from 'vitest/node';
import { dropTestDatabases } from './database.js';

/**
 * Vitest's global set-up: one volatile PostgreSQL for the whole run. Where the embedded one cannot run,
 * DUBAN_TEST_DATABASE_URL names a superuser of another; its roles duban_owner and duban_app are made or
 * changed, so it must be a server for tests only.
 */
export default async function startTestCluster(project: TestProject): Promise<() => Promise<void>> {
  // No test may come upon a database that somebody uses.
  delete process.env.DATABASE_URL;
  delete process.env.DATABASE_OWNER_URL;

  const runs = join(tmpdir(), `duban-test-runs-${process.getuid?.() ?? 'user'}`);
  await removeDeadRuns(runs);
  // Whatever a test leaves in the temporary directory goes with the run, even when the run is killed.
  const run = join(runs, String(process.pid));
  const scratch = join(run, 'tmp');
  await mkdir(scratch, { recursive: true, mode: 0o711 });
  process.env.TMPDIR = scratch;

  const cluster = await openCluster(join(run, 'cluster'));
  project.provide('testCluster', { adminUrl: cluster.adminUrl, prefix: cluster.prefix });
  return async () => {
    await cluster.close();
    await removeRun(run);
  };
}

async function openCluster(dataDir: string) {
  const prefix = `duban_test_${randomUUID().slice(0, 8)}_`;
  const given = process.env.DUBAN_TEST_DATABASE_URL;
  if (given) return { adminUrl: given, prefix, close: () => dropTestDatabases(given, prefix) };
  const { adminUrl, stop } = await startLocalPostgres({ dataDir, volatile: true });
  return { adminUrl, prefix, close: stop };
}

/** A killed run cannot clean up after itself; the next one does. */
async function removeDeadRuns(runs: string): Promise<void> {
  await mkdir(runs, { recursive: true, mode: 0o711 });
  for (const name of await readdir(runs)) {
    if (name === String(process.pid) || !isRunning(Number(name))) await removeRun(join(runs, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Removes a run with its databases: its own, and those that its tests had in the temporary directory. */
async function removeRun(run: string): Promise<void> {
  const inScratch = await readdir(join(run, 'tmp')).catch(() => []);
  const dataDirs = ['cluster', ...inScratch.map((name) => join('tmp', name))];
  for (const dataDir of dataDirs) await removeLocalPostgres(join(run, dataDir)).catch(ignoreNotADirectory);
  await rm(run, { recursive: true, force: true });
}

function ignoreNotADirectory(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTDIR') throw error;
}
