import { taskDetailSchema } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from './task-world.testing.js';

describe('drafts, milestones and marks of a task', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());

  const draft = (body: object = {}, person: Person = 'areaLead') =>
    world.as(person).send('post', `plans/${world.planId}/tasks`, {
      areaId: 'sample',
      title: '新增任务',
      origin: 'superior',
      ...body,
    });
  const patch = (id: string, version: number, body: object, person: Person = 'areaLead') =>
    world.as(person).send('patch', `tasks/${id}`, body).set('if-match', `"v${version}"`);
  const codes = (answer: { body: { errors: { path: string; code: string }[] } }) =>
    answer.body.errors.map((error) => [error.path, error.code]);

  it('are drafted by the plan office anywhere and by an area lead in the own area', async () => {
    const answer = await draft({ leaderId: world.people.leader.id, leadUnitId: world.units.lead });
    expect(answer.status).toBe(201);
    expect(taskDetailSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({
      number: null,
      state: 'draft',
      leader: { name: 'leader' },
      leadUnit: { name: 'lead' },
      version: 1,
    });
    expect(answer.headers.etag).toBe('"v1"');
    expect((await draft({ areaId: 'other' })).status).toBe(403);
    expect((await draft({ areaId: 'other' }, 'planOffice')).status).toBe(201);
    expect((await draft({}, 'head')).status).toBe(403);
    expect((await draft({ origin: 'plan' })).status).toBe(422);
    expect((await draft({}, 'auditor')).status).toBe(404);
  });

  it('name units, leaders and knowers that are there, each once', async () => {
    const nobody = '6d1f3c0a-0d55-4b7a-8f7f-3f4f5a6b7c8d';
    const answer = await draft({
      leaderId: world.people.head.id,
      leadUnitId: world.units.lead,
      responsibleUnitIds: [world.units.lead, nobody],
    });
    expect(answer.status).toBe(422);
    expect(codes(answer)).toEqual([
      ['responsibleUnitIds.1', 'unknown-unit'],
      ['responsibleUnitIds.0', 'assigned-twice'],
      ['leaderId', 'no-leader'],
    ]);
  });

  it('change only what is sent, and only while they are drafts', async () => {
    const { id } = (await draft({ responsibleUnitIds: [world.units.partner], dueDate: '2024-11-01' })).body;
    const renamed = await patch(id, 1, { title: '改名', leadUnitId: world.units.lead });
    expect(renamed.body).toMatchObject({
      title: '改名',
      dueDate: '2024-11-01',
      visibility: 'open',
      leadUnit: { name: 'lead' },
      responsibleUnits: [{ name: 'partner' }],
      version: 2,
    });
    expect((await patch(id, 1, { title: '旧' })).status).toBe(412);
    expect((await patch(id, 2, { state: 'closed' })).status).toBe(422);
    await world.house.source.query(`update task set state = 'issued' where id = $1`, [id]);
    const late = await patch(id, 2, { title: '晚了' });
    expect([late.status, late.body.code]).toEqual([409, 'move-not-possible']);
  });

  it('go to another area and come from somebody else as long as nothing of their area hangs on them', async () => {
    const { id } = (await draft()).body;
    const place = async (version: number, body: object, person: Person = 'planOffice') => {
      const { status, body: said } = await patch(id, version, body, person);
      return status === 200
        ? [said.areaId, said.origin, said.number]
        : [status, said.errors[0]?.code ?? said.code];
    };
    expect(await place(1, { areaId: 'other' }, 'areaLead')).toEqual([403, 'forbidden']);
    expect(await place(1, { areaId: 'nowhere' })).toEqual([404, 'not-found']);
    expect(await place(1, { origin: 'plan' })).toEqual([422, 'invalid-value']);
    expect(await place(1, { areaId: 'other', origin: 'added' })).toEqual(['other', 'added', null]);
    expect(await place(2, { title: '改名' }, 'areaLead')).toEqual([403, 'forbidden']);
    const printed = await world.task({ state: 'draft', origin: 'plan', number: 41 });
    expect((await patch(printed, 1, { origin: 'added' }, 'planOffice')).body.errors).toMatchObject([
      { path: 'origin', code: 'printed' },
    ]);
    expect((await patch(printed, 1, { areaId: 'other' }, 'planOffice')).body).toMatchObject({
      areaId: 'other',
      number: 41,
      origin: 'plan',
    });
    await world.house.source.query(
      `insert into expectation (id, plan_id, area_id, form_key, task_id, unit_id, period, opens_on, due_on, ancestors)
       values (gen_random_uuid(), $1, 'other', 'progress-note', $2, $3, '2024-08', '2024-08-01', '2024-09-05', array[$3::uuid])`,
      [world.planId, id, world.units.lead],
    );
    expect(await place(2, { areaId: 'sample' })).toEqual([409, 'has-figures']);
    await world.house.source.query(`delete from expectation where task_id = $1`, [id]);
  });

  it('that become restricted are known to whoever made them so, and to nobody else', async () => {
    const { id } = (await draft({ dueDate: '2024-11-01' })).body;
    const answer = await patch(id, 1, { visibility: 'restricted', knowerIds: [world.people.head.id] });
    expect(answer.body.visibility).toBe('restricted');
    const seenBy = async (person: Person) => (await world.as(person).get(`tasks/${id}`)).status;
    expect([await seenBy('areaLead'), await seenBy('head'), await seenBy('planOffice')]).toEqual([
      200, 200, 200,
    ]);
    expect([await seenBy('reporter'), await seenBy('leader'), await seenBy('admin')]).toEqual([
      404, 404, 404,
    ]);
    expect((await patch(id, 2, { title: '不行' }, 'strangerLead')).status).toBe(404);
  });

  it('with a target stay open, so that no figure depends on who looks', async () => {
    const { id } = (await draft()).body;
    const target = await world.as('areaLead').send('post', `plans/${world.planId}/targets`, {
      taskId: id,
      metric: 'sample.checks-done',
      unitId: world.units.root,
      value: 3,
      dueDate: '2024-12-31',
    });
    expect(target.status).toBe(201);
    const answer = await patch(id, 1, { visibility: 'restricted' });
    expect([answer.status, answer.body.code]).toEqual([409, 'has-figures']);
  });

  it('get milestones, which are done later by the lead unit', async () => {
    const id = await world.task();
    const added = await world
      .as('areaLead')
      .send('post', `tasks/${id}/milestones`, { title: '印发文件', dueDate: '2024-09-10' });
    expect([added.status, added.body.firm, added.headers.etag]).toEqual([201, true, '"v1"']);
    const path = `tasks/${id}/milestones/${added.body.id}`;
    const edited = await world
      .as('areaLead')
      .send('patch', path, { firm: false })
      .set('if-match', added.headers.etag as string);
    expect([edited.status, edited.body.firm, edited.body.title]).toEqual([200, false, '印发文件']);
    const stale = await world.as('areaLead').send('patch', path, { firm: true }).set('if-match', '"v1"');
    expect(stale.status).toBe(412);
    const done = (doneOn: string, person: Person = 'reporter') =>
      world.as(person).send('post', `${path}/completion`, { doneOn, note: '已印发' });
    expect((await done('2024-09-12')).body.code).toBe('move-not-possible');
    await world.house.source.query(`update task set state = 'in-progress' where id = $1`, [id]);
    expect(codes(await done('2024-09-21'))).toEqual([['doneOn', 'date-ahead']]);
    expect((await done('2024-09-12', 'partnerHead')).status).toBe(403);
    expect((await done('2024-09-12')).body).toMatchObject({ doneOn: '2024-09-12', note: '已印发' });
    const undo = (version: number, given: object = { reason: '误报' }, person: Person = 'reporter') =>
      world.as(person).send('post', `${path}/completion/withdrawal`, given).set('if-match', `"v${version}"`);
    expect((await undo(3, {})).body.errors[0].path).toBe('reason');
    expect((await undo(3, undefined, 'partnerHead')).status).toBe(403);
    expect((await undo(3)).body).toMatchObject({ doneOn: null, note: null, version: 4 });
    expect((await undo(4)).body.code).toBe('move-not-possible');
    const { items } = (await world.as('viewer').get(`tasks/${id}/history`)).body;
    expect(items).toMatchObject([
      {
        move: 'milestone-undone',
        by: { name: 'reporter' },
        reason: '误报',
        detail: { milestone: '印发文件', doneOn: '2024-09-12', note: '已印发' },
      },
    ]);
    const removed = await world.as('areaLead').send('delete', path).set('if-match', '"v4"');
    expect([removed.status, removed.body.code]).toEqual([409, 'move-not-possible']);
  });

  it('are marked: a light by hand, waiting for the superior', async () => {
    const id = await world.task({ state: 'in-progress', dueDate: '2024-09-01' });
    const override = (until: string, version: number, person: Person = 'planOffice') =>
      world
        .as(person)
        .send('put', `tasks/${id}/light-override`, { colour: 'yellow', reason: '等待会商', until })
        .set('if-match', `"v${version}"`);
    expect((await override('2024-10-01', 1, 'areaLead')).status).toBe(403);
    expect(codes(await override('2024-09-19', 1))).toEqual([['until', 'date-passed']]);
    const set = await override('2024-10-01', 1);
    expect(set.body.light.colour).toBe('yellow');
    expect(set.body.override).toMatchObject({ until: '2024-10-01', by: { name: 'planOffice' } });
    const cleared = await world
      .as('planOffice')
      .send('delete', `tasks/${id}/light-override`)
      .set('if-match', '"v2"');
    expect([cleared.body.light.colour, cleared.body.override]).toEqual(['red', null]);
    const wait = (person: Person) =>
      world
        .as(person)
        .send('put', `tasks/${id}/awaiting-superior`, { awaiting: true })
        .set('if-match', '"v3"');
    expect([(await wait('reporter')).status, (await wait('areaLead')).status]).toEqual([403, 403]);
    const awaiting = await wait('head');
    expect([awaiting.body.awaitingSuperior, awaiting.body.light.colour]).toEqual([true, 'yellow']);
  });

  it('say their light in the language of who asks', async () => {
    const id = await world.task({ state: 'in-progress', dueDate: '2024-09-01' });
    await world
      .as('planOffice')
      .send('put', `tasks/${id}/light-override`, { colour: 'red', reason: 'r', until: '2024-09-30' })
      .set('if-match', '"v1"');
    const zh = (await world.as('viewer').get(`tasks/${id}`)).body.light.reasons;
    const en = (await world.as('viewer').get(`tasks/${id}`).set('accept-language', 'en')).body.light.reasons;
    const overdue = (reasons: { code: string; detail: string }[]) =>
      reasons.find((reason) => reason.code === 'date-overdue')?.detail;
    expect(overdue(zh)).toMatch(/\p{Script=Han}/u);
    expect(overdue(en)).toMatch(/^[^\p{Script=Han}]+$/u);
  });

  it('go to another leader, one or all that a leader leads, on a basis that stands in their history', async () => {
    const { leader, otherLeader } = world.people;
    const [one, two, ended] = [
      await world.task({ state: 'in-progress' }),
      await world.task({ state: 'pending-issue', visibility: 'restricted' }),
      await world.task({ state: 'terminated' }),
    ];
    const detail = async (id: string, person: Person = 'planOffice') =>
      (await world.as(person).get(`tasks/${id}`)).body;
    const hand = async (id: string, body: object, person: Person = 'planOffice') =>
      world
        .as(person)
        .send('post', `tasks/${id}/leader-handover`, { basis: '市局〔2024〕8 号', ...body })
        .set('if-match', `"v${(await detail(id, 'planOffice')).version}"`);
    const to = { leaderId: otherLeader.id };
    expect((await hand(one, to, 'leader')).status).toBe(403);
    expect((await hand(one, { ...to, basis: '' })).status).toBe(422);
    expect((await hand(ended, to)).status).toBe(409);
    expect(codes(await hand(one, { leaderId: leader.id }))).toEqual([['leaderId', 'unchanged']]);
    expect(codes(await hand(one, { leaderId: world.people.head.id }))).toEqual([['leaderId', 'no-leader']]);

    await world.house.source.query(`update app_user set active = false where id = $1`, [leader.id]);
    expect((await detail(one)).leaderActive).toBe(false);
    const withoutLeader = async (person: Person) =>
      (
        await world.as(person).get(`plans/${world.planId}/tasks?origin=any&leader=inactive&limit=500`)
      ).body.items.map((task: { id: string }) => task.id);
    expect(await withoutLeader('planOffice')).toEqual(expect.arrayContaining([one, two]));
    expect(await withoutLeader('viewer')).not.toContain(two);
    expect(codes(await hand(one, { leaderId: leader.id }))).toEqual([['leaderId', 'unknown-user']]);
    expect((await detail(two, 'otherLeader')).id).toBeUndefined();
    const handed = await hand(one, { ...to, all: true });
    expect([handed.status, handed.body.leader.id, handed.body.leaderActive]).toEqual([
      200,
      otherLeader.id,
      true,
    ]);
    expect(await withoutLeader('planOffice')).not.toContain(one);
    // Whoever leads a restricted task may know of it.
    expect((await detail(two, 'otherLeader')).leader.id).toBe(otherLeader.id);
    const told = (await world.as('otherLeader').get('notifications?kind=task-handed-over')).body.items;
    expect(told.map((each: { task: { id: string } }) => each.task.id)).toEqual(
      expect.arrayContaining([one, two]),
    );
    expect((await detail(ended)).leader.id).toBe(leader.id);
    const { body: history } = await world.as('otherLeader').get(`tasks/${two}/history`);
    expect(history.items.at(-1)).toMatchObject({
      move: 'hand-over-leader',
      reason: '市局〔2024〕8 号',
      from: 'pending-issue',
      to: 'pending-issue',
      detail: { from: leader.id, to: otherLeader.id },
    });
    const moves = (await world.as('otherLeader').get(`tasks/${two}/moves`)).body;
    expect(moves.map((each: { move: string }) => each.move)).toContain('return');
    await world.house.source.query(`update app_user set active = true where id = $1`, [leader.id]);
  });
});

describe('issuing a plan', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());

  it('issues all drafted tasks that are ready, under one number, once', async () => {
    const printed = (number: number, given: object = {}) => world.task({ number, origin: 'plan', ...given });
    const ready = [await printed(1), await printed(2, { state: 'pending-issue' })];
    const lacking = await printed(3, { leadUnitId: null });
    const added = await world.task();
    const path = `plans/${world.planId}/issue`;
    const issue = (person: Person) =>
      world.as(person).send('post', path, { documentNumber: '嘉公通〔2024〕1号' });
    const early = await issue('leader');
    expect([early.status, early.body.errors[0].code]).toEqual([409, 'missing']);
    for (const taskId of [...ready, lacking, added]) {
      await world.house.source.query(
        `insert into milestone (id, plan_id, task_id, position, title, firm) values (gen_random_uuid(), $1, $2, 1, '节点', true)`,
        [world.planId, taskId],
      );
    }
    expect((await issue('planOffice')).status).toBe(403);
    const answer = await issue('leader');
    expect([answer.status, answer.body.documentNumber, answer.body.issuedOn]).toEqual([
      200,
      '嘉公通〔2024〕1号',
      '2024-09-20',
    ]);
    expect([answer.body.listedTasks, answer.body.announcedTasks]).toEqual([3, 3]);
    const states = await world.house.source.query(`select id, state from task`);
    const stateOf = (id: string) => states.find((row: { id: string }) => row.id === id).state;
    expect([...ready, lacking, added].map(stateOf)).toEqual(['issued', 'issued', 'draft', 'draft']);
    const { items } = (await world.as('viewer').get(`tasks/${ready[0]}/history`)).body;
    expect(items).toMatchObject([
      { move: 'issue', from: 'draft', detail: { documentNumber: '嘉公通〔2024〕1号' } },
    ]);
    expect((await issue('leader')).body.code).toBe('already-issued');
  });
});
