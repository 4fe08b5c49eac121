import { DataSource } from 'typeorm';
import { migrations } from './migrations/index.js';

/** Tables that the app may add to and never change: history, revisions, the log. */
export const insertOnlyTables = [
  'audit',
  'task_history',
  'report_event',
  'report_revision',
  'meeting_snapshot',
  'meeting_annex',
] as const;

/** A pool of the app's role. Entities are looked up by class; the schema is the migrations' alone. */
export async function openDatabase(url: string, poolSize = 16): Promise<DataSource> {
  const { entities } = await import('./entities.js');
  const source = new DataSource({
    type: 'postgres',
    url,
    entities,
    synchronize: false,
    poolErrorHandler: () => undefined,
    extra: { max: poolSize, connectionTimeoutMillis: 5_000 },
  });
  return source.initialize();
}

/**
 * Brings the schema up as the owner, and grants the app's role what it needs: no more than adding rows where
 * nothing may be rewritten. Safe to run again.
 */
export async function migrate(ownerUrl: string, appUrl: string): Promise<string[]> {
  const source = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    synchronize: false,
  }).initialize();
  try {
    const ran = await source.runMigrations({ transaction: 'each' });
    const app = decodeURIComponent(new URL(appUrl).username);
    const owner = decodeURIComponent(new URL(ownerUrl).username);
    if (app !== owner) await grant(source, app);
    return ran.map((each) => each.name);
  } finally {
    await source.destroy();
  }
}

async function grant(source: DataSource, role: string): Promise<void> {
  const name = `"${role.replaceAll('"', '""')}"`;
  await source.query(`
    grant usage on schema public to ${name};
    grant select, insert, update, delete on all tables in schema public to ${name};
    grant usage on all sequences in schema public to ${name};
    revoke update, delete, truncate on ${insertOnlyTables.join(', ')} from ${name};
    revoke insert, update, delete on migrations from ${name};`);
}
