import { mkdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areas, serveDocs, servePortal } from '@duban/api';
import { createApp, migrate, openDatabase } from '@duban/core';
import { accountsFile, type DemoAccount, seedDemo } from '@duban/seeds';
import { createTestDatabase, type TestDatabase, type TestDatabaseUrls } from '@duban/testkit';
import pg from 'pg';
import { type Caller, callerOf } from './caller.js';

type App = Awaited<ReturnType<typeof createApp>>;

/** Ten in the morning of the demo's first business day. Stands still, so that two answers differ by what they say alone. */
const standstill = new Date('2024-09-20T02:00:00Z');
export const demoToday = '2024-09-20';
const zone = 'Asia/Shanghai';

/** The demo as `npm start` serves it, on a database of its own. */
export interface DemoHouse {
  app: App;
  /** Where it listens, `http://127.0.0.1:<port>`. */
  url: string;
  planId: string;
  rootUnitId: string;
  database: TestDatabase;
  /** Id of the unit with this code. */
  unit(code: string): string;
  /** Somebody with an account of `demo-accounts.json`, who asks with an access token. */
  as(username: string): Promise<Caller>;
  /** Name and password of `demo-accounts.json`. */
  account(username: string): DemoAccount;
  /** Rows as a superuser reads them: for what the API does not tell, never for what it should. */
  rows<T>(sql: string, parameters?: unknown[]): Promise<T[]>;
  /** A hash of each table: all equal as long as nothing changed. */
  fingerprint(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

interface DemoOptions {
  /** Changes the database before the application opens it. */
  shape?: (client: pg.Client) => Promise<void>;
  /** Serves the portal that was built into this folder as well. */
  portalDist?: string;
}

/** Attachments and accounts of the seeded template, shared by the test files of a run. */
const dataDir = () => join(tmpdir(), 'duban-demo');

/** Opens the demo. It is migrated and seeded once in a test run; each house has a copy. */
export async function openDemoHouse(options: DemoOptions = {}): Promise<DemoHouse> {
  const database = await createTestDatabase({ template: 'demo', prepare: seedTemplate });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await options.shape?.(admin);
  const source = await openDatabase(database.appUrl, 6);
  const app = await newApp(source);
  serveDocs(app);
  if (options.portalDist && !(await servePortal(app, options.portalDist)))
    throw new Error(`The portal is not built in ${options.portalDist}. Build it first: pnpm build`);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const rows: DemoHouse['rows'] = async (sql, parameters) => (await admin.query(sql, parameters)).rows;
  const accounts: DemoAccount[] = JSON.parse(await readFile(join(dataDir(), accountsFile), 'utf8'));
  const account = (username: string) => named(accounts, (each) => each.username === username, username);
  const [plan] = await rows<{ id: string; root: string }>(`select id, root_unit_id as root from plan`);
  const units = await rows<{ id: string; code: string }>(`select id, code from unit`);
  const callers = new Map<string, Promise<Caller>>();
  return {
    app,
    url,
    planId: plan?.id ?? '',
    rootUnitId: plan?.root ?? '',
    database,
    unit: (code) => named(units, (each) => each.code === code, code).id,
    as(username) {
      const caller = callers.get(username) ?? callerOf(url, account(username));
      callers.set(username, caller);
      return caller;
    },
    account,
    rows,
    fingerprint: () => fingerprintOf(rows),
    async close() {
      await app.close();
      if (source.isInitialized) await source.destroy();
      await admin.end();
      await database.drop();
    },
  };
}

async function seedTemplate({ ownerUrl, appUrl }: TestDatabaseUrls): Promise<void> {
  await mkdir(dataDir(), { recursive: true, mode: 0o700 });
  await migrate(ownerUrl, appUrl);
  const source = await openDatabase(appUrl, 2);
  const app = await newApp(source);
  try {
    await app.init();
    await seedDemo(app, { dataDir: dataDir(), today: demoToday });
  } finally {
    await app.close();
    if (source.isInitialized) await source.destroy();
  }
}

function newApp(source: Awaited<ReturnType<typeof openDatabase>>): Promise<App> {
  return createApp({
    source,
    zone,
    realTime: () => standstill,
    areas,
    dataDir: dataDir(),
    logger: false,
  });
}

function named<T>(all: readonly T[], is: (each: T) => boolean, name: string): T {
  const found = all.find(is);
  if (!found) throw new Error(`the demo has no ${name}`);
  return found;
}

async function fingerprintOf(rows: DemoHouse['rows']): Promise<Record<string, string>> {
  const tables = await rows<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const prints = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' rows, ' || coalesce(sum(hashtextextended(row.*::text, 0)), 0) as print
       from ${pg.escapeIdentifier(name)} as row`,
  );
  const found = await rows<{ name: string; print: string }>(prints.join(' union all '));
  return Object.fromEntries(found.map(({ name, print }) => [name, print]));
}
