import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@duban/testkit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { createApp, type HouseOptions } from '../app.js';
import type { AreaEntry } from '../areas/area-entry.js';
import { migrate, openDatabase } from '../database/database.js';
import { Clock, dateIn } from '../kernel/index.js';

export interface TestHouse {
  app: NestFastifyApplication;
  source: DataSource;
  appUrl: string;
  ownerUrl: string;
  /** Sets the business date for what follows; real time stays where it is. */
  setToday(date: string): Promise<void>;
  /** Lets real time pass, and business time with it. */
  passMinutes(minutes: number): void;
  close(): Promise<void>;
}

interface HouseDress extends Pick<HouseOptions, 'tls' | 'jobs' | 'realTime'> {
  /** What else it serves, such as the portal: before it opens. */
  dress?: (app: NestFastifyApplication) => Promise<void>;
}

const zone = 'Asia/Shanghai';

/** A whole house on a migrated database of its own. Only the clock is ours; PostgreSQL is real. */
export async function openTestHouse(
  areas: readonly AreaEntry[],
  today: string,
  { dress, ...options }: HouseDress = {},
): Promise<TestHouse> {
  const database = await createTestDatabase({
    template: 'core',
    prepare: async ({ ownerUrl, appUrl }) => void (await migrate(ownerUrl, appUrl)),
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'duban-house-'));
  const source = await openDatabase(database.appUrl, 6);
  // Stands still at ten in the morning, until a test lets it pass.
  let real = Date.parse(`${today}T02:00:00Z`);
  const realTime = options.realTime ?? (() => new Date(real));
  const app = await createApp({ ...options, source, zone, realTime, areas, dataDir, logger: false });
  await dress?.(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    source,
    appUrl: database.appUrl,
    ownerUrl: database.ownerUrl,
    async setToday(next) {
      const ms = Date.parse(`${next}T00:00:00Z`) - Date.parse(`${dateIn(zone, realTime())}T00:00:00Z`);
      await source.query(
        `insert into setting (key, value) values ('business-offset', jsonb_build_object('ms', $1::float8))
         on conflict (key) do update set value = excluded.value`,
        [ms],
      );
      await app.get(Clock).load();
    },
    passMinutes(minutes) {
      real += minutes * 60_000;
    },
    async close() {
      await app.close();
      if (source.isInitialized) await source.destroy();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
