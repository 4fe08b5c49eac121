import { contestPage } from '@duban/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';

describe('contesting a light', () => {
  let world: TaskWorld;
  let taskId: string;

  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    taskId = await world.task({
      state: 'in-progress',
      dueDate: '2024-09-10',
      responsibleUnitIds: [world.units.partner],
    });
    await inTransaction(world.ctx(), (ctx) =>
      world.house.app.get(Lights).refresh(ctx, world.planId, [taskId]),
    );
  });

  const contest = (person: Person, body: object = { reason: '方案已于 9 月 5 日报送' }, id = taskId) =>
    world.as(person).send('post', `tasks/${id}/light-contests`, body);
  const answer = (person: Person, id: string, body: object = { upheld: false, text: '材料未附' }) =>
    world.as(person).send('post', `light-contests/${id}/answer`, body).set('if-match', '"v1"');

  it('keeps the light as it stood, and gets an answer of the plan office', async () => {
    const { body, status } = await contest('head');
    expect([status, body.colour, body.lightAsOf, body.unit.name, body.answer]).toEqual([
      201,
      'red',
      '2024-09-20',
      'lead',
      null,
    ]);
    expect((await contest('head')).body.code).toBe('already-exists');
    for (const person of ['head', 'areaLead', 'leader', 'viewer'] as const)
      expect((await answer(person, body.id)).status, person).toBe(403);
    const answered = await answer('planOffice', body.id);
    expect(answered.body.answer).toMatchObject({
      upheld: false,
      text: '材料未附',
      by: { name: 'planOffice' },
    });
    expect((await world.as('viewer').get(`tasks/${taskId}`)).body.light.colour).toBe('red');
    const list = (await world.as('viewer').get(`tasks/${taskId}/light-contests`)).body;
    expect(contestPage.parse(list)).toEqual(list);
    expect((await contest('head')).status).toBe(201);
    const [told] = (await world.as('head').get('notifications?kind=contest-answered')).body.items;
    expect(told.text).toBe('异议不成立');
  });

  it('is the right of the head of any unit that takes part, and of nobody else', async () => {
    expect((await contest('partnerHead')).body.unit.name).toBe('partner');
    for (const person of ['reporter', 'areaLead', 'planOffice', 'leader', 'viewer'] as const)
      expect((await contest(person)).status, person).toBe(403);
    const other = await world.task({ state: 'in-progress', leadUnitId: world.units.helper });
    expect((await contest('head', undefined, other)).status).toBe(403);
    expect((await contest('head', { reason: '甲', unitId: world.units.partner })).body.code).toBe(
      'not-assigned',
    );
  });

  it('stands in the plan’s list with its task, by area and by whether it was answered', async () => {
    const { body: waiting } = await contest('partnerHead');
    const { body: settled } = await contest('head');
    await answer('planOffice', settled.id);
    const list = async (query: string, person: Person = 'viewer') => {
      const { body } = await world.as(person).get(`plans/${world.planId}/light-contests?limit=500&${query}`);
      return body.items.filter((each: { taskId: string }) => each.taskId === taskId);
    };
    const [open] = await list('answered=false', 'planOffice');
    expect(open).toMatchObject({ id: waiting.id, task: { id: taskId }, moves: ['answer'] });
    expect(await list('answered=true')).toMatchObject([{ id: settled.id, answer: { upheld: false } }]);
    expect(await list('areaId=elsewhere')).toEqual([]);
  });

  it('waits in the plan office’s work', async () => {
    await contest('head');
    const { toDecide } = (await world.as('planOffice').get(`work?planId=${world.planId}`)).body;
    expect(toDecide).toContainEqual(expect.objectContaining({ taskId, moves: ['answer-contest'] }));
  });

  it('cannot be tried on a restricted task any more than on a withheld one', async () => {
    const given = { number: 31, origin: 'plan' as const, leadUnitId: world.units.partner };
    const hidden = await world.task({ ...given, state: 'in-progress', visibility: 'restricted' });
    const withheld = await world.task({
      ...given,
      number: 32,
      state: 'withheld',
      visibility: 'withheld',
      leadUnitId: null,
    });
    const answers = [
      await contest('partnerHead', undefined, hidden),
      await contest('partnerHead', undefined, withheld),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'forbidden'],
      [403, 'forbidden'],
    ]);
  });
});
