import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Board,
  chineseCalendar,
  computeLight,
  type MaterialView,
  type MinutesView,
  periodsOfYear,
  type Snapshot,
} from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/database.js';
import { Expectations } from '../expectations/expectations.service.js';
import { newWorkbook } from '../exports/cells.js';
import { problemOf } from '../kernel/problem.filter.js';
import { Lights } from '../lights/lights.service.js';
import { Plans } from '../plans/plans.service.js';
import { Tasks } from '../tasks/tasks.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { bytesOf, wordsOf } from '../testing/words.testing.js';
import { Units } from '../units/units.service.js';
import { knownFigures, strangeFigures } from './briefing-content.js';

describe('meetings', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let restrictedId: string;
  /** A station directly below the bureau. */
  let north: string;
  const people: Record<string, Person> = {};
  const person = (name: string) => people[name] as Person;

  beforeAll(async () => {
    house = await openTestHouse(
      [{ manifest: trialArea }, { manifest: { ...trialArea, id: 'other' } }],
      '2024-09-20',
    );
    tree = await standTree(house);
    const station = { code: 'north', name: 'Unit north', kind: 'station', from: '2020-01-01' } as const;
    north = (await house.app.get(Units).add(systemContext(house), { ...station, parentId: tree.city })).id;
    plan = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east, tree.west, north],
      stations: [tree.e1, tree.e2, tree.w1],
    });
    people.office = await personOf(house, { role: 'plan-office' });
    people.secretary = await personOf(house, { role: 'plan-office' });
    people.leader = await personOf(house, { role: 'leader' });
    people.lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    people.reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    people.head = await personOf(house, { role: 'unit-head', unitId: tree.east });
    people.viewer = await personOf(house, { role: 'viewer' });
    restrictedId = await house.app.get(Tasks).create(systemContext(house), {
      planId: plan.planId,
      areaId: 'trial',
      number: 3,
      title: '仅限知悉的标题',
      outlineTitle: '公开标题',
      visibility: 'restricted',
      origin: 'plan',
      state: 'in-progress',
      leaderId: person('leader').id,
      dueDate: '2024-12-31',
      leadUnitId: tree.east,
      knowerIds: [person('head').id],
    });
  }, 60_000);
  afterAll(() => house.close());

  const create = async (heldOn: string) =>
    (
      await person('office').ask('post', '/api/meetings', {
        planId: plan.planId,
        title: `推进会${heldOn}`,
        heldOn,
        period: '2024-08',
        collectBy: heldOn,
        participantIds: [person('leader').id],
      })
    ).body;
  const path = (id: string, rest = '') => `/api/meetings/${id}${rest}`;
  const change = async (
    name: string,
    id: string,
    rest: string,
    body: object = {},
    method: 'post' | 'put' = 'post',
  ) => {
    const { body: meeting } = await person('office').ask('get', path(id));
    return person(name).ask(method, path(id, rest), body, meeting.version);
  };
  const snapshotOf = async (id: string, sequence?: number): Promise<{ text: string; snapshot: Snapshot }> => {
    const { text } = await person('lead').ask(
      'get',
      path(id, `/snapshot${sequence ? `?sequence=${sequence}` : ''}`),
    );
    return { text, snapshot: JSON.parse(text) };
  };
  const sign = async (
    content: object,
    unitId = tree.east,
    reporter = person('reporter'),
    head = person('head'),
  ): Promise<string> => {
    const draft = { planId: plan.planId, areaId: 'trial', unitId, ...content };
    const { body } = await reporter.ask('post', '/api/reports', draft);
    await reporter.ask('post', `/api/reports/${body.id}/moves`, { move: 'submit' }, 1);
    await head.ask('post', `/api/reports/${body.id}/moves`, { move: 'sign' }, 2);
    return body.id;
  };
  const report = (period: string, part: number, unitId?: string, reporter?: Person, head?: Person) =>
    sign(
      { formKey: 'county-counts', period, data: { whole: 100, part, level: part } },
      unitId,
      reporter,
      head,
    );
  const handIn = (id: string, situation: string, version: number, areaId = 'trial') =>
    person('office').ask(
      'put',
      path(id, `/materials/${areaId}`),
      { situation, problems: '', nextSteps: '', matters: [] },
      version,
    );

  it('freezes bytes that verify and never change, whatever happens later', async () => {
    const meeting = await create('2024-09-25');
    expect((await change('office', meeting.id, '/snapshot')).body.code).toBe('not-freezable');
    await change('office', meeting.id, '/moves', { move: 'collect' });
    const accepted = await report('2024-08', 40);
    await person('lead').ask('post', `/api/reports/${accepted}/moves`, { move: 'accept' }, 3);
    const { em } = systemContext(house);
    await em.query(
      `insert into assignment (id, plan_id, task_id, unit_id, role) values ($1, $2, $3, $4, 'lead')`,
      [randomUUID(), plan.planId, plan.countyTask, tree.east],
    );
    await house.app.get(Expectations).openNotes(systemContext(house), plan.countyTask, '2024-08-01');
    const noted = await sign({
      formKey: 'progress-note',
      taskId: plan.countyTask,
      period: '2024-08',
      data: { progress: '机制已建立', problems: '无', 'next-steps': '推开', 'self-assessment': 'on-pace' },
    });
    await person('lead').ask('post', `/api/reports/${noted}/moves`, { move: 'accept' }, 3);
    const frozen = await change('office', meeting.id, '/snapshot');
    expect(frozen.body).toMatchObject({ state: 'frozen', snapshot: { sequence: 1, asOf: '2024-09-20' } });
    const { text, snapshot } = await snapshotOf(meeting.id);
    expect(createHash('sha256').update(text).digest('hex')).toBe(frozen.body.snapshot.hash);
    expect(snapshot.revisions).toEqual([[accepted, 1]]);
    // Each figure leads to the revision that it rests on, and to who put it through.
    const by = (name: string) => expect.objectContaining({ by: person(name).username, behalfOf: null });
    const east = { areaId: 'trial', unitId: tree.east, unit: 'Unit east' };
    expect(snapshot.sources).toEqual([
      { ...east, id: accepted, revision: 1, period: '2024-08', signed: by('head'), accepted: by('lead') },
    ]);
    expect(snapshot.restsOn).toMatchObject({
      'trial.county-rate': [0],
      'trial.level': [0],
    });
    const [told] = snapshot.tasks.flatMap(({ note }) => note ?? []);
    expect(told).toMatchObject({
      progress: '机制已建立',
      source: {
        ...east,
        id: noted,
        revision: 1,
        period: '2024-08',
        signed: by('head'),
        accepted: by('lead'),
      },
    });

    const later = await report('2024-07', 90);
    await person('lead').ask('post', `/api/reports/${later}/moves`, { move: 'accept' }, 3);
    const admin = await personOf(house, { role: 'system-admin' });
    const { body: unit } = await admin.ask('get', `/api/units/${tree.e2}`);
    await admin.ask(
      'post',
      `/api/units/${tree.e2}/moves`,
      { parentId: tree.west, from: '2024-09-01' },
      unit.version,
    );
    expect((await snapshotOf(meeting.id)).text).toBe(text);

    // A correction of a report that the picture rests on, another configuration, and the area switched off.
    const correct = (who: string, body: object, version: number) =>
      person(who).ask('post', `/api/reports/${accepted}/moves`, body, version);
    await correct('lead', { move: 'unlock', reason: '核减重复统计' }, 4);
    await person('reporter').ask('patch', `/api/reports/${accepted}`, { data: { whole: 100, part: 60 } }, 5);
    await correct('reporter', { move: 'submit' }, 6);
    await correct('head', { move: 'sign' }, 7);
    const corrected = await correct('lead', { move: 'accept' }, 8);
    expect(corrected.body).toMatchObject({ state: 'accepted', acceptedRevision: 2 });
    const config = `/api/plans/${plan.planId}/areas/trial/config`;
    const { body: set } = await admin.ask('get', config);
    const bound = { forms: { 'county-counts': { fields: { whole: { max: 500 } } } } };
    const saved = await admin.ask(
      'put',
      config,
      { value: bound, reason: '调整', effectiveFrom: '2024-09-20' },
      set.version,
    );
    expect(saved.status).toBe(200);
    const turn = async (enabled: boolean) => {
      const { body: areas } = await admin.ask('get', `/api/areas?planId=${plan.planId}`);
      return admin.ask('patch', `/api/plans/${plan.planId}/areas/trial`, { enabled }, areas.items[0].version);
    };
    expect((await turn(false)).body.enabled).toBe(false);
    expect((await snapshotOf(meeting.id)).text).toBe(text);
    expect((await turn(true)).body.enabled).toBe(true);

    const again = await change('office', meeting.id, '/snapshot');
    expect(again.body.snapshot.sequence).toBe(2);
    expect((await snapshotOf(meeting.id, 1)).text).toBe(text);
    const { snapshot: retaken } = await snapshotOf(meeting.id);
    expect(retaken.revisions).toHaveLength(2);
    // A flow rests on all months, a level on the last one alone that says any: the corrected one no longer does.
    expect(retaken.sources?.map(({ id, revision }) => [id, revision])).toEqual([
      [later, 1],
      [accepted, 2],
    ]);
    expect(retaken.restsOn).toMatchObject({
      'trial.county-rate': [0, 1],
      'trial.level': [0],
    });
  });

  it('keeps a restricted task out of the picture, and shows its annex to those who may know', async () => {
    const { body } = await person('office').ask('get', `/api/meetings?planId=${plan.planId}`);
    const id = body.items[0].id;
    const { text, snapshot } = await snapshotOf(id);
    expect(text).not.toContain(restrictedId);
    expect(text).not.toContain('仅限知悉');
    expect(snapshot.tasks).toHaveLength(2);
    const annexes = async (name: string) => (await person(name).ask('get', path(id, '/annexes'))).body.items;
    expect(await annexes('lead')).toEqual([]);
    const readings = async () =>
      house.source.query(
        `select actor_name as by, detail->'taskIds' as tasks from audit where action = 'meeting.read-annexes' order by seq`,
      );
    expect(await readings()).toEqual([]);
    for (const name of ['office', 'leader', 'head']) {
      expect(await annexes(name)).toEqual([
        expect.objectContaining({
          taskId: restrictedId,
          task: expect.objectContaining({ title: '仅限知悉的标题' }),
        }),
      ]);
    }
    expect(await readings()).toMatchObject([{ tasks: [restrictedId] }, {}, {}]);
  });

  it('shows no picture whose bytes were changed behind its back, and says so to the admin', async () => {
    const { body } = await person('office').ask('get', `/api/meetings?planId=${plan.planId}&state=frozen`);
    const { id } = body.items[0];
    const admin = await personOf(house, { role: 'system-admin' });
    const verified = async () => (await admin.ask('get', '/api/system/snapshots')).body;
    expect(await verified()).toEqual({ checked: 2, altered: [] });
    const { text } = await snapshotOf(id);
    const owner = await openDatabase(house.ownerUrl, 1);
    const set = (bytes: string) =>
      owner.query(`update meeting_snapshot set bytes = $2 where meeting_id = $1 and sequence = 2`, [
        id,
        Buffer.from(bytes, 'utf8'),
      ]);
    await set(text.replace('"format":1', '"format": 1'));
    for (const rest of [
      '/snapshot',
      '/annexes',
      '/briefing',
      '/briefing.docx',
      '/ledger.xlsx',
      '/difference',
    ]) {
      const answer = await person('office').ask('get', path(id, rest));
      expect([rest, answer.status, answer.body.code]).toEqual([rest, 409, 'snapshot-altered']);
    }
    expect((await snapshotOf(id, 1)).snapshot.format).toBe(1);
    expect(await verified()).toEqual({ checked: 2, altered: [{ meetingId: id, sequence: 2 }] });
    await set(text);
    expect((await verified()).altered).toEqual([]);
    // One that was taken before sources were kept is read as it is, and verifies.
    const { sources: _sources, restsOn: _restsOn, ...old } = JSON.parse(text);
    await set(JSON.stringify(old));
    await owner.query(
      `update meeting_snapshot set hash = sha256(bytes) where meeting_id = $1 and sequence = 2`,
      [id],
    );
    expect((await snapshotOf(id)).text).toBe(JSON.stringify(old));
    for (const rest of ['/briefing', '/difference'])
      expect([rest, (await person('office').ask('get', path(id, rest))).status]).toEqual([rest, 200]);
    expect((await verified()).altered).toEqual([]);
    await owner.destroy();
  });

  it('is refused, by field, with people, areas or a year that are not there', async () => {
    const planned = { planId: plan.planId, title: '推进会', heldOn: '2024-09-26', collectBy: '2024-09-26' };
    const nobody = randomUUID();
    const answer = await person('office').ask('post', '/api/meetings', {
      ...planned,
      period: '2023-08',
      participantIds: [person('leader').id, nobody],
      agenda: [
        { kind: 'area', title: '哪个行动', areaId: 'none' },
        { kind: 'area', title: '没有行动' },
        { kind: 'free', title: '其他', areaId: 'trial' },
        { kind: 'area', title: '试验', areaId: 'trial' },
      ],
    });
    expect(answer.status).toBe(422);
    expect(
      answer.body.errors.map((each: { path: string; code: string }) => `${each.path} ${each.code}`),
    ).toEqual([
      'period wrong-year',
      'participantIds.1 unknown-user',
      'agenda.0.areaId unknown-area',
      'agenda.1.areaId unknown-area',
      'agenda.2.areaId unknown-area',
    ]);
    const faultsOf = (refused: { body: { errors?: { path: string; code: string }[] } }) =>
      refused.body.errors?.map((each) => `${each.path} ${each.code}`);
    for (const [heldOn, period, collectBy, ...faults] of [
      ['1990-01-01', '2024-08', '1989-12-30', 'heldOn outside-year', 'collectBy outside-year'],
      ['2025-02-01', '2024-08', '2025-01-31', 'heldOn outside-year'],
      ['2024-09-26', '2024-08', '2024-09-27', 'collectBy after-meeting'],
      ['2024-09-26', '2024-10', '2024-09-26', 'period not-begun'],
    ] as const) {
      const days = { heldOn, period, collectBy };
      expect(faultsOf(await person('office').ask('post', '/api/meetings', { ...planned, ...days }))).toEqual(
        faults,
      );
    }
    const { body: list } = await person('office').ask('get', `/api/meetings?planId=${plan.planId}`);
    const change = (body: object) =>
      person('office').ask('patch', path(list.items[0].id), body, list.items[0].version);
    // What is not changed counts beside what is.
    expect(faultsOf(await change({ collectBy: '2024-12-31' }))).toEqual(['collectBy after-meeting']);
    expect((await change({ participantIds: [nobody] })).body.errors).toMatchObject([
      { path: 'participantIds.0' },
    ]);
    const since = await person('office').ask('get', path(list.items[0].id, `/difference?since=${nobody}`));
    expect(since.body.errors).toMatchObject([{ path: 'query.since' }]);
    const beyond = await person('office').ask('get', path(list.items[0].id, '/snapshot?sequence=3000000000'));
    expect([beyond.status, beyond.body.errors]).toMatchObject([422, [{ path: 'query.sequence' }]]);
    expect(problemOf({ driverError: { code: '22003' } })?.status).toBe(400);
  });

  it('lets only those keep, collect and decide whom the policy names, and nobody else see', async () => {
    const meeting = await create('2024-09-26');
    expect((await person('viewer').ask('get', path(meeting.id))).status).toBe(404);
    expect(
      (await person('lead').ask('post', path(meeting.id, '/moves'), { move: 'collect' }, 1)).status,
    ).toBe(403);
    const material = {
      situation: '推进有序',
      problems: '进度不均',
      nextSteps: '加强调度',
      matters: ['请研究经费'],
    };
    const submit = (name: string, version: number, body: object = material) =>
      person(name).ask('put', path(meeting.id, '/materials/trial'), body, version);
    expect((await submit('lead', 0)).body.code).toBe('not-collecting');
    await change('office', meeting.id, '/moves', { move: 'collect' });
    expect((await submit('lead', 0)).body).toMatchObject({ late: false, problems: '进度不均', version: 1 });
    expect((await submit('head', 1)).status).toBe(403);
    // Two who write for one area: the second one is told, and overwrites nothing unseen.
    expect((await submit('office', 0, { ...material, problems: '另有其事' })).status).toBe(412);
    expect((await person('lead').ask('put', path(meeting.id, '/materials/trial'), material)).status).toBe(
      428,
    );
    expect((await submit('office', 1, { ...material, problems: '另有其事' })).body.version).toBe(2);
    expect((await submit('office', 0, material)).status).toBe(412);
    const noArea = await person('office').ask('put', path(meeting.id, '/materials/none'), material, 0);
    expect(noArea.status).toBe(404);
  });

  it('turns decisions into work, drafts minutes that lock when issued, and opens the next meeting with them', async () => {
    const meeting = await create('2024-09-27');
    const planned = await create('2024-10-25');
    await change('office', meeting.id, '/moves', { move: 'collect' });
    await change('office', meeting.id, '/snapshot');
    const early = await person('leader').ask('post', path(meeting.id, '/decisions'), { text: '过早' });
    expect(early.body.code).toBe('meeting-not-open');
    await change('office', meeting.id, '/moves', { move: 'open' });
    expect((await change('office', meeting.id, '/snapshot')).body.code).toBe('not-freezable');

    const decided = await person('leader').ask('post', path(meeting.id, '/decisions'), {
      text: '建立联动机制',
      areaId: 'trial',
      leadUnitId: tree.west,
      dueDate: '2024-11-30',
    });
    expect(decided.body).toMatchObject({ number: 1, effect: 'none', done: false });
    const made = await person('leader').ask(
      'post',
      `/api/decisions/${decided.body.id}/effect`,
      { effect: 'task', leaderId: person('leader').id },
      1,
    );
    expect(made.body).toMatchObject({ effect: 'task', done: false });
    const { body: task } = await person('lead').ask('get', `/api/tasks/${made.body.taskId}`);
    expect(task).toMatchObject({
      state: 'issued',
      origin: 'meeting',
      number: null,
      title: '建立联动机制',
      dueDate: '2024-11-30',
    });
    const second = await person('office').ask('post', path(meeting.id, '/decisions'), { text: '延长时限' });
    const extended = await person('office').ask(
      'post',
      `/api/decisions/${second.body.id}/effect`,
      { effect: 'extension', taskId: plan.countyTask, dueDate: '2025-01-31' },
      1,
    );
    expect(extended.body).toMatchObject({ effect: 'extension', done: true });
    const { body: moved } = await person('lead').ask('get', `/api/tasks/${plan.countyTask}`);
    expect([moved.dueDate, moved.originalDueDate]).toEqual(['2025-01-31', '2024-12-31']);

    // Linked both ways: the task names the meeting; of a restricted one the unknowing learn nothing.
    const third = await person('office').ask('post', path(meeting.id, '/decisions'), { text: '专项延期' });
    const apart = { effect: 'extension', taskId: restrictedId, dueDate: '2025-01-31' };
    await person('office').ask('post', `/api/decisions/${third.body.id}/effect`, apart, 1);
    const settledOf = async (name: string, taskId: string) => {
      const { body } = await person(name).ask('get', `/api/tasks/${taskId}/decisions`);
      return body.items?.map((each: { number: number; effect: string; meeting: { id: string } }) => [
        each.number,
        each.effect,
        each.meeting.id,
      ]);
    };
    expect(await settledOf('lead', made.body.taskId)).toEqual([[1, 'task', meeting.id]]);
    expect(await settledOf('head', plan.countyTask)).toEqual([[2, 'extension', meeting.id]]);
    expect(await settledOf('head', restrictedId)).toEqual([[3, 'extension', meeting.id]]);
    expect(await settledOf('lead', restrictedId)).toEqual([]);

    // One screen presents: an older page of its own comes too late, and another one's counts once it takes over.
    const show = async (screen: string, page: number, turn: number, take = false) => {
      await person('office').ask('put', path(meeting.id, '/stage'), { page, screen, turn, take });
      const { body } = await person('lead').ask('get', path(meeting.id, '/stage'));
      expect(body.presenter).toEqual({ id: person('office').id, name: expect.any(String) });
      return [body.screen, body.page];
    };
    expect(await show('projector', 3, 10)).toEqual(['projector', 3]);
    expect(await show('projector', 2, 9)).toEqual(['projector', 3]);
    expect(await show('laptop', 7, 99)).toEqual(['projector', 3]);
    expect(await show('laptop', 7, 5, true)).toEqual(['laptop', 7]);
    expect(await show('projector', 4, 11)).toEqual(['laptop', 7]);
    expect(await show('projector', 4, 12, true)).toEqual(['projector', 4]);
    expect(await show('laptop', 8, 6)).toEqual(['projector', 4]);
    const closed = await change('office', meeting.id, '/moves', { move: 'close' });
    expect(closed.body).toMatchObject({ state: 'closed', minutesState: 'draft' });
    const { body: minutes } = await person('lead').ask('get', path(meeting.id, '/minutes'));
    expect(minutes.text).toContain('1. 建立联动机制');
    expect(minutes).toMatchObject({
      present: [person('leader').username],
      countersigners: [{ id: person('leader').id }],
      draftedBy: [{ id: person('office').id }],
    });

    const { body: notices } = await person('leader').ask('get', '/api/notifications');
    expect(notices.items).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ kind: 'minutes-to-sign', meetingId: meeting.id })]),
    );

    // Every place of the paper is filled in on its page; who signs is somebody who may, and drafted nothing.
    const write = (given: object) => change('office', meeting.id, '/minutes', { ...paper, ...given }, 'put');
    const paper = {
      header: '重点工作推进会纪要',
      number: '〔2024〕7号',
      text: minutes.text,
      recipients: ['局领导'],
      issuer: '市局督查室',
      absent: ['科信支队 丙'],
      printedBy: '市局办公室',
      printedOn: '2024-09-28',
    };
    const wrong = await write({
      countersignerIds: [person('office').id, person('lead').id, person('leader').id],
    });
    expect(wrong.body.errors.map((each: { path: string; code: string }) => [each.path, each.code])).toEqual([
      ['countersignerIds.0', 'same-person'],
      ['countersignerIds.1', 'may-not-decide'],
    ]);
    const words = async () => {
      const answer = person('lead').ask('get', path(meeting.id, '/minutes.docx'));
      return wordsOf((await answer.buffer(true).parse(bytesOf)).body);
    };
    expect((await write({})).body).toMatchObject({ ...paper, observing: [], printedOn: '2024-09-28' });
    const drafted = await words();
    expect(drafted.match(/重点工作推进会纪要/g)).toHaveLength(1);
    for (const filled of [
      '〔2024〕7号',
      '市局督查室',
      '请假：科信支队 丙。',
      '局领导。',
      '市局办公室2024年9月28日印发',
    ])
      expect(drafted).toContain(filled);
    expect(drafted).toContain('列席：　');

    const sign = (name: string, move: string) => change(name, meeting.id, '/minutes/moves', { move });
    expect((await sign('office', 'countersign')).body.code).toBe('same-person');
    expect((await sign('secretary', 'countersign')).body.code).toBe('not-asked');
    expect((await sign('leader', 'countersign')).body.state).toBe('countersign');
    expect((await sign('secretary', 'issue')).body).toMatchObject({
      state: 'issued',
      issuedBy: { id: person('secretary').id },
    });
    expect((await write({})).body.code).toBe('meeting-locked');
    await change('office', meeting.id, '/minutes/addenda', { text: '第1项时限有误。' });
    const issued = await words();
    expect(issued).toContain(`更正（2024年9月20日`);
    expect(issued).toContain(`，${person('office').username}）：第1项时限有误。`);
    expect(issued).not.toContain('列席');
    // What was issued is not taken back.
    const { body: settled } = await person('office').ask('get', path(meeting.id, '/decisions'));
    const { id: first, version } = settled.items[0];
    const back = await person('leader').ask(
      'post',
      `/api/decisions/${first}/withdrawal`,
      { reason: '误记' },
      version,
    );
    expect(back.body.code).toBe('minutes-issued');
    const gone = await change('office', meeting.id, '/moves', { move: 'withdraw', reason: '误建' });
    expect(gone.body.code).toBe('minutes-issued');

    const begun = await change('office', planned.id, '/moves', { move: 'collect' });
    const next = begun.body;
    expect([planned.previousId, next.previousId]).toEqual([null, meeting.id]);
    await change('office', next.id, '/snapshot');
    const { snapshot } = await snapshotOf(next.id);
    expect(snapshot.lastDecisions.map(({ number, done }) => [number, done])).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ]);
    const { body: difference } = await person('lead').ask('get', path(next.id, '/difference'));
    expect(difference.datesMoved).toMatchObject([
      { taskId: plan.countyTask, was: '2024-12-31', now: '2025-01-31' },
    ]);
    expect(difference.added.map((each: { title: string }) => each.title)).toEqual(['建立联动机制']);
    expect(difference.decisions).toMatchObject({ done: 2, open: 1, overdue: 0 });
  });

  it('hands out Word and Excel, and marks figures that the snapshot does not hold', async () => {
    const { body } = await person('office').ask('get', `/api/meetings?planId=${plan.planId}&sort=heldOn`);
    const meeting = body.items.find((each: { state: string }) => each.state === 'frozen');
    const edited = await change(
      'office',
      meeting.id,
      '/briefing',
      { overview: '本期完成率达98765.4%，惠及三十二万四千人。', problems: null, nextSteps: null },
      'put',
    );
    expect(
      edited.body.strangeFigures.filter((each: { section: string }) => each.section === 'overview'),
    ).toEqual([
      { section: 'overview', figure: '98765.4', told: false },
      { section: 'overview', figure: '三十二万四千', told: false },
    ]);
    await change(
      'office',
      meeting.id,
      '/briefing',
      { overview: null, problems: null, nextSteps: null },
      'put',
    );
    const files: Record<string, Buffer> = {};
    for (const document of ['briefing.docx', 'ledger.xlsx']) {
      const answer = await person('lead')
        .ask('get', path(meeting.id, `/${document}`))
        .buffer(true)
        .parse(bytesOf);
      expect(answer.status).toBe(200);
      expect(answer.body.subarray(0, 2).toString()).toBe('PK');
      expect(answer.headers['content-disposition']).toContain('attachment');
      files[document] = answer.body;
    }
    const { snapshot } = await snapshotOf(meeting.id);
    const { body: since } = await person('lead').ask('get', path(meeting.id, '/difference'));
    const known = knownFigures(snapshot, since, meeting.title);
    const text = await wordsOf(files['briefing.docx'] as Buffer);
    expect(text).toContain(`共${snapshot.totals.tasks}项`);
    const headings = ['总体情况', '亮灯情况', '上次议定事项落实', '存在问题', '下步打算及提请研究事项'];
    expect(text.match(/^[一二三四五六]、.+$/gm)).toEqual(
      headings.map((heading, at) => `${'一二三四五'[at]}、${heading}`),
    );
    const annexes = ['重点任务进展情况表', '指标完成情况表', '填报情况表'];
    const [tasks = 0, metrics = 0, reporting = 0] = annexes.map((title) => text.lastIndexOf(title));
    expect([tasks > 0, tasks < metrics, metrics < reporting]).toEqual([true, true, true]);
    // Units are the columns of the metrics: the whole, and those that have a figure.
    const measured = snapshot.units.filter(
      ({ id, isRoot }) => isRoot || snapshot.figures.some((row) => row.unitId === id),
    );
    const columns = ['指标（年初至今）', '目标', ...measured.map((unit) => unit.name)].join('\n');
    expect(text.slice(metrics, reporting)).toContain(columns);
    for (const task of snapshot.tasks) expect(text.slice(tasks, metrics)).toContain(task.title);
    for (const heading of ['应报', '已报', '按时']) expect(text.slice(reporting)).toContain(heading);
    // The ledger holds the annexes as sheets: a unit's column adds what the snapshot froze of it.
    const book = await newWorkbook();
    await book.xlsx.load(files['ledger.xlsx'] as never);
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual([
      '重点任务',
      '指标',
      '指标分单位',
      '填报',
      '上次议定事项',
    ]);
    const byUnit = book.getWorksheet('指标分单位');
    const wholeAndUnits = snapshot.units.toSorted((one, other) => Number(other.isRoot) - Number(one.isRoot));
    expect([...((byUnit?.getRow(2).values ?? []) as string[])].slice(5)).toEqual(
      wholeAndUnits.map(({ name }) => name),
    );
    const [metric] = snapshot.board.areas.flatMap((area) => area.metrics);
    const row = [...((byUnit?.getRow(3).values ?? []) as (number | undefined)[])];
    expect(wholeAndUnits.map((_, at) => row[5 + at] ?? null)).toEqual(
      wholeAndUnits.map(({ id, isRoot }) => {
        const figure = snapshot.figures.find(
          (each) => each.unitId === id && each.metric === metric?.key && each.period === snapshot.period,
        );
        return (isRoot ? metric?.yearToDate : figure?.yearToDate) ?? null;
      }),
    );
    expect(row.slice(5).filter((value) => typeof value === 'number').length).toBeGreaterThan(1);
    const furniture = /^(附件[:：]?\s*)?\d?\s*[.．]?\s*(重点任务进展情况表|指标完成情况表|填报情况表)?$/gm;
    expect(strangeFigures(text.replace(furniture, ' '), known)).toEqual([]);
  });

  it('is consistent in itself while eight writers accept', async () => {
    const meeting = await create('2024-09-28');
    await change('office', meeting.id, '/moves', { move: 'collect' });
    const tasks = [plan.countyTask, plan.stationTask, restrictedId];
    await house.app.get(Lights).keep({ ...systemContext(house), today: '2024-08-30' }, plan.planId, tasks);
    const reports: string[] = [];
    for (const period of ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06', '2024-09'])
      reports.push(await report(period, 50));
    const { body: waiting } = await person('lead').ask(
      'get',
      `/api/reports?planId=${plan.planId}&state=signed`,
    );
    const ids: string[] = waiting.items.map((each: { id: string }) => each.id);
    expect(ids.length).toBeGreaterThanOrEqual(7);
    let done = false;
    const write = async (id: string) => {
      for (let version = 3; !done; version += 4) {
        await person('lead').ask('post', `/api/reports/${id}/moves`, { move: 'accept' }, version);
        await person('lead').ask(
          'post',
          `/api/reports/${id}/moves`,
          { move: 'unlock', reason: '核对' },
          version + 1,
        );
        await person('reporter').ask('post', `/api/reports/${id}/moves`, { move: 'submit' }, version + 2);
        await person('head').ask('post', `/api/reports/${id}/moves`, { move: 'sign' }, version + 3);
      }
    };
    const writers = Array.from({ length: 8 }, (_, at) => write(ids[at % ids.length] as string));
    const hashes: string[] = [];
    for (let taken = 0; taken < 10; ) {
      const answer = await change('office', meeting.id, '/snapshot');
      expect([200, 201, 412]).toContain(answer.status);
      if (answer.status === 412) continue;
      hashes.push(answer.body.snapshot.hash);
      taken += 1;
    }
    done = true;
    await Promise.all(writers);
    for (const [at, hash] of hashes.entries()) {
      const { text, snapshot } = await snapshotOf(meeting.id, at + 1);
      expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
      expectConsistent(snapshot);
      const kept = snapshot.lightMonths?.map(({ tasks: own }) => own.length);
      expect(kept).toEqual([0, 0, 0, 0, 0, 0, 0, 2, 3]);
    }
  }, 120_000);

  it('counts like the board: nothing of an area that is switched off', async () => {
    const { em } = systemContext(house);
    await em.query(
      `insert into plan_area (plan_id, area_id, number, title) select plan_id, 'other', 2, title from plan_area where plan_id = $1`,
      [plan.planId],
    );
    const late = randomUUID();
    await em.query(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, due_date, original_due_date)
       values ($1, $2, 'other', 9, '逾期的任务', 'open', 'in-progress', 'plan', '2024-09-01', '2024-09-01')`,
      [late, plan.planId],
    );
    await house.app.get(Lights).refresh(systemContext(house), plan.planId, [late]);
    const meeting = await create('2024-09-28');
    await change('office', meeting.id, '/moves', { move: 'collect' });
    expect((await handIn(meeting.id, '停用前提交的情况', 0, 'other')).status).toBe(200);
    const admin = await personOf(house, { role: 'system-admin' });
    for (const enabled of [true, false]) {
      const { body: areas } = await admin.ask('get', `/api/areas?planId=${plan.planId}`);
      const { version } = areas.items.find((area: { id: string }) => area.id === 'other');
      await admin.ask('patch', `/api/plans/${plan.planId}/areas/other`, { enabled }, version);
      await change('office', meeting.id, '/snapshot');
      const { text, snapshot } = await snapshotOf(meeting.id);
      const { body: board }: { body: Board } = await person('office').ask(
        'get',
        `/api/plans/${plan.planId}/board?period=2024-08`,
      );
      expect(snapshot.board.areas).toEqual(board.areas.filter((area) => area.enabled));
      expect(new Set(snapshot.board.exceptions)).toEqual(new Set(board.exceptions));
      const root = snapshot.units.find((unit) => unit.isRoot)?.id;
      const rows = snapshot.reporting.filter((row) => row.unitId === root);
      expect(rows.map(({ areaId, expected }) => [areaId, expected])).toEqual(
        board.areas.flatMap(({ areaId, completeness: { expected } }) =>
          expected > 0 ? [[areaId, expected]] : [],
        ),
      );
      for (const part of [late, '停用前提交的情况', '"other"'])
        expect([enabled, part, text.includes(part)]).toEqual([enabled, part, enabled]);
      expectConsistent(snapshot);
    }
  });

  it('adds up though a unit was merged and another moved below a county meanwhile', async () => {
    const heads = { role: 'unit-head', unitId: north } as const;
    const [northReporter, northHead] = [
      await personOf(house, { ...heads, role: 'reporter' }),
      await personOf(house, heads),
    ];
    const accept = async (id: string, who: Person) =>
      expect((await who.ask('post', `/api/reports/${id}/moves`, { move: 'accept' }, 3)).body.state).toBe(
        'accepted',
      );
    const reviewer = await personOf(house, { role: 'reviewer', unitId: tree.city });
    const admin = await personOf(house, { role: 'system-admin' });
    const moved = async (id: string, rest: string, body: object) => {
      const { body: unit } = await admin.ask('get', `/api/units/${id}`);
      expect((await admin.ask('post', `/api/units/${id}/${rest}`, body, unit.version)).status).toBe(200);
    };
    const west = [
      await personOf(house, { role: 'reporter', unitId: tree.west }),
      await personOf(house, { role: 'unit-head', unitId: tree.west }),
    ] as const;
    await accept(await report('2024-07', 30, tree.west, ...west), person('lead'));
    await accept(await report('2024-06', 20, north, northReporter, northHead), reviewer);
    await moved(north, 'moves', { parentId: tree.east, from: '2024-08-01' });
    await accept(await report('2024-08', 25, north, northReporter, northHead), reviewer);
    await moved(tree.w1, 'moves', { parentId: tree.east, from: '2024-08-01' });
    await moved(tree.e2, 'moves', { parentId: tree.east, from: '2024-09-02' });
    await moved(tree.west, 'close', { successorId: tree.east, on: '2024-09-10' });

    const meeting = await create('2024-09-28');
    await change('office', meeting.id, '/moves', { move: 'collect' });
    await change('office', meeting.id, '/snapshot');
    const { snapshot } = await snapshotOf(meeting.id);
    expect(snapshot.units.map((unit) => unit.name)).toEqual([
      'Unit city',
      'Unit east',
      'Unit north（已划转）',
      'Unit west（已撤并）',
    ]);
    expectConsistent(snapshot);
    // What the moved one reported before is its own part to the year's end; what it reports since is the county's.
    const own = snapshot.figures.filter((row) => row.unitId === north && row.metric === 'trial.county-rate');
    expect(own.map((row) => [row.period, row.numerator, row.ytdNumerator])).toEqual(
      periodsOfYear(2024, 'month')
        .filter((month) => month >= '2024-06')
        .map((month) => [month, month === '2024-06' ? 20 : 0, 20]),
    );
  });

  it('misses no material that was handed in before it, and says what came after', async () => {
    const meeting = await create('2024-09-29');
    const { body: collecting } = await change('office', meeting.id, '/moves', { move: 'collect' });
    const waiting = async (count: number) => {
      for (let found = 0; found < count; await sleep(20))
        [{ found }] = await house.source.query(
          `select count(*)::int as found from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
    };
    // Whoever freezes waits behind whoever hands in.
    let answers: Promise<{ status: number }[]> = Promise.resolve([]);
    await house.source.transaction(async (em) => {
      await em.query(`select from meeting where id = $1 for no key update`, [meeting.id]);
      const handed = handIn(meeting.id, '定稿前提交', 0).then((answer) => answer);
      await waiting(1);
      const frozen = person('office')
        .ask('post', path(meeting.id, '/snapshot'), {}, collecting.version)
        .then((answer) => answer);
      answers = Promise.all([handed, frozen]);
      await waiting(2);
    });
    expect((await answers).map((answer) => answer.status)).toEqual([200, 201]);
    const material = async (): Promise<MaterialView> =>
      (await person('office').ask('get', path(meeting.id, '/materials'))).body.items[0];
    const told = async () => (await snapshotOf(meeting.id)).snapshot.materials.map((each) => each.situation);
    expect([await told(), (await material()).inSnapshot]).toEqual([['定稿前提交'], true]);

    expect((await handIn(meeting.id, '定稿后补交', 1)).body).toMatchObject({ inSnapshot: false });
    await change('office', meeting.id, '/snapshot');
    expect([await told(), (await material()).inSnapshot]).toEqual([['定稿后补交'], true]);
    await handIn(meeting.id, '再次补交', 2);
    // It opens without that only if somebody says so.
    expect((await change('office', meeting.id, '/moves', { move: 'open' })).body.code).toBe('late-material');
    const confirmed = { move: 'open', withoutLate: true };
    expect((await change('office', meeting.id, '/moves', confirmed)).body.state).toBe('open');
    expect([await told(), (await material()).inSnapshot]).toEqual([['定稿后补交'], false]);
    expect((await handIn(meeting.id, '开会后提交', 3)).body.code).toBe('not-collecting');
    await change('office', meeting.id, '/moves', { move: 'close' });

    // Its minutes take two people: a leader who countersigned may issue them, anybody else may not, and no drafter.
    const minutes = async () => (await person('office').ask('get', path(meeting.id, '/minutes'))).body;
    const { header, number, text, recipients } = await minutes();
    const asksNobody = { header, number, text, recipients, countersignerIds: [] };
    await change('office', meeting.id, '/minutes', asksNobody, 'put');
    const sign = (name: string, move: string) => change(name, meeting.id, '/minutes/moves', { move });
    const needed = async () => {
      const { mayCountersign, mayIssue }: MinutesView = await minutes();
      return [mayCountersign, mayIssue].map((people) =>
        ['office', 'secretary', 'leader'].filter((name) => people.some(({ id }) => id === person(name).id)),
      );
    };
    expect(await needed()).toEqual([
      ['secretary', 'leader'],
      ['secretary', 'leader'],
    ]);
    await sign('secretary', 'countersign');
    expect(await needed()).toEqual([['leader'], ['leader']]);
    for (const name of ['office', 'secretary'])
      expect((await sign(name, 'issue')).body.code).toBe('same-person');
    await sign('leader', 'countersign');
    expect((await sign('leader', 'issue')).body).toMatchObject({
      state: 'issued',
      countersignedBy: [{ id: person('secretary').id }, { id: person('leader').id }],
      issuedBy: { id: person('leader').id },
      mayIssue: [],
    });
  });

  it('begins from the last meeting that opened, and the first one of a year from the last one of the year before', async () => {
    const [first, second] = [await create('2024-09-30'), await create('2024-09-30')];
    for (const { id } of [second, first]) await change('office', id, '/moves', { move: 'collect' });
    for (const { id } of [first, second]) {
      await change('office', id, '/snapshot');
      house.passMinutes(1);
    }
    for (const { id } of [second, first]) await change('office', id, '/moves', { move: 'open' });
    // Neither of them is closed yet, and of one day the later picture comes last.
    expect((await create('2024-10-08')).previousId).toBe(second.id);
    await person('leader').ask('post', path(second.id, '/decisions'), {
      text: '跨年办理',
      dueDate: '2025-03-31',
    });
    for (const { id } of [second, first]) await change('office', id, '/moves', { move: 'close' });
    expect((await create('2024-10-08')).previousId).toBe(second.id);

    const planId = await house.app.get(Plans).create(systemContext(house), {
      year: 2025,
      title: '2025',
      bureau: 'Bureau',
      rootUnitId: tree.city,
      announcedTasks: 0,
      areas: [{ areaId: 'trial', number: 1, title: trialArea.title }],
    });
    const { body: january } = await person('office').ask('post', '/api/meetings', {
      planId,
      title: '一月推进会',
      heldOn: '2025-01-20',
      period: '2025-01',
      collectBy: '2025-01-18',
    });
    expect(january.previousId).toBe(second.id);
    const goesOn = randomUUID();
    await systemContext(house).em.query(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, due_date, original_due_date, carried_from)
       values ($1, $2, 'trial', 1, '结转的任务', 'open', 'in-progress', 'plan', '2025-12-31', '2025-12-31', $3)`,
      [goesOn, planId, plan.stationTask],
    );
    await change('office', january.id, '/moves', { move: 'collect' });
    await change('office', january.id, '/snapshot');
    const { snapshot } = await snapshotOf(january.id);
    expect(snapshot.lastDecisions.map(({ text, done }) => [text, done])).toEqual([['跨年办理', false]]);
    const { body: difference } = await person('office').ask(
      'get',
      path(january.id, '/difference?sequence=1'),
    );
    expect(difference).toMatchObject({
      from: { meetingId: second.id, otherYear: 2024 },
      carried: [{ taskId: goesOn, title: '结转的任务' }],
      added: [],
      gone: [],
      decisions: { done: 0, open: 1, overdue: 0 },
    });
    const named = await person('office').ask('get', path(january.id, `/difference?since=${second.id}`));
    expect(named.body.from).toEqual(difference.from);
  });
});

/** Every roll-up is the sum of its parts, and every light follows from its figures. */
function expectConsistent(snapshot: Snapshot): void {
  const root = snapshot.units.find((unit) => unit.isRoot)?.id;
  const sums = new Map<string, number[]>();
  for (const row of snapshot.figures.filter((each) => each.unitId !== root)) {
    const key = `${row.metric} ${row.period}`;
    const sum = sums.get(key) ?? [0, 0, 0, 0];
    sums.set(
      key,
      [row.numerator, row.denominator, row.ytdNumerator, row.ytdDenominator].map(
        (value, at) => value + (sum[at] ?? 0),
      ),
    );
  }
  const rolledUp = snapshot.figures.filter((each) => each.unitId === root);
  expect(rolledUp.length).toBeGreaterThan(0);
  for (const row of rolledUp) {
    expect([row.numerator, row.denominator, row.ytdNumerator, row.ytdDenominator]).toEqual(
      sums.get(`${row.metric} ${row.period}`),
    );
  }
  for (const whole of snapshot.reporting.filter((row) => row.unitId === root)) {
    const parts = snapshot.reporting.filter((row) => row.unitId !== root && row.areaId === whole.areaId);
    for (const count of ['expected', 'received', 'onTime'] as const)
      expect([count, parts.reduce((sum, row) => sum + row[count], 0)]).toEqual([count, whole[count]]);
  }
  expectMonthsAddUp(snapshot);
  for (const task of snapshot.tasks) {
    const rules = snapshot.rules.byArea[task.areaId];
    if (!rules) throw new Error(`no rules of ${task.areaId}`);
    const light = computeLight(task.facts, rules, snapshot.asOf, chineseCalendar);
    expect([light.colour, light.closed]).toEqual([task.colour, task.closed]);
    for (const target of task.facts.targets) {
      for (const point of target.points) {
        const row = snapshot.figures.find(
          (each) =>
            each.unitId === target.unitId && each.metric === target.metric && each.period === point.period,
        );
        expect(point.denominator ?? null).toBe(row?.ytdDenominator ?? null);
      }
    }
  }
}

/** The areas of each month add up from its tasks, and the running month is what totals and board say. */
function expectMonthsAddUp({ lightMonths = [], asOf, tasks, board, totals }: Snapshot): void {
  expect(lightMonths.map((each) => each.month)).toEqual(
    periodsOfYear(2024, 'month').filter((month) => month <= asOf.slice(0, 7)),
  );
  const areaOf = new Map(tasks.map((task) => [task.id, task.areaId]));
  for (const month of lightMonths) {
    for (const { areaId, ...counts } of month.areas) {
      const own = month.tasks.filter((light) => areaOf.get(light.taskId) === areaId);
      const lit = (colour: string) => own.filter((light) => !light.closed && light.colour === colour).length;
      const closed = (how: string) => own.filter((light) => light.closed === how).length;
      expect(counts).toEqual({
        red: lit('red'),
        yellow: lit('yellow'),
        green: lit('green'),
        grey: lit('grey'),
        onTime: closed('on-time'),
        late: closed('late'),
      });
    }
    const isKnown = month.tasks.every((light) => areaOf.has(light.taskId));
    expect([month.month, isKnown]).toEqual([month.month, true]);
  }
  const running = lightMonths.at(-1)?.areas ?? [];
  for (const area of board.areas) {
    const counts = running.find((each) => each.areaId === area.areaId);
    expect(counts).toEqual({ areaId: area.areaId, ...area.lights, ...area.closed });
  }
  const sum = (part: 'red' | 'yellow' | 'green' | 'grey' | 'onTime' | 'late') =>
    running.reduce((total, area) => total + area[part], 0);
  expect({ red: sum('red'), yellow: sum('yellow'), green: sum('green'), grey: sum('grey') }).toEqual({
    red: totals.red,
    yellow: totals.yellow,
    green: totals.green,
    grey: totals.grey,
  });
  expect([sum('onTime'), sum('late')]).toEqual([totals.closedOnTime, totals.closedLate]);
}
