import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    const { text } = await lead.ask('get', `/api/meetings/${meetingId}/decisions`);
    expect(text).toContain('延长时限');
    expect(text).not.toContain(hidden);
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
    const { body: difference } = await lead.ask('get', `/api/meetings/${next}/difference`);
    expect(difference.targetsChanged).toMatchObject([{ metric: 'trial.county-rate', was: 80, now: 87 }]);
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
    expect([before === meetingId, frozen.previousId]).toEqual([false, meetingId]);
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
