import { extensionPage, onTimeSchema, onTimeTaskPage } from '@duban/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';

const asked = { dueDate: '2024-12-20', reason: '上级方案推迟下发', progress: '已完成两项' };

describe('an extension', () => {
  let world: TaskWorld;
  let taskId: string;

  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.house.setToday('2024-09-20');
    taskId = await world.task({ state: 'in-progress' });
  });

  const ask = (person: Person, body: object = asked, id = taskId) =>
    world.as(person).send('post', `tasks/${id}/extensions`, body);
  const decide = (person: Person, id: string, version: number, body: object = { move: 'approve' }) =>
    world.as(person).send('post', `extensions/${id}/moves`, body).set('if-match', `"v${version}"`);
  const task = async (id = taskId) => (await world.as('viewer').get(`tasks/${id}`)).body;

  it('is asked for by the head of the lead unit, approved by the plan office, granted by the leader', async () => {
    const { body: extension, status } = await ask('head');
    expect([status, extension.state, extension.dueDateBefore]).toEqual([201, 'asked', '2024-11-30']);
    expect((await decide('leader', extension.id, 1)).body.code).toBe('move-not-possible');
    const approved = await decide('planOffice', extension.id, 1);
    expect([approved.status, approved.body.state, approved.body.moves]).toEqual([200, 'approved', []]);
    expect((await task()).dueDate).toBe('2024-11-30');
    const granted = await decide('leader', extension.id, 2);
    expect([granted.status, granted.body.state]).toEqual([200, 'granted']);
    expect(await task()).toMatchObject({ dueDate: '2024-12-20', originalDueDate: '2024-11-30', version: 2 });
    const { items } = (await world.as('viewer').get(`tasks/${taskId}/history`)).body;
    expect(items.at(-1)).toMatchObject({
      move: 'extend',
      reason: asked.reason,
      detail: { before: '2024-11-30', after: '2024-12-20' },
    });
    const list = (await world.as('viewer').get(`tasks/${taskId}/extensions`)).body;
    expect(extensionPage.parse(list)).toEqual(list);
    expect(list.items[0].decisions.map((each: { by: { name: string } }) => each.by.name)).toEqual([
      'planOffice',
      'leader',
    ]);
    expect((await decide('otherOffice', extension.id, 3)).body.code).toBe('move-not-possible');
  });

  it('is nobody else’s to ask or to decide', async () => {
    for (const person of ['reporter', 'partnerHead', 'planOffice', 'leader', 'viewer'] as const)
      expect((await ask(person)).status, person).toBe(403);
    expect((await ask('auditor')).status).toBe(404);
    const { body } = await ask('head');
    for (const person of ['head', 'otherLeader', 'areaLead', 'admin'] as const)
      expect((await decide(person, body.id, 1)).status, person).toBe(403);
  });

  it('is refused with a reason, and may then be asked for again', async () => {
    const { body } = await ask('head');
    expect((await ask('head')).body.code).toBe('already-exists');
    expect((await decide('planOffice', body.id, 1, { move: 'refuse' })).body.errors[0].path).toBe('reason');
    const refused = await decide('planOffice', body.id, 1, { move: 'refuse', reason: '理由不充分' });
    expect(refused.body.state).toBe('refused');
    expect((await task()).dueDate).toBe('2024-11-30');
    expect((await ask('head')).status).toBe(201);
  });

  it('is taken back by whoever asked, or the head of that unit, before it is granted', async () => {
    const { body } = await ask('head');
    const withdraw = (person: Person, version: number, given: object = { reason: '设备已到货' }) =>
      world
        .as(person)
        .send('post', `extensions/${body.id}/withdrawal`, given)
        .set('if-match', `"v${version}"`);
    expect(body.moves).toEqual(['withdraw']);
    expect((await withdraw('planOffice', 1)).status).toBe(403);
    expect((await withdraw('head', 1, {})).body.errors[0].path).toBe('reason');
    await decide('planOffice', body.id, 1);
    expect((await withdraw('head', 1)).status).toBe(412);
    const withdrawn = await withdraw('head', 2);
    expect(withdrawn.body).toMatchObject({
      state: 'withdrawn',
      moves: [],
      decisions: [{ move: 'approve' }, { move: 'withdraw', reason: '设备已到货' }],
    });
    for (const person of ['leader', 'planOffice'] as const) {
      const [told] = (await world.as(person).get('notifications?kind=extension-decided')).body.items;
      expect([told.task.id, told.text], person).toEqual([taskId, '已撤回，至 2024-12-20，设备已到货']);
    }
    expect((await withdraw('head', 3)).body.code).toBe('move-not-possible');
    expect((await decide('leader', body.id, 3)).body.code).toBe('move-not-possible');
    expect([(await task()).dueDate, (await ask('head')).status]).toEqual(['2024-11-30', 201]);
  });

  it('comes too late once the date has passed, and never moves a date back', async () => {
    expect((await ask('head', { ...asked, dueDate: '2024-11-30' })).body.errors[0].code).toBe('not-later');
    await world.house.setToday('2024-11-30');
    expect((await ask('head')).status).toBe(201);
    const other = await world.task({ state: 'in-progress' });
    await world.house.setToday('2024-12-01');
    expect((await ask('head', asked, other)).body.code).toBe('date-passed');
  });

  it('is not granted once the date was moved further, and can still be refused', async () => {
    const { body } = await ask('head');
    await decide('planOffice', body.id, 1);
    await world.house.source.query(`update task set due_date = '2024-12-28' where id = $1`, [taskId]);
    const late = await decide('leader', body.id, 2);
    expect([late.status, late.body.code]).toEqual([409, 'move-not-possible']);
    expect((await task()).dueDate).toBe('2024-12-28');
    const refused = await decide('leader', body.id, 2, { move: 'refuse', reason: '期限已另行调整' });
    expect([refused.status, refused.body.state]).toEqual([200, 'refused']);
  });

  it('is decided once where two decide it at the same time', async () => {
    const { body } = await ask('head');
    const answers = await Promise.all([decide('planOffice', body.id, 1), decide('otherOffice', body.id, 1)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  it('tells who has to decide, and the unit what was decided', async () => {
    const { body } = await ask('head');
    const told = async (person: Person) =>
      (await world.as(person).get('notifications')).body.items
        .filter((each: { task: { id: string } | null }) => each.task?.id === taskId)
        .map((each: { kind: string }) => each.kind);
    expect(await told('planOffice')).toEqual(['extension-asked']);
    expect(await told('leader')).toEqual([]);
    await decide('planOffice', body.id, 1);
    await decide('leader', body.id, 2);
    expect(await told('leader')).toEqual(['extension-asked']);
    expect(await told('head')).toEqual(['extension-decided']);
    expect(await told('partnerHead')).toEqual([]);
  });

  it('shows two on-time rates, against the date first set and against the extended one', async () => {
    const late = await world.task({
      state: 'closed',
      originalDueDate: '2024-06-30',
      dueDate: '2024-07-31',
      closedOn: '2024-07-20',
    });
    await world.task({ state: 'closed', dueDate: '2024-06-30', closedOn: '2024-06-20' });
    await world.task({
      state: 'closed',
      visibility: 'restricted',
      dueDate: '2024-06-30',
      closedOn: '2024-08-20',
    });
    expect((await task(late)).closedOn).toBe('2024-07-20');
    const rates = (await world.as('viewer').get(`plans/${world.planId}/on-time`)).body;
    expect(onTimeSchema.parse(rates)).toEqual(rates);
    expect(rates).toMatchObject({
      original: { of: 2, onTime: 1, late: 1, rate: 50 },
      extended: { of: 2, onTime: 2, late: 0, rate: 100 },
    });
    const behind = async (query: string) => {
      const page = (await world.as('viewer').get(`plans/${world.planId}/on-time/tasks?${query}`)).body;
      expect(onTimeTaskPage.parse(page)).toEqual(page);
      return page.items.map((each: { task: { id: string } }) => each.task.id);
    };
    expect(await behind('against=original&outcome=late&areaId=sample')).toEqual([late]);
    expect(await behind('against=extended')).toHaveLength(2);
    expect(await behind('outcome=late')).toEqual([]);
    expect(await behind('areaId=other&against=original')).toEqual([]);
    await world.task({ state: 'in-progress', dueDate: '2024-09-19' });
    expect((await world.as('viewer').get(`plans/${world.planId}/on-time`)).body).toMatchObject({
      original: { of: 3, late: 2, rate: 33.3333 },
      areas: [{ areaId: 'sample' }],
    });
    // A closure asked for after the last day forgives nothing while it is reviewed, one in time is not late yet.
    const review = async (requestedOn: string) => {
      const id = await world.task({ state: 'closure-review', dueDate: '2024-09-12' });
      await world.house.source.query(
        `insert into task_history (id, plan_id, task_id, at, business_date, move, from_state, to_state, request_id, detail)
         values (gen_random_uuid(), $1, $2, now(), $3, 'request-closure', 'in-progress', 'closure-review', 'x', '{}')`,
        [world.planId, id, requestedOn],
      );
    };
    await review('2024-09-18');
    await review('2024-09-11');
    expect((await world.as('viewer').get(`plans/${world.planId}/on-time`)).body).toMatchObject({
      original: { of: 4, late: 3, onTime: 1 },
      extended: { of: 4, late: 2, onTime: 2 },
    });
  });

  it('of a restricted task is there for those alone who may know of it', async () => {
    const hidden = await world.task({
      state: 'in-progress',
      visibility: 'restricted',
      number: 7,
      origin: 'plan',
      outlineTitle: null,
      knowerIds: [world.people.head.id],
    });
    const withheld = await world.task({
      state: 'withheld',
      visibility: 'withheld',
      number: 8,
      origin: 'plan',
    });
    const { body, status } = await ask('head', asked, hidden);
    expect(status).toBe(201);
    expect((await decide('otherLeader', body.id, 1)).status).toBe(404);
    const listed = async (person: Person) => {
      const page = (await world.as(person).get(`plans/${world.planId}/extensions?state=asked&limit=500`))
        .body;
      expect(extensionPage.parse(page)).toEqual(page);
      return page.items.map((each: { id: string }) => each.id).includes(body.id);
    };
    expect([await listed('planOffice'), await listed('head'), await listed('viewer')]).toEqual([
      true,
      true,
      false,
    ]);
    const offered = async (person: Person) => {
      const page = (await world.as(person).get(`plans/${world.planId}/extensions?state=asked&limit=500`))
        .body;
      return page.items.find((each: { id: string }) => each.id === body.id)?.moves;
    };
    expect([await offered('planOffice'), await offered('head')]).toEqual([['approve', 'refuse'], []]);
    expect((await world.as('viewer').get(`tasks/${hidden}/extensions`)).body).toEqual(
      (await world.as('viewer').get(`tasks/${withheld}/extensions`)).body,
    );
    expect((await ask('reporter', asked, hidden)).status).toBe(
      (await ask('reporter', asked, withheld)).status,
    );
    expect((await decide('planOffice', body.id, 1)).status).toBe(200);
  });
});
