import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@duban/testkit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { createApp } from '../app.js';
import type { AreaEntry } from '../areas/area-entry.js';
import { migrate, openDatabase } from '../database/database.js';

export interface TestHouse {
  app: NestFastifyApplication;
  source: DataSource;
  appUrl: string;
  ownerUrl: string;
  /** Sets the business date for what follows; real time stays the machine's. */
  setToday(date: string): Promise<void>;
  close(): Promise<void>;
}

/** A whole house on a migrated database of its own. Only the clock is ours; PostgreSQL is real. */
export async function openTestHouse(areas: readonly AreaEntry[], today: string): Promise<TestHouse> {
  const database = await createTestDatabase({
    template: 'core',
    prepare: async ({ ownerUrl, appUrl }) => void (await migrate(ownerUrl, appUrl)),
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'duban-house-'));
  const source = await openDatabase(database.appUrl, 6);
  let date = today;
  const realTime = () => new Date(`${date}T02:00:00Z`);
  const app = await createApp({ source, zone: 'Asia/Shanghai', realTime, areas, dataDir, logger: false });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    source,
    appUrl: database.appUrl,
    ownerUrl: database.ownerUrl,
    async setToday(next) {
      date = next;
    },
    async close() {
      await app.close();
      if (source.isInitialized) await source.destroy();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
