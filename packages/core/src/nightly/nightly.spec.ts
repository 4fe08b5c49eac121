import { jobRunPage, notificationPage } from '@duban/contract';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Expectations } from '../expectations/expectations.service.js';
import { inTransaction } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { openTaskWorld, type TaskWorld } from '../tasks/task-world.testing.js';
import { openTestHouse } from '../testing/house.testing.js';
import { NightlyRun } from './nightly-run.service.js';

describe('the nightly run', () => {
  let world: TaskWorld;

  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.house.setToday('2024-09-20');
    for (const table of ['job_run', 'urging', 'notification', 'task_light'])
      await world.house.source.query(`delete from ${table}`);
    await world.house.source.query(`update task set state = 'archived', closed_on = '2024-01-01'`);
  });

  const run = () => world.house.app.get(NightlyRun).catchUp();
  const lights = (taskId: string) =>
    world.house.source.query(
      `select as_of::text as date, colour from task_light where task_id = $1 order by 1`,
      [taskId],
    );

  it('happens once a business date, however often and by however many it is run', async () => {
    const taskId = await world.task({ state: 'in-progress', dueDate: '2024-09-19' });
    const runs = await Promise.all([run(), run(), run()]);
    expect(runs.flat()).toHaveLength(1);
    expect(runs.flat()[0]).toMatchObject({
      businessDate: '2024-09-20',
      outcome: 'done',
      counts: { plans: 1, issued: 1, drafted: 0 },
    });
    expect(await lights(taskId)).toEqual([{ date: '2024-09-20', colour: 'red' }]);
    expect(await run()).toEqual([]);
    const slips = (await world.as('head').get(`tasks/${taskId}/urgings`)).body.items;
    expect(slips.map((slip: { level: string }) => slip.level)).toEqual(['blue']);
  });

  it('makes up missed dates one by one; lights and slips are of today only, the highest step of each', async () => {
    const taskId = await world.task({ state: 'in-progress', dueDate: '2024-09-20' });
    await run();
    await world.house.setToday('2024-10-15');
    const runs = await run();
    expect(runs.map((each) => each.businessDate)).toHaveLength(25);
    expect(runs.at(-1)?.businessDate).toBe('2024-10-15');
    const drafted = await world.house.source.query(
      `select level, drafted_on::text as on, answer_by::text as "answerBy" from urging where task_id = $1 order by drafted_on`,
      [taskId],
    );
    // This world keeps no holidays: every Monday to Friday is worked.
    expect(drafted).toEqual([
      { level: 'notice', on: '2024-09-20', answerBy: '2024-09-25' },
      { level: 'red', on: '2024-10-15', answerBy: '2024-10-16' },
    ]);
    expect((await lights(taskId)).map((each: { date: string }) => each.date)).toEqual([
      '2024-09-20',
      '2024-10-15',
    ]);
  });

  it('leaves nothing but its error behind where it fails, and is made up later', async () => {
    await run();
    await world.house.setToday('2024-09-23');
    const taskId = await world.task({ state: 'in-progress', dueDate: '2024-09-19' });
    const refuse = `create function refuse() returns trigger language plpgsql as 'begin raise exception ''no room''; end'`;
    const owner = await new DataSource({ type: 'postgres', url: world.house.ownerUrl }).initialize();
    try {
      await owner.query(
        `${refuse}; create trigger refuse before insert on urging for each row execute function refuse()`,
      );
      await expect(run()).rejects.toThrow('no room');
      await owner.query(`drop trigger refuse on urging; drop function refuse`);
    } finally {
      await owner.destroy();
    }
    expect(await lights(taskId)).toEqual([]);
    const list = (await world.as('admin').get('system/jobs')).body;
    expect(jobRunPage.parse(list)).toEqual(list);
    expect(list.items[0]).toMatchObject({ outcome: 'failed', error: 'no room', counts: {} });
    const again = await run();
    expect(again.map((each) => each.businessDate)).toContain('2024-09-23');
    expect(await lights(taskId)).toHaveLength(1);
  });

  it('is seen and run by the system admin alone, and reaches restricted tasks then as well', async () => {
    const hidden = await world.task({
      state: 'in-progress',
      visibility: 'restricted',
      dueDate: '2024-09-10',
    });
    for (const person of ['planOffice', 'leader', 'auditor', 'viewer'] as const) {
      expect((await world.as(person).get('system/jobs')).status, person).toBe(403);
      expect((await world.as(person).send('post', 'system/jobs/nightly')).status, person).toBe(403);
    }
    const { body, status } = await world.as('admin').send('post', 'system/jobs/nightly');
    expect([status, body.outcome, body.attempts]).toEqual([200, 'done', 1]);
    expect((await lights(hidden)).at(-1)).toEqual({ date: '2024-09-20', colour: 'red' });
    const again = await world.as('admin').send('post', 'system/jobs/nightly');
    expect([again.body.attempts, again.body.counts.issued]).toEqual([2, 0]);
  });

  it('gives those who report and those who decide a digest of the day, once', async () => {
    await world.house.setToday('2024-08-01');
    const taskId = await world.task({ state: 'in-progress', dueDate: '2024-12-31' });
    await world.house.app.get(Expectations).openNotes(world.ctx(), taskId);
    await world.task({ state: 'pending-issue', leaderId: world.people.otherLeader.id });
    await world.house.setToday('2024-10-08');
    await run();
    await world.house.source.query(`delete from job_run`);
    await run();
    const page = (await world.as('head').get('notifications?kind=digest')).body;
    expect(notificationPage.parse(page)).toEqual(page);
    expect(page.items).toHaveLength(1);
    expect(page.items[0]).toMatchObject({
      businessDate: '2024-10-08',
      task: null,
      text: expect.stringMatching(/^逾期填报 [1-9]\d* 份/),
    });
    const [decider] = (await world.as('otherLeader').get('notifications?kind=digest')).body.items;
    expect(decider.text).toMatch(/^待决定任务 1 项/);
    expect((await world.as('viewer').get('notifications')).body).toMatchObject({ items: [], unread: 0 });
  });

  it('says in the digest what waits to be signed, reviewed, accepted and answered, of running plans and open periods', async () => {
    await world.house.setToday('2024-08-01');
    await world.house.source.query(`delete from expectation`);
    const taskId = await world.task({ state: 'in-progress', dueDate: '2024-12-31' });
    await world.house.app.get(Expectations).openNotes(world.ctx(), taskId);
    await world.task({ state: 'issued' });
    await world
      .as('leader')
      .send('post', `tasks/${taskId}/instructions`, { text: '请报', answerBy: '2024-10-10' });
    const note = {
      planId: world.planId,
      areaId: 'sample',
      formKey: 'progress-note',
      taskId,
      unitId: world.units.lead,
      data: { progress: '已开工', 'next-steps': '验收', 'self-assessment': 'on-pace' },
    };
    await world.house.setToday('2024-10-08');
    const hand = async (period: string) => {
      const { body } = await world.as('reporter').send('post', 'reports', { ...note, period });
      return moveReport('reporter', body, 'submit');
    };
    const moveReport = async (
      person: 'reporter' | 'head',
      { id, version }: { id: string; version: number },
      move: string,
    ) =>
      (await world.as(person).send('post', `reports/${id}/moves`, { move }).set('if-match', `"v${version}"`))
        .body;
    await moveReport('head', await hand('2024-08'), 'sign');
    await hand('2024-09');
    const digest = async (person: 'head' | 'areaLead' | 'viewer', date: string) => {
      await world.house.setToday(date);
      await world.house.source.query(`delete from job_run`);
      await run();
      return (await world.as(person).get(`notifications?kind=digest&date=${date}`)).body.items[0]?.text ?? '';
    };
    expect(await digest('head', '2024-10-09')).toMatch(
      /逾期填报 1 份，.*待反馈批示 1 件，待签审填报 1 份，待签收 1 项/,
    );
    expect(await digest('areaLead', '2024-10-09')).toContain('待审核填报 1 份');
    // By the rule of my work: a head's deputy signs, and nobody reviews what they had a part in.
    const { source } = world.house;
    const { viewer, head, areaLead } = world.people;
    await source.query(
      `insert into role_grant (id, user_id, role, unit_id, granted_at) values (gen_random_uuid(), $1, 'viewer', $2, now())`,
      [viewer.id, world.units.lead],
    );
    await source.query(
      `insert into deputy (id, unit_id, head_id, deputy_id, tasks, valid_from, valid_to, named_at)
       values (gen_random_uuid(), $1, $2, $3, false, '2024-10-01', '2024-10-31', now())`,
      [world.units.lead, head.id, viewer.id],
    );
    await source.query(`update report set writers = array[$1::uuid] where state = 'signed'`, [areaLead.id]);
    await world.house.source.query(`update plan set closed_through = '2024-09-30'`);
    const closed = await digest('head', '2024-10-10');
    expect(closed).not.toContain('逾期');
    // What was handed in before the closing is still signed.
    expect(closed).toContain('待签审填报 1 份');
    expect(await digest('viewer', '2024-10-10')).toContain('待签审填报 1 份');
    expect(await digest('areaLead', '2024-10-10')).not.toContain('待审核填报');
    expect((await world.as('areaLead').get(`work?planId=${world.planId}`)).body.toReview).toEqual([]);
    await source.query(`delete from deputy`);
    await source.query(`delete from role_grant where user_id = $1 and unit_id = $2`, [
      viewer.id,
      world.units.lead,
    ]);
    await world.house.source.query(`update plan set closed_through = null`);
    expect(await digest('head', '2026-03-02')).not.toMatch(/填报|批示|签收/);
  });

  it('writes no digest on a day that is not worked', async () => {
    await world.house.setToday('2024-09-21');
    const [only] = await run();
    expect(only?.counts.digests).toBe(0);
  });

  it('tells of a light that turned red, in the transaction that turned it', async () => {
    const taskId = await world.task({ state: 'in-progress', dueDate: '2024-09-30' });
    const refresh = () =>
      inTransaction(world.ctx(), (ctx) => world.house.app.get(Lights).refresh(ctx, world.planId, [taskId]));
    await refresh();
    await world.house.setToday('2024-10-08');
    await refresh();
    await refresh();
    for (const person of ['head', 'leader', 'areaLead'] as const) {
      const { items } = (await world.as(person).get('notifications?kind=light-red')).body;
      expect(
        items.map((each: { task: { id: string } }) => each.task.id),
        person,
      ).toEqual([taskId]);
    }
    expect((await world.as('strangerLead').get('notifications?kind=light-red')).body.total).toBe(0);
  });
});

describe('a house that runs its jobs', () => {
  it('catches up at its start by itself, and stops with its house', async () => {
    const house = await openTestHouse([], '2024-09-20', { jobs: true });
    const runs = () => house.source.query(`select business_date::text as on, outcome from job_run`);
    await expect.poll(runs).toEqual([{ on: '2024-09-20', outcome: 'done' }]);
    await house.close();
    expect(house.source.isInitialized).toBe(false);
  });
});

describe('what people are told', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());

  it('is their own, to be marked read and unread, and vanishes with their right to know', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      const id = await world.task({ state: 'in-progress' });
      ids.push(id);
      await world
        .as('leader')
        .send('post', `tasks/${id}/instructions`, { text: '请办理', answerBy: '2024-09-27' });
    }
    const mine = async () => (await world.as('head').get('notifications?unread=true')).body;
    const first = await mine();
    expect([first.unread, first.items.map((each: { task: { id: string } }) => each.task.id)]).toEqual([
      3,
      [...ids].reverse(),
    ]);
    const marked = { ids: [first.items[0].id] };
    expect((await world.as('partnerHead').send('post', 'notifications/read', marked)).body.marked).toBe(0);
    expect((await world.as('head').send('post', 'notifications/read', marked)).body).toEqual({
      marked: 1,
      unread: 2,
    });
    await world.as('head').send('post', 'notifications/read', { ...marked, read: false });
    await world.house.source.query(`update task set visibility = 'restricted' where id = $1`, [ids[0]]);
    expect(await mine()).toMatchObject({ unread: 2, total: 2 });
    expect((await world.as('head').send('post', 'notifications/read', {})).body).toEqual({
      marked: 2,
      unread: 0,
    });
    expect((await world.as('head').get('notifications?date=2024-09-19')).body.total).toBe(0);
    expect((await world.as('leader').get('notifications')).body.total).toBe(0);
  });
});
