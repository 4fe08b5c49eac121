import { randomUUID } from 'node:crypto';
import type { AreaConfig, AreaConfigChange, Board, ConfigPreview } from '@duban/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Lights } from '../lights/lights.service.js';
import { Targets } from '../targets/targets.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

const today = '2024-09-20';

describe("an area's configuration", () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  const people: Record<string, Person> = {};
  const person = (name: string) => people[name] as Person;
  const path = (rest = '') => `/api/plans/${plan.planId}/areas/trial/config${rest}`;

  beforeAll(async () => {
    house = await openTestHouse(
      [{ manifest: trialArea }, { manifest: { ...trialArea, id: 'another' } }],
      today,
    );
    tree = await standTree(house);
    people.admin = await personOf(house, { role: 'system-admin' });
    people.lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    people.office = await personOf(house, { role: 'plan-office' });
    people.office2 = await personOf(house, { role: 'plan-office' });
    people.reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    people.head = await personOf(house, { role: 'unit-head', unitId: tree.east });
    people.otherLead = await personOf(house, { role: 'area-lead', areaId: 'another' });
  }, 60_000);
  afterAll(() => house.close());

  /** A plan with an at-most target of 13 that the county east reports 12 % against, in every month up to August. */
  beforeEach(async () => {
    await house.setToday(today);
    plan = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east],
      stations: [tree.e1],
    });
    const ctx = systemContext(house);
    const target = {
      planId: plan.planId,
      taskId: plan.countyTask,
      areaId: 'trial',
      dueDate: '2024-12-31',
      source: 'document' as const,
      basis: '公发〔2024〕1 号',
    };
    await house.app.get(Targets).add(ctx, [
      { ...target, metric: 'trial.county-rate', unitId: tree.city, direction: 'at-most', value: 13 },
      { ...target, metric: 'trial.level', unitId: tree.east, value: 5, firm: false },
    ]);
    await house.source.query(
      `update expectation set received = true where plan_id = $1 and period < '2024-09' and unit_id <> $2 or plan_id = $1 and period < '2024-08'`,
      [plan.planId, tree.east],
    );
    await accept('2024-08', { whole: 100, part: 12, level: 6 });
    await house.app.get(Lights).refreshAll(systemContext(house), plan.planId);
  });

  async function accept(period: string, data: object): Promise<string> {
    const key = { planId: plan.planId, areaId: 'trial', formKey: 'county-counts', unitId: tree.east, period };
    const begun = await person('reporter').ask('post', '/api/reports', { ...key, data });
    expect(begun.status).toBe(201);
    for (const [at, [name, move]] of [
      ['reporter', 'submit'],
      ['head', 'sign'],
      ['lead', 'accept'],
    ].entries()) {
      const moved = await person(name as string).ask(
        'post',
        `/api/reports/${begun.body.id}/moves`,
        { move },
        begun.body.version + at,
      );
      expect([moved.status, move]).toEqual([200, move]);
    }
    return begun.body.id;
  }

  const read = async (name = 'admin') => (await person(name).ask('get', path())).body;
  const put = async (name: string, value: AreaConfigChange, more: object = {}) => {
    const { version } = await read(name);
    return person(name).ask('put', path(), { value, reason: '调整', effectiveFrom: today, ...more }, version);
  };
  const preview = (value: AreaConfigChange, effectiveFrom = today) =>
    person('admin').ask('post', path('/preview'), { value, effectiveFrom });
  const confirm = (version: number, name = 'office') =>
    person(name).ask('post', path(`/versions/${version}/confirm`), {});
  const board = async (): Promise<string> => {
    const answer = await person('lead').ask('get', `/api/plans/${plan.planId}/board?period=2024-08`);
    const { asOf: _, ...rest } = answer.body as Board;
    return JSON.stringify(rest);
  };
  const lights = async (): Promise<Record<string, string>> => {
    const { body } = await person('lead').ask('get', `/api/plans/${plan.planId}/tasks`);
    return Object.fromEntries(
      body.items.map((task: { id: string; light: { colour: string } }) => [task.id, task.light.colour]),
    );
  };
  const withLimit = (value: AreaConfig, limit: number): AreaConfigChange => ({
    targets: value.targets.map((target) =>
      target.metric === 'trial.county-rate' ? { ...target, value: limit } : target,
    ),
  });
  const codeOf = async (answer: Promise<{ status: number; body: { code: string } }>) => {
    const { status, body } = await answer;
    return [status, body.code];
  };
  const expectations = async (unit: string, form: string) => {
    const { body } = await person('lead').ask(
      'get',
      `/api/expectations?planId=${plan.planId}&unitId=${unit}&formKey=${form}`,
    );
    return Object.fromEntries(
      body.items.map((each: { period: string; dueOn: string }) => [each.period, each.dueOn]),
    );
  };

  it('previews exactly the lights that turn when a limit is lowered, and a rollback restores the board byte for byte', async () => {
    const before = { board: await board(), lights: await lights() };
    const start = await read();
    expect(start).toMatchObject({ inForce: 0, state: 'default', proposal: null });
    expect(start.value.targets).toHaveLength(2);
    expect(start.value.duties).toEqual({
      'county-counts': { taskId: plan.countyTask, unitIds: [tree.east] },
      'station-counts': { taskId: plan.stationTask, unitIds: [tree.e1] },
    });

    const lowered = withLimit(start.value, 10);
    const seen: ConfigPreview = (await preview(lowered)).body;
    expect(seen).toMatchObject({ needsConfirmation: true, units: [{ id: tree.city }] });
    expect(seen.metrics.map((metric) => metric.key)).toEqual(['trial.county-rate']);
    expect(seen.changes).toEqual([
      {
        path: `targets.trial.county-rate.${tree.city}.value`,
        title: { zh: '试验 · Unit city · 目标值', en: 'Trial · Unit city · Value' },
        from: 13,
        to: 10,
      },
    ]);
    expect(seen.lights).toHaveLength(1);
    expect(seen.lights[0]?.reasons.join()).toContain('10');
    expect([await board(), await lights()]).toEqual([before.board, before.lights]);

    const proposed = await put('lead', lowered);
    expect(proposed.body).toMatchObject({
      state: 'proposed',
      inForce: 0,
      proposal: { version: 1, mine: true },
    });
    expect([await board(), await lights()]).toEqual([before.board, before.lights]);

    expect((await confirm(1)).body).toMatchObject({ state: 'in-force', inForce: 1, proposal: null });
    const after = await lights();
    const turned = Object.keys(after).filter((id) => after[id] !== before.lights[id]);
    expect(turned.map((id) => [id, before.lights[id], after[id]])).toEqual(
      seen.lights.map((light) => [light.taskId, light.from, light.to]),
    );
    expect(await board()).not.toBe(before.board);
    // A configuration corrects: the months before are held against it as well, in light and series alike.
    const { points } = (
      await person('lead').ask('get', `/api/metrics/trial.county-rate/series?planId=${plan.planId}`)
    ).body;
    expect(new Set(points.map((point: { target: number }) => point.target))).toEqual(new Set([10]));

    const back = await person('lead').ask('post', path('/versions/0/rollback'), { reason: '恢复' });
    expect(back.body.proposal).toMatchObject({ version: 2, rollbackOf: 0 });
    expect((await confirm(2)).status).toBe(200);
    expect([await board(), await lights()]).toEqual([before.board, before.lights]);
    const kept = await house.source.query(
      `select value::float8 as value, source, basis, valid_to is null as stands from target
       where plan_id = $1 and metric = 'trial.county-rate' order by valid_from nulls first, value desc`,
      [plan.planId],
    );
    expect(kept).toEqual([
      { value: 13, source: 'document', basis: '公发〔2024〕1 号', stands: false },
      { value: 13, source: 'document', basis: '公发〔2024〕1 号', stands: true },
      { value: 10, source: 'entered', basis: '公发〔2024〕1 号', stands: false },
    ]);
  });

  it('lets nobody confirm what they proposed, nor anybody but the plan office', async () => {
    await put('office', withLimit((await read()).value, 10));
    expect(await codeOf(confirm(1, 'office'))).toEqual([409, 'same-person']);
    expect(await codeOf(confirm(1, 'admin'))).toEqual([403, 'forbidden']);
    expect(await codeOf(confirm(7, 'office2'))).toEqual([404, 'not-found']);
    expect(await codeOf(put('admin', { forms: {} }))).toEqual([409, 'nothing-changed']);
    expect(await codeOf(put('admin', { own: {}, forms: { 'county-counts': { selfSign: true } } }))).toEqual([
      409,
      'config-proposed',
    ]);
    const refused = await person('office2').ask('post', path('/versions/1/refuse'), { reason: '依据不足' });
    expect(refused.body).toMatchObject({ state: 'default', proposal: null });
    expect(await codeOf(confirm(1, 'office2'))).toEqual([409, 'not-proposed']);
    expect(
      await codeOf(person('admin').ask('post', path('/versions/1/rollback'), { reason: '恢复' })),
    ).toEqual([409, 'never-in-force']);
    expect((await read()).value.targets.map((each: { value: number }) => each.value)).toContain(13);
  });

  it('lets the one who proposed propose anew', async () => {
    const { value } = await read();
    await put('lead', withLimit(value, 10));
    expect((await put('lead', withLimit(value, 11))).body.proposal).toMatchObject({ version: 2 });
    const { body } = await person('admin').ask('get', path('/versions'));
    expect(body.items.map((each: { version: number; state: string }) => [each.version, each.state])).toEqual([
      [2, 'proposed'],
      [1, 'refused'],
      [0, 'default'],
    ]);
  });

  it('does not confirm what was proposed on other targets than stand now', async () => {
    await put('lead', withLimit((await read()).value, 10));
    const proposed = await person('lead').ask('post', `/api/plans/${plan.planId}/targets`, {
      taskId: plan.stationTask,
      metric: 'trial.station-rate',
      unitId: tree.city,
      value: 90,
      dueDate: '2024-12-31',
    });
    await person('office').ask('post', `/api/targets/${proposed.body.id}/confirm`, {});
    expect(await codeOf(confirm(1))).toEqual([409, 'config-outdated']);
  });

  it('tells the second of two editors what the first changed', async () => {
    const { version } = await read();
    const body = (max: number) => ({
      value: { forms: { 'county-counts': { fields: { whole: { max } } } } },
      reason: '上限',
      effectiveFrom: today,
    });
    const both = await Promise.all([
      person('admin').ask('put', path(), body(500), version),
      person('lead').ask('put', path(), body(400), version),
    ]);
    const second = both.find((answer) => answer.status === 412);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 412]);
    expect(second?.body.detail).toContain('上限');
    expect(second?.body.errors).toEqual([
      {
        path: 'value.forms.county-counts.fields.whole.max',
        code: 'changed',
        message: expect.stringMatching(/^试验 · 试验 · 上限: null → (500|400)$/),
      },
    ]);
    const missing = await person('admin').ask('put', path(), body(300));
    expect([missing.status, missing.body.code]).toEqual([428, 'precondition-required']);
  });

  it('puts a new bound in force at once, for reports that begin then, and keeps it with them', async () => {
    const begin = (period: string, whole: number) =>
      person('reporter').ask('post', '/api/reports', {
        planId: plan.planId,
        areaId: 'trial',
        formKey: 'county-counts',
        unitId: tree.east,
        period,
        data: { whole, part: 0 },
      });
    const early = await begin('2024-06', 900);
    const saved = await put('lead', {
      forms: { 'county-counts': { fields: { whole: { max: 500, title: { zh: '总数', en: 'Whole' } } } } },
    });
    expect(saved.body).toMatchObject({ state: 'in-force', inForce: 1, proposal: null });
    const late = await begin('2024-07', 501);
    expect([late.status, late.body.errors[0].path]).toEqual([422, 'data.whole']);
    expect((await begin('2024-07', 500)).status).toBe(201);
    const patched = await person('reporter').ask(
      'patch',
      `/api/reports/${early.body.id}`,
      { data: { whole: 950, part: 0 } },
      early.body.version,
    );
    expect(patched.status).toBe(200);
    const shown = await person('reporter').ask('get', `/api/reports/${early.body.id}/form`);
    expect(shown.body.fields[0].max).toBeUndefined();
    const { body: forms } = await person('lead').ask('get', `/api/forms?planId=${plan.planId}&areaId=trial`);
    expect(forms.items[0].fields[0]).toMatchObject({ max: 500, title: { zh: '总数' } });
  });

  it('moves due days from its day on, and leaves periods that have ended', async () => {
    const due = { forms: { 'county-counts': { due: { day: 20 } } } };
    const before = await expectations(tree.east, 'county-counts');
    const seen: ConfigPreview = (await preview(due, '2024-10-15')).body;
    expect(seen.expectations.move.count).toBe(3);
    expect(seen.expectations.move.sample[0]).toMatchObject({ period: '2024-10', to: '2024-11-20' });
    const saved = await put('lead', due, { effectiveFrom: '2024-10-15' });
    expect(saved.body).toMatchObject({ state: 'scheduled', inForce: 0, value: due });
    expect(await expectations(tree.east, 'county-counts')).toEqual({
      ...before,
      '2024-10': '2024-11-20',
      '2024-11': '2024-12-20',
      '2024-12': '2025-01-20',
    });
    await house.setToday('2024-10-15');
    expect((await read()).inForce).toBe(1);
    await person('lead').ask('post', path('/versions/0/rollback'), { reason: '恢复' });
    expect(await expectations(tree.east, 'county-counts')).toEqual(before);
  });

  it('gives and takes duties with their expectations, and never drops what was begun', async () => {
    const before = await expectations(tree.east, 'county-counts');
    const begun = await person('reporter').ask('post', '/api/reports', {
      planId: plan.planId,
      areaId: 'trial',
      formKey: 'county-counts',
      unitId: tree.east,
      period: '2024-09',
      data: { whole: 1, part: 1 },
    });
    expect(begun.status).toBe(201);
    const change = { duties: { 'county-counts': { unitIds: [tree.west] } } };
    const seen: ConfigPreview = (await preview(change)).body;
    expect(seen.expectations.appear).toMatchObject({
      count: 4,
      sample: [{ unitId: tree.west, period: '2024-09' }, {}, {}, {}],
    });
    expect(seen.expectations.vanish).toMatchObject({
      count: 3,
      sample: [{ unitId: tree.east, period: '2024-10' }, {}, {}],
    });
    expect(seen.units.map((unit) => unit.name)).toEqual(['Unit east', 'Unit west']);
    expect(seen.changes[0]).toMatchObject({ from: ['Unit east'], to: ['Unit west'] });
    expect(await expectations(tree.west, 'county-counts')).toEqual({});
    await put('lead', change);
    await confirm(1);
    expect(Object.keys(await expectations(tree.west, 'county-counts'))).toEqual(
      expect.arrayContaining(['2024-09', '2024-10', '2024-11', '2024-12']),
    );
    const { '2024-10': _, '2024-11': __, '2024-12': ___, ...kept } = before;
    expect(await expectations(tree.east, 'county-counts')).toEqual(kept);
    expect((await read()).value.duties['county-counts'].unitIds).toEqual([tree.west]);
    await person('lead').ask('post', path('/versions/0/rollback'), { reason: '恢复' });
    await confirm(2);
    expect(await expectations(tree.east, 'county-counts')).toEqual(before);
    expect(await expectations(tree.west, 'county-counts')).toEqual({});
  });

  it('judges by the thresholds of the area, and says by which version', async () => {
    const rules = { lights: { missTolerance: 30 } };
    await put('lead', withLimit((await read()).value, 10));
    await confirm(1);
    const red = await lights();
    const seen: ConfigPreview = (await preview(rules)).body;
    await put('lead', rules);
    await confirm(2);
    const after = await lights();
    expect(seen.lights.map((light) => [light.taskId, light.from, light.to])).toEqual(
      Object.keys(after)
        .filter((id) => after[id] !== red[id])
        .map((id) => [id, red[id], after[id]]),
    );
    const [{ light_rules }] = await house.source.query('select light_rules from task where id = $1', [
      plan.countyTask,
    ]);
    expect(light_rules).toBe('1.2');
  });

  it('shows what a version changed, and what differs between any two', async () => {
    await put('lead', { forms: { 'county-counts': { due: { day: 20 } } } });
    await put('lead', { forms: { 'county-counts': { due: { day: 10 }, window: 'from-26th' } } });
    const diff = async (query: string) => (await person('admin').ask('get', path(`/versions/${query}`))).body;
    expect(await diff('2/diff')).toMatchObject({
      from: 1,
      to: 2,
      changes: [
        {
          path: 'forms.county-counts.due',
          title: { zh: '试验 · 报送期限' },
          from: { day: 20 },
          to: { day: 10 },
        },
        { path: 'forms.county-counts.window', from: null, to: 'from-26th' },
      ],
    });
    expect((await diff('0/diff?to=2')).changes).toHaveLength(2);
    expect((await diff('2/diff?to=2')).changes).toEqual([]);
    expect((await diff('9/diff')).code).toBe('not-found');
  });

  it('is for those who keep the area, each change in the log', async () => {
    const get = (name: string) => codeOf(person(name).ask('get', path()) as never);
    expect(await get('reporter')).toEqual([403, 'forbidden']);
    expect(await get('otherLead')).toEqual([403, 'forbidden']);
    expect((await person('admin').ask('get', path().replace('trial', 'stranger'))).status).toBe(404);
    await put('lead', { forms: { 'county-counts': { due: { day: 20 } } } }, { reason: '统一期限' });
    const [row] = await house.source.query(
      `select action, actor_id, detail from audit where plan_id = $1 and action = 'config.save'`,
      [plan.planId],
    );
    expect(row).toMatchObject({
      actor_id: person('lead').id,
      detail: {
        version: 1,
        reason: '统一期限',
        changes: [{ path: 'forms.county-counts.due', to: { day: 20 } }],
      },
    });
  });

  it.each([
    ['unknown form', { forms: { strangers: {} } }, 'value.forms.strangers'],
    [
      'catastrophic pattern',
      { forms: { 'county-counts': { fields: { whole: { pattern: '^(a+)+$' } } } } },
      'value.forms.county-counts.fields.whole.pattern',
    ],
    ['remote reference', { $ref: 'https://elsewhere/schema.json' }, 'value.$ref'],
    ['schema bomb', { allOf: Array.from({ length: 2000 }, () => ({ $ref: '#' })) }, 'value.allOf'],
    ['endless text', { lights: { settlingDay: `${'0'.repeat(50_000)}!` } }, 'value.lights.settlingDay'],
    [
      'stranger of a unit',
      { duties: { 'county-counts': { unitIds: [randomUUID()] } } },
      'value.duties.county-counts.unitIds.0',
    ],
    [
      'other task',
      { duties: { 'county-counts': { taskId: randomUUID(), unitIds: [] } } },
      'value.duties.county-counts.taskId',
    ],
  ])('refuses the hostile %s by the name of its place, fast', async (_, value, place) => {
    const answer = await person('admin').ask('post', path('/preview'), { value, effectiveFrom: today });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, place]);
  });

  it('refuses units of another level, targets of a stranger’s task, and days that are over', async () => {
    const where = async (value: AreaConfigChange, effectiveFrom = today) =>
      (await preview(value, effectiveFrom)).body.errors[0];
    expect(await where({ duties: { 'county-counts': { unitIds: [tree.east, tree.e1] } } })).toMatchObject({
      path: 'value.duties.county-counts.unitIds.1',
      code: 'wrong-level',
    });
    const { value } = await read();
    const stranger = { ...value.targets[0], taskId: randomUUID() };
    expect(await where({ targets: [...value.targets, stranger] })).toMatchObject({
      path: 'value.targets.2.taskId',
      code: 'unknown-task',
    });
    expect(await where({}, '2024-09-19')).toMatchObject({ path: 'effectiveFrom', code: 'date-passed' });
  });

  it('refuses prototype keys, deep nesting and bodies of ten megabytes before reading them as a configuration', async () => {
    const send = async (body: string) => {
      const answer = await person('admin')
        .ask('post', path('/preview'))
        .set('content-type', 'application/json')
        .send(body);
      return [answer.status, answer.body.code, answer.body.errors?.[0]?.path, answer.body.errors?.[0]?.code];
    };
    const body = (value: string) => `{"value": ${value}, "effectiveFrom": "${today}"}`;
    expect(await send(body('{"forms": {"__proto__": {"polluted": 1}}}'))).toEqual([
      422,
      'validation-failed',
      'value.forms.__proto__',
      'prototype-key',
    ]);
    expect(await send(body('{"forms": {"constructor": {"prototype": {"polluted": 1}}}}'))).toEqual([
      422,
      'validation-failed',
      'value.forms.constructor.prototype',
      'prototype-key',
    ]);
    expect(await send(body(`${'{"own":'.repeat(5000)}1${'}'.repeat(5000)}`))).toEqual([
      422,
      'validation-failed',
      'value.own.own.own',
      'too-deep',
    ]);
    const large = await send(body(`{"own": {"text": "${'x'.repeat(10_000_000)}"}}`));
    expect(large.slice(0, 2)).toEqual([413, 'too-large']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
