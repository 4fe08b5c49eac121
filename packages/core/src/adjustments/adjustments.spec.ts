import { adjustmentPage, planChangePage } from '@duban/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AreaRegistry } from '../areas/area-registry.js';
import { Expectations } from '../expectations/expectations.service.js';
import { inTransaction } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { Targets } from '../targets/targets.service.js';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';
import { Tasks } from '../tasks/tasks.service.js';
import { Adjustments } from './adjustments.service.js';

const why = { reason: '市局党委会研究', basis: '嘉公党〔2024〕9 号', effectiveOn: '2024-09-20' };

describe('an adjustment', () => {
  let world: TaskWorld;
  let taskId: string;

  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.house.setToday('2024-09-20');
    taskId = await world.task({ state: 'in-progress', acceptedOn: '2024-02-01' });
  });

  const propose = (body: object, person: Person = 'planOffice', id = taskId) =>
    world.as(person).send('post', `tasks/${id}/adjustments`, { ...why, ...body });
  const decide = (id: string, person: Person = 'leader', body: object = { move: 'approve' }, version = 1) =>
    world.as(person).send('post', `adjustments/${id}/moves`, body).set('if-match', `"v${version}"`);
  const task = async (id = taskId) => (await world.as('planOffice').get(`tasks/${id}`)).body;
  const lastMove = async (id = taskId) =>
    (await world.as('viewer').get(`tasks/${id}/history`)).body.items.at(-1);
  const owed = (id = taskId) =>
    world.house.source.query(
      `select u.code, e.form_key as form, e.period, e.opens_on <= '2024-09-20' as open from expectation e join unit u on u.id = e.unit_id
       where e.task_id = $1 order by e.period, e.form_key, u.code`,
      [id],
    );

  it('moves a date that has passed, which nothing else can, and keeps the one first set', async () => {
    await world.house.setToday('2024-12-10');
    const dated = { kind: 'date', dueDate: '2024-12-25', effectiveOn: '2024-12-10' };
    const { body, status } = await propose(dated);
    expect([status, body.state, body.before, body.after]).toEqual([
      201,
      'proposed',
      { dueDate: '2024-11-30' },
      { dueDate: '2024-12-25' },
    ]);
    expect((await task()).dueDate).toBe('2024-11-30');
    expect((await propose(dated)).body.code).toBe('already-exists');
    expect((await decide(body.id)).body).toMatchObject({
      state: 'applied',
      appliedOn: '2024-12-10',
      moves: [],
    });
    expect(await task()).toMatchObject({ dueDate: '2024-12-25', originalDueDate: '2024-11-30' });
    expect(await lastMove()).toMatchObject({ move: 'adjust-date', detail: { basis: why.basis } });
  });

  it('is proposed by the plan office and decided by the responsible leader, never by others', async () => {
    const dated = { kind: 'date', dueDate: '2024-12-25' };
    for (const person of ['head', 'areaLead', 'leader', 'admin'] as const)
      expect((await propose(dated, person)).status, person).toBe(403);
    const { body } = await propose(dated);
    for (const person of ['planOffice', 'otherLeader', 'head'] as const)
      expect((await decide(body.id, person)).status, person).toBe(403);
    expect((await decide(body.id, 'leader', { move: 'refuse' })).status).toBe(422);
    const refused = await decide(body.id, 'leader', { move: 'refuse', reason: '不同意' });
    expect(refused.body).toMatchObject({ state: 'refused', decisionReason: '不同意' });
    expect((await task()).dueDate).toBe('2024-11-30');
    expect((await decide(body.id, 'leader', { move: 'approve' }, 2)).body.code).toBe('move-not-possible');
  });

  it('waits for its day, and takes effect then without anybody’s hand', async () => {
    const { body } = await propose({ kind: 'date', dueDate: '2024-12-25', effectiveOn: '2024-10-08' });
    expect((await decide(body.id)).body.state).toBe('approved');
    const due = () =>
      inTransaction(world.ctx(), (ctx) => world.house.app.get(Adjustments).applyDue(ctx, world.planId));
    await world.house.setToday('2024-10-07');
    expect(await due()).toBe(0);
    await world.house.setToday('2024-10-08');
    expect(await due()).toBe(1);
    expect((await task()).dueDate).toBe('2024-12-25');
    expect(await due()).toBe(0);
  });

  it('is taken back: a proposal by the plan office, what was approved by its leader before its day', async () => {
    const withdraw = (id: string, person: Person, version: number, given: object = { reason: '日期有误' }) =>
      world.as(person).send('post', `adjustments/${id}/withdrawal`, given).set('if-match', `"v${version}"`);
    const later = { kind: 'date', dueDate: '2024-12-25', effectiveOn: '2024-10-08' };
    const { body: first } = await propose(later);
    expect(first.moves).toEqual(['withdraw']);
    expect((await withdraw(first.id, 'leader', 1)).body.code).toBe('move-not-possible');
    expect((await withdraw(first.id, 'head', 1)).status).toBe(403);
    expect((await withdraw(first.id, 'planOffice', 1)).body).toMatchObject({
      state: 'withdrawn',
      withdrawn: { by: { name: 'planOffice' }, on: '2024-09-20', reason: '日期有误' },
    });
    const { body: second } = await propose(later);
    const { body: approved } = await decide(second.id);
    expect([approved.state, approved.moves]).toEqual(['approved', ['withdraw']]);
    expect((await withdraw(second.id, 'planOffice', 2)).body.code).toBe('move-not-possible');
    expect((await withdraw(second.id, 'leader', 2, {})).body.errors[0].path).toBe('reason');
    const { body } = await withdraw(second.id, 'leader', 2);
    expect(body).toMatchObject({ state: 'withdrawn', decidedBy: { name: 'leader' }, moves: [] });
    // Whoever was told that it was approved is told that it was taken back.
    for (const person of ['planOffice', 'head', 'areaLead'] as const) {
      const [told] = (await world.as(person).get('notifications?kind=adjustment-decided')).body.items;
      expect([told.task.id, told.text], person).toEqual([taskId, '已撤回，日期有误']);
    }
    // The right one need not wait for the day of the wrong one, on which nothing happens.
    expect((await propose({ ...later, dueDate: '2024-12-20' })).status).toBe(201);
    await world.house.setToday('2024-10-08');
    await inTransaction(world.ctx(), (ctx) => world.house.app.get(Adjustments).applyDue(ctx, world.planId));
    expect((await task()).dueDate).toBe('2024-11-30');
  });

  it('that is possible no more on its day fails, and is told', async () => {
    const { body } = await propose({ kind: 'date', dueDate: '2024-12-25', effectiveOn: '2024-10-08' });
    await decide(body.id);
    await world.house.source.query(
      `update task set state = 'closed', closed_on = '2024-10-01' where id = $1`,
      [taskId],
    );
    await world.house.setToday('2024-10-08');
    await inTransaction(world.ctx(), (ctx) => world.house.app.get(Adjustments).applyDue(ctx, world.planId));
    const [item] = (await world.as('planOffice').get(`tasks/${taskId}/adjustments`)).body.items;
    expect([item.state, (await task()).dueDate]).toEqual(['failed', '2024-11-30']);
    const [told] = (await world.as('planOffice').get('notifications?limit=1')).body.items;
    expect(told).toMatchObject({ kind: 'adjustment-failed', task: { id: taskId } });
  });

  it('changes a target from its day on: the old row ends, a new one follows, earlier lights stand', async () => {
    const { app, source } = world.house;
    const ctx = world.ctx();
    const [targetId] = await app.get(Targets).add(ctx, [
      {
        planId: world.planId,
        taskId,
        areaId: 'sample',
        metric: 'sample.checks-done',
        unitId: world.units.root,
        value: 300,
        dueDate: '2024-11-30',
        source: 'document',
      },
    ]);
    await inTransaction(ctx, (own) => app.get(Lights).refresh(own, world.planId, [taskId]));
    const before = await source.query(`select * from task_light where task_id = $1`, [taskId]);
    await world.house.setToday('2024-09-24');
    const body = { kind: 'target', targetId, value: 240, effectiveOn: '2024-09-24' };
    const proposed = await propose(body);
    expect(proposed.body).toMatchObject({ before: { value: 300 }, after: { value: 240 } });
    expect((await decide(proposed.body.id)).body.state).toBe('applied');
    const rows = await source.query(
      `select value::float8, valid_from::text as from, valid_to::text as to, source from target where task_id = $1 order by valid_from nulls first`,
      [taskId],
    );
    expect(rows).toEqual([
      { value: 300, from: null, to: '2024-09-23', source: 'document' },
      { value: 240, from: '2024-09-24', to: null, source: 'entered' },
    ]);
    const after = await source.query(`select * from task_light where task_id = $1 and as_of < '2024-09-24'`, [
      taskId,
    ]);
    expect(after).toEqual(before);
    // Series, board and light say the same of a period: what was asked at its end.
    const read = async (path: string) => (await world.as('viewer').get(path)).body;
    const { points } = await read(`metrics/sample.checks-done/series?planId=${world.planId}&from=2024-08`);
    expect(points.map((each: { target: number }) => each.target)).toEqual([300, 240]);
    for (const [period, value] of [
      ['2024-08', 300],
      ['2024-09', 240],
    ]) {
      const { areas } = await read(`plans/${world.planId}/board?period=${period}`);
      expect(areas[0].metrics[0]).toMatchObject({ key: 'sample.checks-done', target: { value } });
    }
    const [examined] = (await app.get(Lights).examine(world.ctx(), world.planId, [taskId])).values();
    expect(examined?.facts.targets).toMatchObject([
      { value: 240, before: [{ value: 300, until: '2024-09-23' }] },
    ]);
    expect((await propose(body)).body.errors[0].code).toBe('unknown-target');
    // A slip of the pen is mended on the same day: no second row follows one that was in force for no day.
    const [{ id: standing }] = await source.query(
      `select id from target where task_id = $1 and valid_to is null`,
      [taskId],
    );
    const mended = await propose({ ...body, targetId: standing, value: 250 });
    expect((await decide(mended.body.id)).body.state).toBe('applied');
    expect(
      await source.query(
        `select value::float8, valid_from::text as from from target where task_id = $1 and valid_to is null`,
        [taskId],
      ),
    ).toEqual([{ value: 250, from: '2024-09-24' }]);
    const changes = (await world.as('viewer').get(`plans/${world.planId}/changes?kind=target`)).body;
    expect(planChangePage.parse(changes)).toEqual(changes);
    expect(changes.items).toMatchObject([
      { move: 'adjust-target', on: '2024-09-24', detail: { before: 300, after: 240 } },
      { move: 'adjust-target', on: '2024-09-24', detail: { before: 240, after: 250 } },
    ]);
  });

  it('gives a task another lead, who accepts anew and owes what the old one has not begun', async () => {
    const { app } = world.house;
    const ctx = world.ctx();
    const form = app.get(AreaRegistry).form('sample', 'checks');
    if (!form) throw new Error('the sample area has the form');
    await app.get(Expectations).openNotes(ctx, taskId);
    await app.get(Expectations).addDuty(ctx, {
      planId: world.planId,
      year: 2024,
      areaId: 'sample',
      form,
      taskId,
      unitIds: [world.units.lead],
    });
    const { body } = await propose({ kind: 'units', leadUnitId: world.units.partner });
    expect(body).toMatchObject({
      before: { leadUnit: { name: 'lead' } },
      after: { leadUnit: { name: 'partner' }, responsibleUnits: [] },
    });
    expect((await decide(body.id)).body.state).toBe('applied');
    expect(await task()).toMatchObject({
      state: 'issued',
      leadUnit: { name: 'partner' },
      acceptedOn: null,
      acceptBy: '2024-09-23',
    });
    const moves = async (person: Person) =>
      (await world.as(person).get(`tasks/${taskId}/moves`)).body.map((each: { move: string }) => each.move);
    expect(await moves('head')).toEqual([]);
    expect(await moves('partnerHead')).toEqual(['accept', 'decline']);
    const owing: { code: string; period: string; form: string }[] = await owed();
    expect(owing.filter((each) => each.code === 'lead').every((each) => each.period < '2024-09')).toBe(true);
    expect(owing.filter((each) => each.code === 'partner').map((each) => each.period)).toEqual([
      '2024-09',
      '2024-10',
      '2024-11',
      '2024-12',
    ]);
    const version = (await task()).version;
    await world
      .as('partnerHead')
      .send('post', `tasks/${taskId}/moves`, { move: 'accept' })
      .set('if-match', `"v${version}"`);
    const notes = (await owed()).filter((each: { form: string }) => each.form === 'progress-note');
    expect(notes.map((each: { code: string; period: string }) => `${each.code} ${each.period}`)).toEqual([
      'partner 2024-09',
      'partner 2024-10',
      'partner 2024-11',
      'partner 2024-12',
    ]);
    expect(await lastMove()).toMatchObject({ move: 'accept' });
  });

  it('changes those who take part, and what they were broken down to leaves with them', async () => {
    const ctx = world.ctx();
    const { lead, partner, helper, office } = world.units;
    const tasks = world.house.app.get(Tasks);
    const id = await world.task({
      state: 'in-progress',
      responsibleUnitIds: [partner],
      cooperatingUnitIds: [office],
    });
    const [share] = await world.house.source.query(
      `select id from assignment where task_id = $1 and unit_id = $2`,
      [id, partner],
    );
    await tasks.assign(ctx, {
      planId: world.planId,
      taskId: id,
      unitId: helper,
      role: 'responsible',
      parentId: share.id,
    });
    const twice = { kind: 'units', responsibleUnitIds: [lead] };
    const impossible = await propose(twice, 'planOffice', id);
    expect([impossible.status, impossible.body.errors]).toMatchObject([
      422,
      [{ path: 'responsibleUnitIds', code: 'assigned-twice' }],
    ]);
    // A unit that takes part may be given the lead: it leaves the part that it has.
    const promoted = await propose({ kind: 'units', leadUnitId: partner }, 'planOffice', id);
    expect(promoted.body.after).toMatchObject({ leadUnit: { id: partner }, responsibleUnits: [] });
    await decide(promoted.body.id, 'leader', { move: 'refuse', reason: '另议' });
    const { body } = await propose(
      { kind: 'units', responsibleUnitIds: [office], cooperatingUnitIds: [] },
      'planOffice',
      id,
    );
    expect((await decide(body.id)).body.state).toBe('applied');
    const { assignments, state } = await task(id);
    expect(state).toBe('in-progress');
    expect(
      assignments.map((each: { role: string; unit: { name: string } }) => [each.role, each.unit.name]),
    ).toEqual([
      ['lead', 'lead'],
      ['responsible', 'office'],
    ]);
    expect((await lastMove(id)).detail.before).toContainEqual({ role: 'responsible', name: 'partner' });
    // A unit that will be merged keeps its part until then; nobody else is given one of it.
    await world.house.source.query(
      `update unit set closed_on = '2024-12-31', successor_id = $2 where id = $1`,
      [office, partner],
    );
    const beside = await propose({ kind: 'units', cooperatingUnitIds: [partner] }, 'planOffice', id);
    expect((await decide(beside.body.id)).body.state).toBe('applied');
    const elsewhere = await world.task({ state: 'in-progress' });
    const anew = await propose({ kind: 'units', responsibleUnitIds: [office] }, 'planOffice', elsewhere);
    expect((await decide(anew.body.id)).body.errors[0].code).toBe('unknown-unit');
    await world.house.source.query(`update unit set closed_on = null, successor_id = null where id = $1`, [
      office,
    ]);
  });

  it('changes a step that is not done', async () => {
    const milestoneId = await world.house.app
      .get(Tasks)
      .milestone(world.ctx(), { planId: world.planId, taskId, title: '方案印发', dueDate: '2024-10-10' });
    const { body } = await propose({ kind: 'milestone', milestoneId, dueDate: '2024-10-31' });
    expect(body).toMatchObject({
      before: { dueDate: '2024-10-10' },
      after: { title: '方案印发', dueDate: '2024-10-31' },
    });
    await decide(body.id);
    expect((await task()).milestones[0].dueDate).toBe('2024-10-31');
    const done = { planId: world.planId, taskId, title: '已完成', doneOn: '2024-09-01' };
    const doneId = await world.house.app.get(Tasks).milestone(world.ctx(), done);
    const refused = await propose({ kind: 'milestone', milestoneId: doneId, title: '改名' });
    expect(refused.body.errors[0].code).toBe('unknown-milestone');
  });

  it('merges a task into another of its area, with its open steps and its units', async () => {
    const ctx = world.ctx();
    const into = await world.task({ state: 'in-progress', title: '大任务' });
    const from = await world.task({ state: 'in-progress', leadUnitId: world.units.partner });
    const tasks = world.house.app.get(Tasks);
    await tasks.milestone(ctx, { planId: world.planId, taskId: from, title: '未完成' });
    await tasks.milestone(ctx, { planId: world.planId, taskId: from, title: '已完成', doneOn: '2024-05-01' });
    const other = await world.task({ state: 'in-progress', areaId: 'other' });
    const wrong = await propose({ kind: 'merge', intoTaskId: other }, 'planOffice', from);
    expect(wrong.body.errors[0].code).toBe('not-mergeable');
    const { body } = await propose({ kind: 'merge', intoTaskId: into }, 'planOffice', from);
    expect((await decide(body.id)).body.state).toBe('applied');
    expect((await task(from)).state).toBe('terminated');
    const whole = await task(into);
    expect(whole.cooperatingUnits.map((unit: { name: string }) => unit.name)).toEqual(['partner']);
    expect(whole.milestones.map((each: { title: string }) => each.title)).toEqual(['未完成']);
    expect(await lastMove(into)).toMatchObject({ move: 'take-in', detail: { from } });
  });

  it('is listed for the plan, those of restricted tasks for the knowing alone', async () => {
    const hidden = await world.task({ state: 'in-progress', visibility: 'restricted' });
    await propose({ kind: 'date', dueDate: '2024-12-25' }, 'planOffice', hidden);
    const { body } = await propose({ kind: 'date', dueDate: '2024-12-26' });
    const ids = async (person: Person) =>
      (
        await world.as(person).get(`plans/${world.planId}/adjustments?state=proposed&limit=500`)
      ).body.items.map((each: { task: { id: string } }) => each.task.id);
    expect(await ids('planOffice')).toEqual(expect.arrayContaining([hidden, taskId]));
    expect(await ids('viewer')).not.toContain(hidden);
    const list = (await world.as('leader').get(`plans/${world.planId}/adjustments?taskId=${taskId}`)).body;
    expect(adjustmentPage.parse(list)).toEqual(list);
    expect(list.items[0]).toMatchObject({ id: body.id, moves: ['approve', 'refuse'] });
    expect((await world.as('auditor').get(`plans/${world.planId}/adjustments`)).status).toBe(404);
  });
});
