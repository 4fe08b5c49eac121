import type { Page, ReportView, Series, TaskView } from '@duban/contract';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../house/caller.js';
import { type DemoHouse, openDemoHouse } from '../house/demo-house.js';

const period = '2024-09';

interface Sides {
  value: number | null;
  numerator: number | null;
  denominator: number | null;
}
type Point = Series['points'][number];

let house: DemoHouse;
beforeAll(async () => {
  house = await openDemoHouse();
}, 240_000);
afterAll(() => house?.close());

/** A metric of a unit in the month that the demo stands in, as anybody reads it. */
async function pointOf(metric: string, unitCode: string): Promise<Point> {
  const viewer = await house.as('viewer');
  const query = `planId=${house.planId}&unitId=${house.unit(unitCode)}&from=${period}&to=${period}&grain=month`;
  const { points } = await viewer.get<Series>(`/api/metrics/${metric}/series?${query}`);
  expect(points.map((point) => point.period)).toEqual([period]);
  return points[0] as Point;
}

async function begin(reporter: Caller, unitCode: string, formKey: string, data: object): Promise<ReportView> {
  const given = {
    planId: house.planId,
    areaId: 'grassroots',
    formKey,
    unitId: house.unit(unitCode),
    period,
    data,
  };
  return reporter.post('/api/reports', given);
}

function move(caller: Caller, report: ReportView, body: object): Promise<ReportView> {
  return caller.post(`/api/reports/${report.id}/moves`, body, report.version);
}

/** Percentage of two sums, as the API rounds it. */
const percent = (numerator: number, denominator: number) =>
  Math.round((numerator / denominator) * 1_000_000) / 10_000;

/** The point with a report's two sides added to what was accepted before. */
function plus(before: Sides, numerator: number, denominator: number): Sides {
  const sum = {
    numerator: (before.numerator ?? 0) + numerator,
    denominator: (before.denominator ?? 0) + denominator,
  };
  return { ...sum, value: percent(sum.numerator, sum.denominator) };
}

const sidesOf = ({ value, numerator, denominator }: Sides): Sides => ({ value, numerator, denominator });

describe('report, sign, accept', () => {
  test('dispute-diversion of a county moves the diverted rate of the county and of the city, as sums over sums', async () => {
    const metric = 'grassroots.diversion-rate';
    const [reporter, head, lead] = [
      await house.as('reporter-x1'),
      await house.as('head-x1'),
      await house.as('lead-grassroots'),
    ];
    const county = await pointOf(metric, 'X1');
    const city = await pointOf(metric, 'SJ');
    expect(sidesOf(county)).toEqual({ value: null, numerator: null, denominator: null });

    const draft = await begin(reporter, 'X1', 'dispute-diversion', {
      disputes: 40,
      diverted: 22,
      'repeat-calls': 3,
    });
    expect(draft).toMatchObject({ state: 'draft', revision: 1, acceptedRevision: null });
    expect((await pointOf(metric, 'X1')).pending).toBeNull();

    const submitted = await move(reporter, draft, { move: 'submit' });
    const waiting = await pointOf(metric, 'X1');
    expect(sidesOf(waiting)).toEqual(sidesOf(county));
    expect(waiting.pending).toEqual({ value: 55, numerator: 22, denominator: 40 });

    const signed = await move(head, submitted, { move: 'sign' });
    const beside = await pointOf(metric, 'SJ');
    expect(sidesOf(beside)).toEqual(sidesOf(city));
    expect(beside.pending).toEqual(plus(city.pending ?? city, 22, 40));
    expect(await pointOf(metric, 'X1')).toMatchObject({ pending: waiting.pending, receivedReports: 1 });

    const accepted = await move(lead, signed, { move: 'accept' });
    expect(accepted).toMatchObject({ state: 'accepted', acceptedRevision: 1 });
    expect(await pointOf(metric, 'X1')).toMatchObject({
      value: 55,
      numerator: 22,
      denominator: 40,
      pending: null,
    });
    expect(sidesOf(await pointOf(metric, 'SJ'))).toEqual(plus(city, 22, 40));
  });

  test('a second county adds to the city as a sum, never as an average of rates', async () => {
    const metric = 'grassroots.diversion-rate';
    const city = await pointOf(metric, 'SJ');
    const data = { disputes: 100, diverted: 90, 'repeat-calls': 0 };
    const draft = await begin(await house.as('reporter-x2'), 'X2', 'dispute-diversion', data);
    const submitted = await move(await house.as('reporter-x2'), draft, { move: 'submit' });
    const signed = await move(await house.as('head-x2'), submitted, { move: 'sign' });
    await move(await house.as('lead-grassroots'), signed, { move: 'accept' });
    expect(await pointOf(metric, 'X1')).toMatchObject({ value: 55 });
    expect(await pointOf(metric, 'X2')).toMatchObject({ value: 90 });
    expect(sidesOf(await pointOf(metric, 'SJ'))).toEqual(plus(city, 90, 100));
  });

  test('dispute-mediation of a station moves the settled rate of the station, its county and the city', async () => {
    const metric = 'grassroots.settled-rate';
    const before = { X1: await pointOf(metric, 'X1'), SJ: await pointOf(metric, 'SJ') };
    const neighbour = await pointOf(metric, 'X1S02');
    const data = { surveyed: 30, settled: 27, revisited: 12 };
    const draft = await begin(await house.as('reporter-x1s01'), 'X1S01', 'dispute-mediation', data);
    const submitted = await move(await house.as('reporter-x1s01'), draft, { move: 'submit' });
    const signed = await move(await house.as('head-x1s01'), submitted, { move: 'sign' });
    expect((await pointOf(metric, 'X1S01')).pending).toEqual({ value: 90, numerator: 27, denominator: 30 });
    expect(sidesOf(await pointOf(metric, 'X1'))).toEqual(sidesOf(before.X1));
    await move(await house.as('reviewer-x1'), signed, { move: 'accept' });
    expect(await pointOf(metric, 'X1S01')).toMatchObject({
      value: 90,
      numerator: 27,
      denominator: 30,
      pending: null,
    });
    expect(sidesOf(await pointOf(metric, 'X1'))).toEqual(plus(before.X1, 27, 30));
    expect(sidesOf(await pointOf(metric, 'SJ'))).toEqual(plus(before.SJ, 27, 30));
    expect(await pointOf(metric, 'X1S02')).toEqual(neighbour);
  });

  test('a correction replaces what it corrects, and the accepted value stands until then', async () => {
    const metric = 'grassroots.diversion-rate';
    const [report] = (
      await (
        await house.as('reporter-x1')
      ).get<Page<ReportView>>(
        `/api/reports?planId=${house.planId}&formKey=dispute-diversion&period=${period}`,
      )
    ).items;
    const city = await pointOf(metric, 'SJ');
    const open = await move(await house.as('lead-grassroots'), report as ReportView, {
      move: 'unlock',
      reason: '核减重复统计 2 起',
    });
    const reporter = await house.as('reporter-x1');
    const { body: saved } = await reporter.send('patch', `/api/reports/${open.id}`, {
      body: { data: { disputes: 38, diverted: 22, 'repeat-calls': 3 } },
      version: open.version,
    });
    const submitted = await move(reporter, saved, { move: 'submit' });
    const signed = await move(await house.as('head-x1'), submitted, { move: 'sign' });
    expect(await pointOf(metric, 'X1')).toMatchObject({
      numerator: 22,
      denominator: 40,
      pending: { denominator: 38 },
    });
    await move(await house.as('lead-grassroots'), signed, { move: 'accept' });
    expect(await pointOf(metric, 'X1')).toMatchObject({ numerator: 22, denominator: 38, pending: null });
    expect(sidesOf(await pointOf(metric, 'SJ'))).toEqual(plus(city, 0, -2));
  });
});

describe('a move that the rules do not allow', () => {
  let report: ReportView;
  beforeAll(async () => {
    report = await begin(await house.as('reporter-x1s02'), 'X1S02', 'dispute-mediation', {
      surveyed: 10,
      settled: 8,
      revisited: 4,
    });
  });

  /** What a request is refused with; fails when it changed anything. */
  async function refused(
    username: string,
    path: string,
    body: object,
    version?: number,
  ): Promise<[number, string, ...string[]]> {
    const caller = await house.as(username);
    const before = await house.fingerprint();
    const { status, body: problem, headers } = await caller.send('post', path, { body, version });
    expect(headers['content-type']).toContain('application/problem+json');
    expect(problem).toMatchObject({ status, requestId: expect.any(String), detail: expect.any(String) });
    expect(await house.fingerprint()).toEqual(before);
    return [status, problem.code, ...problem.errors.map((error: { path: string }) => error.path)];
  }
  const refusedReport = (username: string, body: object, version?: number) =>
    refused(username, `/api/reports/${report.id}/moves`, body, version);

  test('is refused in the documented order: 400, 401, 422, 404, 403, 428, 412, 409', async () => {
    const raw = (payload: string, query = '') =>
      fetch(`${house.url}/api/reports/${report.id}/moves${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: payload,
      });
    // Each request has the faults of all that come after it as well, and the first one is answered.
    expect((await raw('{"move": ')).status).toBe(400);
    expect((await raw('{}', '?nonsense=1')).status).toBe(400);
    expect((await raw('{}')).status).toBe(401);
    const stranger = 'reporter-x2s01';
    expect(await refusedReport(stranger, { move: 'fly' })).toEqual([422, 'validation-failed', 'move']);
    expect(await refusedReport(stranger, { move: 'return' })).toEqual([422, 'validation-failed', 'reason']);
    const accept = { move: 'accept' };
    expect(await refusedReport(stranger, accept)).toEqual([404, 'not-found']);
    expect(await refusedReport('reporter-x1s02', accept)).toEqual([403, 'forbidden']);
    expect(await refusedReport('reviewer-x1', accept)).toEqual([428, 'precondition-required']);
    expect(await refusedReport('reviewer-x1', accept, 99)).toEqual([412, 'stale-version']);
    expect(await refusedReport('reviewer-x1', accept, report.version)).toEqual([409, 'move-not-possible']);
  });

  test('by the wrong role is refused to each of them, as far as they may know of the report', async () => {
    const expected = {
      ...{ 'reporter-x1s02': 403, 'reviewer-x1': 403, 'lead-grassroots': 403, 'head-x1': 403 },
      ...{ planoffice: 403, leader: 403 },
      ...{ 'head-x1s01': 404, 'reporter-x1': 404, 'reviewer-x2': 404, 'lead-cyberspace': 404 },
      ...{ viewer: 404, admin: 404, security: 404, auditor: 404 },
    };
    const found: Record<string, number> = {};
    for (const username of Object.keys(expected))
      [found[username]] = await refusedReport(username, { move: 'sign' }, report.version);
    expect(found).toEqual(expected);
  });

  test('that skips a step, or comes from one who read an older version, is refused', async () => {
    report = await move(await house.as('reporter-x1s02'), report, { move: 'submit' });
    expect(await refusedReport('reporter-x1s02', { move: 'sign' }, report.version)).toEqual([
      403,
      'forbidden',
    ]);
    expect(await refusedReport('reviewer-x1', { move: 'accept' }, report.version)).toEqual([
      409,
      'move-not-possible',
    ]);
    expect(await refusedReport('head-x1s02', { move: 'sign' }, report.version - 1)).toEqual([
      412,
      'stale-version',
    ]);
  });

  test('of a task is refused likewise', async () => {
    const { items } = await (await house.as('planoffice')).get<Page<TaskView>>(
      `/api/plans/${house.planId}/tasks`,
    );
    const [task, withheld] = [27, 9].map(
      (number) => items.find((each) => each.number === number) as TaskView,
    );
    if (!task || !withheld) throw new Error('the list has no such number');
    const path = `/api/tasks/${task.id}/moves`;
    const approve = { move: 'approve-closure' };
    expect(await refused('auditor', path, { move: 'suspend' })).toEqual([422, 'validation-failed', 'reason']);
    expect(await refused('auditor', path, approve)).toEqual([404, 'not-found']);
    expect(await refused('viewer', path, approve)).toEqual([403, 'forbidden']);
    expect(await refused('reporter-x1', path, approve)).toEqual([403, 'forbidden']);
    expect(await refused('planoffice', path, approve)).toEqual([428, 'precondition-required']);
    expect(await refused('planoffice', path, approve, 999)).toEqual([412, 'stale-version']);
    expect(await refused('planoffice', path, approve, task.version)).toEqual([409, 'move-not-possible']);
    const issue = await refused(
      'leader',
      `/api/tasks/${withheld.id}/moves`,
      { move: 'issue' },
      withheld.version,
    );
    expect(issue).toEqual([409, 'move-not-possible']);
  });

  test('of a closure is refused to those who belong to the unit that asks, and to whoever comes too early', async () => {
    const office = await house.as('planoffice');
    const list = `/api/plans/${house.planId}/tasks?state=closure-review`;
    const [asked] = (await office.get<Page<TaskView>>(list)).items;
    if (!asked) throw new Error('no task waits for its closure');
    const path = `/api/tasks/${asked.id}/moves`;
    const early = await refused('planoffice', path, { move: 'approve-closure' }, asked.version);
    expect(early).toEqual([409, 'move-not-possible', 'move']);
    // The area's lead works in the unit that asks: the responsible leader takes the place.
    expect(await refused(`lead-${asked.areaId}`, path, { move: 'pre-approve' }, asked.version)).toEqual([
      403,
      'forbidden',
    ]);
    const checked = await (await house.as('leader')).post<TaskView>(
      path,
      { move: 'pre-approve' },
      asked.version,
    );
    const closed = await office.post<TaskView>(path, { move: 'approve-closure' }, checked.version);
    expect(closed).toMatchObject({
      state: 'closed',
      light: { colour: null, closed: 'on-time' },
      closedOn: '2024-09-20',
    });
    const history = await office.get<Page<{ move: string; to: string }>>(`/api/tasks/${asked.id}/history`);
    expect(history.items.slice(-3).map((each) => [each.move, each.to])).toEqual([
      ['request-closure', 'closure-review'],
      ['pre-approve', 'closure-review'],
      ['approve-closure', 'closed'],
    ]);
  });
});

describe('the plan', () => {
  const readers = [
    ...['planoffice', 'leader', 'leader2', 'admin', 'viewer', 'lead-grassroots', 'lead-crime-fighting'],
    ...['lead-team-building', 'reviewer-x1', 'head-x1', 'reporter-x1', 'head-x1s01', 'reporter-x2s01'],
  ];
  /** Who may know of 16 and of 51: the plan office, their leader, their area's lead, head and reporter of their lead unit. */
  const knowers = {
    16: ['planoffice', 'leader', 'lead-crime-fighting'],
    51: ['planoffice', 'leader', 'lead-team-building'],
  };
  const tasksOf = async (username: string) =>
    await (await house.as(username)).get<Page<TaskView>>(`/api/plans/${house.planId}/tasks`);

  test('says 55 announced and 54 listed', async () => {
    const plan = await (await house.as('viewer')).get(`/api/plans/${house.planId}`);
    expect(plan).toMatchObject({
      year: 2024,
      announcedTasks: 55,
      listedTasks: 54,
      businessDate: '2024-09-20',
    });
  });

  test('lists 54 numbered tasks for everybody, eight of them withheld, and 16 and 51 for those who may not know', async () => {
    for (const username of readers) {
      const { items, total } = await tasksOf(username);
      expect(total, username).toBe(54);
      expect(
        items.map((each) => each.number),
        username,
      ).toEqual(Array.from({ length: 54 }, (_, at) => at + 1));
      const withheld = [1, 2, 3, 4, 6, 9, 15, 30];
      for (const number of [16, 51] as const) if (!knowers[number].includes(username)) withheld.push(number);
      expect(
        items.filter((each) => each.visibility === 'withheld').map((each) => each.number),
        username,
      ).toEqual(withheld.sort((one, other) => one - other));
    }
  });

  test('shows 16 and 51 exactly as a withheld task to those who may not know, in the list and by themselves', async () => {
    for (const username of readers)
      for (const number of [16, 51] as const) {
        const caller = await house.as(username);
        const { items } = await tasksOf(username);
        const [reserved, withheld] = [number, 9].map(
          (each) => items.find((item) => item.number === each) as TaskView,
        );
        if (!reserved || !withheld) throw new Error('the list has no such number');
        const same = (task: TaskView) => ({ ...task, id: '', number: 0, title: '', areaId: '' });
        if (knowers[number].includes(username)) {
          expect(reserved, username).toMatchObject({ visibility: 'restricted', state: 'in-progress' });
          continue;
        }
        expect(same(reserved), username).toEqual(same(withheld));
        for (const part of ['', '/history', '/moves']) {
          const [one, other] = [
            await caller.send('get', `/api/tasks/${reserved.id}${part}`),
            await caller.send('get', `/api/tasks/${withheld.id}${part}`),
          ];
          expect([one.status, one.headers.etag], `${username} ${part}`).toEqual([
            other.status,
            other.headers.etag,
          ]);
          const text = ({ text }: Response, task: TaskView) =>
            text
              .replaceAll(task.id, 'id')
              .replace(`"number" : ${task.number},`, '')
              .replaceAll(JSON.stringify(task.title), 'title')
              .replaceAll(JSON.stringify(task.areaId), 'area')
              .replace(/"requestId":"[^"]+"/, '');
          expect(text(one, reserved), `${username} ${part}`).toBe(text(other, withheld));
        }
      }
  });

  test('shows a task that was added in restriction to nobody who may not know', async () => {
    const path = `/api/plans/${house.planId}/tasks?origin=any&limit=500`;
    const secret = (await (await house.as('planoffice')).get<Page<TaskView>>(path)).items.filter(
      (each) => each.visibility === 'restricted' && each.number === null,
    );
    expect(secret.length).toBeGreaterThan(0);
    const viewer = await house.as('viewer');
    const seen = (await viewer.get<Page<TaskView>>(path)).items.map((each) => each.id);
    for (const { id } of secret) {
      expect(seen).not.toContain(id);
      expect((await viewer.send('get', `/api/tasks/${id}`)).status).toBe(404);
    }
  });

  test('keeps figures and log from those whose work they are not', async () => {
    expect((await (await house.as('auditor')).send('get', `/api/plans/${house.planId}/tasks`)).status).toBe(
      404,
    );
    expect((await (await house.as('security')).send('get', `/api/plans/${house.planId}/board`)).status).toBe(
      404,
    );
    expect((await (await house.as('planoffice')).send('get', '/api/audit')).status).toBe(403);
    expect((await (await house.as('auditor')).send('get', '/api/audit')).status).toBe(200);
  });
});
