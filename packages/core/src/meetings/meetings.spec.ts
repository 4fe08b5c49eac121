import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MaterialView, MinutesView } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newWorkbook } from '../exports/cells.js';
import { problemOf } from '../kernel/problem.filter.js';
import { Plans } from '../plans/plans.service.js';
import { systemContext } from '../testing/people.testing.js';
import { trialArea } from '../testing/trial.testing.js';
import { bytesOf, wordsOf } from '../testing/words.testing.js';
import { knownFigures, strangeFigures } from './briefing-content.js';
import { type MeetingWorld, type Name, openMeetingWorld, path } from './meeting-world.testing.js';

describe('meetings', () => {
  let world: MeetingWorld;
  beforeAll(async () => {
    world = await openMeetingWorld();
    const accepted = await world.report('2024-08', 40);
    await world.person('lead').ask('post', `/api/reports/${accepted}/moves`, { move: 'accept' }, 3);
    const { id } = await world.create('2024-09-25');
    await world.change('office', id, '/moves', { move: 'collect' });
    await world.change('office', id, '/snapshot');
  }, 60_000);
  afterAll(() => world.house.close());

  it('is refused, by field, with people, areas or a year that are not there', async () => {
    const planned = {
      planId: world.plan.planId,
      title: '推进会',
      heldOn: '2024-09-26',
      collectBy: '2024-09-26',
    };
    const nobody = randomUUID();
    const answer = await world.person('office').ask('post', '/api/meetings', {
      ...planned,
      period: '2023-08',
      participantIds: [world.person('leader').id, nobody],
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
      ['2025-04-01', '2024-08', '2025-01-31', 'heldOn outside-year'],
      ['2024-09-26', '2024-08', '2024-09-27', 'collectBy after-meeting'],
      ['2024-09-26', '2024-10', '2024-09-26', 'period not-begun'],
    ] as const) {
      const days = { heldOn, period, collectBy };
      expect(
        faultsOf(await world.person('office').ask('post', '/api/meetings', { ...planned, ...days })),
      ).toEqual(faults);
    }
    const { body: list } = await world
      .person('office')
      .ask('get', `/api/meetings?planId=${world.plan.planId}`);
    const change = (body: object) =>
      world.person('office').ask('patch', path(list.items[0].id), body, list.items[0].version);
    // What is not changed counts beside what is.
    expect(faultsOf(await change({ collectBy: '2024-12-31' }))).toEqual(['collectBy after-meeting']);
    expect((await change({ participantIds: [nobody] })).body.errors).toMatchObject([
      { path: 'participantIds.0' },
    ]);
    const since = await world
      .person('office')
      .ask('get', path(list.items[0].id, `/difference?since=${nobody}`));
    expect(since.body.errors).toMatchObject([{ path: 'query.since' }]);
    const beyond = await world
      .person('office')
      .ask('get', path(list.items[0].id, '/snapshot?sequence=3000000000'));
    expect([beyond.status, beyond.body.errors]).toMatchObject([422, [{ path: 'query.sequence' }]]);
    expect(problemOf({ driverError: { code: '22003' } })?.status).toBe(400);

    const ahead = { ...planned, heldOn: '2024-12-20', period: '2024-11', collectBy: '2024-12-18' };
    const { body: later } = await world.person('office').ask('post', '/api/meetings', ahead);
    await world.change('office', later.id, '/moves', { move: 'collect' });
    // November has not begun: there is nothing to freeze of it.
    expect((await world.change('office', later.id, '/snapshot')).body.code).toBe('period-not-begun');
    await world.change('office', later.id, '/moves', { move: 'withdraw', reason: '时间未到' });
  });

  it('lets only those keep, collect and decide whom the policy names, and nobody else see', async () => {
    const meeting = await world.create('2024-09-26');
    expect((await world.person('viewer').ask('get', path(meeting.id))).status).toBe(404);
    expect(
      (await world.person('lead').ask('post', path(meeting.id, '/moves'), { move: 'collect' }, 1)).status,
    ).toBe(403);
    const material = {
      situation: '推进有序',
      problems: '进度不均',
      nextSteps: '加强调度',
      matters: ['请研究经费'],
    };
    const submit = (name: Name, version: number, body: object = material) =>
      world.person(name).ask('put', path(meeting.id, '/materials/trial'), body, version);
    expect((await submit('lead', 0)).body.code).toBe('not-collecting');
    await world.change('office', meeting.id, '/moves', { move: 'collect' });
    expect((await submit('lead', 0)).body).toMatchObject({ late: false, problems: '进度不均', version: 1 });
    expect((await submit('head', 1)).status).toBe(403);
    // Two who write for one area: the second one is told, and overwrites nothing unseen.
    expect((await submit('office', 0, { ...material, problems: '另有其事' })).status).toBe(412);
    expect(
      (await world.person('lead').ask('put', path(meeting.id, '/materials/trial'), material)).status,
    ).toBe(428);
    expect((await submit('office', 1, { ...material, problems: '另有其事' })).body.version).toBe(2);
    expect((await submit('office', 0, material)).status).toBe(412);
    const noArea = await world.person('office').ask('put', path(meeting.id, '/materials/none'), material, 0);
    expect(noArea.status).toBe(404);
  });

  it('turns decisions into work, drafts minutes that lock when issued, and opens the next meeting with them', async () => {
    const meeting = await world.create('2024-09-27');
    const planned = await world.create('2024-10-25');
    await world.change('office', meeting.id, '/moves', { move: 'collect' });
    const { body: draft } = await world
      .person('office')
      .ask('post', `/api/plans/${world.plan.planId}/tasks`, {
        ...{ areaId: 'trial', title: '后来限阅的', origin: 'added', dueDate: '2024-12-01' },
        ...{ leadUnitId: world.tree.east, leaderId: world.person('leader').id },
      });
    await world.change('office', meeting.id, '/snapshot');
    const early = await world.person('leader').ask('post', path(meeting.id, '/decisions'), { text: '过早' });
    expect(early.body.code).toBe('meeting-not-open');
    await world.change('office', meeting.id, '/moves', { move: 'open' });
    expect((await world.change('office', meeting.id, '/snapshot')).body.code).toBe('not-freezable');

    const decided = await world.person('leader').ask('post', path(meeting.id, '/decisions'), {
      text: '建立联动机制',
      areaId: 'trial',
      leadUnitId: world.tree.west,
      dueDate: '2024-11-30',
    });
    expect(decided.body).toMatchObject({ number: 1, effect: 'none', done: false });
    const made = await world
      .person('leader')
      .ask(
        'post',
        `/api/decisions/${decided.body.id}/effect`,
        { effect: 'task', leaderId: world.person('leader').id },
        1,
      );
    expect(made.body).toMatchObject({ effect: 'task', done: false });
    const { body: task } = await world.person('lead').ask('get', `/api/tasks/${made.body.taskId}`);
    expect(task).toMatchObject({
      state: 'issued',
      origin: 'meeting',
      number: null,
      title: '建立联动机制',
      dueDate: '2024-11-30',
    });
    const second = await world
      .person('office')
      .ask('post', path(meeting.id, '/decisions'), { text: '延长时限' });
    const extended = await world
      .person('office')
      .ask(
        'post',
        `/api/decisions/${second.body.id}/effect`,
        { effect: 'extension', taskId: world.plan.countyTask, dueDate: '2025-01-31' },
        1,
      );
    expect(extended.body).toMatchObject({ effect: 'extension', done: true });
    const { body: moved } = await world.person('lead').ask('get', `/api/tasks/${world.plan.countyTask}`);
    expect([moved.dueDate, moved.originalDueDate]).toEqual(['2025-01-31', '2024-12-31']);

    // Linked both ways: the task names the meeting; of a restricted one the unknowing learn nothing.
    const third = await world
      .person('office')
      .ask('post', path(meeting.id, '/decisions'), { text: '专项延期' });
    const apart = { effect: 'extension', taskId: world.restrictedId, dueDate: '2025-01-31' };
    await world.person('office').ask('post', `/api/decisions/${third.body.id}/effect`, apart, 1);
    const settledOf = async (name: Name, taskId: string) => {
      const { body } = await world.person(name).ask('get', `/api/tasks/${taskId}/decisions`);
      return body.items?.map((each: { number: number; effect: string; meeting: { id: string } }) => [
        each.number,
        each.effect,
        each.meeting.id,
      ]);
    };
    expect(await settledOf('lead', made.body.taskId)).toEqual([[1, 'task', meeting.id]]);
    expect(await settledOf('head', world.plan.countyTask)).toEqual([[2, 'extension', meeting.id]]);
    expect(await settledOf('head', world.restrictedId)).toEqual([[3, 'extension', meeting.id]]);
    expect(await settledOf('lead', world.restrictedId)).toEqual([]);

    // One screen presents: an older page of its own comes too late, and another one's counts once it takes over.
    const show = async (screen: string, page: number, turn: number, take = false) => {
      await world.person('office').ask('put', path(meeting.id, '/stage'), { page, screen, turn, take });
      const { body } = await world.person('lead').ask('get', path(meeting.id, '/stage'));
      expect(body.presenter).toEqual({ id: world.person('office').id, name: expect.any(String) });
      return [body.screen, body.page];
    };
    expect(await show('projector', 3, 10)).toEqual(['projector', 3]);
    expect(await show('projector', 2, 9)).toEqual(['projector', 3]);
    expect(await show('laptop', 7, 99)).toEqual(['projector', 3]);
    expect(await show('laptop', 7, 5, true)).toEqual(['laptop', 7]);
    expect(await show('projector', 4, 11)).toEqual(['laptop', 7]);
    expect(await show('projector', 4, 12, true)).toEqual(['projector', 4]);
    expect(await show('laptop', 8, 6)).toEqual(['projector', 4]);
    const closed = await world.change('office', meeting.id, '/moves', { move: 'close' });
    expect(closed.body).toMatchObject({ state: 'closed', minutesState: 'draft' });
    const { body: minutes } = await world.person('lead').ask('get', path(meeting.id, '/minutes'));
    expect(minutes.text).toContain('1. 建立联动机制');
    expect(minutes).toMatchObject({
      present: [world.person('leader').username],
      countersigners: [{ id: world.person('leader').id }],
      draftedBy: [{ id: world.person('office').id }],
    });

    const { body: notices } = await world.person('leader').ask('get', '/api/notifications');
    expect(notices.items).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ kind: 'minutes-to-sign', meetingId: meeting.id })]),
    );

    // Every place of the paper is filled in on its page; who signs is somebody who may, and drafted nothing.
    const write = (given: object) =>
      world.change('office', meeting.id, '/minutes', { ...paper, ...given }, 'put');
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
      countersignerIds: [world.person('office').id, world.person('lead').id, world.person('leader').id],
    });
    expect(wrong.body.errors.map((each: { path: string; code: string }) => [each.path, each.code])).toEqual([
      ['countersignerIds.0', 'same-person'],
      ['countersignerIds.1', 'may-not-decide'],
    ]);
    const words = async () => {
      const answer = world.person('lead').ask('get', path(meeting.id, '/minutes.docx'));
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

    const sign = (name: Name, move: string) => world.change(name, meeting.id, '/minutes/moves', { move });
    expect((await sign('office', 'countersign')).body.code).toBe('same-person');
    expect((await sign('secretary', 'countersign')).body.code).toBe('not-asked');
    expect((await sign('leader', 'countersign')).body.state).toBe('countersign');
    expect((await sign('secretary', 'issue')).body).toMatchObject({
      state: 'issued',
      issuedBy: { id: world.person('secretary').id },
    });
    expect((await write({})).body.code).toBe('meeting-locked');
    await world.change('office', meeting.id, '/minutes/addenda', { text: '第1项时限有误。' });
    const issued = await words();
    expect(issued).toContain(`更正（2024年9月20日`);
    expect(issued).toContain(`，${world.person('office').username}）：第1项时限有误。`);
    expect(issued).not.toContain('列席');
    // What was issued is not taken back.
    const { body: settled } = await world.person('office').ask('get', path(meeting.id, '/decisions'));
    const { id: first, version } = settled.items[0];
    const back = await world
      .person('leader')
      .ask('post', `/api/decisions/${first}/withdrawal`, { reason: '误记' }, version);
    expect(back.body.code).toBe('minutes-issued');
    const gone = await world.change('office', meeting.id, '/moves', { move: 'withdraw', reason: '误建' });
    expect(gone.body.code).toBe('minutes-issued');

    const begun = await world.change('office', planned.id, '/moves', { move: 'collect' });
    const next = begun.body;
    expect([planned.previousId, next.previousId]).toEqual([null, meeting.id]);
    // A draft that was frozen and became restricted since is not told of as one that is gone.
    const apartNow = { visibility: 'restricted' };
    const hidden = await world
      .person('office')
      .ask('patch', `/api/tasks/${draft.id}`, apartNow, draft.version);
    expect(hidden.body.visibility).toBe('restricted');
    await world.change('office', next.id, '/snapshot');
    const { snapshot } = await world.snapshotOf(next.id);
    expect(snapshot.lastDecisions.map(({ number, done }) => [number, done])).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ]);
    const { body: difference } = await world.person('lead').ask('get', path(next.id, '/difference'));
    expect(difference.datesMoved).toMatchObject([
      { taskId: world.plan.countyTask, was: '2024-12-31', now: '2025-01-31' },
    ]);
    expect(difference.added.map((each: { title: string }) => each.title)).toEqual(['建立联动机制']);
    expect(difference.gone).toEqual([]);
    expect(difference.decisions).toMatchObject({ done: 2, open: 1, overdue: 0 });
  });

  it('hands out Word and Excel, and marks figures that the snapshot does not hold', async () => {
    const { body } = await world
      .person('office')
      .ask('get', `/api/meetings?planId=${world.plan.planId}&sort=heldOn`);
    const meeting = body.items.find((each: { state: string }) => each.state === 'frozen');
    const edited = await world.change(
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
    await world.change(
      'office',
      meeting.id,
      '/briefing',
      { overview: null, problems: null, nextSteps: null },
      'put',
    );
    const files: Record<string, Buffer> = {};
    for (const document of ['briefing.docx', 'ledger.xlsx']) {
      const answer = await world
        .person('lead')
        .ask('get', path(meeting.id, `/${document}`))
        .buffer(true)
        .parse(bytesOf);
      expect(answer.status).toBe(200);
      expect(answer.body.subarray(0, 2).toString()).toBe('PK');
      expect(answer.headers['content-disposition']).toContain('attachment');
      files[document] = answer.body;
    }
    const { snapshot } = await world.snapshotOf(meeting.id);
    const { body: since } = await world.person('lead').ask('get', path(meeting.id, '/difference'));
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

  it('misses no material that was handed in before it, and says what came after', async () => {
    const meeting = await world.create('2024-09-29');
    const { body: collecting } = await world.change('office', meeting.id, '/moves', { move: 'collect' });
    const waiting = async (count: number) => {
      for (let found = 0; found < count; await sleep(20))
        [{ found }] = await world.house.source.query(
          `select count(*)::int as found from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
    };
    // Whoever freezes waits behind whoever hands in.
    let answers: Promise<{ status: number }[]> = Promise.resolve([]);
    await world.house.source.transaction(async (em) => {
      await em.query(`select from meeting where id = $1 for no key update`, [meeting.id]);
      const handed = world.handIn(meeting.id, '定稿前提交', 0).then((answer) => answer);
      await waiting(1);
      const frozen = world
        .person('office')
        .ask('post', path(meeting.id, '/snapshot'), {}, collecting.version)
        .then((answer) => answer);
      answers = Promise.all([handed, frozen]);
      await waiting(2);
    });
    expect((await answers).map((answer) => answer.status)).toEqual([200, 201]);
    const material = async (): Promise<MaterialView> =>
      (await world.person('office').ask('get', path(meeting.id, '/materials'))).body.items[0];
    const told = async () =>
      (await world.snapshotOf(meeting.id)).snapshot.materials.map((each) => each.situation);
    expect([await told(), (await material()).inSnapshot]).toEqual([['定稿前提交'], true]);

    expect((await world.handIn(meeting.id, '定稿后补交', 1)).body).toMatchObject({ inSnapshot: false });
    await world.change('office', meeting.id, '/snapshot');
    expect([await told(), (await material()).inSnapshot]).toEqual([['定稿后补交'], true]);
    await world.handIn(meeting.id, '再次补交', 2);
    // It opens without that only if somebody says so.
    expect((await world.change('office', meeting.id, '/moves', { move: 'open' })).body.code).toBe(
      'late-material',
    );
    const confirmed = { move: 'open', withoutLate: true };
    expect((await world.change('office', meeting.id, '/moves', confirmed)).body.state).toBe('open');
    expect([await told(), (await material()).inSnapshot]).toEqual([['定稿后补交'], false]);
    expect((await world.handIn(meeting.id, '开会后提交', 3)).body.code).toBe('not-collecting');
    await world.change('office', meeting.id, '/moves', { move: 'close' });

    // Its minutes take two people: a leader who countersigned may issue them, anybody else may not, and no drafter.
    const minutes = async () => (await world.person('office').ask('get', path(meeting.id, '/minutes'))).body;
    const { header, number, text, recipients } = await minutes();
    const asksNobody = { header, number, text, recipients, countersignerIds: [] };
    await world.change('office', meeting.id, '/minutes', asksNobody, 'put');
    const sign = (name: Name, move: string) => world.change(name, meeting.id, '/minutes/moves', { move });
    const needed = async () => {
      const { mayCountersign, mayIssue }: MinutesView = await minutes();
      return [mayCountersign, mayIssue].map((people) =>
        (['office', 'secretary', 'leader'] as const).filter((name) =>
          people.some(({ id }) => id === world.person(name).id),
        ),
      );
    };
    expect(await needed()).toEqual([
      ['secretary', 'leader'],
      ['secretary', 'leader'],
    ]);
    await sign('secretary', 'countersign');
    expect(await needed()).toEqual([['leader'], ['leader']]);
    for (const name of ['office', 'secretary'] as const)
      expect((await sign(name, 'issue')).body.code).toBe('same-person');
    await sign('leader', 'countersign');
    expect((await sign('leader', 'issue')).body).toMatchObject({
      state: 'issued',
      countersignedBy: [{ id: world.person('secretary').id }, { id: world.person('leader').id }],
      issuedBy: { id: world.person('leader').id },
      mayIssue: [],
    });
  });

  it('begins from the last meeting that opened, and the first one of a year from the last one of the year before', async () => {
    const [first, second] = [await world.create('2024-09-30'), await world.create('2024-09-30')];
    for (const { id } of [second, first]) await world.change('office', id, '/moves', { move: 'collect' });
    for (const { id } of [first, second]) {
      await world.change('office', id, '/snapshot');
      world.house.passMinutes(1);
    }
    for (const { id } of [second, first]) await world.change('office', id, '/moves', { move: 'open' });
    // Neither of them is closed yet, and of one day the later picture comes last.
    expect((await world.create('2024-10-08')).previousId).toBe(second.id);
    await world.person('leader').ask('post', path(second.id, '/decisions'), {
      text: '跨年办理',
      dueDate: '2025-03-31',
    });
    for (const { id } of [second, first]) await world.change('office', id, '/moves', { move: 'close' });
    expect((await world.create('2024-10-08')).previousId).toBe(second.id);

    const planId = await world.house.app.get(Plans).create(systemContext(world.house), {
      year: 2025,
      title: '2025',
      bureau: 'Bureau',
      rootUnitId: world.tree.city,
      announcedTasks: 0,
      areas: [{ areaId: 'trial', number: 1, title: trialArea.title }],
    });
    const { body: january } = await world.person('office').ask('post', '/api/meetings', {
      planId,
      title: '一月推进会',
      heldOn: '2025-01-20',
      period: '2025-01',
      collectBy: '2025-01-18',
    });
    expect(january.previousId).toBe(second.id);
    const goesOn = randomUUID();
    await systemContext(world.house).em.query(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, due_date, original_due_date, carried_from)
       values ($1, $2, 'trial', 1, '结转的任务', 'open', 'in-progress', 'plan', '2025-12-31', '2025-12-31', $3)`,
      [goesOn, planId, world.plan.stationTask],
    );
    await world.house.setToday('2025-01-17');
    await world.change('office', january.id, '/moves', { move: 'collect' });
    await world.change('office', january.id, '/snapshot');
    const { snapshot } = await world.snapshotOf(january.id);
    expect(snapshot.lastDecisions.map(({ text, done }) => [text, done])).toEqual([['跨年办理', false]]);
    const { body: difference } = await world
      .person('office')
      .ask('get', path(january.id, '/difference?sequence=1'));
    expect(difference).toMatchObject({
      from: { meetingId: second.id, otherYear: 2024 },
      carried: [{ taskId: goesOn, title: '结转的任务' }],
      added: [],
      gone: [],
      decisions: { done: 0, open: 1, overdue: 0 },
    });
    const named = await world.person('office').ask('get', path(january.id, `/difference?since=${second.id}`));
    expect(named.body.from).toEqual(difference.from);
  });
});
