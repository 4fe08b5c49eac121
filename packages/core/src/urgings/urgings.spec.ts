import { addWorkingDays, chineseCalendar, urgingPage, urgingsResult, workSchema } from '@duban/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Calendar } from '../calendar/calendar.service.js';
import { Expectations } from '../expectations/expectations.service.js';
import { inTransaction } from '../kernel/index.js';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';
import { Urgings } from './urgings.service.js';

const due = '2024-09-25';
/** A day by working days from the due date: 1 October is no working day, 29 September is one. */
const day = (past: number) => addWorkingDays(due, past, chineseCalendar);

describe('urging', () => {
  let world: TaskWorld;
  let taskId: string;

  beforeAll(async () => {
    world = await openTaskWorld();
    await world.house.app.get(Calendar).install(world.ctx());
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.house.setToday('2024-09-10');
    await world.house.source.query(`update task set state = 'archived' where state <> 'archived'`);
    taskId = await world.task({ state: 'in-progress', dueDate: due });
  });

  const escalate = async (date: string) => {
    await world.house.setToday(date);
    return inTransaction(world.ctx(), (ctx) => world.house.app.get(Urgings).escalate(ctx, world.planId));
  };
  const slips = async (person: Person = 'planOffice', id = taskId) =>
    (await world.as(person).get(`tasks/${id}/urgings`)).body.items;
  const move = (person: Person, slip: { id: string; version: number }, body: object) =>
    world.as(person).send('post', `urgings/${slip.id}/moves`, body).set('if-match', `"v${slip.version}"`);
  const find = async (level: string, person: Person = 'planOffice') =>
    (await slips(person)).find((each: { level: string }) => each.level === level);

  it('escalates by working days: notice and blue by themselves, orange and red as drafts', async () => {
    expect(await escalate(day(-6))).toEqual({ issued: 0, drafted: 0, lifted: 0 });
    expect(await escalate(day(-5))).toMatchObject({ issued: 1 });
    expect(await escalate(day(-5))).toEqual({ issued: 0, drafted: 0, lifted: 0 });
    expect(await escalate(day(0))).toMatchObject({ issued: 0, drafted: 0 });
    expect(await escalate(day(1))).toMatchObject({ issued: 1 });
    expect(await escalate(day(4))).toMatchObject({ issued: 0, drafted: 0 });
    // 25 September and five working days: over the holiday, to 8 October.
    expect(day(5)).toBe('2024-10-08');
    expect(await escalate('2024-10-07')).toMatchObject({ issued: 0, drafted: 0 });
    expect(await escalate('2024-10-08')).toMatchObject({ issued: 0, drafted: 1 });
    expect(await escalate(day(10))).toMatchObject({ issued: 0, drafted: 1 });
    expect((await slips()).map((each: { level: string; state: string }) => [each.level, each.state])).toEqual(
      [
        ['red', 'drafted'],
        ['orange', 'drafted'],
        ['blue', 'issued'],
        ['notice', 'issued'],
      ],
    );
    const list = (await world.as('planOffice').get(`tasks/${taskId}/urgings`)).body;
    expect(urgingPage.parse(list)).toEqual(list);
    expect(list.items[2]).toMatchObject({
      unit: { name: 'lead' },
      createdBy: null,
      text: expect.stringContaining('已逾期 1 个工作日'),
    });
  });

  it('drafts are their signers’ alone; orange is signed by the plan office, red by the responsible leader', async () => {
    await escalate(day(5));
    await escalate(day(10));
    expect(await slips('head')).toEqual([]);
    const [orange, red] = [await find('orange'), await find('red')];
    expect((await move('head', orange, { move: 'sign' })).status).toBe(404);
    expect((await move('leader', orange, { move: 'sign' })).status).toBe(403);
    expect((await move('planOffice', red, { move: 'sign' })).status).toBe(403);
    expect((await move('otherLeader', red, { move: 'sign' })).status).toBe(403);
    const signed = await move('planOffice', orange, { move: 'sign', text: '请立即整改。' });
    expect(signed.body).toMatchObject({
      state: 'issued',
      text: '请立即整改。',
      signedBy: { name: 'planOffice' },
      issuedOn: day(10),
      answerBy: day(12),
    });
    expect((await move('leader', red, { move: 'sign' })).body.state).toBe('issued');
    expect((await slips('head')).map((each: { level: string }) => each.level)).toEqual(['red', 'orange']);
    expect((await move('leader', { ...red, version: 2 }, { move: 'sign' })).body.code).toBe(
      'move-not-possible',
    );
  });

  it('is answered by the unit with what will be done by when', async () => {
    await escalate(day(1));
    const blue = await find('blue', 'head');
    expect(blue.moves).toEqual(['acknowledge']);
    expect(
      (await move('head', blue, { move: 'acknowledge', measures: '倒排工期' })).body.errors[0].path,
    ).toBe('promisedFor');
    expect(
      (await move('partnerHead', blue, { move: 'acknowledge', measures: '甲', promisedFor: day(3) })).status,
    ).toBe(403);
    const answered = await move('reporter', blue, {
      move: 'acknowledge',
      measures: '倒排工期',
      promisedFor: day(3),
    });
    expect(answered.body).toMatchObject({
      state: 'acknowledged',
      acknowledgement: { by: { name: 'reporter' }, on: day(1), measures: '倒排工期', promisedFor: day(3) },
      moves: [],
    });
  });

  it('an answer holds the next step back until the day that it promises, five working days at most', async () => {
    const answer = (slip: { id: string; version: number }, promisedFor: string) =>
      move('head', slip, { move: 'acknowledge', measures: '倒排工期', promisedFor });
    await escalate(day(4));
    expect((await answer(await find('blue', 'head'), day(6))).status).toBe(200);
    // Orange is due on the fifth working day; what is promised for the sixth is waited for.
    expect(await escalate(day(5))).toMatchObject({ drafted: 0 });
    expect(await escalate(day(6))).toMatchObject({ drafted: 0 });
    expect(await escalate(day(7))).toMatchObject({ drafted: 1 });
    const orange = await find('orange');
    expect((await move('planOffice', orange, { move: 'sign' })).status).toBe(200);
    await world.house.setToday(day(8));
    expect((await answer(await find('orange', 'head'), '2024-12-31')).status).toBe(200);
    // A promise far away is worth five working days.
    expect(await escalate(day(10))).toMatchObject({ drafted: 0 });
    expect(await escalate(day(13))).toMatchObject({ drafted: 0 });
    expect(await escalate(day(14))).toMatchObject({ drafted: 1 });
  });

  it('goes by the names and days that the area configured, and keeps the name that a slip was written under', async () => {
    const path = `plans/${world.planId}/areas/sample/config`;
    const title = { zh: '黄牌督办单', en: 'Yellow card' };
    const urging = { blue: { title, from: { date: 3 }, answerWithin: 5 }, orange: { from: { date: 8 } } };
    const put = async (value: object) => {
      const { version } = (await world.as('planOffice').get(path)).body;
      const body = { value, reason: '按我局督办办法', effectiveFrom: '2024-09-10' };
      return world.as('areaLead').send('put', path, body).set('if-match', `"v${version}"`);
    };
    const bad = await put({ urging: { blue: { from: { date: 6 } } } });
    expect(bad.body.errors).toEqual([
      { path: 'value.urging.orange.from.date', code: 'invalid', message: '应晚于上一级' },
    ]);
    const { proposal } = (await put({ urging })).body;
    const confirm = await world
      .as('planOffice')
      .send('post', `${path}/versions/${proposal.version}/confirm`, {})
      .set('if-match', `"v${(await world.as('planOffice').get(path)).body.version}"`);
    expect(confirm.status).toBe(200);
    expect(await escalate(day(2))).toMatchObject({ issued: 1 });
    expect(await find('blue')).toBeUndefined();
    await escalate(day(3));
    expect(await find('blue')).toMatchObject({ title, answerBy: day(8) });
    expect(await escalate(day(7))).toMatchObject({ drafted: 0 });
    expect(await escalate(day(8))).toMatchObject({ drafted: 1 });

    const preview = await world.as('planOffice').send('post', `${path}/preview`, {
      value: { urging: {} },
      effectiveFrom: day(10),
    });
    await world.house.setToday(day(10));
    const now = await world.as('planOffice').send('post', `${path}/preview`, {
      value: { urging: {} },
      effectiveFrom: day(10),
    });
    expect([preview.status, now.status]).toEqual([200, 200]);
    const steps = now.body.urging.map((each: { level: string; from: number; to: number }) => [
      each.level,
      each.from,
      each.to,
    ]);
    expect(steps).toEqual([
      ['notice', 0, 0],
      ['blue', 0, 0],
      ['orange', 0, 0],
      ['red', 1, 1],
    ]);
    const change = now.body.changes.find((each: { path: string }) => each.path === 'urging.blue.from.date');
    expect(change.title.zh).toBe('督办规则 · 第二级(蓝色) · 任务期限');
    await world.house.source.query(`delete from area_config`);
  });

  it('a plan lists its slips by state, step, unit and lateness, drafts for their signers alone', async () => {
    await escalate(day(1));
    await escalate(day(5));
    const list = async (query: string, person: Person = 'planOffice') =>
      (await world.as(person).get(`plans/${world.planId}/urgings?${query}`)).body;
    const mine = async (query: string, person?: Person) =>
      (await list(`limit=500&${query}`, person)).items
        .filter((each: { task: { id: string } }) => each.task.id === taskId)
        .map((each: { level: string }) => each.level);
    expect(await mine('')).toEqual(['blue', 'orange']);
    expect(await mine('', 'head')).toEqual(['blue']);
    expect(await mine('state=drafted')).toEqual(['orange']);
    expect(await mine('level=blue')).toEqual(['blue']);
    // Three working days to answer are over on the fifth.
    expect(await mine('late=true')).toEqual(['blue']);
    expect(await mine('late=false')).toEqual(['orange']);
    const { unit } = await find('blue');
    expect(await mine(`unitId=${unit.id}&areaId=sample&sort=-answerBy`)).toEqual(['orange', 'blue']);
    expect(await mine('areaId=other')).toEqual([]);
    const page = await list('limit=1');
    expect(urgingPage.parse(page)).toEqual(page);
    expect(page.items).toHaveLength(1);
  });

  it('ends with its cause: a moved date or a closed task lifts what is open', async () => {
    await escalate(day(1));
    await world.house.source.query(`update task set due_date = '2024-11-30' where id = $1`, [taskId]);
    expect(await escalate(day(2))).toEqual({ issued: 0, drafted: 0, lifted: 1 });
    expect((await find('blue')).state).toBe('lifted');
    await world.house.source.query(`update task set due_date = '2024-09-26' where id = $1`, [taskId]);
    expect(await escalate(day(3))).toMatchObject({ issued: 1 });
    await world.house.source.query(`update task set state = 'closure-review' where id = $1`, [taskId]);
    expect(await escalate(day(4))).toMatchObject({ lifted: 1 });
    // What came back is urged anew, at the step where it stands by then; what a person lifted stays so.
    await world.house.source.query(`update task set state = 'in-progress' where id = $1`, [taskId]);
    expect(await escalate(day(5))).toMatchObject({ issued: 1, lifted: 0 });
    const isOpen = ({ state }: { state: string }) => state === 'issued';
    const [again] = (await slips()).filter(isOpen);
    expect(again.level).toBe('blue');
    expect((await move('planOffice', again, { move: 'lift', reason: '已口头说明' })).status).toBe(200);
    expect(await escalate(day(5))).toEqual({ issued: 0, drafted: 0, lifted: 0 });
  });

  it('pauses with its area: what was written waits for nobody meanwhile, and goes on afterwards', async () => {
    const enable = (enabled: boolean) =>
      world.house.source.query(`update plan_area set enabled = $1 where area_id = 'sample'`, [enabled]);
    const work = async (person: Person) => (await world.as(person).get(`work?planId=${world.planId}`)).body;
    await escalate(day(1));
    await escalate(day(5));
    await enable(false);
    try {
      expect(await escalate(day(6))).toEqual({ issued: 0, drafted: 0, lifted: 0 });
      expect((await work('head')).urged).toEqual([]);
      expect((await work('planOffice')).toDecide).toEqual([]);
    } finally {
      await enable(true);
    }
    expect((await work('head')).urged.map((each: { level: string }) => each.level)).toEqual(['blue']);
    expect(await escalate(day(10))).toEqual({ issued: 0, drafted: 1, lifted: 0 });
    expect((await slips()).map((each: { level: string; state: string }) => [each.level, each.state])).toEqual(
      [
        ['red', 'drafted'],
        ['orange', 'drafted'],
        ['blue', 'issued'],
      ],
    );
  });

  it('ends with its task, and so does all that waits on it, with the reason', async () => {
    const ask = async (person: Person, path: string, body: object) =>
      (await world.as(person).send('post', path, body)).body;
    const go = async (person: Person, id: string, body: object) => {
      const { version } = (await world.as(person).get(`tasks/${id}`)).body;
      return world.as(person).send('post', `tasks/${id}/moves`, body).set('if-match', `"v${version}"`);
    };
    const asked = await ask('head', `tasks/${taskId}/extensions`, {
      dueDate: '2024-12-20',
      reason: '协调未果',
      progress: '过半',
    });
    const adjusting = { kind: 'date', dueDate: '2024-12-25', reason: '调整', basis: '会议纪要' };
    const proposed = await ask('planOffice', `tasks/${taskId}/adjustments`, {
      ...adjusting,
      effectiveOn: '2024-09-12',
    });
    await ask('planOffice', `tasks/${taskId}/urgings`, { text: '请报进度。', answerBy: '2024-09-20' });
    await ask('head', `tasks/${taskId}/light-contests`, { reason: '数据已报' });
    const work = async (person: Person) => (await world.as(person).get(`work?planId=${world.planId}`)).body;
    const waits = async (person: Person) =>
      (await work(person)).toDecide
        .filter((each: { taskId: string }) => each.taskId === taskId)
        .flatMap((each: { moves: string[] }) => each.moves);
    const urged = async () =>
      (await work('head')).urged.filter((each: { task: { id: string } }) => each.task.id === taskId);
    expect(await waits('planOffice')).toEqual(expect.arrayContaining(['decide-extension', 'answer-contest']));
    expect(await waits('leader')).toContain('decide-adjustment');
    expect(await urged()).toHaveLength(1);

    expect((await go('head', taskId, { move: 'terminate', reason: '政策调整' })).status).toBe(200);
    expect((await go('leader', taskId, { move: 'terminate' })).body.state).toBe('terminated');
    expect([await waits('planOffice'), await waits('leader')]).toEqual([[], []]);
    expect(await urged()).toEqual([]);
    const reason = '任务已终止';
    const items = async (list: string) =>
      (await world.as('planOffice').get(`tasks/${taskId}/${list}`)).body.items;
    expect(await items('extensions')).toMatchObject([
      { id: asked.id, state: 'refused', decisions: [{ move: 'refuse', reason }] },
    ]);
    expect(await items('adjustments')).toMatchObject([
      { id: proposed.id, state: 'refused', decisionReason: reason },
    ]);
    expect(await items('light-contests')).toMatchObject([{ answer: { upheld: false, text: reason } }]);
    expect(await slips()).toMatchObject([{ state: 'lifted' }]);
    const heard = async (person: Person) =>
      (await world.as(person).get('notifications?limit=20')).body.items
        .filter((each: { task: { id: string } | null }) => each.task?.id === taskId)
        .map((each: { kind: string; text: string }) => `${each.kind} ${each.text}`);
    expect(await heard('head')).toContainEqual(
      expect.stringContaining(`extension-decided 不同意，至 2024-12-20，${reason}`),
    );
    expect(await heard('head')).toContainEqual(`contest-answered 异议不成立，${reason}`);
    expect(await heard('planOffice')).toContainEqual(`adjustment-decided 不同意，${reason}`);
  });

  it('waits for the settling day with what is due on 31 December', async () => {
    await world.house.source.query(`update task set due_date = '2024-12-31' where id = $1`, [taskId]);
    await escalate('2024-12-24');
    expect((await slips()).map((each: { level: string }) => each.level)).toEqual(['notice']);
    expect(await escalate('2025-01-20')).toEqual({ issued: 0, drafted: 0, lifted: 0 });
    expect(await escalate('2025-01-21')).toMatchObject({ issued: 1 });
  });

  it('urges the unit that owes a report, not the lead unit', async () => {
    await world.house.setToday('2024-08-01');
    const id = await world.task({
      state: 'in-progress',
      dueDate: '2024-12-31',
      responsibleUnitIds: [world.units.partner],
    });
    await world.house.app.get(Expectations).openNotes(world.ctx(), id);
    const [{ dueOn }] = await world.house.source.query(
      `select min(due_on)::text as "dueOn" from expectation where task_id = $1`,
      [id],
    );
    await world.house.source.query(
      `update expectation set received = true where task_id = $1 and unit_id = $2`,
      [id, world.units.lead],
    );
    await escalate(addWorkingDays(dueOn, 1, chineseCalendar));
    const [slip, ...more] = await slips('partnerHead', id);
    expect(more).toEqual([]);
    expect(slip).toMatchObject({
      level: 'notice',
      unit: { name: 'partner' },
      text: expect.stringContaining('进展反馈 2024-08'),
    });
    // Handed in and answered for, then returned: urged anew, as if nothing had been promised.
    const receive = (received: boolean) =>
      world.house.source.query(
        `update expectation set received = $3 where task_id = $1 and unit_id = $2 and period = '2024-08'`,
        [id, world.units.partner, received],
      );
    const promise = { move: 'acknowledge', measures: '补报', promisedFor: '2024-12-31' };
    expect((await move('partnerHead', slip, promise)).status).toBe(200);
    await receive(true);
    await escalate(addWorkingDays(dueOn, 2, chineseCalendar));
    await receive(false);
    await escalate(addWorkingDays(dueOn, 3, chineseCalendar));
    const states = async () =>
      (await slips('partnerHead', id)).map((each: { state: string }) => each.state).sort();
    expect(await states()).toEqual(['acknowledged', 'issued']);
    // Nobody is urged for what nobody can hand in; what is reopened is urged again.
    await world.house.source.query(`update plan set closed_through = '2024-08-31'`);
    expect(await escalate(addWorkingDays(dueOn, 4, chineseCalendar))).toMatchObject({ issued: 0, lifted: 1 });
    await world.house.source.query(
      `update expectation set reopened_until = '2024-12-31' where task_id = $1`,
      [id],
    );
    expect(await escalate(addWorkingDays(dueOn, 4, chineseCalendar))).toMatchObject({ issued: 1 });
    expect(await states()).toEqual(['acknowledged', 'issued', 'lifted']);
    await world.house.source.query(`update plan set closed_through = null`);
  });

  it('by hand is the plan office’s and the area lead’s, to a unit that takes part', async () => {
    const body = { text: '请本周内报进度。', answerBy: '2024-09-13' };
    const urge = (person: Person, given: object = body) =>
      world.as(person).send('post', `tasks/${taskId}/urgings`, given);
    for (const person of ['head', 'strangerLead', 'leader', 'viewer'] as const)
      expect((await urge(person)).status, person).toBe(403);
    expect((await urge('areaLead', { ...body, unitId: world.units.helper })).body.code).toBe('not-assigned');
    expect((await urge('areaLead', { ...body, answerBy: '2024-09-09' })).status).toBe(422);
    const { body: slip, status } = await urge('areaLead');
    expect([status, slip.level, slip.state, slip.createdBy.name]).toEqual([
      201,
      'manual',
      'issued',
      'areaLead',
    ]);
    const lifted = await move('planOffice', slip, { move: 'lift', reason: '已口头反馈' });
    expect(lifted.body.state).toBe('lifted');
  });

  it('shows in the work of the unit that it waits for, and drafts in that of their signer', async () => {
    await escalate(day(1));
    await escalate(day(5));
    const work = async (person: Person) => (await world.as(person).get(`work?planId=${world.planId}`)).body;
    const mine = await work('head');
    expect(workSchema.parse(mine)).toEqual(mine);
    expect(mine.urged.map((each: { level: string }) => each.level)).toEqual(['blue']);
    expect((await work('partnerHead')).urged).toEqual([]);
    expect((await work('planOffice')).toDecide).toContainEqual(
      expect.objectContaining({ taskId, moves: ['sign-urging'] }),
    );
    const [told] = (await world.as('planOffice').get('notifications?limit=1')).body.items;
    expect(told).toMatchObject({ kind: 'urging-to-sign', text: '橙色督办单', task: { id: taskId } });
  });

  it('of a restricted task reaches those alone who may know of it', async () => {
    const id = await world.task({
      state: 'in-progress',
      visibility: 'restricted',
      dueDate: due,
      knowerIds: [world.people.head.id],
    });
    await escalate(day(1));
    const told = async (person: Person) =>
      (await world.as(person).get('notifications?limit=500')).body.items.some(
        (each: { task: { id: string } | null }) => each.task?.id === id,
      );
    expect([await told('head'), await told('reporter')]).toEqual([true, false]);
    expect((await world.as('reporter').get(`tasks/${id}/urgings`)).status).toBe(404);
    const { urged } = (await world.as('reporter').get(`work?planId=${world.planId}`)).body;
    expect(urged.some((each: { task: { id: string } }) => each.task.id === id)).toBe(false);
  });

  it('urges the lead units of many tasks at once, tells of each other one why not, and does it once', async () => {
    const ended = await world.task({ state: 'closed' });
    const secret = await world.task({ state: 'in-progress', visibility: 'restricted' });
    const ids = [taskId, ended, secret];
    const urge = (person: Person, body: object, key = 'once') =>
      world.as(person).send('post', 'urgings', body).set('idempotency-key', key);
    const outcomes = ({ body }: { body: { results: { outcome: string; code: string | null }[] } }) =>
      body.results.map((each) => each.code ?? each.outcome);
    const preview = await urge('planOffice', { taskIds: ids, dryRun: true }, 'preview');
    expect(urgingsResult.parse(preview.body)).toMatchObject({ dryRun: true, done: 0, refused: 1 });
    expect(outcomes(preview)).toEqual(['possible', 'move-not-possible', 'possible']);
    expect(preview.body.results[0].unit.id).toBe(world.units.lead);
    expect(await slips()).toEqual([]);

    const body = { taskIds: ids, text: '请加快进度。', answerBy: '2024-09-20' };
    const done = await urge('planOffice', body);
    expect(outcomes(done)).toEqual(['done', 'move-not-possible', 'done']);
    expect((await urge('planOffice', body)).body).toEqual(done.body);
    expect(await slips()).toMatchObject([{ level: 'manual', state: 'issued', text: '请加快进度。' }]);

    expect(outcomes(await urge('strangerLead', body))).toEqual(['forbidden', 'forbidden', 'not-found']);
    expect(outcomes(await urge('areaLead', { ...body, taskIds: [taskId] }))).toEqual(['done']);
    for (const [field, wrong] of [
      ['answerBy', { ...body, answerBy: '2024-09-09' }],
      ['text', { ...body, text: ' ' }],
      ['taskIds', { ...body, taskIds: [taskId, taskId] }],
    ] as const) {
      const refused = await urge('planOffice', wrong, field);
      expect([refused.status, refused.body.errors[0].path]).toEqual([422, field]);
    }
  });
});
