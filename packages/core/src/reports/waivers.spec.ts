import { closingSchema } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

describe('waivers', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let lead: Person;
  let office: Person;
  let reporter: Person;
  let head: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east, tree.west],
      stations: [tree.w1],
    });
    lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    office = await personOf(house, { role: 'plan-office' });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    head = await personOf(house, { role: 'unit-head', unitId: tree.east });
  }, 60_000);
  afterAll(() => house.close());

  const expected = async (period: string) => {
    const query = `planId=${plan.planId}&formKey=county-counts&unitId=${tree.east}&period=${period}`;
    return (await lead.ask('get', `/api/expectations?${query}`)).body.items[0];
  };
  const draft = (period: string) => ({
    planId: plan.planId,
    areaId: 'trial',
    formKey: 'county-counts',
    unitId: tree.east,
    period,
    data: { whole: 4, part: 1 },
  });

  it('takes a waived report out of what is expected, and puts it back', async () => {
    const counts = async () =>
      (await lead.ask('get', `/api/plans/${plan.planId}/board?period=2024-05&unit=${tree.east}`)).body
        .areas[0].completeness.expected;
    const { id } = await expected('2024-05');
    expect(await counts()).toBe(1);
    const waived = await lead.ask('post', `/api/expectations/${id}/waive`, { reason: '机构改革' });
    expect([waived.status, waived.body.waived, waived.body.waivedReason]).toEqual([200, true, '机构改革']);
    expect(await counts()).toBe(0);
    expect((await reporter.ask('post', '/api/reports', draft('2024-05'))).body.code).toBe('report-waived');
    expect((await lead.ask('post', `/api/expectations/${id}/waive`, { reason: '再次' })).body.code).toBe(
      'waiver-not-possible',
    );
    expect((await office.ask('delete', `/api/expectations/${id}/waive`)).body.waived).toBe(false);
    expect(await counts()).toBe(1);
    expect((await office.ask('delete', `/api/expectations/${id}/waive`)).body.code).toBe('not-waived');
    const told = (await reporter.ask('get', '/api/notifications?sort=at')).body.items;
    expect(told.map((each: { kind: string; text: string }) => [each.kind, each.text])).toEqual([
      ['report-waived', '2024-05，机构改革'],
      ['waiver-ended', expect.stringMatching(/^2024-05，至 2024-06-/)],
    ]);
    const rows = await house.source.query(`select action from audit where subject_id = $1 order by seq`, [
      id,
    ]);
    expect(rows.map((row: { action: string }) => row.action)).toEqual([
      'expectation.waive',
      'expectation.unwaive',
    ]);
  });

  it('waives nothing that was handed in, and lets nobody submit what is waived', async () => {
    const begun = await reporter.ask('post', '/api/reports', draft('2024-06'));
    const { id } = await expected('2024-06');
    await lead.ask('post', `/api/expectations/${id}/waive`, { reason: '停用' });
    const submit = () => reporter.ask('post', `/api/reports/${begun.body.id}/moves`, { move: 'submit' }, 1);
    expect((await submit()).body.code).toBe('report-waived');
    await lead.ask('delete', `/api/expectations/${id}/waive`);
    expect((await submit()).body.state).toBe('submitted');
    expect((await lead.ask('post', `/api/expectations/${id}/waive`, { reason: '停用' })).body.code).toBe(
      'waiver-not-possible',
    );
  });

  it('is for the area lead in the own area and the plan office, with a reason', async () => {
    const { id } = await expected('2024-07');
    const other = await personOf(house, { role: 'reviewer', unitId: tree.west });
    const keeper = await personOf(house, { role: 'auditor' });
    const status = async (person: Person, body: object) =>
      (await person.ask('post', `/api/expectations/${id}/waive`, body)).status;
    expect(await status(reporter, { reason: 'x' })).toBe(403);
    expect(await status(other, { reason: 'x' })).toBe(403);
    expect(await status(keeper, { reason: 'x' })).toBe(404);
    expect(await status(lead, {})).toBe(422);
    expect(await status(lead, { reason: '13800138000' })).toBe(422);
    expect((await expected('2024-07')).waived).toBe(false);
  });

  it('closes periods for all, and lets one report through with a reason until a day', async () => {
    const path = `/api/plans/${plan.planId}/closed-through`;
    const { version } = (await office.ask('get', `/api/plans/${plan.planId}`)).body;
    const close = (closedThrough: string | null, at: number, by = office) =>
      by.ask('put', path, { closedThrough, reason: '半年结账' }, at);
    const begun = await reporter.ask('post', '/api/reports', draft('2024-01'));
    expect((await close('2024-06-30', version, lead)).status).toBe(403);
    expect((await close('2024-06-29', version)).body.errors[0].code).toBe('not-a-month-end');
    expect((await close('2024-09-30', version)).body.errors[0].code).toBe('not-ended');
    const { id } = await expected('2024-04');
    const reopen = (body: object = {}, by = lead) =>
      by.ask('post', `/api/expectations/${id}/reopening`, {
        until: '2024-09-25',
        reason: '系统故障',
        ...body,
      });
    expect((await reopen()).body.code).toBe('period-not-closed');
    const { body: handedIn } = await reporter.ask('post', '/api/reports', draft('2024-02'));
    await reporter.ask('post', `/api/reports/${handedIn.id}/moves`, { move: 'submit' }, 1);
    const closing = async (through: string, by = office) =>
      by.ask('get', `/api/plans/${plan.planId}/closing?closedThrough=${through}`);
    const before = (await closing('2024-06-30')).body;
    expect(closingSchema.parse(before)).toEqual(before);
    // Begun and not handed in is missing.
    expect([before.missing > 1, before.submitted > 0, before.signed]).toEqual([true, true, 0]);
    expect(before.unitCount).toBe(3);
    const ofUnits = (count: 'missing' | 'submitted') =>
      before.units.reduce((sum: number, unit: Record<typeof count, number>) => sum + unit[count], 0);
    expect([ofUnits('missing'), ofUnits('submitted')]).toEqual([before.missing, before.submitted]);
    expect(before.units.find((unit: { id: string }) => unit.id === tree.w1)).toMatchObject({ missing: 6 });
    expect((await closing('2024-06-30', lead)).status).toBe(403);
    const due = async () =>
      (await reporter.ask('get', `/api/work?planId=${plan.planId}`)).body.due.map(
        (each: { period: string }) => each.period,
      );
    expect(await due()).toEqual(expect.arrayContaining(['2024-01', '2024-03', '2024-07']));
    const speaking = async () =>
      (
        await house.source.query(
          `select reason ->> 'code' as code, reason -> 'facts' as facts from task, jsonb_array_elements(light_reasons) reason
           where id = $1 and reason ->> 'part' = 'reports'`,
          [plan.countyTask],
        )
      ).map(({ code, facts }: { code: string; facts: Record<string, unknown> }) => [
        code,
        facts.run ?? facts.periods,
      ]);
    const completeness = async () =>
      (await office.ask('get', `/api/plans/${plan.planId}/board?period=2024-06`)).body.areas[0].completeness;
    const came = await completeness();
    expect(await speaking()).toEqual([['reports-incomplete', 8]]);
    const [station, bystander] = [
      await personOf(house, { role: 'unit-head', unitId: tree.w1 }, { role: 'reporter', unitId: tree.w1 }),
      await personOf(house, { role: 'unit-head', unitId: tree.e1 }),
    ];
    const show = (visibility: string) =>
      house.source.query(`update task set visibility = $2 where id = $1`, [plan.stationTask, visibility]);
    const told = async (person: Person) =>
      (await person.ask('get', '/api/notifications?sort=at&limit=100')).body.items
        .filter((each: { kind: string }) => ['periods-closed', 'periods-opened'].includes(each.kind))
        .map((each: { kind: string; text: string; task: unknown }) => [each.kind, each.text, each.task]);
    await show('restricted');
    expect((await close('2024-06-30', version)).body.closedThrough).toBe('2024-06-30');
    await show('open');
    // Lights ask for nothing that nobody can hand in; what came in stays history.
    expect(await speaking()).toEqual([['reports-incomplete', 2]]);
    expect(await completeness()).toEqual(came);
    expect((await closing('2024-06-30')).body).toEqual({
      missing: 0,
      submitted: 0,
      signed: 0,
      units: [],
      unitCount: 0,
    });
    // Nobody is asked for what nobody can hand in; what was handed in is still decided on.
    expect((await due()).filter((period: string) => period < '2024-07')).toEqual([]);
    expect(await due()).toContain('2024-07');
    const returned = await head.ask(
      'post',
      `/api/reports/${handedIn.id}/moves`,
      { move: 'return', reason: '重填' },
      2,
    );
    expect(returned.body.state).toBe('returned');
    expect(
      (await reporter.ask('post', `/api/reports/${handedIn.id}/moves`, { move: 'submit' }, 3)).body.code,
    ).toBe('period-closed');
    expect((await close('2024-06-30', version)).status).toBe(412);

    const refused = [
      await reporter.ask('post', '/api/reports', draft('2024-04')),
      await reporter.ask('patch', `/api/reports/${begun.body.id}`, { data: { whole: 5, part: 1 } }, 1),
      await reporter.ask('post', `/api/reports/${begun.body.id}/moves`, { move: 'submit' }, 1),
    ];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
      refused.map(() => [409, 'period-closed']),
    );
    expect((await reporter.ask('post', '/api/reports', draft('2024-08'))).status).toBe(201);

    expect((await reopen({}, reporter)).status).toBe(403);
    expect((await reopen({ until: '2024-09-19' })).body.errors[0].code).toBe('date-passed');
    expect((await reopen()).body.reopenedUntil).toBe('2024-09-25');
    const { body: late } = await reporter.ask('post', '/api/reports', draft('2024-04'));
    const submit = (at: number) =>
      reporter.ask('post', `/api/reports/${late.id}/moves`, { move: 'submit' }, at);
    expect(await speaking()).toEqual([['reports-incomplete', 3]]);
    expect((await close('2024-08-31', version + 1)).status).toBe(200);
    expect(await speaking()).toEqual([['reports-missing', ['2024-04']]]);
    await lead.ask('delete', `/api/expectations/${id}/reopening`);
    expect(await speaking()).toEqual([]);
    expect((await close('2024-06-30', version + 2)).status).toBe(200);
    expect(await speaking()).toEqual([['reports-incomplete', 2]]);
    // One notice for each closing, however many reports; none of a task that one may not know, nor to who did it.
    const later = [
      ['periods-closed', `${office.username}，2024-07–2024-08，半年结账`, null],
      ['periods-opened', `${office.username}，2024-07–2024-08，半年结账`, null],
    ];
    const first = ['periods-closed', `${office.username}，2024-01–2024-06，半年结账`, null];
    for (const person of [reporter, head, lead]) expect(await told(person)).toEqual([first, ...later]);
    expect(await told(station)).toEqual(later);
    expect([await told(bystander), await told(office)]).toEqual([[], []]);
    expect((await submit(1)).body.code).toBe('period-closed');
    await reopen();
    expect((await submit(1)).body.state).toBe('submitted');
    // The others stay closed.
    expect((await reporter.ask('post', '/api/reports', draft('2024-03'))).body.code).toBe('period-closed');
    expect((await close(null, version + 3)).body.closedThrough).toBeNull();
    expect(await speaking()).toEqual([['reports-incomplete', 8]]);
    expect((await reporter.ask('post', '/api/reports', draft('2024-03'))).status).toBe(201);
  });

  it('outlast the suspension of a task, whose forms are not owed while nobody works on what they serve', async () => {
    const leader = await personOf(house, { role: 'leader' });
    const sql = (text: string, values: unknown[] = []) => house.source.query(text, values);
    await sql(`update task set leader_id = $2 where id = $1`, [plan.countyTask, leader.id]);
    await sql(
      `insert into target (id, plan_id, task_id, area_id, metric, unit_id, direction, value, measure, due_date, firm, scope, source, confirmed)
       values (gen_random_uuid(), $1, $2, 'trial', 'trial.county-rate', $3, 'at-least', 50, '%', '2024-12-31', true, 'aggregate', 'entered', true)`,
      [plan.planId, plan.stationTask, tree.city],
    );
    const make = async (move: string) => {
      for (const person of [office, leader]) {
        const { version } = (await office.ask('get', `/api/tasks/${plan.countyTask}`)).body;
        const given = { move, reason: '等待上级方案' };
        const answer = await person.ask('post', `/api/tasks/${plan.countyTask}/moves`, given, version);
        expect([answer.status, answer.body.code], move).toEqual([200, undefined]);
      }
    };
    const owed = async () =>
      (
        await sql(
          `select period from expectation where form_key = 'county-counts' and unit_id = $1 and period > '2024-08' order by 1`,
          [tree.east],
        )
      ).map((each: { period: string }) => each.period);
    const year = ['2024-09', '2024-10', '2024-11', '2024-12'];
    const november = await expected('2024-11');
    expect((await lead.ask('post', `/api/expectations/${november.id}/waive`, { reason: '免' })).status).toBe(
      200,
    );
    // Another task that runs is measured by the form.
    await make('suspend');
    expect(await owed()).toEqual(year);
    await make('resume');
    await sql(`update target set valid_to = '2024-09-19' where task_id = $1`, [plan.stationTask]);
    await make('suspend');
    expect(await owed()).toEqual(['2024-09', '2024-11']);
    // October began and ended while nobody worked on it.
    await house.setToday('2024-11-05');
    await make('resume');
    expect(await owed()).toEqual(['2024-09', '2024-11', '2024-12']);
    expect((await expected('2024-11')).waivedReason).toBe('免');
  });
});
