import { instructionPage } from '@duban/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';

const said = { text: '请抓紧推进，月底前报方案。', answerBy: '2024-09-27' };

describe('an instruction', () => {
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

  const write = (person: Person, body: object = said) =>
    world.as(person).send('post', `tasks/${taskId}/instructions`, body);
  const move = (person: Person, id: string, version: number, body: object) =>
    world.as(person).send('post', `instructions/${id}/moves`, body).set('if-match', `"v${version}"`);

  it('of a leader is answered by the lead unit and closed by who wrote it', async () => {
    const { body, status } = await write('otherLeader');
    expect([status, body.state, body.late, body.moves]).toEqual([201, 'open', false, ['close']]);
    await world.house.setToday('2024-09-28');
    const [late] = (await world.as('head').get(`tasks/${taskId}/instructions`)).body.items;
    expect([late.late, late.moves]).toEqual([true, ['answer']]);
    expect((await move('head', body.id, 1, { move: 'answer' })).body.errors[0].path).toBe('text');
    // Who answers does not close, whatever version they name.
    expect((await move('head', body.id, 9, { move: 'close' })).body.code).toBe('forbidden');
    const answered = await move('reporter', body.id, 1, { move: 'answer', text: '方案已报' });
    expect(answered.body).toMatchObject({
      state: 'answered',
      late: false,
      answers: [{ by: { name: 'reporter' } }],
    });
    const again = await move('head', body.id, 2, { move: 'answer', text: '已印发' });
    expect(again.body.answers.map((each: { text: string }) => each.text)).toEqual(['方案已报', '已印发']);
    expect((await move('leader', body.id, 3, { move: 'close' })).body.code).toBe('forbidden');
    expect((await move('otherLeader', body.id, 3, { move: 'close' })).body).toMatchObject({
      state: 'closed',
      closedOn: '2024-09-28',
      moves: [],
    });
    const list = (await world.as('viewer').get(`tasks/${taskId}/instructions`)).body;
    expect(instructionPage.parse(list)).toEqual(list);
  });

  it('stands in the list of its plan: open, late, answered', async () => {
    const { body } = await write('leader');
    const list = async (query: string) =>
      (await world.as('planOffice').get(`plans/${world.planId}/instructions?limit=500&${query}`)).body.items
        .filter((each: { id: string }) => each.id === body.id)
        .map((each: { state: string; task: { id: string } }) => [each.state, each.task.id]);
    expect(await list('state=open&late=false&sort=-answerBy')).toEqual([['open', taskId]]);
    expect(await list('late=true')).toEqual([]);
    await world.house.setToday('2024-09-28');
    expect(await list('late=true&areaId=sample')).toEqual([['open', taskId]]);
    await move('head', body.id, 1, { move: 'answer', text: '方案已报' });
    expect(await list('late=true')).toEqual([]);
    expect(await list('state=answered')).toEqual([['answered', taskId]]);
    const page = (await world.as('viewer').get(`plans/${world.planId}/instructions?limit=1`)).body;
    expect(instructionPage.parse(page)).toEqual(page);
  });

  it('is a leader’s to write and the lead unit’s to answer', async () => {
    for (const person of ['planOffice', 'areaLead', 'head', 'viewer', 'admin'] as const)
      expect((await write(person)).status, person).toBe(403);
    expect((await write('leader', { ...said, answerBy: '2024-09-19' })).body.errors[0].path).toBe('answerBy');
    const { body } = await write('leader');
    for (const person of ['partnerHead', 'planOffice', 'areaLead'] as const)
      expect((await move(person, body.id, 1, { move: 'answer', text: '甲' })).status, person).toBe(403);
  });

  it('of a leader who left is handed over, by itself or with the tasks, to one who closes it then', async () => {
    const { leader, otherLeader, head } = world.people;
    const basis = { text: '市局〔2024〕8 号', leaderId: leader.id };
    const { body } = await write('otherLeader');
    const hand = (to: object, person: Person = 'planOffice', version = 1) =>
      move(person, body.id, version, { move: 'hand-over', ...basis, ...to });
    const orphans = async () =>
      (
        await world.as('planOffice').get(`plans/${world.planId}/instructions?limit=500&holder=inactive`)
      ).body.items.map((each: { id: string }) => each.id);
    expect(await orphans()).not.toContain(body.id);
    await world.house.source.query(`update app_user set active = false where id = $1`, [otherLeader.id]);
    try {
      expect(await orphans()).toContain(body.id);
      for (const person of ['leader', 'head', 'areaLead'] as const)
        expect((await hand({}, person)).status, person).toBe(403);
      expect((await hand({ text: null })).body.errors[0].path).toBe('text');
      expect((await hand({ leaderId: null })).body.errors[0].path).toBe('leaderId');
      for (const [id, code] of [
        [head.id, 'no-leader'],
        [otherLeader.id, 'unknown-user'],
      ])
        expect((await hand({ leaderId: id })).body.errors).toMatchObject([{ path: 'leaderId', code }]);
      expect((await hand({})).body).toMatchObject({
        writtenBy: { name: 'otherLeader' },
        heldBy: { name: 'leader' },
        holderActive: true,
        version: 2,
      });
      const { items: told } = (await world.as('leader').get('notifications?kind=instruction-handed-over'))
        .body;
      expect(told).toMatchObject([{ task: { id: taskId } }]);
      expect((await hand({}, 'planOffice', 2)).body.errors[0].code).toBe('unchanged');
      expect((await move('leader', body.id, 2, { move: 'close' })).body.state).toBe('closed');
      const { body: history } = await world.as('leader').get(`tasks/${taskId}/history`);
      expect(history.items.at(-1)).toMatchObject({ move: 'hand-over-instruction', reason: basis.text });
    } finally {
      await world.house.source.query(`update app_user set active = true where id = $1`, [otherLeader.id]);
    }
    // With the leader's tasks, whoever leads the task that it was written on.
    const elsewhere = await world.task({ state: 'in-progress', leaderId: otherLeader.id });
    const wrote = [
      (await write('leader')).body,
      (await world.as('leader').send('post', `tasks/${elsewhere}/instructions`, said)).body,
    ];
    const task = (await world.as('planOffice').get(`tasks/${taskId}`)).body;
    await world
      .as('planOffice')
      .send('post', `tasks/${taskId}/leader-handover`, {
        leaderId: otherLeader.id,
        basis: '分工调整',
        all: true,
      })
      .set('if-match', `"v${task.version}"`);
    for (const each of wrote) {
      const { items } = (await world.as('otherLeader').get(`tasks/${each.taskId}/instructions`)).body;
      expect(items.find(({ id }: { id: string }) => id === each.id)).toMatchObject({
        heldBy: { name: 'otherLeader' },
        moves: ['close'],
      });
    }
  });

  it('begins a task, led by who wrote it, for the plan office to complete', async () => {
    const { body, status } = await world.as('leader').send('post', `plans/${world.planId}/instructions`, {
      ...said,
      areaId: 'sample',
      title: '开展专项检查',
      leadUnitId: world.units.lead,
      dueDate: '2024-12-20',
    });
    expect(status).toBe(201);
    const task = (await world.as('planOffice').get(`tasks/${body.taskId}`)).body;
    expect(task).toMatchObject({
      state: 'draft',
      origin: 'instruction',
      number: null,
      leader: { name: 'leader' },
      leadUnit: { name: 'lead' },
      dueDate: '2024-12-20',
    });
    const refused = await world.as('leader').send('post', `plans/${world.planId}/instructions`, {
      ...said,
      areaId: 'nowhere',
      title: '甲',
    });
    expect(refused.status).toBe(404);
  });

  it('waits in the work of the unit, then in that of the leader', async () => {
    const { body } = await write('leader');
    const waits = async (person: Person) =>
      (await world.as(person).get(`work?planId=${world.planId}`)).body.toDecide.find(
        (each: { taskId: string }) => each.taskId === taskId,
      )?.moves;
    expect([await waits('head'), await waits('leader')]).toEqual([['answer-instruction'], undefined]);
    await move('head', body.id, 1, { move: 'answer', text: '已办' });
    expect([await waits('head'), await waits('leader')]).toEqual([undefined, ['close-instruction']]);
  });
});
