import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localPostgresHolder, removeLocalPostgres, startLocalPostgres } from '@duban/local-postgres';
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

  const prefix = `duban_test_${randomUUID().slice(0, 8)}_`;
  const given = process.env.DUBAN_TEST_DATABASE_URL;
  if (given) {
    project.provide('testCluster', { adminUrl: given, prefix });
    return () => dropTestDatabases(given, prefix);
  }
  const runs = join(tmpdir(), `duban-test-runs-${process.getuid?.() ?? 'user'}`);
  await removeDeadRuns(runs);
  const dataDir = join(runs, String(process.pid));
  const server = await startLocalPostgres({ dataDir, volatile: true });
  project.provide('testCluster', { adminUrl: server.adminUrl, prefix });
  return async () => {
    await server.stop();
    await removeRun(dataDir);
  };
}

/** A killed run cannot clean up after itself; the next one does. */
async function removeDeadRuns(runs: string): Promise<void> {
  await mkdir(runs, { recursive: true, mode: 0o700 });
  for (const name of await readdir(runs)) {
    const dataDir = join(runs, name);
    if ((await localPostgresHolder(dataDir)) === null) await removeRun(dataDir);
  }
}

async function removeRun(dataDir: string): Promise<void> {
  await removeLocalPostgres(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}
