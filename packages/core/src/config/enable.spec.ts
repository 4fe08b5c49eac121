import { randomUUID } from 'node:crypto';
import type { Form } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Expectations } from '../expectations/expectations.service.js';
import { Lights } from '../lights/lights.service.js';
import { Plans } from '../plans/plans.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { trialArea } from '../testing/trial.testing.js';

const areas = ['trial', 'another'] as const;

describe('switching an area off and on', () => {
  let house: TestHouse;
  let planId: string;
  const tasks: Record<string, string> = {};
  const people: Record<string, Person> = {};
  const person = (name: string) => people[name] as Person;
  let east: string;

  beforeAll(async () => {
    house = await openTestHouse(
      areas.map((id) => ({ manifest: { ...trialArea, id } })),
      '2024-09-20',
    );
    const tree = await standTree(house);
    east = tree.east;
    const ctx = systemContext(house);
    planId = await house.app.get(Plans).create(ctx, {
      year: 2024,
      title: '2024',
      bureau: 'Bureau',
      rootUnitId: tree.city,
      announcedTasks: 2,
      areas: areas.map((areaId, at) => ({ areaId, number: at + 1, title: { zh: areaId, en: areaId } })),
    });
    for (const [at, areaId] of areas.entries()) {
      const taskId = randomUUID();
      tasks[areaId] = taskId;
      await ctx.em.query(
        `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, due_date, original_due_date)
         values ($1, $2, $3, $4, $3, 'open', 'in-progress', 'plan', '2024-12-31', '2024-12-31')`,
        [taskId, planId, areaId, at + 1],
      );
      const form = trialArea.forms[0] as Form;
      const duty = { planId, year: 2024, areaId, form, taskId, unitIds: [tree.east, tree.west] };
      await house.app.get(Expectations).addDuty(ctx, duty);
    }
    people.admin = await personOf(house, { role: 'system-admin' });
    people.office = await personOf(house, { role: 'plan-office' });
    people.reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    people.head = await personOf(house, { role: 'unit-head', unitId: tree.east });
    for (const areaId of areas) people[areaId] = await personOf(house, { role: 'area-lead', areaId });
    for (const areaId of areas) {
      const { body } = await begin(areaId, '2024-08');
      for (const [at, [name, move]] of [
        ['reporter', 'submit'],
        ['head', 'sign'],
        [areaId, 'accept'],
      ].entries())
        await person(name as string).ask('post', `/api/reports/${body.id}/moves`, { move }, 1 + at);
    }
    await house.app.get(Lights).refreshAll(ctx, planId);
  }, 60_000);
  afterAll(() => house.close());

  const begin = (areaId: string, period: string) =>
    person('reporter').ask('post', '/api/reports', {
      planId,
      areaId,
      formKey: 'county-counts',
      unitId: east,
      period,
      data: { whole: 50, part: 20 },
    });
  const turn = async (areaId: string, enabled: boolean, name = 'admin') => {
    const { body } = await person('admin').ask('get', `/api/plans/${planId}`);
    const { version } = body.areas.find((area: { id: string }) => area.id === areaId);
    return person(name).ask('patch', `/api/plans/${planId}/areas/${areaId}`, { enabled }, version);
  };
  /** Everything that people see of the plan. */
  const scene = async () => {
    const get = async (path: string) => (await person('office').ask('get', path)).body;
    return {
      board: await get(`/api/plans/${planId}/board?period=2024-08`),
      owed: await get(`/api/expectations?planId=${planId}`),
      tasks: await get(`/api/plans/${planId}/tasks`),
      series: await Promise.all(
        areas.map((areaId) => get(`/api/metrics/${areaId}.county-rate/series?planId=${planId}`)),
      ),
    };
  };
  const boardArea = (board: { areas: { areaId: string }[] }, areaId: string) =>
    board.areas.find((area) => area.areaId === areaId);

  it('hides its work, keeps its figures, leaves the others as they are, and comes back exactly', async () => {
    const before = await scene();
    expect((await turn('trial', false, 'office')).status).toBe(403);
    expect((await turn('trial', false)).body).toMatchObject({ id: 'trial', enabled: false });

    const off = await scene();
    expect(boardArea(off.board, 'trial')).toMatchObject({
      enabled: false,
      lights: { red: 0, yellow: 0, green: 0, grey: 0 },
      completeness: { expected: 0, received: 0, rate: null },
    });
    expect(boardArea(off.board, 'another')).toEqual(boardArea(before.board, 'another'));
    const values = (board: { areas: { areaId: string }[] }) =>
      (boardArea(board, 'trial') as unknown as { metrics: { value: number }[] }).metrics.map(
        (each) => each.value,
      );
    expect(values(off.board)).toEqual(values(before.board));
    expect(values(off.board)).toContain(40);
    expect(off.series).toEqual(before.series);
    const areasOf = (items: { areaId: string }[]) => [...new Set(items.map((item) => item.areaId))];
    expect(areasOf(off.owed.items)).toEqual(['another']);
    expect(areasOf(off.board.exceptions)).toEqual(['another']);

    expect((await turn('trial', true)).body.enabled).toBe(true);
    expect(await scene()).toEqual(before);
  });

  it('refuses what would change it, by its code, while the others go on', async () => {
    const draft = await begin('trial', '2024-07');
    const id = draft.body.id;
    await turn('trial', false);
    try {
      const config = `/api/plans/${planId}/areas/trial/config`;
      const { version } = (await person('admin').ask('get', config)).body;
      const change = { value: { lights: { nearDays: 5 } }, effectiveFrom: '2024-09-20' };
      const data = { data: { whole: 60, part: 20 } };
      const target = {
        taskId: tasks.trial,
        metric: 'trial.county-rate',
        unitId: east,
        value: 1,
        dueDate: '2024-12-31',
      };
      for (const answer of [
        await begin('trial', '2024-06'),
        await person('reporter').ask('patch', `/api/reports/${id}`, data, 1),
        await person('reporter').ask('post', `/api/reports/${id}/moves`, { move: 'submit' }, 1),
        await person('office').ask('post', `/api/plans/${planId}/targets`, target),
        await person('admin').ask('put', config, { ...change, reason: 'x' }, version),
        await person('admin').ask('post', `${config}/preview`, change),
      ])
        expect([answer.status, answer.body.code]).toEqual([409, 'area-disabled']);
      expect((await person('reporter').ask('get', `/api/reports/${id}`)).status).toBe(200);
      expect((await begin('another', '2024-06')).status).toBe(201);
    } finally {
      await turn('trial', true);
    }
    expect((await begin('trial', '2024-06')).status).toBe(201);
    const moved = await person('reporter').ask('post', `/api/reports/${id}/moves`, { move: 'submit' }, 1);
    expect(moved.status).toBe(200);
  });
});
