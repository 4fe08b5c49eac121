import { createHmac } from 'node:crypto';
import pg from 'pg';
import { LocalPostgresError } from './errors.js';

/** Owns the schema and runs the migrations. */
export const OWNER_ROLE = 'duban_owner';
/** What the application runs as. It gets its rights on tables from the migrations, and nothing else. */
export const APP_ROLE = 'duban_app';

export interface DatabaseUrls {
  ownerUrl: string;
  appUrl: string;
}

/**
 * Sees to it that both login roles and the database exist: the owner role owns it, the app role may connect,
 * nobody else may. May be called again at any time and by several processes at once.
 *
 * The roles' passwords are derived from the administrator's random one, so that no further secret has to be
 * stored, and knowing one of them tells nothing about the others.
 * @param adminUrl a superuser's URL, with its password
 * @returns the URLs of both roles on that database
 */
export async function ensureRolesAndDatabase(
  adminUrl: string,
  { database }: { database: string },
): Promise<DatabaseUrls> {
  const urls = roleUrls(adminUrl, database);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // CREATE ROLE and CREATE DATABASE have no IF NOT EXISTS.
    await client.query(`SELECT pg_advisory_lock(hashtext('duban roles and databases'))`);
    for (const url of [urls.ownerUrl, urls.appUrl]) await ensureRole(client, new URL(url));
    const name = pg.escapeIdentifier(database);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (!rowCount) await client.query(`CREATE DATABASE ${name} OWNER ${OWNER_ROLE}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${APP_ROLE}`);
  } finally {
    await client.end();
  }
  return urls;
}

/** The URLs of both roles on a database of this server. Asks nobody: the roles are made elsewhere. */
export function roleUrls(adminUrl: string, database: string): DatabaseUrls {
  const admin = new URL(adminUrl);
  if (!admin.password) {
    throw new LocalPostgresError(
      `The administrator's database URL (${admin.host})`,
      'it holds no password, and the passwords of the roles are derived from it',
      'Give the role a password and put it in the URL',
    );
  }
  const urlOf = (role: string) => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = createHmac('sha256', decodeURIComponent(admin.password)).update(role).digest('base64url');
    url.pathname = `/${encodeURIComponent(database)}`;
    return url.href;
  };
  return { ownerUrl: urlOf(OWNER_ROLE), appUrl: urlOf(APP_ROLE) };
}

async function ensureRole(client: pg.Client, url: URL): Promise<void> {
  const role = pg.escapeIdentifier(url.username);
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [url.username]);
  const verb = rowCount ? 'ALTER' : 'CREATE';
  const attributes = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';
  await client.query(`${verb} ROLE ${role} ${attributes} PASSWORD ${pg.escapeLiteral(url.password)}`);
}
