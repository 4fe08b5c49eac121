import type { AreaConfigView, Board, ConfigPreview, ConfiguredTarget, Page, TaskView } from '@duban/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoHouse, demoToday, openDemoHouse } from '../house/demo-house.js';

let house: DemoHouse;
beforeAll(async () => {
  house = await openDemoHouse();
}, 240_000);
afterAll(() => house?.close());

/** The whole board, less the day it was asked on. */
async function board(): Promise<string> {
  const viewer = await house.as('viewer');
  const { asOf: _, ...rest } = await viewer.get<Board>(`/api/plans/${house.planId}/board`);
  return JSON.stringify(rest);
}

async function lights(): Promise<Map<string, string | null>> {
  const office = await house.as('planoffice');
  const page = await office.get<Page<TaskView>>(`/api/plans/${house.planId}/tasks?origin=any&limit=500`);
  return new Map(page.items.map((task) => [task.id, task.light.colour]));
}

test('the limit of repeat calls, from 13 to 10: the preview shows exactly the lights that turn, and a rollback restores the board byte for byte', async () => {
  const lead = await house.as('lead-grassroots');
  const office = await house.as('planoffice');
  const path = `/api/plans/${house.planId}/areas/grassroots/config`;
  const before = { board: await board(), lights: await lights() };
  const config = await lead.get<AreaConfigView>(path);
  const { targets } = config.value;
  const lowered = (target: ConfiguredTarget) =>
    target.metric === 'grassroots.repeat-call-rate' && target.value === 13
      ? { ...target, value: 10 }
      : target;
  const change = { value: { targets: targets.map(lowered) }, effectiveFrom: demoToday };

  const seen = await lead.post<ConfigPreview>(`${path}/preview`, change);
  expect(seen.changes.length).toBeGreaterThan(0);
  for (const each of seen.changes) expect(each).toMatchObject({ from: 13, to: 10 });
  expect(seen.lights.length).toBeGreaterThan(0);
  expect(await board()).toBe(before.board);

  const put = await lead.send('put', path, {
    body: { ...change, reason: '从严控制' },
    version: config.version,
  });
  expect([put.status, put.body.state]).toEqual([200, 'proposed']);
  expect(await board()).toBe(before.board);

  await office.post(`${path}/versions/1/confirm`, {});
  const after = await lights();
  const turned = [...after].filter(([id, colour]) => colour !== before.lights.get(id));
  expect(new Set(turned.map(([id, colour]) => `${id} ${before.lights.get(id)} ${colour}`))).toEqual(
    new Set(seen.lights.map((light) => `${light.taskId} ${light.from} ${light.to}`)),
  );
  expect(await board()).not.toBe(before.board);

  await lead.post(`${path}/versions/0/rollback`, { reason: '恢复原定指标' });
  await office.post(`${path}/versions/2/confirm`, {});
  expect(await board()).toBe(before.board);
  expect(await lights()).toEqual(before.lights);
});
