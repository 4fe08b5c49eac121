import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTaskWorld, type TaskWorld } from '../tasks/task-world.testing.js';
import { Lights } from './lights.service.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await openTaskWorld();
});
afterAll(() => world.close());

test('a task’s lights are kept as they change, with day, reasons and rules, also when set by hand', async () => {
  const { house, planId } = world;
  await house.setToday('2024-08-30');
  const id = await world.task({ state: 'in-progress', dueDate: '2024-09-25' });
  const restricted = await world.task({
    state: 'in-progress',
    dueDate: '2024-09-25',
    visibility: 'restricted',
    number: 3,
  });
  const night = async (today: string) => {
    await house.setToday(today);
    await house.app.get(Lights).refreshAll(world.ctx(), planId);
  };
  await night('2024-08-30');
  await night('2024-08-31');
  await night('2024-09-24');
  await night('2024-09-26');
  const { body: task } = await world.as('planOffice').get(`tasks/${id}`);
  const byHand = { colour: 'yellow', reason: '材料已报待核', until: '2024-09-27' };
  await world
    .as('planOffice')
    .send('put', `tasks/${id}/light-override`, byHand)
    .set('If-Match', `"v${task.version}"`)
    .expect(200);
  await night('2024-09-27');
  await night('2024-09-28');

  const { body } = await world.as('viewer').get(`tasks/${id}/lights`).expect(200);
  const light = (colour: string, overridden = false) => ({ colour, closed: null, overridden });
  expect(body.items).toMatchObject([
    { on: '2024-08-30', from: null, to: light('grey') },
    { on: '2024-09-24', from: light('grey'), to: light('yellow'), reasons: [{ code: 'date-near' }] },
    { on: '2024-09-26', from: light('yellow'), to: light('yellow', true) },
    { on: '2024-09-28', from: light('yellow', true), to: light('red'), reasons: [{ code: 'date-overdue' }] },
  ]);
  expect(body.items[1].reasons[0].detail).toContain('2024-09-25');
  expect(body.items[1].rules).toMatch(/\S/);
  expect(body.total).toBe(4);
  const newest = await world.as('viewer').get(`tasks/${id}/lights?sort=-on&limit=1`).expect(200);
  expect(newest.body).toMatchObject({ items: [{ on: '2024-09-28' }], total: 4 });
  expect(newest.body.nextCursor).not.toBeNull();

  const months = await world.as('viewer').get(`plans/${planId}/lights`).expect(200);
  expect(months.body.months.slice(6)).toMatchObject([
    { month: '2024-07', grey: 0 },
    { month: '2024-08', grey: 1, red: 0 },
    { month: '2024-09', grey: 0, red: 1 },
  ]);
  expect(months.body.tasks).toMatchObject([
    {
      taskId: id,
      months: [
        { month: '2024-08', colour: 'grey' },
        { month: '2024-09', colour: 'red' },
      ],
    },
  ]);
  const other = await world.as('viewer').get(`plans/${planId}/lights?areaId=other`).expect(200);
  expect(other.body.tasks).toEqual([]);

  // Of a restricted task the unknowing learn nothing, as of a withheld one.
  const { body: unknown } = await world.as('viewer').get(`tasks/${restricted}/lights`).expect(200);
  expect(unknown).toEqual({ items: [], nextCursor: null, total: 0 });
  const { body: knowing } = await world.as('leader').get(`tasks/${restricted}/lights`).expect(200);
  expect(knowing.items.length).toBeGreaterThan(1);
});

test('the lights of an earlier day rest on what was there by then, and touch nothing of today', async () => {
  const { house, planId } = world;
  await house.setToday('2024-09-28');
  const id = await world.task({ state: 'in-progress', dueDate: '2024-09-25' });
  const [{ milestone }] = await house.source.query(
    `insert into milestone (id, plan_id, task_id, position, title, due_date, done_on, firm)
     values (gen_random_uuid(), $1, $2, 1, '节点', '2024-07-10', '2024-08-20', true) returning id as milestone`,
    [planId, id],
  );
  expect(milestone).toBeTruthy();
  const lights = house.app.get(Lights);
  await lights.refresh(world.ctx(), planId, [id]);
  await lights.keep({ ...world.ctx(), today: '2024-07-31' }, planId, [id]);
  await lights.keep({ ...world.ctx(), today: '2024-08-31' }, planId, [id]);
  const { body } = await world.as('viewer').get(`tasks/${id}/lights`).expect(200);
  expect(body.items.map((each: { on: string; to: { colour: string } }) => [each.on, each.to.colour])).toEqual(
    [
      ['2024-07-31', 'red'],
      ['2024-08-31', 'green'],
      ['2024-09-28', 'red'],
    ],
  );
  const { body: task } = await world.as('viewer').get(`tasks/${id}`).expect(200);
  expect(task.light).toMatchObject({ colour: 'red', asOf: '2024-09-28' });
});
