import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { migrate } from '@duban/core';
import { createTestDatabase, type TestDatabase } from '@duban/testkit';
import { serveDocs } from '../docs.js';
import { type House, openHouse } from '../house.js';
import { servePortal } from '../portal.js';

export interface TestApi {
  house: House;
  database: TestDatabase;
  dataDir: string;
  close(): Promise<void>;
}

/** A built portal of three files. */
async function writePortal(dist: string): Promise<void> {
  await mkdir(join(dist, 'assets'), { recursive: true });
  await writeFile(join(dist, 'index.html'), '<!doctype html><title>督办</title>');
  await writeFile(join(dist, 'icon.svg'), '<svg/>');
  await writeFile(join(dist, 'assets/main-1a2b3c.js'), 'console.log(1)');
  await writeFile(join(dist, 'assets/main-1a2b3c.js.br'), brotliCompressSync('console.log(1)'));
}

/** The parts of main on a database of their own, with a portal that needs no build; not listening. */
export async function openTestApi(): Promise<TestApi> {
  const database = await createTestDatabase({
    template: 'core',
    prepare: async ({ ownerUrl, appUrl }) => void (await migrate(ownerUrl, appUrl)),
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'duban-api-'));
  await writePortal(join(dataDir, 'portal'));
  const house = await openHouse(database, { zone: 'Asia/Shanghai', dataDir }, async (app) => {
    serveDocs(app);
    await servePortal(app, join(dataDir, 'portal'));
  });
  await house.app.getHttpAdapter().getInstance().ready();
  return {
    house,
    database,
    dataDir,
    async close() {
      await house.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
