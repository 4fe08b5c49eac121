import { mkdir } from 'node:fs/promises';
import { createApp, migrate, openDatabase } from '@duban/core';
import { ensureRolesAndDatabase, startLocalPostgres } from '@duban/local-postgres';
import { seedDemo } from '@duban/seeds';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { areas } from './areas.js';
import type { Tell } from './progress.js';
import type { Settings } from './settings.js';

/** A migrated database, embedded or given. */
export interface DatabaseHome {
  appUrl: string;
  ownerUrl: string;
  close(): Promise<void>;
}

/** An application that stands on its database and is not yet listening. */
export interface House {
  app: NestFastifyApplication;
  /** Lets requests under way end, then closes the connections. */
  close(): Promise<void>;
}

/** Starts the database where it is ours, and brings its schema up. */
export async function openDatabaseHome(settings: Settings, tell: Tell): Promise<DatabaseHome> {
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const home = await locate(settings, tell);
  try {
    const ran = await migrate(home.ownerUrl, home.appUrl);
    if (ran.length > 0) tell(`Migrated: ${ran.join(', ')}`);
    return home;
  } catch (error) {
    await home.close();
    throw error;
  }
}

async function locate(settings: Settings, tell: Tell): Promise<DatabaseHome> {
  if (settings.database) return { ...settings.database, close: async () => undefined };
  tell('Starting PostgreSQL');
  const server = await startLocalPostgres({ dataDir: settings.dataDir, log: tell });
  try {
    return { ...(await ensureRolesAndDatabase(server.adminUrl, { database: 'duban' })), close: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Opens the application; `prepare` may add routes before it is initialised. `jobs`: it runs what a new business date brings. */
export async function openHouse(
  home: Pick<DatabaseHome, 'appUrl'>,
  settings: Pick<Settings, 'zone' | 'dataDir'> & { jobs?: boolean },
  prepare: (app: NestFastifyApplication) => Promise<void> = async () => undefined,
): Promise<House> {
  const source = await openDatabase(home.appUrl);
  let app: NestFastifyApplication | null = null;
  const close = async () => {
    await app?.close();
    if (source.isInitialized) await source.destroy();
  };
  try {
    app = await createApp({
      source,
      zone: settings.zone,
      areas,
      dataDir: settings.dataDir,
      jobs: settings.jobs ?? false,
    });
    await prepare(app);
    await app.init();
    return { app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Fills an empty database with the demo; leaves any other alone. In an application of its own, for connections
 * that planned their statements on empty tables must not serve on.
 * @returns whether it was empty
 */
export async function seedWhereEmpty(home: DatabaseHome, settings: Settings, tell: Tell): Promise<boolean> {
  if (!(await isEmpty(home))) return false;
  const house = await openHouse(home, settings);
  try {
    await seedDemo(house.app, { dataDir: settings.dataDir, today: settings.today, tell });
  } finally {
    await house.close();
  }
  await withOwner(home, (client) => client.query('analyze'));
  return true;
}

async function isEmpty(home: DatabaseHome): Promise<boolean> {
  const { rows } = await withOwner(home, (client) => client.query('select from app_user limit 1'));
  return rows.length === 0;
}

async function withOwner<T>(home: DatabaseHome, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: home.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
