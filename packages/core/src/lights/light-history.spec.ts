import { afterAll, beforeAll, expect, test } from 'vitest';
import { Expectations } from '../expectations/expectations.service.js';
import { inTransaction } from '../kernel/index.js';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';
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

test('an accepted note stands while it is unlocked, a waived one says nothing, and a new lead owes one at a time', async () => {
  const { house, planId, units } = world;
  await house.setToday('2024-09-10');
  const id = await world.task({ state: 'in-progress' });
  const said = async () => {
    const light = (await house.app.get(Lights).compute(world.ctx(), planId, [id])).get(id);
    return [light?.colour, light?.reasons.map((each) => each.code)];
  };
  const run = (sql: string, more: unknown[] = []) => house.source.query(sql, [id, ...more]);
  await inTransaction(world.ctx(), (ctx) => house.app.get(Expectations).openNotes(ctx, id, '2024-06-01'));
  const move = async (name: Person, report: { id: string; version: number }, body: object) => {
    const answer = await world
      .as(name)
      .send('post', `reports/${report.id}/moves`, body)
      .set('if-match', `"v${report.version}"`)
      .expect(200);
    return answer.body as { id: string; version: number };
  };
  let note = { id: '', version: 0 };
  for (const period of ['2024-06', '2024-07', '2024-08']) {
    const given = {
      planId,
      areaId: 'sample',
      formKey: 'progress-note',
      taskId: id,
      unitId: units.lead,
      period,
    };
    const begun = await world
      .as('reporter')
      .send('post', 'reports', { ...given, mode: 'no-progress' })
      .expect(201);
    note = await move('reporter', begun.body, { move: 'submit' });
    note = await move('head', note, { move: 'sign' });
    note = await move('areaLead', note, { move: 'accept' });
  }
  const three = ['yellow', ['no-progress', 'note-confirmed']];
  expect(await said()).toEqual(three);
  note = await move('areaLead', note, { move: 'unlock', reason: '更正' });
  expect(await said()).toEqual(three);
  const data = { progress: '甲', 'next-steps': '乙', 'self-assessment': 'behind' };
  const saved = await world
    .as('reporter')
    .send('patch', `reports/${note.id}`, { data })
    .set('if-match', `"v${note.version}"`)
    .expect(200);
  note = await move('head', await move('reporter', saved.body, { move: 'submit' }), { move: 'sign' });
  expect(await said()).toEqual(three);
  await move('areaLead', note, { move: 'accept' });
  expect(await said()).toEqual(['yellow', ['note-behind']]);

  // September was waived: August's note is the last that anybody waits for.
  await house.setToday('2024-10-20');
  expect((await said())[1]).toEqual(['reports-missing']);
  await run(`update expectation set waived_reason = '免' where task_id = $1 and period = '2024-09'`);
  expect(await said()).toEqual(['yellow', ['note-behind']]);
  // Stopping the notes, as a suspension does, forgets no waiver, also of a period that has not opened yet.
  const owed = async () =>
    (
      await run(
        `select period, waived_reason as why from expectation where task_id = $1 and period > '2024-10'`,
      )
    ).map((each: { period: string; why: string | null }) => [each.period, each.why]);
  await run(`update expectation set waived_reason = '免' where task_id = $1 and period = '2024-12'`);
  await inTransaction(world.ctx(), (ctx) => house.app.get(Expectations).stopNotes(ctx, id));
  expect(await owed()).toEqual([['2024-12', '免']]);
  await inTransaction(world.ctx(), (ctx) => house.app.get(Expectations).openNotes(ctx, id));
  expect(new Map(await owed())).toEqual(
    new Map([
      ['2024-11', null],
      ['2024-12', '免'],
    ]),
  );
  // A new lead owes October alone: one report is missing, as it would be of the old one.
  await house.setToday('2024-11-20');
  await run(`update expectation set unit_id = $2 where task_id = $1 and period >= '2024-10'`, [
    units.partner,
  ]);
  await run(`update assignment set unit_id = $2 where task_id = $1 and role = 'lead'`, [units.partner]);
  expect(await said()).toEqual(['yellow', ['reports-missing']]);
});
