import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase, type TestDatabaseUrls, type TestTemplate } from './index.js';

async function run<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

let preparations = 0;
const NOTES: TestTemplate = {
  template: 'testkit_notes',
  prepare: async ({ ownerUrl }: TestDatabaseUrls) => {
    preparations += 1;
    await run(
      ownerUrl,
      `CREATE TABLE notes (text text);
       GRANT SELECT, INSERT ON notes TO duban_app;
       DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO duban_app', current_database()); END $$`,
    );
  },
};

test('copies of one template are apart from each other, prepared once, with the rights of the template', async () => {
  const [one, two] = await Promise.all([createTestDatabase(NOTES), createTestDatabase(NOTES)]);
  await run(one.appUrl, `INSERT INTO notes VALUES ('督办')`);
  expect(await run(one.ownerUrl, 'SELECT * FROM notes')).toEqual([{ text: '督办' }]);
  expect(await run(two.ownerUrl, 'SELECT * FROM notes')).toEqual([]);
  await run(two.appUrl, 'CREATE TEMPORARY TABLE scratch (n int)');
  await expect(run(two.appUrl, 'CREATE TABLE mine (n int)')).rejects.toThrow(/permission denied/);
  expect(preparations).toBe(1);
  await Promise.all([one.drop(), two.drop()]);
});

test('a preparation that fails is not taken for a template: the next one starts from nothing', async () => {
  const broken = createTestDatabase({
    template: 'testkit_broken',
    prepare: async ({ ownerUrl }) => {
      await run(ownerUrl, 'CREATE TABLE half (n int)');
      throw new Error('migration failed');
    },
  });
  await expect(broken).rejects.toThrow('migration failed');
  const whole = await createTestDatabase({
    template: 'testkit_broken',
    prepare: async ({ ownerUrl }) => void (await run(ownerUrl, 'CREATE TABLE half (n int)')),
  });
  expect(await run(whole.ownerUrl, 'SELECT * FROM half')).toEqual([]);
  await whole.drop();
});

test('without a template the database is empty and belongs to the owner role', async () => {
  const { ownerUrl, drop } = await createTestDatabase();
  const tables = await run(ownerUrl, `SELECT 1 FROM pg_tables WHERE schemaname = 'public'`);
  expect(tables).toEqual([]);
  await drop();
  await expect(run(ownerUrl, 'SELECT 1')).rejects.toThrow(/does not exist/);
});

test('dropping ends the connections that are still open', async () => {
  const { appUrl, drop } = await createTestDatabase();
  const client = new pg.Client({ connectionString: appUrl });
  const lost = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await drop();
  expect(await lost).toBeInstanceOf(Error);
});
