import {
  type BreakdownBody,
  notificationPage,
  type Share,
  sharePage,
  type UnitSharePage,
  unitSharePage,
  workSchema,
} from '@duban/contract';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Expectations } from '../expectations/expectations.service.js';
import { Figures } from '../figures/figures.service.js';
import { Targets } from '../targets/targets.service.js';
import { Tasks } from '../tasks/tasks.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext, whileHeld } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { Units } from '../units/units.service.js';

const today = '2024-09-20';
type Child = BreakdownBody['children'][number];

describe('shares of a task', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let dept: string;
  let team: string;
  let plan: TrialPlan;
  /** The task, in which the department leads and both counties are responsible. */
  let taskId: string;
  const people: Record<string, Person> = {};
  const as = (name: string) => people[name] as Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], today);
    tree = await standTree(house);
    const add = async (code: string, kind: 'department' | 'team', parentId: string) =>
      (
        await house.app
          .get(Units)
          .add(systemContext(house), { code, name: code, kind, parentId, from: '2020-01-01' })
      ).id;
    dept = await add('dept', 'department', tree.city);
    team = await add('team', 'team', tree.e1);
    for (const [name, role, unitId] of [
      ['head', 'unit-head', tree.east],
      ['reporter', 'reporter', tree.east],
      ['reviewer', 'reviewer', tree.east],
      ['westHead', 'unit-head', tree.west],
      ['e1Head', 'unit-head', tree.e1],
      ['e1Reporter', 'reporter', tree.e1],
      ['e2Head', 'unit-head', tree.e2],
      ['deptHead', 'unit-head', dept],
      ['teamHead', 'unit-head', team],
    ] as const)
      people[name] = await personOf(house, { role, unitId });
    people.office = await personOf(house, { role: 'plan-office' });
    people.office2 = await personOf(house, { role: 'plan-office' });
    people.leader = await personOf(house, { role: 'leader' });
    people.viewer = await personOf(house, { role: 'viewer' });
    people.admin = await personOf(house, { role: 'system-admin' });
    people.auditor = await personOf(house, { role: 'auditor' });
  }, 60_000);
  afterAll(() => house.close());

  /** East owes 24 of a level, and the plan 80 % of a rate; nobody but the lead has accepted. */
  beforeEach(async () => {
    await house.setToday(today);
    await house.source.query(`delete from notification`);
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [tree.e1] });
    taskId = plan.countyTask;
    await house.source.query(
      `update task set leader_id = $2, issued_on = '2024-09-10', accept_by = '2024-09-13', accepted_on = '2024-09-12' where plan_id = $1`,
      [plan.planId, as('leader').id],
    );
    const ctx = systemContext(house);
    const tasks = house.app.get(Tasks);
    const place = { planId: plan.planId, taskId };
    await tasks.assign(ctx, { ...place, unitId: dept, role: 'lead', acceptedOn: '2024-09-12' });
    for (const unitId of [tree.east, tree.west])
      await tasks.assign(ctx, { ...place, unitId, role: 'responsible' });
    await tasks.assign(ctx, { ...place, unitId: tree.w1, role: 'cooperating' });
    const target = { ...place, areaId: 'trial', dueDate: '2024-12-31', source: 'document' as const };
    await house.app.get(Targets).add(ctx, [
      { ...target, metric: 'trial.county-rate', unitId: tree.city, value: 80 },
      { ...target, metric: 'trial.level', unitId: tree.city, value: 40 },
      { ...target, metric: 'trial.level', unitId: tree.east, value: 24 },
    ]);
  });

  const shares = async (name = 'viewer'): Promise<Share[]> => {
    const { body } = await as(name).ask('get', `/api/tasks/${taskId}/shares`);
    expect(sharePage.parse(body)).toEqual(body);
    return body.items;
  };
  const shareOf = async (unitId: string, name = 'viewer') =>
    (await shares(name)).find((share) => share.unit.id === unitId) as Share;
  const change = async (
    name: string,
    unitId: string,
    method: 'post' | 'put',
    path: string,
    body: object = {},
    version?: number,
  ) => {
    const share = await shareOf(unitId, 'office');
    return as(name).ask(
      method,
      `/api/tasks/${taskId}/shares/${share.id}/${path}`,
      body,
      version ?? share.version,
    );
  };
  const accept = (name: string, unitId: string) => change(name, unitId, 'post', 'accept');
  const child = (unitId: string, value: number | null = null, more: Partial<Child> = {}): Child => ({
    unitId,
    text: '完成本辖区的份额',
    targets: value === null ? [] : [{ metric: 'trial.level', value }],
    milestones: [],
    ...more,
  });
  const breakDown = (children: object[], more: object = {}, name = 'head', unitId = tree.east) =>
    change(name, unitId, 'put', 'breakdown', { children, ...more });
  const errorsOf = (answer: { body: { errors?: { path: string; code: string }[] } }) =>
    answer.body.errors?.map(({ path, code }) => [path, code]);
  /** East has accepted and given 24 on to two stations. */
  const broken = async (children: object[] = [child(tree.e1, 14), child(tree.e2, 10)]) => {
    expect((await accept('head', tree.east)).status).toBe(200);
    const answer = await breakDown(children);
    expect(answer.status).toBe(200);
    return answer.body as Share;
  };
  const lastMove = async () => {
    const { body } = await as('office').ask('get', `/api/tasks/${taskId}/history?sort=-at&limit=1`);
    return body.items[0];
  };
  const told = async (name: string): Promise<string[]> => {
    const { body } = await as(name).ask('get', '/api/notifications');
    expect(notificationPage.parse(body)).toEqual(body);
    return body.items.map((each: { kind: string }) => each.kind);
  };
  const upload = async (name: string) =>
    (
      await request(house.app.getHttpServer())
        .post('/api/attachments')
        .set('authorization', `Bearer ${as(name).token}`)
        .attach('file', Buffer.from('%PDF-1.7\nx\n%%EOF'), { filename: '佐证.pdf' })
    ).body.id as string;

  it('are accepted by head or reporter of their unit alone, once, and late past their day', async () => {
    expect(await shareOf(tree.east)).toMatchObject({
      acceptBy: '2024-09-13',
      acceptedOn: null,
      late: true,
      may: [],
    });
    expect((await shareOf(tree.east, 'reporter')).may).toEqual(['accept']);
    const { id, version } = await shareOf(tree.east);
    const path = `/api/tasks/${taskId}/shares/${id}/accept`;
    for (const [name, status] of Object.entries({
      westHead: 403,
      e1Head: 403,
      deptHead: 403,
      office: 403,
      viewer: 403,
      auditor: 404,
    }))
      expect([name, (await as(name).ask('post', path, {}, version)).status]).toEqual([name, status]);
    expect((await as('reporter').ask('post', path)).status).toBe(428);
    expect((await as('reporter').ask('post', path, {}, version + 1)).status).toBe(412);
    const accepted = await as('reporter').ask('post', path, {}, version);
    expect([accepted.status, accepted.headers.etag]).toEqual([200, `"v${version + 1}"`]);
    expect(accepted.body).toMatchObject({ acceptedOn: today, late: true });
    expect(await lastMove()).toMatchObject({ move: 'share-accept', from: 'in-progress', to: 'in-progress' });
    expect((await accept('head', tree.east)).body.code).toBe('move-not-possible');
    // The lead unit accepts the task itself, and who only cooperates accepts nothing.
    expect((await accept('deptHead', dept)).status).toBe(409);
    expect(await shareOf(tree.w1)).toMatchObject({ acceptBy: null, late: false });
    const [{ actions }] = await house.source.query(
      `select array_agg(distinct action) as actions from audit where subject_type = 'share' and subject_id = $1`,
      [id],
    );
    expect(actions).toEqual(['share.share-accept']);
  });

  it('are broken down all at once to units below, each with its words, sub-target, step and handler', async () => {
    expect((await breakDown([child(tree.e1)])).body.code).toBe('share-not-accepted');
    const step = { title: '摸排完成', dueDate: '2024-10-15' };
    const parent = await broken([
      child(tree.e1, 14, { handlerId: as('e1Reporter').id, milestones: [step] }),
      child(tree.e2, 10),
    ]);
    expect(parent.divided).toEqual([{ metric: 'trial.level', total: 24, verdict: 'even' }]);
    const items = await shares();
    expect(items.map(({ unit, depth }) => [unit.name, depth])).toEqual([
      ['dept', 0],
      ['Unit east', 0],
      ['Unit e1', 1],
      ['Unit e2', 1],
      ['Unit west', 0],
      ['Unit w1', 0],
    ]);
    // Three working days for a task of the plan, counted from the breakdown.
    expect(items[2]).toMatchObject({
      parentId: parent.id,
      role: 'responsible',
      text: '完成本辖区的份额',
      givenOn: today,
      acceptBy: '2024-09-25',
      handler: { id: as('e1Reporter').id },
      milestones: [{ ...step, given: true, doneOn: null, late: false }],
    });
    expect(items[2]?.targets).toMatchObject([
      { metric: 'trial.level', value: 14, source: 'share', dueDate: '2024-12-31', rule: 'sum' },
      { metric: 'trial.county-rate', value: 80, source: 'plan', rule: 'each' },
    ]);
    expect(await told('e1Head')).toEqual(['share-given']);
    expect(await told('e1Reporter')).toEqual(['share-given']);
    expect(await told('westHead')).toEqual([]);
    expect(await lastMove()).toMatchObject({
      move: 'share-break-down',
      detail: { unit: 'Unit east', given: ['Unit e1', 'Unit e2'], changed: [], taken: [] },
    });
    // They are parts of the task, not units that the task itself names.
    const { body } = await as('viewer').ask('get', `/api/tasks/${taskId}`);
    expect(body.responsibleUnits.map((unit: { name: string }) => unit.name)).toEqual([
      'Unit east',
      'Unit west',
    ]);
    expect(body.assignments.find((each: { unit: { id: string } }) => each.unit.id === tree.e1)).toMatchObject(
      {
        parentId: parent.id,
      },
    );
  });

  it('must not ask less in their parts than in the whole; more is a warning', async () => {
    await accept('head', tree.east);
    const level = (...values: number[]) =>
      breakDown(values.map((value, at) => child(at === 0 ? tree.e1 : tree.e2, value)));
    expect(errorsOf(await level(14, 9))).toEqual([['targets.trial.level', 'below-parent']]);
    expect((await level(14, 10.5)).body.divided).toEqual([
      { metric: 'trial.level', total: 24.5, verdict: 'over' },
    ]);
    const rate = (value: number) => ({ targets: [{ metric: 'trial.county-rate', value }] });
    expect(
      errorsOf(await breakDown([child(tree.e1, null, rate(85)), child(tree.e2, null, rate(79))])),
    ).toEqual([['children.1.targets.0.value', 'below-parent']]);
    expect((await breakDown([child(tree.e1, null, rate(85))])).body.divided).toEqual([
      { metric: 'trial.county-rate', total: null, verdict: 'over' },
    ]);
    // A limit is kept by its parts together.
    await house.source.query(
      `update target set direction = 'at-most' where plan_id = $1 and metric = 'trial.level'`,
      [plan.planId],
    );
    expect(errorsOf(await level(20, 5))).toEqual([['targets.trial.level', 'above-parent']]);
    expect((await level(14, 10)).status).toBe(200);
  });

  it('are refused by field for what does not fit', async () => {
    await accept('head', tree.east);
    const answer = await breakDown([
      child(tree.w1),
      child(tree.east),
      child(tree.e1, null, {
        handlerId: as('e2Head').id,
        targets: [
          { metric: 'trial.station-rate', value: 1 },
          { metric: 'trial.level', value: 24, dueDate: '2025-01-31' },
        ],
        milestones: [
          { id: '00000000-0000-4000-8000-000000000000', title: '无此节点', dueDate: '2024-10-01' },
        ],
      }),
      child(tree.e1),
    ]);
    expect([answer.status, errorsOf(answer)]).toEqual([
      422,
      [
        ['children.0.unitId', 'not-below'],
        ['children.1.unitId', 'not-below'],
        ['children.2.handlerId', 'not-of-unit'],
        ['children.2.targets.0.metric', 'unknown-metric'],
        ['children.2.targets.1.dueDate', 'after-parent'],
        ['children.2.milestones.0.id', 'unknown-milestone'],
        ['children.3.unitId', 'assigned-twice'],
      ],
    ]);
    expect(errorsOf(await breakDown([{ ...child(tree.e1), text: '' }]))).toEqual([
      ['children.0.text', 'too-small'],
    ]);
    for (const [name, status] of Object.entries({
      reporter: 403,
      westHead: 403,
      e1Head: 403,
      office: 403,
      auditor: 404,
    }))
      expect([name, (await breakDown([], {}, name)).status]).toEqual([name, status]);
    expect((await shares()).filter((share) => share.parentId)).toEqual([]);
  });

  it('change and end with their breakdown: quietly as long as nothing came of them, later only with a reason', async () => {
    await broken();
    await house.source.query(`delete from notification`);
    expect((await breakDown([child(tree.e1, 14), child(tree.e2, 11)])).status).toBe(200);
    expect([await told('e1Head'), await told('e2Head')]).toEqual([[], ['share-changed']]);
    expect((await lastMove()).detail).toMatchObject({ given: [], changed: ['Unit e2'] });

    await accept('e1Head', tree.e1);
    expect((await breakDown([child(team, 24)], {}, 'e1Head', tree.e1)).body.divided).toMatchObject([
      { total: 24, verdict: 'over' },
    ]);
    expect(errorsOf(await breakDown([child(tree.e2, 24)]))).toEqual([['reason', 'required']]);
    expect((await breakDown([child(tree.e1, 24)])).status).toBe(200);
    expect(await told('e2Head')).toEqual(['share-taken', 'share-changed']);
    expect((await breakDown([], { reason: '改由大队直接办理' })).status).toBe(200);
    expect(await told('teamHead')).toEqual(['share-taken', 'share-given']);
    expect(await lastMove()).toMatchObject({
      move: 'share-break-down',
      reason: '改由大队直接办理',
      detail: {
        taken: [
          { unit: 'Unit e1', acceptedOn: today },
          { unit: 'team', acceptedOn: null },
        ],
      },
    });
    expect((await shares()).map((share) => share.depth)).toEqual([0, 0, 0, 0]);
  });

  it('have handlers of their own unit, and steps that those above laid down beside their own', async () => {
    await broken([child(tree.e1, 24, { milestones: [{ title: '摸排完成', dueDate: '2024-09-19' }] })]);
    const own = { milestones: [{ title: '排班', dueDate: '2024-09-25' }] };
    expect((await change('e1Head', tree.e1, 'put', 'milestones', own)).body.code).toBe('share-not-accepted');
    await accept('e1Reporter', tree.e1);
    const handler = (handlerId: string | null, name = 'e1Head') =>
      change(name, tree.e1, 'put', 'handler', { handlerId });
    expect(errorsOf(await handler(as('head').id))).toEqual([['handlerId', 'not-of-unit']]);
    expect((await handler(as('e1Reporter').id, 'head')).status).toBe(403);
    expect((await handler(as('e1Reporter').id)).body.handler.id).toBe(as('e1Reporter').id);
    expect((await change('e1Head', tree.e1, 'put', 'milestones', own)).body.milestones).toMatchObject([
      { title: '摸排完成', given: true, late: true },
      { title: '排班', given: false, late: false },
    ]);
    const steps = (await shareOf(tree.e1)).milestones;
    const [givenId, ownId] = steps.map((each) => each.id);
    expect(
      errorsOf(
        await change('e1Head', tree.e1, 'put', 'milestones', {
          milestones: [{ ...own.milestones[0], id: givenId }],
        }),
      ),
    ).toEqual([['milestones.0.id', 'unknown-milestone']]);

    const work = async (name: string) => {
      const { body } = await as(name).ask('get', `/api/work?planId=${plan.planId}`);
      expect(workSchema.parse(body)).toEqual(body);
      return body;
    };
    expect((await work('e1Reporter')).shareMilestones).toMatchObject([
      { title: '摸排完成', dueDate: '2024-09-19', late: true, taskId },
      { title: '排班', late: false },
    ]);
    expect((await work('head')).shareMilestones).toEqual([]);
    expect((await work('westHead')).sharesToAccept).toMatchObject([
      { taskId, late: true, acceptBy: '2024-09-13' },
    ]);

    const done = (name: string, body: object, milestoneId = givenId) =>
      change(name, tree.e1, 'post', `milestones/${milestoneId}/completion`, body);
    expect(errorsOf(await done('e1Reporter', { doneOn: '2024-09-21' }))).toEqual([['doneOn', 'date-ahead']]);
    expect((await done('e2Head', { doneOn: today })).status).toBe(403);
    const file = await upload('e1Reporter');
    const completed = await done('e1Reporter', {
      doneOn: '2024-09-18',
      note: '见附件',
      attachmentIds: [file],
    });
    expect(completed.body.milestones[0]).toMatchObject({ doneOn: '2024-09-18', evidence: 1, late: false });
    expect((await done('e1Reporter', { doneOn: today, attachmentIds: [file] })).body.code).toBe(
      'already-exists',
    );
    // The county may note it for its station, as it may fill in for it.
    expect((await done('reviewer', { doneOn: today }, ownId)).status).toBe(200);
    expect((await work('e1Reporter')).shareMilestones).toEqual([]);
    expect(
      errorsOf(
        await change('e1Head', tree.e1, 'put', 'milestones', {
          milestones: [{ ...own.milestones[0], id: ownId }],
        }),
      ),
    ).toEqual([['milestones.0.id', 'milestone-done']]);
    // What was done stays when the unit above lays down others; and it proves no closure of the task.
    await breakDown([child(tree.e1, 24, { milestones: [{ title: '收尾', dueDate: '2024-11-30' }] })]);
    expect((await shareOf(tree.e1)).milestones.map(({ title, doneOn }) => [title, doneOn])).toEqual([
      ['摸排完成', '2024-09-18'],
      ['排班', today],
      ['收尾', null],
    ]);
    const { body: task } = await as('viewer').ask('get', `/api/tasks/${taskId}`);
    expect(task.milestones).toEqual([]);
    const { body: moves } = await as('deptHead').ask('get', `/api/tasks/${taskId}/moves`);
    const closure = moves.find((each: { move: string }) => each.move === 'request-closure');
    // A part of a part is within it: the stations are not asked again.
    expect(new Set(closure.missing)).toEqual(
      new Set(['evidence', ...[tree.east, tree.west, tree.w1].map((id) => `parts.${id}`)]),
    );
    const evidence = await as('office').ask('get', `/api/tasks/${taskId}/evidence`);
    expect(evidence.body.items).toMatchObject([{ attachmentId: file, shareMilestoneId: givenId }]);
    // … nor do they owe a progress note of their own.
    await house.app.get(Expectations).openNotes(systemContext(house), taskId);
    const debtors = await house.source.query(
      `select distinct unit_id as id from expectation where task_id = $1 and form_key = 'progress-note'`,
      [taskId],
    );
    expect(new Set(debtors.map((row: { id: string }) => row.id))).toEqual(
      new Set([dept, tree.east, tree.west]),
    );
  });

  it('change only while the task is with its units, in an area that takes part', async () => {
    await broken([child(tree.e1, 24, { milestones: [{ title: '摸排完成', dueDate: '2024-09-30' }] })]);
    const milestone = (await shareOf(tree.e1)).milestones[0];
    const all = () => [
      accept('e1Head', tree.e1),
      breakDown([]),
      change('head', tree.east, 'put', 'handler', { handlerId: null }),
      change('head', tree.east, 'put', 'milestones', { milestones: [] }),
      change('e1Head', tree.e1, 'post', `milestones/${milestone?.id}/completion`, { doneOn: today }),
    ];
    const codes = async () => {
      const found = [];
      for (const answer of all()) found.push((await answer).body.code);
      return [...new Set(found)];
    };
    for (const state of ['closure-review', 'closed', 'suspended', 'terminated']) {
      await house.source.query(`update task set state = $2 where id = $1`, [taskId, state]);
      expect([state, await codes()]).toEqual([state, ['move-not-possible']]);
      expect((await shares('head')).flatMap((share) => share.may)).toEqual([]);
    }
    await house.source.query(`update task set state = 'in-progress' where id = $1`, [taskId]);
    await house.source.query(`update plan_area set enabled = false where plan_id = $1`, [plan.planId]);
    expect(await codes()).toEqual(['area-disabled']);
    expect((await shares('head')).flatMap((share) => share.may)).toEqual([]);
  });

  it('of a restricted task are there for those alone who may know of it', async () => {
    await house.source.query(`delete from target where task_id = $1`, [taskId]);
    await house.source.query(
      `update task set visibility = 'restricted', origin = 'added', number = null where id = $1`,
      [taskId],
    );
    for (const name of ['head', 'e1Head'])
      await house.source.query(`insert into task_knower (plan_id, task_id, user_id) values ($1, $2, $3)`, [
        plan.planId,
        taskId,
        as(name).id,
      ]);
    const { id, version } = await shareOf(tree.east, 'head');
    const path = `/api/tasks/${taskId}/shares`;
    for (const name of ['reporter', 'westHead', 'viewer']) {
      expect((await as(name).ask('get', path)).status).toBe(404);
      expect((await as(name).ask('post', `${path}/${id}/accept`, {}, version)).status).toBe(404);
    }
    expect((await as('head').ask('post', `${path}/${id}/accept`, {}, version)).status).toBe(200);
    // A single task gives one working day, and nobody handles what they may not know.
    expect(errorsOf(await breakDown([child(tree.e1, null, { handlerId: as('e1Reporter').id })]))).toEqual([
      ['children.0.handlerId', 'not-of-unit'],
    ]);
    await breakDown([child(tree.e1, null, { handlerId: as('e1Head').id })]);
    expect((await shareOf(tree.e1, 'head')).acceptBy).toBe('2024-09-23');
    expect([await told('e1Head'), await told('e1Reporter')]).toEqual([['share-given'], []]);
    const seen = async (name: string) => {
      const { body } = await as(name).ask('get', `/api/plans/${plan.planId}/shares?unitId=${tree.east}`);
      return [body.total, body.counts.tasks];
    };
    expect([await seen('head'), await seen('viewer'), await seen('reporter')]).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
    const work = await as('e1Reporter').ask('get', `/api/work?planId=${plan.planId}`);
    expect(work.body.sharesToAccept).toEqual([]);
  });

  it('are broken down by one of two writers; the other one is told', async () => {
    await accept('head', tree.east);
    const { version } = await shareOf(tree.east);
    const answers = await whileHeld(house, `select 1 from task where id = $1 for update`, [taskId], () =>
      [tree.e1, tree.e2].map((unitId) =>
        change('head', tree.east, 'put', 'breakdown', { children: [child(unitId, 24)] }, version),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    expect((await shares()).filter((share) => share.parentId)).toHaveLength(1);
  });

  it('leave with the unit whose part they are of, which the history keeps', async () => {
    await broken();
    await house.source.query(`delete from notification`);
    const proposal = {
      kind: 'units',
      basis: '〔2024〕3 号',
      responsibleUnitIds: [tree.west],
      reason: '职责调整',
      effectiveOn: today,
    };
    const { body } = await as('office').ask('post', `/api/tasks/${taskId}/adjustments`, proposal);
    const decided = await as('leader').ask(
      'post',
      `/api/adjustments/${body.id}/moves`,
      { move: 'approve' },
      1,
    );
    expect(decided.body.state).toBe('applied');
    expect((await shares()).map((share) => share.unit.name)).toEqual(['dept', 'Unit west', 'Unit w1']);
    expect(await lastMove()).toMatchObject({
      move: 'adjust-units',
      detail: { taken: ['Unit e1', 'Unit e2'] },
    });
    expect([await told('head'), await told('e1Head'), await told('westHead')]).toEqual([
      ['share-taken'],
      ['share-taken'],
      [],
    ]);
  });

  it('show a county what it has of the plan, with its own figures against its own targets', async () => {
    await broken([
      child(tree.e1, 14, { milestones: [{ title: '摸排完成', dueDate: '2024-09-19' }] }),
      child(tree.e2, 10),
    ]);
    await accept('e1Head', tree.e1);
    const ctx = systemContext(house);
    const figures = house.app.get(Figures);
    await figures.import(ctx, 'accepted', [
      {
        planId: plan.planId,
        year: 2024,
        areaId: 'trial',
        formKey: 'county-counts',
        unitId: tree.e1,
        period: '2024-08',
        reportId: await aReport(),
        revision: 1,
        ancestors: [tree.city, tree.east, tree.e1],
        data: { whole: 100, part: 90, level: 15 },
      },
    ]);
    await figures.rebuild(ctx, plan.planId, 2024);
    const view = async (query = '', name = 'viewer'): Promise<UnitSharePage> => {
      const { body } = await as(name).ask(
        'get',
        `/api/plans/${plan.planId}/shares?unitId=${tree.east}${query}`,
      );
      expect(unitSharePage.parse(body)).toEqual(body);
      return body;
    };
    const page = await view('', 'head');
    expect(page).toMatchObject({
      unit: { id: tree.east },
      period: '2024-09',
      total: 1,
      counts: { tasks: 1, toAccept: 1, late: 0, overdue: 1 },
    });
    const row = page.items.find(({ task }) => task.id === taskId);
    expect(row).toMatchObject({
      share: {
        role: 'responsible',
        acceptedOn: today,
        givenBy: null,
        may: ['break-down', 'handler', 'milestones', 'complete'],
      },
      below: { given: 2, accepted: 1, late: 0 },
      milestones: {
        open: 1,
        late: 1,
        done: 0,
        next: [{ title: '摸排完成', unit: { id: tree.e1 }, late: true }],
      },
      reports: { expected: 1, received: 0, late: 0 },
    });
    expect(
      row?.targets.map(({ metric, value, actual, met, source }) => [metric, value, actual, met, source]),
    ).toEqual([
      ['trial.level', 24, 15, false, 'plan'],
      ['trial.county-rate', 80, 90, true, 'plan'],
    ]);
    const of = async (query: string) => (await view(query)).items.map(({ task }) => task.id);
    expect(await of('&open=to-accept')).toEqual([taskId]);
    expect(await of('&open=late')).toEqual([]);
    expect(await of('&open=overdue&role=responsible&areaId=trial&q=Task')).toEqual([taskId]);
    expect(await of('&role=below')).toEqual([]);
    expect(await of('&state=closed')).toEqual([]);
    await house.setToday('2024-09-26');
    expect(await of('&open=late')).toEqual([taskId]);
    const station = await as('e1Head').ask(
      'get',
      `/api/plans/${plan.planId}/shares?unitId=${tree.e1}&limit=1`,
    );
    expect(station.body).toMatchObject({
      total: 1,
      nextCursor: null,
      items: [
        {
          share: { givenBy: { id: tree.east } },
          targets: [{ value: 14, actual: 15, met: true, source: 'share' }, {}],
        },
      ],
    });
    // From further up only units below take part; and the station's board goes by what the county asked of it.
    const city = await as('office').ask(
      'get',
      `/api/plans/${plan.planId}/shares?unitId=${tree.city}&role=below`,
    );
    expect(city.body.items).toMatchObject([{ share: null, below: { given: 5, accepted: 3, late: 1 + 1 } }]);
    expect((await as('viewer').ask('get', `/api/plans/${plan.planId}/shares?period=2023-05`)).status).toBe(
      422,
    );
    const board = await as('viewer').ask(
      'get',
      `/api/plans/${plan.planId}/board?period=2024-08&unit=${tree.e1}`,
    );
    const metric = board.body.areas[0].metrics.find((each: { key: string }) => each.key === 'trial.level');
    expect(metric).toMatchObject({ target: { value: 14, source: 'entered' }, colour: 'green' });
  });

  it('keep their sub-targets through changes of the configuration, which write the plan’s own anew', async () => {
    await broken();
    const path = `/api/plans/${plan.planId}/areas/trial/config`;
    const { body: config } = await as('office').ask('get', path);
    const targets = config.value.targets.map((target: { metric: string; unitId: string }) =>
      target.metric === 'trial.level' && target.unitId === tree.east ? { ...target, value: 30 } : target,
    );
    const answer = await as('office').ask(
      'put',
      path,
      { value: { targets }, reason: '调整目标', effectiveFrom: today },
      config.version,
    );
    expect(answer.status).toBe(200);
    const confirmed = await as('office2').ask(
      'post',
      `${path}/versions/${answer.body.proposal?.version ?? 1}/confirm`,
      {},
    );
    expect(confirmed.status).toBe(200);
    const east = await shareOf(tree.east);
    expect(east.targets[0]).toMatchObject({ metric: 'trial.level', value: 30 });
    expect((await shareOf(tree.e1)).targets[0]).toMatchObject({ value: 14, source: 'share' });
    // What was even is short now: shown, until the county divides it anew.
    expect(east.divided).toEqual([{ metric: 'trial.level', total: 24, verdict: 'short' }]);
    expect(errorsOf(await breakDown([child(tree.e1, 14), child(tree.e2, 10)]))).toEqual([
      ['targets.trial.level', 'below-parent'],
    ]);
  });

  /** Some report, for observations to come from. */
  async function aReport(): Promise<string> {
    const [row] = await house.source.query(
      `insert into report (id, plan_id, area_id, form_key, form_version, config_version, task_id, unit_id, period, state, revision, data, mode, filled_for, filled_by)
       values (gen_random_uuid(), $1, 'trial', 'county-counts', 1, 0, $2, $3, '2024-08', 'accepted', 1, '{}', 'filled', false, $4) returning id`,
      [plan.planId, taskId, tree.e1, as('e1Head').id],
    );
    return row.id;
  }
});
