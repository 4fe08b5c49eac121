import { randomUUID } from 'node:crypto';
import type { Snapshot } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Plans } from '../plans/plans.service.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { Tasks } from '../tasks/tasks.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

describe('decisions of a meeting', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let office: Person;
  let leader: Person;
  let lead: Person;
  let head: Person;
  let meetingId: string;
  let hidden: string;
  let eastHead: Person;
  const targetId = randomUUID();

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    const units = { city: tree.city, counties: [tree.east, tree.west], stations: [tree.e1] };
    plan = await standTrialPlan(house, units);
    office = await personOf(house, { role: 'plan-office' });
    leader = await personOf(house, { role: 'leader' });
    lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    head = await personOf(house, { role: 'unit-head', unitId: tree.west });
    await systemContext(house).em.query(
      `insert into target (id, plan_id, task_id, area_id, metric, unit_id, direction, value, measure, due_date, firm, scope, source, confirmed)
       values ($1, $2, $3, 'trial', 'trial.county-rate', $4, 'at-least', 80, '%', '2024-12-31', true, 'aggregate', 'document', true)`,
      [targetId, plan.planId, plan.countyTask, tree.city],
    );
    eastHead = await personOf(house, { role: 'unit-head', unitId: tree.east });
    meetingId = await held('2024-09-20');
  }, 60_000);
  afterAll(() => house.close());

  const planned = async (heldOn: string, period = '2024-08'): Promise<string> => {
    const body = { planId: plan.planId, title: `推进会${heldOn}`, heldOn, period, collectBy: heldOn };
    return (await office.ask('post', '/api/meetings', body)).body.id;
  };
  const change = async (id: string, rest: string, body: object = {}, method: 'post' | 'patch' = 'post') => {
    const { body: meeting } = await office.ask('get', `/api/meetings/${id}`);
    return office.ask(method, `/api/meetings/${id}${rest}`, body, meeting.version);
  };
  const move = (id: string, name: string) => change(id, '/moves', { move: name });
  const freeze = (id: string) => change(id, '/snapshot');
  const held = async (heldOn: string): Promise<string> => {
    const id = await planned(heldOn);
    await move(id, 'collect');
    await freeze(id);
    expect((await move(id, 'open')).status).toBe(200);
    return id;
  };
  const decide = (given: object) => office.ask('post', `/api/meetings/${meetingId}/decisions`, given);
  const carryOut = (id: string, given: object) => office.ask('post', `/api/decisions/${id}/effect`, given, 1);
  const faults = ({
    status,
    body,
  }: {
    status: number;
    body: { errors?: { path: string; code: string }[] };
  }) => [status, ...(body.errors ?? []).map(({ path, code }) => `${path} ${code}`)];

  it('name an area, units and a day that can be', async () => {
    const nobody = randomUUID();
    const west = tree.west;
    const wrong = async (given: object) => faults(await decide({ text: '议定', ...given }));
    expect(await wrong({ leadUnitId: nobody })).toEqual([422, 'leadUnitId unknown-unit']);
    expect(await wrong({ cooperatingUnitIds: [west, nobody] })).toEqual([
      422,
      'cooperatingUnitIds.1 unknown-unit',
    ]);
    expect(await wrong({ leadUnitId: west, cooperatingUnitIds: [west] })).toEqual([
      422,
      'cooperatingUnitIds.0 assigned-twice',
    ]);
    expect(await wrong({ areaId: 'none' })).toEqual([422, 'areaId unknown-area']);
    expect(await wrong({ dueDate: '2024-09-19' })).toEqual([422, 'dueDate passed']);
    const { body: decision } = await decide({ text: '今日办结', dueDate: '2024-09-20' });
    const changed = await office.ask(
      'patch',
      `/api/decisions/${decision.id}`,
      { text: 'x', areaId: 'none' },
      1,
    );
    expect(faults(changed)).toEqual([422, 'areaId unknown-area']);
  });

  it('become a task that its lead unit is told of, and has one working day to accept', async () => {
    const { body: decision } = await decide({
      text: '建立联动机制',
      areaId: 'trial',
      leadUnitId: tree.west,
      cooperatingUnitIds: [tree.east],
      dueDate: '2024-11-30',
    });
    const bare = (await decide({ text: '只有一句话' })).body.id;
    expect(faults(await carryOut(bare, { effect: 'task' }))).toEqual([
      422,
      'leadUnitId required',
      'areaId required',
      'dueDate required',
      'leaderId required',
    ]);
    const filled = { areaId: 'trial', leadUnitId: tree.west, dueDate: '2024-12-01', leaderId: leader.id };
    expect((await carryOut(bare, { effect: 'task', ...filled })).body).toMatchObject({
      areaId: 'trial',
      leadUnit: { id: tree.west },
      dueDate: '2024-12-01',
      effect: 'task',
    });
    const task = { effect: 'task' };
    expect(faults(await carryOut(decision.id, { ...task, leaderId: head.id }))).toEqual([
      422,
      'leaderId no-leader',
    ]);
    expect(faults(await carryOut(decision.id, { ...task, leaderId: randomUUID() }))).toEqual([
      422,
      'leaderId unknown-user',
    ]);
    const { body: made } = await carryOut(decision.id, { ...task, leaderId: leader.id });
    const { body: found } = await lead.ask('get', `/api/tasks/${made.taskId}`);
    expect(found).toMatchObject({ state: 'issued', basis: '推进会2024-09-20(2024-09-20)' });
    // The 20th is a Friday.
    expect(found.acceptBy).toBe('2024-09-23');
    const { body: history } = await lead.ask('get', `/api/tasks/${made.taskId}/history`);
    expect(history.items).toMatchObject([{ move: 'issue', reason: '建立联动机制', by: { id: office.id } }]);
    const { body: notices } = await head.ask('get', '/api/notifications');
    expect(JSON.stringify(notices.items)).toContain(made.taskId);
  });

  it('have titles that end in no half a character', async () => {
    const { body: decision } = await decide({ text: `${'议'.repeat(199)}𠮷${'定'.repeat(9)}` });
    const { body: made } = await carryOut(decision.id, {
      ...{ effect: 'task', areaId: 'trial', leadUnitId: tree.west, dueDate: '2024-12-01' },
      leaderId: leader.id,
    });
    const { body: found } = await lead.ask('get', `/api/tasks/${made.taskId}`);
    expect(found.title).toBe('议'.repeat(199));
  });

  it('change only tasks of their plan, to what can be, and their lead unit is told', async () => {
    const { body: decision } = await decide({ text: '变更' });
    const wrong = async (given: object) => faults(await carryOut(decision.id, given));
    const other = randomUUID();
    const ctx = systemContext(house);
    const areas = [{ areaId: 'trial', number: 1, title: { zh: '试验', en: 'Trial' } }];
    const nextYear = {
      year: 2025,
      title: '2025',
      bureau: 'Bureau',
      rootUnitId: tree.city,
      announcedTasks: 0,
    };
    const planId = await house.app.get(Plans).create(ctx, { ...nextYear, areas });
    await ctx.em.query(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, due_date, original_due_date)
       values ($1, $2, 'trial', 1, '明年的', 'open', 'in-progress', 'plan', '2025-10-31', '2025-10-31')`,
      [other, planId],
    );
    const extension = { effect: 'extension', dueDate: '2025-11-30' };
    expect(await wrong({ ...extension, taskId: other })).toEqual([422, 'taskId other-plan']);
    expect(await wrong({ ...extension, taskId: randomUUID() })).toEqual([422, 'taskId unknown-task']);
    const taskId = await house.app.get(Tasks).create(systemContext(house), {
      planId: plan.planId,
      areaId: 'trial',
      number: 4,
      title: '逾期的',
      origin: 'plan',
      state: 'in-progress',
      leaderId: leader.id,
      dueDate: '2024-08-01',
      leadUnitId: tree.west,
    });
    expect(await wrong({ effect: 'extension', taskId, dueDate: '2024-09-10' })).toEqual([
      422,
      'dueDate passed',
    ]);
    expect(await wrong({ effect: 'target', taskId, targetId, value: -5 })).toEqual([
      422,
      expect.stringMatching(/^value /),
    ]);
    const { body: extended } = await carryOut(decision.id, {
      effect: 'extension',
      taskId,
      dueDate: '2024-10-10',
    });
    expect(extended).toMatchObject({ dueDate: '2024-10-10', done: true });
    const { body: notices } = await head.ask('get', '/api/notifications');
    expect(notices.items[0]).toMatchObject({
      kind: 'meeting-decided',
      task: { id: taskId },
      meetingId,
      text: '推进会2024-09-20，延长时限，至 2024-10-10，变更',
    });
    // The task's date is the decision's, whoever moves it afterwards.
    const { body: later } = await decide({ text: '再延' });
    await carryOut(later.id, { effect: 'extension', taskId, dueDate: '2024-12-20' });
    const { body: list } = await lead.ask('get', `/api/meetings/${meetingId}/decisions`);
    const dates = list.items
      .filter((each: { taskId: string }) => each.taskId === taskId)
      .map((each: { dueDate: string }) => each.dueDate);
    expect(dates).toEqual(['2024-12-20', '2024-12-20']);
  });

  it('follow their task into another one, and are settled by word where it was terminated', async () => {
    const begun = async (text: string): Promise<{ id: string; taskId: string }> => {
      const { body } = await decide({ text, areaId: 'trial', leadUnitId: tree.west, dueDate: '2024-11-30' });
      return (await carryOut(body.id, { effect: 'task', leaderId: leader.id })).body;
    };
    const [first, second] = [await begun('并入的'), await begun('并入其中的')];
    const third = await begun('并入在办任务的');
    const settle = (id: string, given: object) => office.ask('post', `/api/decisions/${id}/settle`, given, 2);
    const seen = async (id: string) => {
      const { body } = await lead.ask('get', `/api/meetings/${meetingId}/decisions`);
      return body.items.find((each: { id: string }) => each.id === id);
    };
    const merge = { reason: '合并', basis: null, by: { id: leader.id, name: '' } };
    for (const [from, into] of [
      [first.taskId, second.taskId],
      [third.taskId, plan.stationTask],
    ] as const)
      await house.app.get(TaskChanges).mergeInto(systemContext(house), from, into, merge);
    const state = (name: string) =>
      systemContext(house).em.query(`update task set state = $2 where id = $1`, [second.taskId, name]);
    const goesOn = { taskId: second.taskId, taskEnded: false, taskMerged: true, done: false };
    expect(await seen(first.id)).toMatchObject(goesOn);
    expect((await seen(second.id)).taskMerged).toBe(false);
    const { body: ofTask } = await lead.ask('get', `/api/tasks/${second.taskId}/decisions`);
    expect(ofTask.items.map((each: { id: string }) => each.id)).toEqual([first.id, second.id]);
    expect((await settle(first.id, { done: true })).body.code).toBe('carried-out');
    await state('closed');
    expect([(await seen(first.id)).done, (await seen(second.id)).done]).toEqual([true, true]);
    await state('terminated');
    expect(await seen(first.id)).toMatchObject({ taskEnded: true, done: false });
    expect(faults(await settle(first.id, { done: true }))).toEqual([422, 'note required']);
    const settled = await settle(first.id, { done: true, note: '另行办理' });
    expect(settled.body).toMatchObject({ done: true, settledNote: '另行办理' });
    // One whose year is over goes on in the next plan, if it was carried over.
    const carried = await begun('结转的');
    const { em } = systemContext(house);
    const [next] = await em.query(`select id from task where title = '明年的'`);
    await em.query(`update task set carried_from = $2 where id = $1`, [next.id, carried.taskId]);
    expect((await seen(carried.id)).taskId).toBe(carried.taskId);
    await em.query(`update task set state = 'terminated' where id = $1`, [carried.taskId]);
    expect(await seen(carried.id)).toMatchObject({
      ...{ taskId: next.id, taskEnded: false, taskMerged: false },
      ...{ dueDate: '2025-10-31', done: false },
    });
    const { body: onNext } = await lead.ask('get', `/api/tasks/${next.id}/decisions`);
    expect(onNext.items.map((each: { id: string }) => each.id)).toEqual([carried.id]);
  });

  it('do not say which restricted task they changed, to the meeting or to what is frozen of it', async () => {
    hidden = await house.app.get(Tasks).create(systemContext(house), {
      planId: plan.planId,
      areaId: 'trial',
      number: 3,
      title: '仅限知悉的标题',
      outlineTitle: '公开标题',
      visibility: 'restricted',
      origin: 'plan',
      state: 'in-progress',
      leaderId: leader.id,
      dueDate: '2024-12-31',
      leadUnitId: tree.east,
    });
    const { body: decision } = await decide({ text: '延长时限' });
    const extension = { effect: 'extension', taskId: hidden, dueDate: '2025-01-31' };
    expect((await carryOut(decision.id, extension)).body).toMatchObject({ effect: 'extension', done: true });
    expect((await office.ask('get', `/api/tasks/${hidden}`)).body.dueDate).toBe('2025-01-31');
    const { body: list, text } = await lead.ask('get', `/api/meetings/${meetingId}/decisions`);
    expect(text).not.toContain(hidden);
    // Nothing tells it from one that was settled by word: not what is read of it, nor what is refused.
    const { body: byWord } = await decide({ text: '延长时限' });
    const settled = await office.ask('post', `/api/decisions/${byWord.id}/settle`, { done: true }, 1);
    const { id: _, number: _number, ...same } = settled.body;
    expect(list.items.find((each: { id: string }) => each.id === decision.id)).toMatchObject(same);
    const stranger = await personOf(house, { role: 'leader' });
    for (const { id } of [decision, byWord]) {
      const again = { effect: 'closure', taskId: plan.stationTask };
      const answer = await stranger.ask('post', `/api/decisions/${id}/effect`, again, 2);
      expect([answer.status, answer.body.code]).toEqual([409, 'carried-out']);
    }
    expect((await office.ask('get', '/api/notifications')).text).not.toContain(hidden);
    expect((await eastHead.ask('get', '/api/notifications')).text).not.toContain(hidden);
  });

  it('are corrected while they are not carried out, and never over what somebody else wrote', async () => {
    const { body: decision } = await decide({ text: '记错的', dueDate: '2024-11-01' });
    const correct = (text: string, version: number) =>
      office.ask('patch', `/api/decisions/${decision.id}`, { text, leadUnitId: tree.west }, version);
    expect((await correct('记对的', 1)).body).toMatchObject({
      text: '记对的',
      leadUnit: { id: tree.west },
      dueDate: null,
      version: 2,
    });
    expect((await correct('晚来的', 1)).status).toBe(412);
  });

  it('adjust a target of the task that they name, and the next meeting tells so', async () => {
    const { body: decision } = await decide({ text: '提高目标' });
    const given = { effect: 'target', targetId, value: 87 };
    expect(faults(await carryOut(decision.id, { ...given, taskId: plan.stationTask }))).toEqual([
      422,
      'targetId not-of-task',
    ]);
    expect((await carryOut(decision.id, { ...given, taskId: plan.countyTask })).status).toBe(200);
    const next = await planned('2024-10-25');
    await move(meetingId, 'close');
    await move(next, 'collect');
    await freeze(next);
    const { text } = await lead.ask('get', `/api/meetings/${next}/snapshot`);
    expect(text).toContain('延长时限');
    expect(text).not.toContain(hidden);
    // How a task ended otherwise is frozen as well: nobody owes what was decided any more.
    const ends = (JSON.parse(text) as Snapshot).lastDecisions
      .filter(({ text: said }) => /^(并入|结转)/.test(said))
      .map((each) => [each.text, each.done, each.taskEnd]);
    expect(ends).toEqual([
      ['并入的', true, 'terminated'],
      ['并入其中的', false, 'terminated'],
      ['并入在办任务的', false, 'merged'],
      ['结转的', false, null],
    ]);
    const { body: difference } = await lead.ask('get', `/api/meetings/${next}/difference`);
    expect(difference.targetsChanged).toMatchObject([{ metric: 'trial.county-rate', was: 80, now: 87 }]);
    expect(difference.decisions).toMatchObject({ terminated: 1, merged: 1 });
    await move(next, 'open');
    meetingId = next;
  });

  it('open the next meeting, though it was planned before the last one closed', async () => {
    const ahead = await planned('2024-11-25');
    const before = (await office.ask('get', `/api/meetings/${ahead}`)).body.previousId;
    const { body: decision } = await decide({ text: '十月会议的议定事项' });
    await move(ahead, 'collect');
    await move(meetingId, 'close');
    const { body: frozen } = await freeze(ahead);
    expect([before, frozen.previousId]).toEqual([meetingId, meetingId]);
    const { body: snapshot } = await lead.ask('get', `/api/meetings/${ahead}/snapshot`);
    expect(snapshot.lastDecisions.map((each: { id: string }) => each.id)).toEqual([decision.id]);
  });

  it('are withdrawn with a reason while the minutes are not issued, and what they did stays', async () => {
    meetingId = await held('2024-11-26');
    const withdraw = (id: string, version: number, who = leader) =>
      who.ask('post', `/api/decisions/${id}/withdrawal`, { reason: '误记' }, version);
    const { body: kept } = await decide({ text: '仍然有效' });
    const { body: wrong } = await decide({ text: '误记的事项' });
    const { body: acted } = await decide({ text: '误延时限' });
    const extension = { effect: 'extension', taskId: plan.stationTask, dueDate: '2025-02-28' };
    expect(faults(await carryOut(acted.id, { ...extension, value: 3 }))).toEqual([
      422,
      'value not-asked-for',
    ]);
    expect((await carryOut(acted.id, extension)).status).toBe(200);
    expect((await withdraw(wrong.id, 1, lead)).status).toBe(403);
    expect((await withdraw(wrong.id, 1)).body).toMatchObject({
      number: 2,
      withdrawn: { reason: '误记', by: { id: leader.id }, on: '2024-09-20' },
    });
    for (const [rest, body] of [
      ['withdrawal', { reason: '再撤' }],
      ['settle', { done: true }],
      ['effect', { effect: 'closure', taskId: plan.stationTask }],
    ] as const) {
      const again = await office.ask('post', `/api/decisions/${wrong.id}/${rest}`, body, 2);
      expect([rest, again.body.code]).toEqual([rest, 'withdrawn']);
    }
    expect((await move(meetingId, 'close')).body.minutesState).toBe('draft');
    const minutes = async () => (await office.ask('get', `/api/meetings/${meetingId}/minutes`)).body;
    expect((await minutes()).text).not.toContain('误记');
    // Nobody had edited the draft, so it is drafted anew; who signed it signed another text.
    await change(meetingId, '/minutes/moves', { move: 'countersign' });
    const { version } = await minutes();
    await leader.ask('post', `/api/meetings/${meetingId}/minutes/moves`, { move: 'countersign' }, version);
    expect((await minutes()).state).toBe('countersign');
    expect((await withdraw(acted.id, 2)).body).toMatchObject({ effect: 'extension', done: true });
    expect(await minutes()).toMatchObject({ state: 'draft', countersignedBy: [] });
    expect((await minutes()).text).toMatch(/仍然有效$/);
    // Whoever took a line out signs once somebody else has looked at what is left.
    const sign = async () =>
      leader.ask(
        'post',
        `/api/meetings/${meetingId}/minutes/moves`,
        { move: 'countersign' },
        (await minutes()).version,
      );
    expect((await minutes()).changedBy).toMatchObject({ id: leader.id });
    expect((await sign()).body.code).toBe('same-person');
    const { text: left, header: head, number: no, recipients: to, version: seen } = await minutes();
    const looked = { text: left, header: head, number: no, recipients: to };
    await office.ask('put', `/api/meetings/${meetingId}/minutes`, looked, seen);
    expect((await sign()).body).toMatchObject({ state: 'countersign', changedBy: null });
    expect((await office.ask('get', `/api/tasks/${plan.stationTask}`)).body.dueDate).toBe('2025-02-28');
    const { body: all } = await office.ask('get', `/api/meetings/${meetingId}/decisions`);
    expect(all.items.map((each: { withdrawn: unknown }) => each.withdrawn !== null)).toEqual([
      false,
      true,
      true,
    ]);

    // The next meeting opens with what still stands; the whole meeting goes only once nothing does.
    const mistaken = (move: object) => change(meetingId, '/moves', { move: 'withdraw', ...move });
    expect(faults(await mistaken({}))).toEqual([422, expect.stringMatching(/^reason /)]);
    expect((await mistaken({ reason: '误建' })).body.code).toBe('decisions-stand');
    const next = await planned('2024-11-27');
    await move(next, 'collect');
    expect((await freeze(next)).body.previousId).toBe(meetingId);
    const { body: snapshot } = await lead.ask('get', `/api/meetings/${next}/snapshot`);
    expect(snapshot.lastDecisions.map((each: { text: string }) => each.text)).toEqual(['仍然有效']);
    expect((await withdraw(kept.id, 1)).status).toBe(200);
    expect((await mistaken({ reason: '误建' })).body).toMatchObject({
      state: 'withdrawn',
      withdrawn: { reason: '误建', by: { id: office.id } },
    });
    expect((await mistaken({ reason: '误建' })).body.code).toBe('move-not-possible');
    // Nothing of it is written or signed any more.
    const { text, header, number, present, absent, observing, recipients } = await minutes();
    const words = { text: `${text}改`, header, number, present, absent, observing, recipients };
    const at = (await office.ask('get', `/api/meetings/${meetingId}`)).body.version;
    const briefing = { overview: '改', problems: null, nextSteps: null };
    const unwritten = [
      await office.ask('put', `/api/meetings/${meetingId}/minutes`, words, at),
      await office.ask('put', `/api/meetings/${meetingId}/briefing`, briefing, at),
      await leader.ask('post', `/api/meetings/${meetingId}/minutes/moves`, { move: 'countersign' }, at),
    ];
    expect(unwritten.map((each) => [each.status, each.body.code])).toEqual(Array(3).fill([409, 'withdrawn']));
    expect((await freeze(next)).body.previousId).not.toBe(meetingId);
    const since = await lead.ask('get', `/api/meetings/${next}/difference?since=${meetingId}`);
    expect(faults(since)).toEqual([422, 'query.since not-frozen']);
  });

  it('are of a meeting whose participants know when it is, and whose signers know that they are asked', async () => {
    const told = async (who: Person): Promise<[string, string][]> =>
      (await who.ask('get', '/api/notifications')).body.items
        .filter((each: { meetingId: string }) => each.meetingId === meetingId)
        .map(({ kind, text }: { kind: string; text: string }) => [kind, text]);
    const toCountersign = async () =>
      (await leader.ask('get', `/api/work?planId=${plan.planId}`)).body.toCountersign.map(
        (each: { meetingId: string }) => each.meetingId,
      );
    const { body: meeting } = await office.ask('post', '/api/meetings', {
      ...{ planId: plan.planId, title: '年末推进会', period: '2024-08', collectBy: '2024-12-20' },
      ...{ heldOn: '2024-12-28', place: '三楼', participantIds: [leader.id, lead.id] },
    });
    meetingId = meeting.id;
    await change(
      meetingId,
      '',
      { heldOn: '2024-12-30', participantIds: [leader.id, lead.id, head.id] },
      'patch',
    );
    await change(meetingId, '', { title: '年终推进会' }, 'patch');
    const planned = ['meeting-planned', '年末推进会，2024-12-28，三楼'];
    expect(await told(lead)).toEqual([['meeting-moved', '年末推进会，2024-12-30，三楼'], planned]);
    expect(await told(head)).toEqual([['meeting-planned', '年末推进会，2024-12-30，三楼']]);
    expect(await told(office)).toEqual([]);
    await change(meetingId, '', { participantIds: [leader.id, head.id] }, 'patch');
    expect((await told(lead))[0]).toEqual(['meeting-left', '年终推进会，2024-12-30']);

    await move(meetingId, 'collect');
    await freeze(meetingId);
    await move(meetingId, 'open');
    const { body: decision } = await decide({ text: '误记' });
    await move(meetingId, 'close');
    const asked = ['minutes-to-sign', '年终推进会'];
    expect([(await told(leader))[0], await toCountersign()]).toEqual([asked, [meetingId]]);
    const { version } = (await office.ask('get', `/api/meetings/${meetingId}/minutes`)).body;
    await leader.ask('post', `/api/meetings/${meetingId}/minutes/moves`, { move: 'countersign' }, version);
    expect(await toCountersign()).toEqual([]);
    // What was signed is a draft again: it has to be signed anew.
    await office.ask('post', `/api/decisions/${decision.id}/withdrawal`, { reason: '误记' }, 1);
    expect([(await told(leader)).slice(0, 2), await toCountersign()]).toEqual([[asked, asked], [meetingId]]);
    await change(meetingId, '/moves', { move: 'withdraw', reason: '误建' });
    expect((await told(head))[0]).toEqual(['meeting-withdrawn', '年终推进会，2024-12-30，误建']);
    expect(await toCountersign()).toEqual([]);
  });

  it('are taken on figures of the period that the meeting looks at', async () => {
    const id = await planned('2024-12-25');
    await move(id, 'collect');
    await freeze(id);
    await change(id, '', { period: '2024-07' }, 'patch');
    expect((await move(id, 'open')).body.code).toBe('frozen-otherwise');
    await freeze(id);
    expect((await move(id, 'open')).body.state).toBe('open');
  });
});
