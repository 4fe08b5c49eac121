import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areas } from '@duban/api';
import type { Board, ExpectationView, Page, PlanView, Series } from '@duban/contract';
import { createApp, openDatabase } from '@duban/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoHouse, openDemoHouse } from '../house/demo-house.js';

let house: DemoHouse;
beforeAll(async () => {
  house = await openDemoHouse();
}, 240_000);
afterAll(() => house?.close());

const ids = areas.map(({ manifest }) => manifest.id);

async function turn(areaId: string, enabled: boolean): Promise<void> {
  const admin = await house.as('admin');
  const plan = await admin.get<PlanView>(`/api/plans/${house.planId}`);
  const version = plan.areas.find((area) => area.id === areaId)?.version;
  const path = `/api/plans/${house.planId}/areas/${areaId}`;
  const answer = await admin.send('patch', path, { body: { enabled }, version });
  expect([answer.status, answer.body.enabled]).toEqual([200, enabled]);
}

const boardOf = async () =>
  (await house.as('viewer')).get<Board>(`/api/plans/${house.planId}/board?period=2024-08`);
const rowOf = (board: Board, areaId: string) => board.areas.find((area) => area.areaId === areaId);

/** How many reports each area is owed. */
async function owedByArea(): Promise<Record<string, number>> {
  const viewer = await house.as('viewer');
  const counts: Record<string, number> = {};
  for (const areaId of ids) {
    const query = `planId=${house.planId}&areaId=${areaId}&period=2024-09&limit=1`;
    const { total } = await viewer.get<Page<ExpectationView>>(`/api/expectations?${query}`);
    counts[areaId] = total;
  }
  return counts;
}

/** The series of every metric of the area, for the whole bureau. */
async function seriesOf(areaId: string): Promise<Series[]> {
  const viewer = await house.as('viewer');
  const manifest = areas.find((area) => area.manifest.id === areaId)?.manifest;
  const all: Series[] = [];
  for (const metric of manifest?.metrics ?? [])
    all.push(await viewer.get(`/api/metrics/${areaId}.${metric.key}/series?planId=${house.planId}`));
  return all;
}

/** The system started anew on the same data. */
async function boots(): Promise<void> {
  const source = await openDatabase(house.database.appUrl, 2);
  const app = await createApp({
    source,
    zone: 'Asia/Shanghai',
    areas,
    dataDir: join(tmpdir(), randomUUID()),
    logger: false,
  });
  try {
    await app.init();
  } finally {
    await app.close();
    if (source.isInitialized) await source.destroy();
  }
}

async function refusals(areaId: string): Promise<unknown[]> {
  const form = areas.find((area) => area.manifest.id === areaId)?.manifest.forms[0];
  const reporter = await house.as('reporter-x1');
  const body = {
    planId: house.planId,
    areaId,
    formKey: form?.key,
    unitId: house.unit('X1'),
    period: { month: '2024-09', quarter: '2024-Q3', half: '2024-H2', year: '2024' }[form?.period ?? 'month'],
    data: {},
  };
  const config = `/api/plans/${house.planId}/areas/${areaId}/config`;
  const admin = await house.as('admin');
  const { version } = await admin.get<{ version: number }>(config);
  const change = { value: { lights: { nearDays: 4 } }, effectiveFrom: '2024-09-20', reason: '试' };
  const answers = [
    await reporter.send('post', '/api/reports', { body }),
    await admin.send('put', config, { body: change, version }),
  ];
  return answers.map((answer) => [answer.status, answer.body.code]);
}

describe('each area, switched off in turn', () => {
  test.each(ids)(
    '%s: the house boots, it refuses, the board and the others hold, and it comes back as it was',
    async (areaId) => {
      const before = { board: await boardOf(), owed: await owedByArea(), series: await seriesOf(areaId) };
      expect(before.owed[areaId]).toBeGreaterThan(0);
      await turn(areaId, false);
      try {
        await boots();
        expect(await refusals(areaId)).toEqual([
          [409, 'area-disabled'],
          [409, 'area-disabled'],
        ]);
        const board = await boardOf();
        for (const other of ids.filter((id) => id !== areaId))
          expect(rowOf(board, other)).toEqual(rowOf(before.board, other));
        expect(rowOf(board, areaId)).toMatchObject({
          enabled: false,
          lights: { red: 0, yellow: 0, green: 0, grey: 0 },
          completeness: { expected: 0, received: 0, rate: null },
        });
        expect(board.exceptions).toEqual(before.board.exceptions.filter((each) => each.areaId !== areaId));
        expect(await owedByArea()).toEqual({ ...before.owed, [areaId]: 0 });
        expect(await seriesOf(areaId)).toEqual(before.series);
      } finally {
        await turn(areaId, true);
      }
      expect({ board: await boardOf(), owed: await owedByArea() }).toEqual({
        board: before.board,
        owed: before.owed,
      });
    },
  );
});
