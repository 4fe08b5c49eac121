import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ensureRolesAndDatabase,
  type LocalPostgres,
  removeLocalPostgres,
  startLocalPostgres,
} from './index.js';

let dataDir: string;
let server: LocalPostgres;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'duban-roles-'));
  server = await startLocalPostgres({ dataDir, volatile: true });
});

afterAll(async () => {
  await server.stop();
  await removeLocalPostgres(dataDir);
  await rm(dataDir, { recursive: true });
});

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('both roles can log in however often, and by however many, they are made', async () => {
  const twins = await Promise.all(
    [1, 2].map(() => ensureRolesAndDatabase(server.adminUrl, { database: '督办' })),
  );
  const again = await ensureRolesAndDatabase(server.adminUrl, { database: '督办' });
  expect(twins).toEqual([again, again]);
  for (const url of [again.ownerUrl, again.appUrl]) {
    expect(await run(url, 'SELECT current_database() AS db')).toEqual([{ db: '督办' }]);
  }
});

test('the owner makes tables and trusted extensions; the app sees none of it until it is granted', async () => {
  const { ownerUrl, appUrl } = await ensureRolesAndDatabase(server.adminUrl, { database: 'rights' });
  await run(ownerUrl, 'CREATE EXTENSION pg_trgm; CREATE TABLE log (line text)');
  await expect(run(appUrl, 'CREATE TABLE mine (n int)')).rejects.toThrow(
    /permission denied for schema public/,
  );
  await expect(run(appUrl, 'SELECT * FROM log')).rejects.toThrow(/permission denied for table log/);
  await expect(run(appUrl, 'CREATE ROLE me SUPERUSER')).rejects.toThrow(/permission denied/);
  await run(ownerUrl, 'GRANT SELECT ON log TO duban_app');
  expect(await run(appUrl, 'SELECT * FROM log')).toEqual([]);
});

test('another role of the same server may not connect', async () => {
  await ensureRolesAndDatabase(server.adminUrl, { database: 'closed' });
  await run(server.adminUrl, `CREATE ROLE stranger LOGIN PASSWORD 'stranger'`);
  const url = new URL(server.adminUrl);
  url.username = 'stranger';
  url.password = 'stranger';
  url.pathname = '/closed';
  await expect(run(url.href, 'SELECT 1')).rejects.toThrow(/permission denied for database/);
});

test('an administrator without a password is refused, for the roles would have guessable ones', async () => {
  const bare = new URL(server.adminUrl);
  bare.password = '';
  await expect(ensureRolesAndDatabase(bare.href, { database: 'x' })).rejects.toThrow(/holds no password/);
});
