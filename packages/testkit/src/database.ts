import { randomUUID } from 'node:crypto';
import { ensureRolesAndDatabase, roleUrls } from '@duban/local-postgres';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cluster of this test run: a superuser's URL, and the prefix of every database that the run makes. */
    testCluster: { adminUrl: string; prefix: string };
  }
}

export interface TestDatabaseUrls {
  /** The role that migrates. */
  ownerUrl: string;
  /** The role that the application runs as. */
  appUrl: string;
}

export interface TestDatabase extends TestDatabaseUrls {
  /** A superuser on this database, for planting faults. */
  adminUrl: string;
  name: string;
  /** Drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

export interface TestTemplate {
  /** Names the prepared state; everybody who uses the name gets the state that the first one prepared. */
  template: string;
  /** Migrates (and seeds) an empty database, once in a run. All its connections are closed when it resolves. */
  prepare: (urls: TestDatabaseUrls) => Promise<void>;
}

/**
 * A database of its own for a test file, copied from the prepared template in about 0.1 s. Without a template
 * it is empty, but owned as a real one is.
 */
export async function createTestDatabase(from?: TestTemplate): Promise<TestDatabase> {
  const { adminUrl, prefix } = inject('testCluster');
  const name = `${prefix}${randomUUID().slice(0, 8)}`;
  if (from) {
    const template = await ensureTemplate(adminUrl, `${prefix}template_${from.template}`, from.prepare);
    await copyDatabase(adminUrl, template, name);
  } else {
    await ensureRolesAndDatabase(adminUrl, { database: name });
  }
  const drop = () => asAdmin(adminUrl, (client) => dropDatabase(client, name));
  return { ...roleUrls(adminUrl, name), adminUrl: databaseUrl(adminUrl, name), name, drop };
}

/** Prepares the template unless an earlier test file has; test files of other workers wait meanwhile. */
async function ensureTemplate(
  adminUrl: string,
  name: string,
  prepare: TestTemplate['prepare'],
): Promise<string> {
  await asAdmin(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    // Only a finished template gets the name: a failed preparation is not taken for one.
    const unfinished = `${name}_unfinished`;
    await dropDatabase(client, unfinished);
    await prepare(await ensureRolesAndDatabase(adminUrl, { database: unfinished }));
    // Fresh statistics and no connection of its own: what every copy starts from.
    await asAdmin(databaseUrl(adminUrl, unfinished), (own) => own.query('VACUUM ANALYZE'));
    await client.query(`ALTER DATABASE ${pg.escapeIdentifier(unfinished)} WITH ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
      unfinished,
    ]);
    await client.query(
      `ALTER DATABASE ${pg.escapeIdentifier(unfinished)} RENAME TO ${pg.escapeIdentifier(name)}`,
    );
  });
  return name;
}

function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Copies a database. PostgreSQL copies its contents but not the rights on the database itself. */
async function copyDatabase(adminUrl: string, template: string, name: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    const copy = pg.escapeIdentifier(name);
    const { rows } = await client.query<{ owner: string; grantee: string | null; rights: string | null }>(
      `SELECT pg_get_userbyid(datdba) AS owner, pg_get_userbyid(nullif(acl.grantee, 0)) AS grantee,
              string_agg(acl.privilege_type, ', ') AS rights
         FROM pg_database LEFT JOIN aclexplode(datacl) AS acl ON true
        WHERE datname = $1 GROUP BY 1, 2`,
      [template],
    );
    const owner = pg.escapeIdentifier(rows[0]?.owner ?? '');
    await client.query(
      `CREATE DATABASE ${copy} TEMPLATE ${pg.escapeIdentifier(template)} OWNER ${owner} STRATEGY file_copy`,
    );
    await client.query(`REVOKE ALL ON DATABASE ${copy} FROM PUBLIC`);
    for (const { grantee, rights } of rows) {
      if (!rights) continue;
      const to = grantee === null ? 'PUBLIC' : pg.escapeIdentifier(grantee);
      await client.query(`GRANT ${rights} ON DATABASE ${copy} TO ${to}`);
    }
  });
}

async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

/** Drops every database that a run made. For clusters that outlive the run. */
export async function dropTestDatabases(adminUrl: string, prefix: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await dropDatabase(client, datname);
  });
}

async function asAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
