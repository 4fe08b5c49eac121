import type { Drill, Manifest, Ranking } from '@duban/contract';
import { defineAreaServer } from '@duban/server-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/database.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { Units } from '../units/units.service.js';
import { Figures } from './figures.service.js';

const [rate] = trialArea.metrics;
const manifest = {
  ...trialArea,
  metrics: [
    ...trialArea.metrics,
    { ...rate, key: 'secret-rate', ranked: false },
    { ...rate, key: 'month-rate', overTime: 'none' },
    { ...rate, key: 'burden', kind: 'computed', of: ['county-rate', 'level'], factor: 1 },
  ].map((metric) =>
    metric.kind === 'computed' ? { ...metric, numerator: undefined, denominator: undefined } : metric,
  ),
} as Manifest;
const server = defineAreaServer(manifest, {
  compute: {
    burden: (parts) => ({
      numerator: parts['county-rate']?.denominator ?? null,
      denominator: parts.level?.numerator ?? null,
    }),
  },
});

describe('behind a figure', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>> & { dep: string; group: string };
  let plan: TrialPlan;
  let office: Person;
  let reporter: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest, server }], '2024-09-20');
    const stood = await standTree(house);
    const ctx = systemContext(house);
    const units = house.app.get(Units);
    const from = '2020-01-01';
    const dep = await units.add(ctx, {
      code: 'dep',
      name: 'Dep',
      kind: 'department',
      parentId: stood.city,
      from,
    });
    const group = await units.add(ctx, { code: 'core', name: 'Core', kind: 'group', from });
    await units.addMember(ctx, group.id, stood.west);
    tree = { ...stood, dep: dep.id, group: group.id };
    plan = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east, tree.west, tree.dep],
      stations: [tree.e1],
    });
    office = await personOf(house, { role: 'plan-office' });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    await said(tree.east, '2024-01', { whole: 40, part: 10, level: 5 });
    await said(tree.east, '2024-02', { whole: 60, part: 40 });
    await said(tree.west, '2024-01', { whole: 20, part: 15, level: 3 });
    await said(tree.west, '2024-02', { whole: 20, part: 5, level: 4 });
    await said(tree.dep, '2024-02', { whole: 5, part: 5 });
    await said(tree.dep, '2024-03', { whole: 8, part: 1 }, false);
  });
  afterAll(() => house.close());

  const said = async (unitId: string, period: string, data: Record<string, number>, accept = true) => {
    const ctx = systemContext(house);
    const [{ id }] = await ctx.em.query(
      `insert into report (id, plan_id, area_id, form_key, form_version, config_version, task_id, unit_id, period, state, revision, data, mode, filled_for, filled_by)
       values (gen_random_uuid(), $1, 'trial', 'county-counts', 1, 0, $2, $3, $4, $5, 1, '{}', 'filled', false, $6) returning id`,
      [plan.planId, plan.countyTask, unitId, period, accept ? 'accepted' : 'submitted', reporter.id],
    );
    const origin = {
      planId: plan.planId,
      year: 2024,
      areaId: 'trial',
      formKey: 'county-counts',
      unitId,
      period,
    };
    const given = { ...origin, reportId: id, revision: 1, ancestors: [], data };
    await house.app.get(Figures)[accept ? 'accept' : 'wait'](ctx, given);
  };
  const drill = async (
    metric: string,
    period: string,
    more: Record<string, string> = {},
    person = office,
  ) => {
    const query = new URLSearchParams({ planId: plan.planId, period, ...more });
    const { status, body } = await person.ask('get', `/api/metrics/trial.${metric}/drill?${query}`);
    expect(status).toBe(200);
    return body as Drill;
  };
  const parts = (given: Drill) =>
    given.parts.map((part) => `${part.unitName} ${part.period} ${part.numerator}/${part.denominator}`);
  const sum = (given: readonly { numerator: number | null }[]) =>
    given.reduce((total, { numerator }) => total + (numerator ?? 0), 0);

  it('stand exactly the values that are in it: of the period, of the year so far, of a quarter', async () => {
    const month = await drill('county-rate', '2024-02');
    expect(month.figure).toMatchObject({ numerator: 50, denominator: 85, value: 58.8235 });
    expect(parts(month)).toEqual(['Dep 2024-02 5/5', 'Unit east 2024-02 40/60', 'Unit west 2024-02 5/20']);
    const year = await drill('county-rate', '2024-02', { of: 'year-to-date' });
    expect([sum(year.parts), year.figure.numerator, year.parts.length]).toEqual([75, 75, 5]);
    const quarter = await drill('county-rate', '2024-Q1', { unitId: tree.east });
    expect([quarter.figure.value, parts(quarter)]).toEqual([
      50,
      ['Unit east 2024-01 10/40', 'Unit east 2024-02 40/60'],
    ]);
  });

  it('stands each unit’s last level, and not those that it followed', async () => {
    const level = await drill('level', '2024-03');
    expect([level.figure.value, parts(level)]).toEqual([
      9,
      ['Unit east 2024-01 5/null', 'Unit west 2024-02 4/null'],
    ]);
  });

  it('stands, of what waits, every report with what it would make of the figure', async () => {
    const waiting = await drill('county-rate', '2024-03', { of: 'pending' });
    expect(waiting.figure).toMatchObject({ numerator: 1, denominator: 8 });
    expect(waiting.parts).toMatchObject([{ unitName: 'Dep', status: 'pending', readable: true }]);
    expect((await drill('county-rate', '2024-03')).parts).toEqual([]);
    // Without a rule over time, a quarter is its last month of which anything is known.
    const month = await drill('month-rate', '2024-Q1', { of: 'pending' });
    expect(month.figure).toMatchObject({ numerator: 1, denominator: 8 });
    expect(month.parts).toMatchObject([{ unitName: 'Dep', period: '2024-03' }]);
    expect(await drill('county-rate', '2024-02', { of: 'pending' })).toMatchObject({
      figure: { value: null },
      parts: [],
    });
  });

  it('stands, of levels that wait, each unit’s last one, accepted or waiting, in whatever period it came', async () => {
    await said(tree.east, '2024-04', { whole: 1, part: 1, level: 100 }, false);
    await said(tree.west, '2024-05', { whole: 1, part: 1, level: 50 }, false);
    await said(tree.west, '2024-07', { whole: 1, part: 1, level: 20 }, false);
    const level = async (period: string) => {
      const given = await drill('level', period, { of: 'pending' });
      expect(sum(given.parts)).toBe(given.figure.numerator ?? 0);
      return [given.figure.value, ...parts(given)];
    };
    const east = 'Unit east 2024-04 100/null';
    expect(await level('2024-03')).toEqual([null]);
    expect(await level('2024-04')).toEqual([104, east, 'Unit west 2024-02 4/null']);
    for (const period of ['2024-05', '2024-06', '2024-Q2'])
      expect(await level(period)).toEqual([150, east, 'Unit west 2024-05 50/null']);
    for (const period of ['2024-08', '2024-Q3', '2024'])
      expect(await level(period)).toEqual([120, east, 'Unit west 2024-07 20/null']);
    // Of a computed one the sides that wait stand beside those that do not.
    const { inputs } = await drill('burden', '2024-Q1', { of: 'pending' });
    expect(inputs.map((each) => each.numerator)).toEqual([76, 9]);
    for (const unit of [tree.east, tree.west]) {
      const owner = await openDatabase(house.ownerUrl, 1);
      await owner.query(`delete from observation where status = 'pending' and unit_id = $1`, [unit]);
      await owner.destroy();
    }
  });

  it('stand, of a computed one, the figures that it is computed from, and their reports', async () => {
    const { figure, inputs, parts: all } = await drill('burden', '2024-02', { by: 'kind' });
    expect(figure).toMatchObject({ numerator: 85, denominator: 9, value: 9.4444 });
    expect(inputs.map((each) => [each.metric, each.value])).toEqual([
      ['trial.county-rate', 58.8235],
      ['trial.level', 9],
    ]);
    expect(new Set(all.map((part) => part.metric))).toEqual(new Set(['trial.county-rate', 'trial.level']));
    expect(all.every((part) => part.reportId !== null)).toBe(true);
  });

  it('adds up by kind of unit to the whole, with groups beside that', async () => {
    for (const [metric, period, of] of [
      ['county-rate', '2024-02', 'value'],
      ['county-rate', '2024-Q1', 'year-to-date'],
      ['level', '2024-06', 'value'],
    ] as const) {
      const { figure, kinds } = await drill(metric, period, { by: 'kind', of });
      const whole = kinds?.filter((each) => each.group === null) ?? [];
      expect(sum(whole), metric).toBe(figure.numerator);
      expect(sum(whole.map(({ denominator }) => ({ numerator: denominator })))).toBe(figure.denominator ?? 0);
    }
    const { kinds } = await drill('county-rate', '2024-02', { by: 'kind' });
    expect(kinds).toMatchObject([
      { kind: 'department', units: 1, numerator: 5, denominator: 5, value: 100 },
      { kind: 'county', units: 2, numerator: 45, denominator: 80, value: 56.25 },
      { kind: 'group', group: { id: tree.group, name: 'Core' }, units: 1, numerator: 5, denominator: 20 },
    ]);
    expect((await drill('county-rate', '2024-02', { unitId: tree.group })).figure.value).toBe(25);
    expect((await drill('county-rate', '2024-02')).kinds).toBeNull();
  });

  it('hides the way to reports from those who may not read them, and no figure', async () => {
    const { parts: seen } = await drill('county-rate', '2024-02', {}, reporter);
    expect(seen.map((part) => [part.unitName, part.readable, part.reportId !== null])).toEqual([
      ['Dep', false, false],
      ['Unit east', true, true],
      ['Unit west', false, false],
    ]);
  });

  it('splits the levels of a unit that moved between both places: its last one, accepted or waiting, counts where it stood', async () => {
    const units = [tree.east, tree.west, tree.dep];
    const level = async (of: string, period: string) => {
      const sides = [];
      for (const unitId of [...units, tree.city]) {
        const given = await drill('level', period, { of, unitId });
        expect(sum(given.parts)).toBe(given.figure.numerator ?? 0);
        expect(given.parts.length === 0).toBe(given.figure.numerator === null);
        sides.push(given.figure.numerator);
      }
      return sides;
    };
    await said(tree.e2, '2024-05', { level: 7 });
    await house.app
      .get(Units)
      .move(systemContext(house), tree.e2, { parentId: tree.west, from: '2024-07-01' });
    expect(await level('value', '2024-08')).toEqual([12, 4, null, 16]);
    await said(tree.e2, '2024-08', { level: 9 }, false);
    expect(await level('pending', '2024-07')).toEqual([null, null, null, null]);
    for (const period of ['2024-08', '2024-09', '2024-Q3'])
      expect(await level('pending', period)).toEqual([5, 13, null, 18]);
    expect(await level('value', '2024-Q3')).toEqual([12, 4, null, 16]);
    const own = await drill('level', '2024-08', { of: 'pending', unitId: tree.e2 });
    expect([own.figure.value, parts(own)]).toEqual([9, ['Unit e2 2024-08 9/null']]);
    // Accepted, it stays there; a quarter in which it was still elsewhere counts it once as well.
    await house.app.get(Figures).accept(systemContext(house), {
      planId: plan.planId,
      year: 2024,
      areaId: 'trial',
      formKey: 'county-counts',
      unitId: tree.e2,
      period: '2024-08',
      reportId: own.parts[0]?.reportId as string,
      revision: 1,
      ancestors: [],
      data: { level: 9 },
    });
    for (const what of ['value', 'year-to-date'])
      for (const period of ['2024-08', '2024-Q3', '2024-H2'])
        expect([what, period, ...(await level(what, period))]).toEqual([what, period, 5, 13, null, 18]);
    expect(await level('value', '2024-Q2')).toEqual([12, 4, null, 16]);
  });

  describe('ranking', () => {
    const ask = (person: Person, more: Record<string, string> = {}, metric = 'county-rate') => {
      const query = new URLSearchParams({ planId: plan.planId, period: '2024-02', kind: 'county', ...more });
      return person.ask('get', `/api/metrics/trial.${metric}/ranking?${query}`);
    };
    const turn = async (enabled: boolean, person = office) => {
      const { body } = await office.ask('get', `/api/plans/${plan.planId}`);
      return person.ask('put', `/api/plans/${plan.planId}/ranking`, { enabled }, body.version);
    };

    it('is off until the plan office turns it on, and then for it and leaders alone', async () => {
      const leader = await personOf(house, { role: 'leader' });
      const lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
      expect([(await ask(office)).status, (await ask(office)).body.code]).toEqual([409, 'ranking-off']);
      expect((await turn(true, leader)).status).toBe(403);
      expect((await office.ask('put', `/api/plans/${plan.planId}/ranking`, { enabled: true })).status).toBe(
        428,
      );
      expect((await turn(true)).body).toMatchObject({ ranking: true });
      expect((await ask(leader)).status).toBe(200);
      for (const person of [lead, reporter]) expect((await ask(person)).status).toBe(403);
    });

    it('keeps counties and departments apart, and never ranks stations or what may not be ranked', async () => {
      const { items } = (await ask(office)).body as Ranking;
      expect(items.map(({ rank, unit, value }) => [rank, unit.name, value])).toEqual([
        [1, 'Unit east', 50],
        [1, 'Unit west', 50],
      ]);
      const month = (await ask(office, { of: 'value' })).body as Ranking;
      expect(month.items.map(({ rank, unit, value }) => [rank, unit.name, value])).toEqual([
        [1, 'Unit east', 66.6667],
        [2, 'Unit west', 25],
      ]);
      // Five is too small a base to rank by.
      const departments = (await ask(office, { kind: 'department' })).body as Ranking;
      expect(departments.items).toMatchObject([
        { rank: null, unit: { name: 'Dep' }, value: 100, smallBase: true },
      ]);
      for (const kind of ['station', 'team', 'group', 'bureau']) {
        const refused = await ask(office, { kind });
        expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'query.kind']);
      }
      const never = await ask(office, {}, 'secret-rate');
      expect([never.status, never.body.errors[0].code]).toEqual([422, 'never-ranked']);
      expect((await ask(office, { kind: 'county' }, 'nothing')).status).toBe(404);
    });

    it('ends when it is turned off again', async () => {
      expect((await turn(false)).body).toMatchObject({ ranking: false });
      expect((await ask(office)).status).toBe(409);
    });
  });
});
