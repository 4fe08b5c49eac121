import { randomUUID } from 'node:crypto';
import type { Handover, Manifest, Share } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NightlyRun } from '../nightly/nightly-run.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

/** The trial area, with a unit among its own settings. */
const manifest = {
  ...trialArea,
  config: [{ key: 'desk', title: { zh: '值守单位', en: 'Desk' }, type: 'unit', required: false }],
} as Manifest;

describe('a merged unit', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let admin: Person;
  let office: Person;
  let security: Person;
  let oldReporter: Person;
  let oldHead: Person;
  let head: Person;
  let reporter: Person;
  let reviewer: Person;
  let leader: Person;
  let other: Person;
  /** Closed when its unit was merged. */
  let done: string;
  let restricted: string;
  /** Its county broke its share down to it and its successor, and it its own part to one more. */
  let shared: string;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east, tree.west],
      stations: [tree.e1, tree.e2, tree.w1],
    });
    admin = await personOf(house, { role: 'system-admin' });
    office = await personOf(house, { role: 'plan-office' });
    security = await personOf(house, { role: 'security-admin' });
    oldReporter = await personOf(house, { role: 'reporter', unitId: tree.e1 });
    oldHead = await personOf(house, { role: 'unit-head', unitId: tree.e1 });
    head = await personOf(house, { role: 'unit-head', unitId: tree.e2 });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.e2 });
    other = await personOf(house, { role: 'reporter', unitId: tree.w1 });
    reviewer = await personOf(house, { role: 'reviewer', unitId: tree.east });
    leader = await personOf(house, { role: 'leader' });
    done = randomUUID();
    await sql(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, leader_id, due_date, closed_on)
       values ($1, $2, 'trial', 4, 'Task 4', 'open', 'closed', 'plan', $3, '2024-12-20', '2024-08-01')`,
      [done, plan.planId, leader.id],
    );
    restricted = randomUUID();
    await sql(
      `insert into task (id, plan_id, area_id, title, visibility, state, origin) values ($1, $2, 'trial', 'Hidden', 'restricted', 'in-progress', 'added')`,
      [restricted, plan.planId],
    );
    for (const [taskId, unitId, role] of [
      [plan.countyTask, tree.e1, 'lead'],
      [done, tree.e1, 'lead'],
      [plan.stationTask, tree.e1, 'responsible'],
      [plan.stationTask, tree.e2, 'cooperating'],
      [restricted, tree.e1, 'lead'],
    ])
      await sql(
        `insert into assignment (id, plan_id, task_id, unit_id, role) values (gen_random_uuid(), $1, $2, $3, $4)`,
        [plan.planId, taskId, unitId, role],
      );
    shared = randomUUID();
    await sql(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin) values ($1, $2, 'trial', 3, 'Task 3', 'open', 'in-progress', 'plan')`,
      [shared, plan.planId],
    );
    const share = async (unitId: string, role: string, parentId: string | null, level?: number) => {
      const id = randomUUID();
      await sql(
        `insert into assignment (id, plan_id, task_id, unit_id, role, parent_id) values ($1, $2, $3, $4, $5, $6)`,
        [id, plan.planId, shared, unitId, role, parentId],
      );
      if (level !== undefined)
        await sql(
          `insert into share_target (id, plan_id, share_id, metric, value) values (gen_random_uuid(), $1, $2, 'trial.level', $3),
             (gen_random_uuid(), $1, $2, 'trial.county-rate', 80 + $3)`,
          [plan.planId, id, level],
        );
      return id;
    };
    await share(tree.west, 'lead', null);
    const whole = await share(tree.east, 'responsible', null);
    await sql(`update assignment set accepted_on = '2024-09-01' where id = $1`, [whole]);
    const own = await share(tree.e1, 'responsible', whole, 14);
    await share(tree.e2, 'responsible', whole, 10);
    await share(tree.w1, 'responsible', own, 14);
    for (const [title, doneOn] of [
      ['open', null],
      ['done', '2024-08-01'],
    ])
      await sql(
        `insert into share_milestone (id, plan_id, share_id, position, given, title, due_date, done_on) values (gen_random_uuid(), $1, $2, 0, true, $3, '2024-10-01', $4)`,
        [plan.planId, own, title, doneOn],
      );
    const target = (metric: string, unitId: string) =>
      sql(
        `insert into target (id, plan_id, task_id, area_id, metric, unit_id, direction, value, measure, due_date, firm, scope, source, confirmed)
         values (gen_random_uuid(), $1, $2, 'trial', $3, $4, 'at-least', 50, '%', '2024-12-31', true, 'aggregate', 'entered', true)`,
        [plan.planId, plan.stationTask, metric, unitId],
      );
    await target('trial.station-rate', tree.e1);
    await target('trial.level', tree.e1);
    await sql(
      `insert into urging (id, plan_id, task_id, unit_id, level, state, answer_by, drafted_on, issued_on, text) values (gen_random_uuid(), $1, $2, $3, 'manual', 'issued', '2024-09-30', '2024-09-18', '2024-09-18', 'Hurry')`,
      [plan.planId, plan.stationTask, tree.e1],
    );
  });
  afterAll(() => house.close());

  const sql = (text: string, values: unknown[] = []) => house.source.query(text, values);
  const begin = async (unitId: string, period: string, person: Person) => {
    const { planId } = plan;
    const data = { whole: 20, part: 10 };
    const given = { planId, areaId: 'trial', formKey: 'station-counts', unitId, period, data };
    const { body } = await person.ask('post', '/api/reports', given);
    return body as { id: string; version: number };
  };
  const owedBy = (unitId: string, extra = 'true') =>
    sql(
      `select e.period, e.waived_reason as waived, r.state from expectation e left join report r on r.plan_id = e.plan_id
         and r.task_id = e.task_id and r.form_key = e.form_key and r.unit_id = e.unit_id and r.period = e.period
       where e.unit_id = $1 and e.form_key = 'station-counts' and ${extra} order by e.period`,
      [unitId],
    );
  const preview = async (unitId: string, on = '2024-08-31') =>
    admin.ask('get', `/api/units/${unitId}/handover?on=${on}&successorId=${tree.e2}`);

  it('shows beforehand what would be handed over, and nothing of a restricted task', async () => {
    const config = `/api/plans/${plan.planId}/areas/trial/config`;
    const set = async (value: object) => {
      const { body } = await admin.ask('get', config);
      const given = { value, reason: '初设', effectiveFrom: '2024-09-20' };
      return (await admin.ask('put', config, given, body.version)).status;
    };
    expect(await set({ own: { desk: tree.e1 } })).toBe(200);
    expect(await set({ duties: { 'station-counts': { unitIds: [tree.e1, tree.e2] } } })).toBe(200);
    const { body, status } = await preview(tree.e1);
    expect(status).toBe(200);
    expect(body as Handover).toMatchObject({
      tasks: [
        { id: plan.countyTask, role: 'lead', joins: false },
        { id: plan.stationTask, role: 'responsible', joins: true, givenBy: null, parts: 0 },
        { id: shared, role: 'responsible', joins: true, givenBy: 'Unit east', parts: 1 },
      ],
      steps: 1,
      subTargets: 2,
      configs: [
        { areaId: 'trial', title: { en: "The area's own settings · Desk" }, proposed: false },
        { areaId: 'trial', proposed: true },
      ],
      duties: [{ areaId: 'trial', formKey: 'station-counts' }],
      reports: { moved: 0, waived: 12, waiting: 0 },
      targets: { carried: 1, ended: 1 },
      urgings: 1,
      extensions: 0,
      accounts: expect.arrayContaining([
        expect.objectContaining({ id: oldReporter.id, roles: ['reporter'] }),
        expect.objectContaining({ id: oldHead.id, roles: ['unit-head'] }),
      ]),
    });
    await sql(`delete from assignment where task_id = $1 and unit_id = $2`, [restricted, tree.e2]);
    expect((await preview(tree.e1)).text).not.toContain('Hidden');
    const { status: refused } = await office.ask(
      'get',
      `/api/units/${tree.e1}/handover?on=2024-08-31&successorId=${tree.e2}`,
    );
    expect(refused).toBe(403);
    const bad = await admin.ask('get', `/api/units/${tree.e1}/handover?on=x&successorId=y`);
    expect([...new Set(bad.body.errors.map((error: { path: string }) => error.path))]).toEqual([
      'query.on',
      'query.successorId',
    ]);
  });

  it('hands its open work to its successor as it is closed, and keeps what it has done', async () => {
    const signed = await begin(tree.e1, '2024-06', oldReporter);
    await oldReporter.ask('post', `/api/reports/${signed.id}/moves`, { move: 'submit' }, signed.version);
    await begin(tree.e1, '2024-09', oldReporter);
    await sql(
      `delete from expectation where unit_id = $1 and period = '2024-05' and form_key = 'station-counts'`,
      [tree.e2],
    );
    const draft = await begin(tree.e1, '2024-05', oldReporter);
    const { body: unit } = await admin.ask('get', `/api/units/${tree.e1}`);
    const closed = await admin.ask(
      'post',
      `/api/units/${tree.e1}/close`,
      { on: '2024-08-31', successorId: tree.e2 },
      unit.version,
    );
    expect(closed.status).toBe(200);

    // What was handed in stays and is decided on; the rest is owed by nobody twice.
    const left = await owedBy(tree.e1);
    expect(left.filter((each: { waived: string | null }) => each.waived === null)).toEqual([
      { period: '2024-06', waived: null, state: 'submitted' },
    ]);
    expect(left.find((each: { period: string }) => each.period === '2024-09')).toEqual({
      period: '2024-09',
      waived: 'Unit e1已并入Unit e2',
      state: 'draft',
    });
    expect(left.some((each: { period: string }) => each.period > '2024-09')).toBe(false);
    expect(await owedBy(tree.e2, `e.period = '2024-05'`)).toEqual([
      { period: '2024-05', waived: null, state: 'draft' },
    ]);
    expect((await reporter.ask('get', `/api/reports/${draft.id}`)).body).toMatchObject({ unitId: tree.e2 });
    const work = await reporter.ask('get', `/api/work?planId=${plan.planId}`);
    expect(work.body.due.map((each: { reportId: string }) => each.reportId)).toContain(draft.id);

    const parts = await sql(
      `select task_id, unit_id, role, waived_reason is not null as waived from assignment where task_id = any($1) order by task_id, role`,
      [[plan.countyTask, plan.stationTask]],
    );
    expect(parts).toHaveLength(3);
    expect(parts).toEqual(
      expect.arrayContaining([
        { task_id: plan.countyTask, unit_id: tree.e2, role: 'lead', waived: false },
        { task_id: plan.stationTask, unit_id: tree.e2, role: 'responsible', waived: false },
        { task_id: plan.stationTask, unit_id: tree.e1, role: 'cooperating', waived: true },
      ]),
    );
    const targets = await sql(
      `select metric, unit_id, valid_from::text as "from", valid_to::text as "to" from target order by metric, valid_to nulls last`,
    );
    expect(targets).toEqual([
      { metric: 'trial.level', unit_id: tree.e1, from: null, to: '2024-08-31' },
      { metric: 'trial.station-rate', unit_id: tree.e1, from: null, to: '2024-08-31' },
      { metric: 'trial.station-rate', unit_id: tree.e2, from: '2024-09-01', to: null },
    ]);
    expect(work.body.urged).toMatchObject([{ unit: { id: tree.e2 } }]);
    const history = await office.ask('get', `/api/tasks/${plan.countyTask}/history`);
    expect(history.body.items.map((each: { move: string }) => each.move)).toContain('hand-over');
  });

  it('leaves its part of a part to the successor’s, with what it gave on and has to do, and is named by its settings', async () => {
    const rows = await sql(
      `select u.code, up.code as above, a.role, a.waived_reason as waived,
         (select json_object_agg(s.metric, s.value) from share_target s where s.share_id = a.id) as targets,
         array(select m.title from share_milestone m where m.share_id = a.id) as steps
       from assignment a join unit u on u.id = a.unit_id left join assignment p on p.id = a.parent_id left join unit up on up.id = p.unit_id
       where a.task_id = $1 and a.parent_id is not null order by u.code`,
      [shared],
    );
    expect(rows).toEqual([
      {
        code: 'e1',
        above: 'east',
        role: 'cooperating',
        waived: 'Unit e1已并入Unit e2',
        targets: null,
        steps: ['done'],
      },
      {
        code: 'e2',
        above: 'east',
        role: 'responsible',
        waived: null,
        // Counts add up; of a rate the successor's own stands.
        targets: { 'trial.level': 24, 'trial.county-rate': 90 },
        steps: ['open'],
      },
      {
        code: 'w1',
        above: 'e2',
        role: 'responsible',
        waived: null,
        targets: { 'trial.level': 14, 'trial.county-rate': 94 },
        steps: [],
      },
    ]);
    // Whoever gives the share on anew keeps what the closed unit did, and need not name it.
    const eastHead = await personOf(house, { role: 'unit-head', unitId: tree.east });
    const { body: shares } = await eastHead.ask('get', `/api/tasks/${shared}/shares`);
    const share = shares.items.find((each: Share) => each.unit.id === tree.east) as Share;
    const again = await eastHead.ask(
      'put',
      `/api/tasks/${shared}/shares/${share.id}/breakdown`,
      { children: [{ unitId: tree.e2, text: '承接', targets: [], milestones: [] }] },
      share.version,
    );
    expect(again.status).toBe(200);
    const { body: after } = await eastHead.ask('get', `/api/tasks/${shared}/shares`);
    expect(
      after.items.map((each: Share) => [each.unit.name, each.depth, each.waivedReason !== null]),
    ).toEqual([
      ['Unit west', 0, false],
      ['Unit east', 0, false],
      ['Unit e2', 1, false],
      ['Unit w1', 2, false],
      ['Unit e1', 1, true],
    ]);
    const config = `/api/plans/${plan.planId}/areas/trial/config`;
    const { body } = await admin.ask('get', config);
    const unit = { id: tree.e1, name: 'Unit e1' };
    const successor = { id: tree.e2, name: 'Unit e2' };
    expect(body.closedUnits).toMatchObject([
      { path: 'own.desk', unit, successor, proposed: false },
      { path: 'duties.station-counts.unitIds', unit, successor, proposed: true },
    ]);
    const { version } = body.proposal;
    const confirmed = await office.ask('post', `${config}/versions/${version}/confirm`, {}, body.version);
    expect([confirmed.status, confirmed.body.code]).toEqual([409, 'names-closed-unit']);
    const given = { value: { own: { desk: tree.e2 } }, reason: '改选', effectiveFrom: '2024-09-20' };
    const mended = await admin.ask('put', config, given, body.version);
    expect([mended.status, mended.body.closedUnits]).toEqual([200, []]);
  });

  it('tells the successor, the plan office and the security admin, and no one of what they may not know', async () => {
    const told = async (person: Person) =>
      (await person.ask('get', '/api/notifications?kind=unit-merged')).body.items.map(
        (each: { text: string; task: { id: string } | null }) => [each.task?.id ?? null, each.text],
      );
    expect((await told(head)).map(([task]: [string | null]) => task).sort()).toEqual(
      [null, plan.countyTask, plan.stationTask, shared].sort(),
    );
    expect(await told(security)).toEqual([[null, 'Unit e1，请核对该单位人员的角色']]);
    expect(await told(office)).toEqual([[null, 'Unit e1，其数量类目标值已终止，请调整承接单位目标']]);
    const [row] = await sql(`select unit_id from assignment where task_id = $1`, [restricted]);
    expect(row.unit_id).toBe(tree.e2);
    expect((await head.ask('get', `/api/tasks/${restricted}`)).status).toBe(404);
    expect((await oldReporter.ask('get', '/api/session')).body.grants).toMatchObject([{ unitId: tree.e1 }]);
    const { body } = await reporter.ask('get', '/api/session');
    expect(body.grants).toHaveLength(1);
  });

  it('lets what it handed in be returned and accepted where it last stood', async () => {
    const waiting = await reviewer.ask(
      'get',
      `/api/reports?planId=${plan.planId}&unitId=${tree.e1}&period=2024-06`,
    );
    expect(waiting.body.items).toMatchObject([{ state: 'submitted', unitId: tree.e1 }]);
    const [{ id, version }] = waiting.body.items;
    const signed = await oldHead.ask('post', `/api/reports/${id}/moves`, { move: 'sign' }, version);
    expect([signed.status, signed.body.code]).toEqual([200, undefined]);
    const accepted = await reviewer.ask('post', `/api/reports/${id}/moves`, { move: 'accept' }, version + 1);
    expect([accepted.status, accepted.body.state]).toEqual([200, 'accepted']);
    const series = await office.ask(
      'get',
      `/api/metrics/trial.station-rate/series?planId=${plan.planId}&unitId=${tree.east}&from=2024-06&to=2024-06`,
    );
    expect(series.body.points[0]).toMatchObject({ numerator: 10, denominator: 20 });
  });

  it('leaves what comes back to it to its successor, and counts it where it always counted', async () => {
    const query = `planId=${plan.planId}&unitId=${tree.e1}&period=2024-06`;
    const report = async (person: Person) => (await person.ask('get', `/api/reports?${query}`)).body.items[0];
    const move = async (person: Person, given: object) => {
      const { id, version } = await report(reviewer);
      return person.ask('post', `/api/reports/${id}/moves`, given, version);
    };
    const listed = async (list: 'due' | 'returned' | 'toSign', person: Person) =>
      (await person.ask('get', `/api/work?planId=${plan.planId}`)).body[list].filter(
        (each: { unitId: string }) => each.unitId === tree.e1,
      );
    expect(await listed('due', reporter)).toEqual([]);
    expect((await move(reviewer, { move: 'unlock', reason: '核增' })).status).toBe(200);
    const [due] = await listed('due', reporter);
    expect(due).toMatchObject({ period: '2024-06', unitName: 'Unit e1' });
    const told = await reporter.ask('get', '/api/notifications?kind=report-unlocked');
    expect(told.body.items[0]).toMatchObject({ reportId: due.reportId });
    expect((await reporter.ask('get', '/api/session')).body.takenOver).toEqual([
      { unitId: tree.e1, by: tree.e2 },
    ]);
    // Nobody of another unit, and the history is theirs to read.
    expect((await other.ask('get', `/api/reports/${due.reportId}`)).status).toBe(404);
    expect((await head.ask('get', `/api/reports/${due.reportId}/revisions`)).body.items).toHaveLength(1);
    const write = async (part: number) => {
      const { id, version, data } = await report(reporter);
      const body = { data: { ...data, part } };
      return reporter.ask('patch', `/api/reports/${id}`, body, version);
    };
    expect((await write(12)).status).toBe(200);
    expect((await move(reporter, { move: 'submit' })).status).toBe(200);
    expect(await listed('toSign', head)).toHaveLength(1);
    expect((await move(head, { move: 'return', reason: '再核' })).status).toBe(200);
    expect(await listed('returned', reporter)).toHaveLength(1);
    expect((await write(13)).status).toBe(200);
    for (const [person, name] of [
      [reporter, 'submit'],
      [head, 'sign'],
      [reviewer, 'accept'],
    ] as const)
      expect([name, (await move(person, { move: name })).status]).toEqual([name, 200]);
    const series = await office.ask(
      'get',
      `/api/metrics/trial.station-rate/series?planId=${plan.planId}&unitId=${tree.e1}&from=2024-06&to=2024-06`,
    );
    expect(series.body.points[0]).toMatchObject({ numerator: 13, denominator: 20 });
  });

  it('gives its successor a task that was done with, once that is taken up again', async () => {
    const leads = async () =>
      (await office.ask('get', `/api/tasks/${done}`)).body as { leadUnit: { id: string }; version: number };
    const { leadUnit, version } = await leads();
    expect(leadUnit.id).toBe(tree.e1);
    const again = await leader.ask(
      'post',
      `/api/tasks/${done}/moves`,
      { move: 'reopen', reason: '反弹' },
      version,
    );
    expect([again.status, again.body.code]).toEqual([200, undefined]);
    expect((await leads()).leadUnit.id).toBe(tree.e2);
    const notes = await sql(`select distinct unit_id from expectation where task_id = $1`, [done]);
    expect(notes).toEqual([{ unit_id: tree.e2 }]);
    const told = await head.ask('get', '/api/notifications?kind=unit-merged');
    expect(told.body.items[0].task.id).toBe(done);
  });

  it('whose last day is to come hands over in the night after it', async () => {
    const close = async (id: string, on: string, successorId: string) => {
      const { version } = (await admin.ask('get', `/api/units/${id}`)).body;
      const { status, body } = await admin.ask(
        'post',
        `/api/units/${id}/close`,
        { on, successorId },
        version,
      );
      return status === 200 ? status : body.code;
    };
    const takeBack = async (id: string, more: object = {}) => {
      const { version } = (await admin.ask('get', `/api/units/${id}`)).body;
      return admin.ask('post', `/api/units/${id}/reopen`, { reason: '承接单位有误', ...more }, version);
    };
    const standing = (unitId: string) =>
      sql(
        `select valid_from::text as "from", valid_to::text as "to" from unit_placement where unit_id = $1 order by 1`,
        [unitId],
      );
    expect((await takeBack(tree.w1)).body.code).toBe('unit-not-closed');
    const before = await standing(tree.w1);
    const owed = await owedBy(tree.w1);
    expect(await close(tree.w1, '2024-09-24', tree.west)).toBe(200);
    const noReason = await admin.ask('post', `/api/units/${tree.w1}/reopen`, {}, 1);
    expect([noReason.status, noReason.body.errors[0].path]).toEqual([422, 'reason']);
    // Before its day a close is undone as if it had never been.
    const undone = await takeBack(tree.w1);
    expect([undone.status, undone.body.closedOn, undone.body.successorId]).toEqual([200, null, null]);
    expect([await standing(tree.w1), await owedBy(tree.w1)]).toEqual([before, owed]);
    const [toldOfIt] = (await other.ask('get', '/api/notifications?kind=unit-reopened')).body.items;
    expect(toldOfIt.text).toBe('Unit w1，视同未撤并，工作未移交，承接单位有误');
    expect(await close(tree.w1, '2024-09-25', tree.e2)).toBe(200);
    // Nobody succeeds a unit that is being closed; one that was named goes on to whoever succeeds it.
    expect(await close(tree.e2, '2024-09-20', tree.w1)).toBe('unit-closed');
    expect(await close(tree.e2, '2024-09-20', tree.east)).toBe(200);
    const open = () => owedBy(tree.w1, `e.waived_reason is null and e.period >= '2024-09'`);
    expect(await open()).toHaveLength(4);
    await house.setToday('2024-09-26');
    await house.app.get(NightlyRun).catchUp();
    expect(await open()).toHaveLength(0);
    expect(
      await sql(
        `select code, handed_over_on::text as day, taken_over_by as by from unit where successor_id is not null order by code`,
      ),
    ).toEqual([
      { code: 'e1', day: '2024-09-20', by: tree.east },
      { code: 'e2', day: '2024-09-20', by: tree.east },
      { code: 'w1', day: '2024-09-26', by: tree.east },
    ]);
    expect(await owedBy(tree.e2, `e.waived_reason is null and e.period > '2024-09'`)).toEqual([]);
    expect(await owedBy(tree.east, `e.period > '2024-09'`)).toHaveLength(3);

    // After the handover it stands again from a day on, and is given back by hand what was handed over.
    const early = await takeBack(tree.w1, { from: '2024-09-25' });
    const late = await takeBack(tree.w1, { from: '2024-09-27' });
    expect([early.body.errors[0].code, late.body.errors[0].code]).toEqual(['date-passed', 'date-ahead']);
    const again = await takeBack(tree.w1);
    expect([again.status, again.body.closedOn, again.body.takenOverBy]).toEqual([200, null, null]);
    expect(await standing(tree.w1)).toEqual([
      { ...before[0], to: '2024-09-25' },
      { from: '2024-09-26', to: null },
    ]);
    expect(await open()).toHaveLength(0);
    const [roles] = (await security.ask('get', '/api/notifications?kind=unit-reopened')).body.items;
    expect(roles.text).toContain('自2024-09-26起恢复');
  });
});
