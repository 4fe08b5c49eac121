import { createHash, randomUUID } from 'node:crypto';
import { type Board, chineseCalendar, computeLight, periodsOfYear, type Snapshot } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/database.js';
import { Expectations } from '../expectations/expectations.service.js';
import { Lights } from '../lights/lights.service.js';
import { type Person, personOf, systemContext } from '../testing/people.testing.js';
import { type MeetingWorld, type Name, openMeetingWorld, path } from './meeting-world.testing.js';

describe('a snapshot', () => {
  let world: MeetingWorld;
  beforeAll(async () => {
    world = await openMeetingWorld();
  }, 60_000);
  afterAll(() => world.house.close());

  it('freezes bytes that verify and never change, whatever happens later', async () => {
    const meeting = await world.create('2024-09-25');
    expect((await world.change('office', meeting.id, '/snapshot')).body.code).toBe('not-freezable');
    await world.change('office', meeting.id, '/moves', { move: 'collect' });
    const accepted = await world.report('2024-08', 40);
    await world.person('lead').ask('post', `/api/reports/${accepted}/moves`, { move: 'accept' }, 3);
    const { em } = systemContext(world.house);
    await em.query(
      `insert into assignment (id, plan_id, task_id, unit_id, role) values ($1, $2, $3, $4, 'lead')`,
      [randomUUID(), world.plan.planId, world.plan.countyTask, world.tree.east],
    );
    await world.house.app
      .get(Expectations)
      .openNotes(systemContext(world.house), world.plan.countyTask, '2024-08-01');
    const noted = await world.sign({
      formKey: 'progress-note',
      taskId: world.plan.countyTask,
      period: '2024-08',
      data: { progress: '机制已建立', problems: '无', 'next-steps': '推开', 'self-assessment': 'on-pace' },
    });
    await world.person('lead').ask('post', `/api/reports/${noted}/moves`, { move: 'accept' }, 3);
    const frozen = await world.change('office', meeting.id, '/snapshot');
    expect(frozen.body).toMatchObject({ state: 'frozen', snapshot: { sequence: 1, asOf: '2024-09-20' } });
    const { text, snapshot } = await world.snapshotOf(meeting.id);
    expect(createHash('sha256').update(text).digest('hex')).toBe(frozen.body.snapshot.hash);
    expect(snapshot.revisions).toEqual([[accepted, 1]]);
    // Each figure leads to the revision that it rests on, and to who put it through.
    const by = (name: Name) => expect.objectContaining({ by: world.person(name).username, behalfOf: null });
    const east = { areaId: 'trial', unitId: world.tree.east, unit: 'Unit east' };
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

    const later = await world.report('2024-07', 90);
    await world.person('lead').ask('post', `/api/reports/${later}/moves`, { move: 'accept' }, 3);
    const admin = await personOf(world.house, { role: 'system-admin' });
    const { body: unit } = await admin.ask('get', `/api/units/${world.tree.e2}`);
    await admin.ask(
      'post',
      `/api/units/${world.tree.e2}/moves`,
      { parentId: world.tree.west, from: '2024-09-01' },
      unit.version,
    );
    expect((await world.snapshotOf(meeting.id)).text).toBe(text);

    // A correction of a report that the picture rests on, another configuration, and the area switched off.
    const correct = (who: Name, body: object, version: number) =>
      world.person(who).ask('post', `/api/reports/${accepted}/moves`, body, version);
    await correct('lead', { move: 'unlock', reason: '核减重复统计' }, 4);
    await world
      .person('reporter')
      .ask('patch', `/api/reports/${accepted}`, { data: { whole: 100, part: 60 } }, 5);
    await correct('reporter', { move: 'submit' }, 6);
    await correct('head', { move: 'sign' }, 7);
    const corrected = await correct('lead', { move: 'accept' }, 8);
    expect(corrected.body).toMatchObject({ state: 'accepted', acceptedRevision: 2 });
    const config = `/api/plans/${world.plan.planId}/areas/trial/config`;
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
      const { body: areas } = await admin.ask('get', `/api/areas?planId=${world.plan.planId}`);
      return admin.ask(
        'patch',
        `/api/plans/${world.plan.planId}/areas/trial`,
        { enabled },
        areas.items[0].version,
      );
    };
    expect((await turn(false)).body.enabled).toBe(false);
    expect((await world.snapshotOf(meeting.id)).text).toBe(text);
    expect((await turn(true)).body.enabled).toBe(true);

    const again = await world.change('office', meeting.id, '/snapshot');
    expect(again.body.snapshot.sequence).toBe(2);
    expect((await world.snapshotOf(meeting.id, 1)).text).toBe(text);
    const { snapshot: retaken } = await world.snapshotOf(meeting.id);
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
    const { body } = await world.person('office').ask('get', `/api/meetings?planId=${world.plan.planId}`);
    const id = body.items[0].id;
    const { text, snapshot } = await world.snapshotOf(id);
    expect(text).not.toContain(world.restrictedId);
    expect(text).not.toContain('仅限知悉');
    expect(snapshot.tasks).toHaveLength(2);
    const annexes = async (name: Name) =>
      (await world.person(name).ask('get', path(id, '/annexes'))).body.items;
    expect(await annexes('lead')).toEqual([]);
    const readings = async () =>
      world.house.source.query(
        `select actor_name as by, detail->'taskIds' as tasks from audit where action = 'meeting.read-annexes' order by seq`,
      );
    expect(await readings()).toEqual([]);
    for (const name of ['office', 'leader', 'head'] as const) {
      expect(await annexes(name)).toEqual([
        expect.objectContaining({
          taskId: world.restrictedId,
          task: expect.objectContaining({ title: '仅限知悉的标题' }),
        }),
      ]);
    }
    expect(await readings()).toMatchObject([{ tasks: [world.restrictedId] }, {}, {}]);
  });

  it('shows no picture whose bytes were changed behind its back, and says so to the admin', async () => {
    const { body } = await world
      .person('office')
      .ask('get', `/api/meetings?planId=${world.plan.planId}&state=frozen`);
    const { id } = body.items[0];
    const admin = await personOf(world.house, { role: 'system-admin' });
    const verified = async () => (await admin.ask('get', '/api/system/snapshots')).body;
    expect(await verified()).toEqual({ checked: 2, altered: [] });
    const { text } = await world.snapshotOf(id);
    const owner = await openDatabase(world.house.ownerUrl, 1);
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
      const answer = await world.person('office').ask('get', path(id, rest));
      expect([rest, answer.status, answer.body.code]).toEqual([rest, 409, 'snapshot-altered']);
    }
    expect((await world.snapshotOf(id, 1)).snapshot.format).toBe(1);
    expect(await verified()).toEqual({ checked: 2, altered: [{ meetingId: id, sequence: 2 }] });
    await set(text);
    expect((await verified()).altered).toEqual([]);
    // One that was taken before sources, months and what was carried over were kept is read as it is, and verifies.
    const later = ['sources', 'restsOn', 'source', 'lightMonths', 'carriedFrom', 'carriedOver'];
    const old = JSON.parse(text, (key, part) => (later.includes(key) ? undefined : part));
    await set(JSON.stringify(old));
    await owner.query(
      `update meeting_snapshot set hash = sha256(bytes) where meeting_id = $1 and sequence = 2`,
      [id],
    );
    expect((await world.snapshotOf(id)).text).toBe(JSON.stringify(old));
    for (const rest of ['/briefing', '/briefing.docx', '/ledger.xlsx', '/difference'])
      expect([rest, (await world.person('office').ask('get', path(id, rest))).status]).toEqual([rest, 200]);
    expect((await verified()).altered).toEqual([]);
    await owner.destroy();
  });

  it('is consistent in itself while eight writers accept', async () => {
    const meeting = await world.create('2024-09-28');
    await world.change('office', meeting.id, '/moves', { move: 'collect' });
    const tasks = [world.plan.countyTask, world.restrictedId];
    await world.house.app
      .get(Lights)
      .keep({ ...systemContext(world.house), today: '2024-08-30' }, world.plan.planId, tasks);
    const reports: string[] = [];
    for (const period of ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06', '2024-09'])
      reports.push(await world.report(period, 50));
    const { body: waiting } = await world
      .person('lead')
      .ask('get', `/api/reports?planId=${world.plan.planId}&state=signed`);
    const ids: string[] = waiting.items.map((each: { id: string }) => each.id);
    expect(ids.length).toBeGreaterThanOrEqual(7);
    let done = false;
    const write = async (id: string) => {
      for (let version = 3; !done; version += 4) {
        await world.person('lead').ask('post', `/api/reports/${id}/moves`, { move: 'accept' }, version);
        await world
          .person('lead')
          .ask('post', `/api/reports/${id}/moves`, { move: 'unlock', reason: '核对' }, version + 1);
        await world
          .person('reporter')
          .ask('post', `/api/reports/${id}/moves`, { move: 'submit' }, version + 2);
        await world.person('head').ask('post', `/api/reports/${id}/moves`, { move: 'sign' }, version + 3);
      }
    };
    const writers = Array.from({ length: 8 }, (_, at) => write(ids[at % ids.length] as string));
    const hashes: string[] = [];
    for (let taken = 0; taken < 10; ) {
      const answer = await world.change('office', meeting.id, '/snapshot');
      expect([200, 201, 412]).toContain(answer.status);
      if (answer.status === 412) continue;
      hashes.push(answer.body.snapshot.hash);
      taken += 1;
    }
    done = true;
    await Promise.all(writers);
    for (const [at, hash] of hashes.entries()) {
      const { text, snapshot } = await world.snapshotOf(meeting.id, at + 1);
      expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
      expectConsistent(snapshot);
      const kept = snapshot.lightMonths?.map(({ tasks: own }) => own.length);
      expect(kept).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2]);
    }
  }, 120_000);

  it('counts like the board: nothing of an area that is switched off', async () => {
    const { em } = systemContext(world.house);
    await em.query(
      `insert into plan_area (plan_id, area_id, number, title) select plan_id, 'other', 2, title from plan_area where plan_id = $1`,
      [world.plan.planId],
    );
    const late = randomUUID();
    await em.query(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, due_date, original_due_date)
       values ($1, $2, 'other', 9, '逾期的任务', 'open', 'in-progress', 'plan', '2024-09-01', '2024-09-01')`,
      [late, world.plan.planId],
    );
    await world.house.app.get(Lights).refresh(systemContext(world.house), world.plan.planId, [late]);
    const meeting = await world.create('2024-09-28');
    await world.change('office', meeting.id, '/moves', { move: 'collect' });
    expect((await world.handIn(meeting.id, '停用前提交的情况', 0, 'other')).status).toBe(200);
    const admin = await personOf(world.house, { role: 'system-admin' });
    for (const enabled of [true, false]) {
      const { body: areas } = await admin.ask('get', `/api/areas?planId=${world.plan.planId}`);
      const { version } = areas.items.find((area: { id: string }) => area.id === 'other');
      await admin.ask('patch', `/api/plans/${world.plan.planId}/areas/other`, { enabled }, version);
      await world.change('office', meeting.id, '/snapshot');
      const { text, snapshot } = await world.snapshotOf(meeting.id);
      const { body: board }: { body: Board } = await world
        .person('office')
        .ask('get', `/api/plans/${world.plan.planId}/board?period=2024-08`);
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
    const heads = { role: 'unit-head', unitId: world.north } as const;
    const [northReporter, northHead] = [
      await personOf(world.house, { ...heads, role: 'reporter' }),
      await personOf(world.house, heads),
    ];
    const accept = async (id: string, who: Person) =>
      expect((await who.ask('post', `/api/reports/${id}/moves`, { move: 'accept' }, 3)).body.state).toBe(
        'accepted',
      );
    const reviewer = await personOf(world.house, { role: 'reviewer', unitId: world.tree.city });
    const admin = await personOf(world.house, { role: 'system-admin' });
    const moved = async (id: string, rest: string, body: object) => {
      const { body: unit } = await admin.ask('get', `/api/units/${id}`);
      expect((await admin.ask('post', `/api/units/${id}/${rest}`, body, unit.version)).status).toBe(200);
    };
    const west = [
      await personOf(world.house, { role: 'reporter', unitId: world.tree.west }),
      await personOf(world.house, { role: 'unit-head', unitId: world.tree.west }),
    ] as const;
    await accept(await world.report('2024-07', 30, world.tree.west, ...west), world.person('lead'));
    await accept(await world.report('2024-06', 20, world.north, northReporter, northHead), reviewer);
    await moved(world.north, 'moves', { parentId: world.tree.east, from: '2024-08-01' });
    await accept(await world.report('2024-08', 25, world.north, northReporter, northHead), reviewer);
    await moved(world.tree.w1, 'moves', { parentId: world.tree.east, from: '2024-08-01' });
    await moved(world.tree.e2, 'moves', { parentId: world.tree.east, from: '2024-09-02' });
    await moved(world.tree.west, 'close', { successorId: world.tree.east, on: '2024-09-10' });

    const meeting = await world.create('2024-09-28');
    await world.change('office', meeting.id, '/moves', { move: 'collect' });
    await world.change('office', meeting.id, '/snapshot');
    const { snapshot } = await world.snapshotOf(meeting.id);
    expect(snapshot.units.map((unit) => unit.name)).toEqual([
      'Unit city',
      'Unit east',
      'Unit north（已划转）',
      'Unit west（已撤并）',
    ]);
    expectConsistent(snapshot);
    // What the moved one reported before is its own part to the year's end; what it reports since is the county's.
    const own = snapshot.figures.filter(
      (row) => row.unitId === world.north && row.metric === 'trial.county-rate',
    );
    expect(own.map((row) => [row.period, row.numerator, row.ytdNumerator])).toEqual(
      periodsOfYear(2024, 'month')
        .filter((month) => month >= '2024-06')
        .map((month) => [month, month === '2024-06' ? 20 : 0, 20]),
    );
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
