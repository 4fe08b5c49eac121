import { calendarFeedSchema } from '@duban/contract';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Expectations } from '../expectations/expectations.service.js';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';
import { Tasks } from '../tasks/tasks.service.js';

describe('the calendar feed', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());

  const open = (path: string) => request(world.house.app.getHttpServer()).get(path);
  const linkOf = async (person: Person): Promise<string> =>
    (await world.as(person).send('post', 'calendar.ics')).body.path;
  const feedOf = async (person: Person): Promise<string> => {
    const { text, status, headers } = await open(await linkOf(person)).buffer(true);
    expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    return text.replaceAll('\r\n ', '');
  };

  it('holds what is due of one’s units, by whole days', async () => {
    const taskId = await world.task({ state: 'in-progress', title: '建设示范点', dueDate: '2024-11-30' });
    await world.house.app
      .get(Tasks)
      .milestone(world.ctx(), { planId: world.planId, taskId, title: '方案印发', dueDate: '2024-10-15' });
    await world.house.app.get(Expectations).openNotes(world.ctx(), taskId);
    await world.task({ state: 'in-progress', title: '别人的', leadUnitId: world.units.partner });
    const feed = await feedOf('reporter');
    expect(feed).toMatch(/DTSTART;VALUE=DATE:20241130/);
    expect(feed).toMatch(/DTSTART;VALUE=DATE:20241015/);
    expect(feed).toContain('SUMMARY:办结:建设示范点');
    expect(feed).toContain('SUMMARY:节点:方案印发(建设示范点)');
    expect(feed).toContain('SUMMARY:填报:进展反馈 2024-09(lead)');
    // What nobody can hand in any more is no deadline.
    const close = (day: string | null) =>
      world.house.source.query(`update plan set closed_through = $1`, [day]);
    await close('2024-09-30');
    expect(await feedOf('reporter')).not.toContain('进展反馈 2024-09');
    await close(null);
    expect(feed).not.toContain('别人的');
    expect(await feedOf('leader')).toContain('别人的');
    expect(await feedOf('viewer')).not.toContain('VEVENT');
  });

  it('holds what waits to be signed, reviewed, accepted and decided, steps of shares, and slips by their own name', async () => {
    const { source } = world.house;
    const { lead, partner } = world.units;
    const taskId = await world.task({
      state: 'in-progress',
      title: '巡查整治',
      dueDate: '2024-11-20',
      responsibleUnitIds: [partner],
    });
    await world.house.app.get(Expectations).openNotes(world.ctx(), taskId);
    await source.query(
      `insert into share_milestone (id, plan_id, share_id, position, given, title, due_date)
       select gen_random_uuid(), plan_id, id, 1, false, '摸排完毕', '2024-10-20' from assignment where task_id = $1 and unit_id = $2`,
      [taskId, partner],
    );
    await source.query(`update assignment set accept_by = '2024-09-25' where task_id = $1 and unit_id = $2`, [
      taskId,
      partner,
    ]);
    await source.query(
      `insert into urging (id, plan_id, task_id, unit_id, level, title, state, answer_by, drafted_on, issued_on)
       values (gen_random_uuid(), $1, $2, $3, 'blue', '{"zh": "黄牌督办单", "en": "Yellow card"}', 'issued', '2024-09-26', '2024-09-20', '2024-09-20')`,
      [world.planId, taskId, lead],
    );
    const report = {
      ...{
        planId: world.planId,
        areaId: 'sample',
        formKey: 'progress-note',
        taskId,
        unitId: lead,
        period: '2024-09',
      },
      data: { progress: '已开工', 'next-steps': '验收', 'self-assessment': 'on-pace' },
    };
    const { body } = await world.as('reporter').send('post', 'reports', report);
    const move = (person: Person, name: string, version: number) =>
      world
        .as(person)
        .send('post', `reports/${body.id}/moves`, { move: name })
        .set('if-match', `"v${version}"`);
    await move('reporter', 'submit', 1);
    const head = await feedOf('head');
    expect(head).toContain('SUMMARY:签审:进展反馈 2024-09(lead)');
    expect(head).toContain('SUMMARY:反馈黄牌督办单:巡查整治');
    await move('head', 'sign', 2);
    expect(await feedOf('areaLead')).toContain('SUMMARY:审核:进展反馈 2024-09(lead)');
    const part = await feedOf('partnerHead');
    expect(part).toMatch(/DTSTART;VALUE=DATE:20240925[\s\S]{0,200}SUMMARY:签收:巡查整治\(partner\)/);
    expect(part).toMatch(/DTSTART;VALUE=DATE:20241020[\s\S]{0,200}SUMMARY:节点:摸排完毕\(巡查整治\)/);
    expect(await feedOf('planOffice')).not.toContain('巡查整治');
    await world.as('head').send('post', `tasks/${taskId}/extensions`, {
      dueDate: '2024-12-20',
      reason: '设备未到',
      progress: '过半',
    });
    expect(await feedOf('planOffice')).toMatch(
      /DTSTART;VALUE=DATE:20241120[\s\S]{0,200}SUMMARY:待决定:巡查整治/,
    );
  });

  it('shows a restricted task to those alone who may know of it', async () => {
    await world.task({
      state: 'in-progress',
      title: '限阅事项',
      visibility: 'restricted',
      knowerIds: [world.people.head.id],
    });
    expect(await feedOf('head')).toContain('限阅事项');
    expect(await feedOf('reporter')).not.toContain('限阅事项');
  });

  it('holds the meetings that one takes part in, and the material that one’s area owes them', async () => {
    const { planId } = world;
    const meeting = { planId, title: '三季度推进会', heldOn: '2024-09-30', period: '2024-08', place: '三楼' };
    const { body } = await world.as('planOffice').send('post', 'meetings', {
      ...{ ...meeting, collectBy: '2024-09-23', participantIds: [world.people.viewer.id] },
    });
    expect(await feedOf('viewer')).toMatch(
      /DTSTART;VALUE=DATE:20240930[\s\S]*SUMMARY:会议:三季度推进会\(三楼\)/,
    );
    const led = await feedOf('areaLead');
    expect(led).toMatch(/DTSTART;VALUE=DATE:20240923[\s\S]*SUMMARY:会议材料:三季度推进会/);
    expect(led).not.toContain('SUMMARY:会议:');
    await world
      .as('planOffice')
      .send('post', `meetings/${body.id}/moves`, { move: 'withdraw', reason: '误建' })
      .set('if-match', `"v${body.version}"`);
    expect(await feedOf('viewer')).not.toContain('VEVENT');
    expect(await feedOf('areaLead')).not.toContain('三季度推进会');
  });

  it('ends with its link: made anew, revoked, or its owner disabled', async () => {
    const first = await linkOf('head');
    const made = (await world.as('head').get('calendar-feed')).body;
    expect(calendarFeedSchema.parse(made)).toEqual({ createdAt: expect.any(String), path: null });
    const second = await linkOf('head');
    expect([(await open(first)).status, (await open(second)).status]).toEqual([404, 200]);
    await world.house.source.query(`update app_user set active = false where id = $1`, [
      world.people.head.id,
    ]);
    expect((await open(second)).status).toBe(404);
    await world.house.source.query(`update app_user set active = true where id = $1`, [world.people.head.id]);
    expect((await world.as('head').send('delete', 'calendar.ics')).status).toBe(204);
    expect((await world.as('head').send('delete', 'calendar.ics')).status).toBe(404);
    expect((await open(second)).status).toBe(404);
    expect((await open('/api/calendar.ics')).status).toBe(422);
    expect((await open('/api/calendar.ics?token=%27--')).status).toBe(422);
  });

  it('keeps the secret of a link nowhere, not even in a stored answer', async () => {
    const answer = await world
      .as('planOffice')
      .send('post', 'calendar.ics')
      .set('idempotency-key', 'feed-once');
    const token = String(answer.body.path).split('token=')[1] ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    const stored = await world.house.source.query(`select row_to_json(i)::text as row from idempotency i`);
    expect(JSON.stringify(stored)).not.toContain(token);
  });
});
