import { randomUUID } from 'node:crypto';
import type { Form } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/database.js';
import { Expectations } from '../expectations/expectations.service.js';
import { inTransaction } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { TargetChanges } from '../targets/target-changes.service.js';
import { Targets } from '../targets/targets.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { Units } from '../units/units.service.js';

describe('reports', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  const people: Record<string, Person> = {};
  const person = (name: string) => people[name] as Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east, tree.west],
      stations: [tree.e1, tree.e2, tree.w1],
    });
    people.reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    people.head = await personOf(house, { role: 'unit-head', unitId: tree.east });
    people.westReporter = await personOf(house, { role: 'reporter', unitId: tree.west });
    people.westHead = await personOf(house, { role: 'unit-head', unitId: tree.west });
    people.lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    people.reviewer = await personOf(house, { role: 'reviewer', unitId: tree.east });
    people.westReviewer = await personOf(house, { role: 'reviewer', unitId: tree.west });
    people.stationReporter = await personOf(house, { role: 'reporter', unitId: tree.e1 });
    people.stationHead = await personOf(house, { role: 'unit-head', unitId: tree.e1 });
    people.admin = await personOf(house, { role: 'system-admin' });
    people.auditor = await personOf(house, { role: 'auditor' });
  }, 60_000);
  afterAll(() => house.close());

  const draft = (data: object, more: object = {}) => ({
    planId: plan.planId,
    areaId: 'trial',
    formKey: 'county-counts',
    unitId: tree.east,
    period: '2024-09',
    data,
    ...more,
  });
  const move = async (name: string, id: string, body: object) => {
    const { body: report } = await person('lead').ask('get', `/api/reports/${id}`);
    const readable = report.version ?? (await person(name).ask('get', `/api/reports/${id}`)).body.version;
    return person(name).ask('post', `/api/reports/${id}/moves`, body, readable);
  };
  const series = async (metric: string, unitId: string, period: string) => {
    const answer = await person('lead').ask(
      'get',
      `/api/metrics/trial.${metric}/series?planId=${plan.planId}&unitId=${unitId}&from=${period}&to=${period}`,
    );
    expect(answer.status).toBe(200);
    return answer.body.points[0];
  };

  it('takes a report from draft over signature and acceptance into the county and the city, as sums over sums', async () => {
    const begun = await person('reporter').ask('post', '/api/reports', draft({ whole: 200, part: 120 }));
    expect([begun.status, begun.body.state, begun.headers.etag]).toEqual([201, 'draft', '"v1"']);
    const id = begun.body.id;
    expect((await move('reporter', id, { move: 'submit' })).body.state).toBe('submitted');
    expect(await series('county-rate', tree.east, '2024-09')).toMatchObject({
      value: null,
      numerator: null,
      pending: { value: 60, numerator: 120, denominator: 200 },
    });
    expect((await move('head', id, { move: 'sign' })).body.state).toBe('signed');
    expect(await series('county-rate', tree.city, '2024-09')).toMatchObject({
      value: null,
      receivedReports: 1,
      expectedReports: 2,
    });
    const accepted = await move('lead', id, { move: 'accept' });
    expect(accepted.body).toMatchObject({ state: 'accepted', revision: 1, acceptedRevision: 1 });
    for (const unit of [tree.east, tree.city]) {
      expect(await series('county-rate', unit, '2024-09')).toMatchObject({
        value: 60,
        numerator: 120,
        denominator: 200,
        yearToDate: 60,
        pending: null,
      });
    }
    const west = await person('westReporter').ask(
      'post',
      '/api/reports',
      draft({ whole: 100, part: 100 }, { unitId: tree.west }),
    );
    await move('westReporter', west.body.id, { move: 'submit' });
    await move('westHead', west.body.id, { move: 'sign' });
    await move('lead', west.body.id, { move: 'accept' });
    expect(await series('county-rate', tree.city, '2024-09')).toMatchObject({
      value: 73.3333,
      numerator: 220,
      denominator: 300,
    });
  });

  it('lets the accepted revision stand while a correction goes the same way', async () => {
    const { body: list } = await person('lead').ask(
      'get',
      `/api/reports?planId=${plan.planId}&unitId=${tree.east}&period=2024-09`,
    );
    const id = list.items[0].id;
    expect((await move('lead', id, { move: 'unlock' })).body.errors[0]).toMatchObject({ path: 'reason' });
    expect((await move('lead', id, { move: 'unlock', reason: '核增' })).body).toMatchObject({
      state: 'draft',
      revision: 2,
      acceptedRevision: 1,
    });
    const owed = `/api/expectations?planId=${plan.planId}&unitId=${tree.east}&formKey=county-counts&period=2024-09`;
    expect((await person('reporter').ask('get', owed)).body.items[0]).toMatchObject({
      reportState: 'draft',
      received: true,
    });
    const { body: open } = await person('reporter').ask('get', `/api/reports/${id}`);
    await person('reporter').ask(
      'patch',
      `/api/reports/${id}`,
      { data: { whole: 200, part: 140 } },
      open.version,
    );
    await move('reporter', id, { move: 'submit' });
    expect(await series('county-rate', tree.east, '2024-09')).toMatchObject({
      value: 60,
      pending: { value: 70 },
    });
    await move('head', id, { move: 'sign' });
    await move('lead', id, { move: 'accept' });
    expect(await series('county-rate', tree.city, '2024-09')).toMatchObject({
      numerator: 240,
      denominator: 300,
      value: 80,
    });
    const { body: revisions } = await person('head').ask('get', `/api/reports/${id}/revisions`);
    expect(revisions.items.map((each: { revision: number; data: object }) => each.data)).toEqual([
      { whole: 200, part: 120 },
      { whole: 200, part: 140 },
    ]);
  });

  it('gives a station report to the reviewer nearest above, and to nobody else', async () => {
    const begun = await person('stationReporter').ask(
      'post',
      '/api/reports',
      draft({ whole: 10, part: 4 }, { formKey: 'station-counts', unitId: tree.e1, period: '2024-08' }),
    );
    const id = begun.body.id;
    await person('stationReporter').ask('post', `/api/reports/${id}/moves`, { move: 'submit' }, 1);
    await person('stationHead').ask('post', `/api/reports/${id}/moves`, { move: 'sign' }, 2);
    expect((await person('lead').ask('post', `/api/reports/${id}/moves`, { move: 'accept' }, 3)).status).toBe(
      403,
    );
    expect(
      (await person('westReviewer').ask('post', `/api/reports/${id}/moves`, { move: 'accept' }, 3)).status,
    ).toBe(404);
    expect(
      (await person('reviewer').ask('post', `/api/reports/${id}/moves`, { move: 'accept' }, 3)).body.state,
    ).toBe('accepted');
    for (const unit of [tree.e1, tree.east, tree.city])
      expect((await series('station-rate', unit, '2024-08')).value).toBe(40);
    expect((await series('station-rate', tree.west, '2024-08')).value).toBeNull();
  });

  it('does not let a reviewer accept what they filled in for a station, whoever handed it in', async () => {
    const given = { formKey: 'station-counts', unitId: tree.e1, period: '2024-09' };
    const begun = await person('reviewer').ask('post', '/api/reports', draft({ whole: 4, part: 1 }, given));
    expect([begun.status, begun.body.filledFor]).toEqual([201, true]);
    const path = `/api/reports/${begun.body.id}/moves`;
    await person('stationReporter').ask('post', path, { move: 'submit' }, 1);
    await person('stationHead').ask('post', path, { move: 'sign' }, 2);
    const own = await person('reviewer').ask('post', path, { move: 'accept' }, 3);
    expect([own.status, own.body.code]).toEqual([409, 'same-person']);
    const other = await personOf(house, { role: 'reviewer', unitId: tree.east });
    // While another reviewer is there, the area lead has no say.
    expect((await person('lead').ask('post', path, { move: 'accept' }, 3)).status).toBe(403);
    expect((await other.ask('post', path, { move: 'accept' }, 3)).body.state).toBe('accepted');
  });

  it('returns a report with a reason on a field, and keeps what was submitted', async () => {
    const begun = await person('reporter').ask(
      'post',
      '/api/reports',
      draft({ whole: 5, part: 1 }, { period: '2024-07' }),
    );
    const id = begun.body.id;
    await move('reporter', id, { move: 'submit' });
    await move('head', id, { move: 'sign' });
    expect(
      (await move('lead', id, { move: 'return', reason: '口径不符', field: 'nowhere' })).body.errors[0].path,
    ).toBe('field');
    const returned = await move('lead', id, { move: 'return', reason: '口径不符', field: 'part' });
    expect(returned.body).toMatchObject({
      state: 'returned',
      returned: { reason: '口径不符', field: 'part' },
    });
    expect(await series('county-rate', tree.east, '2024-07')).toMatchObject({
      pending: null,
      receivedReports: 0,
    });
    expect((await move('reporter', id, { move: 'submit' })).body).toMatchObject({
      state: 'submitted',
      revision: 2,
    });
  });

  it('refuses in the documented order and changes nothing', async () => {
    const begun = await person('reporter').ask(
      'post',
      '/api/reports',
      draft({ whole: 8, part: 2 }, { period: '2024-06' }),
    );
    const path = `/api/reports/${begun.body.id}`;
    const outcome = async (name: string, body: object, version?: number) => {
      const answer = await person(name).ask('post', `${path}/moves`, body, version);
      return [answer.status, answer.body.code];
    };
    expect(await outcome('auditor', { move: 'fly' })).toEqual([422, 'validation-failed']);
    expect(await outcome('auditor', { move: 'accept' })).toEqual([404, 'not-found']);
    expect(await outcome('westHead', { move: 'sign' })).toEqual([404, 'not-found']);
    expect(await outcome('admin', { move: 'sign' })).toEqual([404, 'not-found']);
    expect(await outcome('lead', { move: 'sign' })).toEqual([403, 'forbidden']);
    expect(await outcome('head', { move: 'sign' })).toEqual([428, 'precondition-required']);
    expect(await outcome('head', { move: 'sign' }, 7)).toEqual([412, 'stale-version']);
    expect(await outcome('head', { move: 'sign' }, 1)).toEqual([409, 'move-not-possible']);
    expect((await person('reporter').ask('get', path)).body).toEqual(begun.body);
  });

  it('refuses what was never due, is not due yet, or is there already', async () => {
    const code = async (name: string, more: object) =>
      (await person(name).ask('post', '/api/reports', draft({}, more))).body.code;
    expect(await code('reporter', { period: '2024-10' })).toBe('period-not-open');
    expect(await code('reporter', { period: '2024-09' })).toBe('already-exists');
    expect(await code('stationReporter', { unitId: tree.e1, period: '2024-05' })).toBe('not-expected');
    expect(await code('reporter', { unitId: tree.west, period: '2024-05' })).toBe('forbidden');
    expect(await code('reporter', { unitId: randomUUID() })).toBe('not-found');
  });

  it.each([
    [{ whole: -1 }, 'data.whole'],
    [{ whole: 1.5 }, 'data.whole'],
    [{ whole: '12' }, 'data.whole'],
    [{ whole: 3, part: 4 }, 'data.part'],
    [{ stranger: 1 }, 'data.stranger'],
    [{ remark: 'x'.repeat(201) }, 'data.remark'],
    [{ remark: 'a\u0000b' }, 'data.remark'],
    [{ remark: '电话13800138000' }, 'data.remark'],
  ])('names the field of %j', async (data, path) => {
    const answer = await person('reporter').ask('post', '/api/reports', draft(data, { period: '2024-04' }));
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
  });

  it('asks for a comment on a warning, and for what is required, when a report is submitted', async () => {
    const begun = await person('reporter').ask(
      'post',
      '/api/reports',
      draft({ whole: 5000 }, { period: '2024-03' }),
    );
    const path = `/api/reports/${begun.body.id}`;
    const missing = await person('reporter').ask('post', `${path}/moves`, { move: 'submit' }, 1);
    expect(missing.body.errors).toEqual([expect.objectContaining({ path: 'data.part', code: 'required' })]);
    await person('reporter').ask('patch', path, { data: { whole: 5000, part: 1 } }, 1);
    expect(
      (await person('reporter').ask('post', `${path}/moves`, { move: 'submit' }, 2)).body.errors[0].path,
    ).toBe('comment');
    await person('reporter').ask('patch', path, { data: { whole: 5000, part: 1 }, comment: '专项行动' }, 2);
    expect((await person('reporter').ask('post', `${path}/moves`, { move: 'submit' }, 3)).body.state).toBe(
      'submitted',
    );
  });

  it('asks anew for a comment once a report was unlocked, and keeps the old one with its revision', async () => {
    const march = `/api/reports?planId=${plan.planId}&unitId=${tree.east}&period=2024-03`;
    const { id } = (await person('lead').ask('get', march)).body.items[0];
    await move('head', id, { move: 'sign' });
    await move('lead', id, { move: 'accept' });
    expect((await move('lead', id, { move: 'unlock', reason: '核减' })).body.comment).toBeNull();
    expect((await move('reporter', id, { move: 'submit' })).body.errors[0].path).toBe('comment');
    const { body } = await person('head').ask('get', `/api/reports/${id}/revisions`);
    expect(body.items.map((each: { comment: string }) => each.comment)).toEqual(['专项行动']);
  });

  it('reports zero in one click: flows are an explicit 0, levels repeat', async () => {
    const earlier = await person('westReporter').ask(
      'post',
      '/api/reports',
      draft({ whole: 5, part: 1, level: 9 }, { unitId: tree.west, period: '2024-02' }),
    );
    await person('westReporter').ask('post', `/api/reports/${earlier.body.id}/moves`, { move: 'submit' }, 1);
    await person('westHead').ask('post', `/api/reports/${earlier.body.id}/moves`, { move: 'sign' }, 2);
    await person('lead').ask('post', `/api/reports/${earlier.body.id}/moves`, { move: 'accept' }, 3);
    const zero = await person('westReporter').ask(
      'post',
      '/api/reports',
      draft({}, { unitId: tree.west, period: '2024-03', mode: 'zero' }),
    );
    expect(zero.body).toMatchObject({ mode: 'zero', data: { whole: 0, part: 0, level: 9 } });
    const save = (data: object, version: number) =>
      person('westReporter').ask('patch', `/api/reports/${zero.body.id}`, { data }, version);
    expect((await save({ whole: 0, part: 0, level: 9 }, 1)).body.mode).toBe('zero');
    expect((await save({ whole: 1, part: 0, level: 9 }, 2)).body.mode).toBe('filled');
    expect((await save({ whole: 0, part: 0, level: 9 }, 3)).body.mode).toBe('filled');
    const beside = await person('westReporter').ask('get', `/api/reports/${zero.body.id}/context`);
    expect(beside.body).toMatchObject({
      lastPeriod: '2024-02',
      last: { whole: 5 },
      yearToDate: { whole: 5, part: 1, level: 9 },
    });
  });

  it("repeats last year's level in the first zero report of a year, and leaves an unknown one empty", async () => {
    const january = { unitId: tree.east, period: '2024-01', mode: 'zero' };
    const unknown = await person('reporter').ask('post', '/api/reports', draft({}, january));
    expect(unknown.body).toMatchObject({ mode: 'zero', data: { whole: 0, part: 0 } });
    expect(unknown.body.data).not.toHaveProperty('level');
    const before = await standTrialPlan(
      house,
      { city: tree.city, counties: [tree.east], stations: [] },
      2023,
    );
    const owner = await openDatabase(house.ownerUrl, 1);
    await owner.query(
      `with r as (insert into report (id, plan_id, area_id, form_key, form_version, config_version, task_id, unit_id, period, state, revision, accepted_revision, data, mode, filled_by, filled_for)
         select gen_random_uuid(), $1, 'trial', 'county-counts', 1, 0, $2, $3, '2023-12', 'accepted', 1, 1, '{"whole": 3, "part": 1, "level": 31}', 'filled', $4, false
         returning *)
       insert into report_revision (plan_id, report_id, revision, form_version, config_version, data, mode, submitted_by, submitted_at)
       select plan_id, id, 1, 1, 0, data, mode, filled_by, now() from r`,
      [before.planId, before.countyTask, tree.east, person('reporter').id],
    );
    await owner.destroy();
    const path = `/api/reports/${unknown.body.id}`;
    const known = await person('reporter').ask('patch', path, { mode: 'zero' }, 1);
    expect(known.body).toMatchObject({ mode: 'zero', data: { whole: 0, part: 0, level: 31 } });
    const beside = await person('reporter').ask('get', `${path}/context`);
    expect(beside.body).toMatchObject({
      lastPeriod: '2023-12',
      last: { level: 31 },
      yearToDate: { level: null },
    });
  });

  it('has whoever handed in a value for who set it, where only the revision is known', async () => {
    const { body: list } = await person('lead').ask(
      'get',
      `/api/reports?planId=${plan.planId}&unitId=${tree.east}&period=2024-09`,
    );
    const path = `/api/reports/${list.items[0].id}/values?field=part`;
    const { body: kept } = await person('lead').ask('get', path);
    const owner = await openDatabase(house.ownerUrl, 1);
    await owner.query(`update report_revision set changes = '{}'`);
    await owner.destroy();
    expect((await person('lead').ask('get', path)).body).toEqual(kept);
    expect(kept.items.map((each: { after: number }) => each.after)).toEqual([140, 120]);
  });

  it('makes a zero report of a draft that is there, and keeps its words', async () => {
    const given = { unitId: tree.west, period: '2024-04' };
    const begun = await person('westReporter').ask('post', '/api/reports', draft({ remark: '无' }, given));
    const save = (body: object, version: number) =>
      person('westReporter').ask('patch', `/api/reports/${begun.body.id}`, body, version);
    expect((await save({ mode: 'zero' }, 1)).body).toMatchObject({
      mode: 'zero',
      data: { whole: 0, part: 0, level: 9, remark: '无' },
    });
    const refusals = [{ mode: 'no-progress' }, { mode: 'zero', data: {} }, {}];
    for (const body of refusals) {
      const { status, body: problem } = await save(body, 2);
      expect([status, problem.errors[0].path]).toEqual([
        422,
        'mode' in body && !('data' in body) ? 'mode' : 'data',
      ]);
    }
  });

  it('answers a repeated request once, and refuses the second writer', async () => {
    const key = randomUUID();
    const post = () =>
      person('westReporter')
        .ask('post', '/api/reports', draft({ whole: 1 }, { unitId: tree.west, period: '2024-01' }))
        .set('idempotency-key', key);
    const [first, second] = [await post(), await post()];
    expect([second.status, second.body]).toEqual([201, first.body]);
    const path = `/api/reports/${first.body.id}`;
    expect((await person('westReporter').ask('patch', path, { data: { whole: 2 } }, 1)).body.version).toBe(2);
    expect((await person('westReporter').ask('patch', path, { data: { whole: 3 } }, 1)).body.code).toBe(
      'stale-version',
    );
    // What the form itself does not take is told before the version is looked at, to those who may read it.
    const wrong = await person('westReporter').ask('patch', path, { data: { whole: -1 } }, 1);
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'data.whole']);
    expect((await person('auditor').ask('patch', path, { data: { whole: -1 } }, 1)).status).toBe(404);
  });

  it('leaves a report with the county of today when its station moves on a day to come', async () => {
    const given = { formKey: 'station-counts', unitId: tree.w1, period: '2024-08' };
    const reporter = await personOf(house, { role: 'reporter', unitId: tree.w1 });
    const head = await personOf(house, { role: 'unit-head', unitId: tree.w1 });
    const begun = await reporter.ask('post', '/api/reports', draft({ whole: 10, part: 4 }, given));
    const path = `/api/reports/${begun.body.id}`;
    await reporter.ask('post', `${path}/moves`, { move: 'submit' }, 1);
    await head.ask('post', `${path}/moves`, { move: 'sign' }, 2);
    const { body: station } = await person('admin').ask('get', `/api/units/${tree.w1}`);
    const ahead = { parentId: tree.east, from: '2024-12-01' };
    expect(
      (await person('admin').ask('post', `/api/units/${tree.w1}/moves`, ahead, station.version)).status,
    ).toBe(200);
    const seen = async (name: string) => {
      const list = `/api/reports?planId=${plan.planId}&unitId=${tree.w1}`;
      const { body: listed } = await person(name).ask('get', list);
      const { body: work } = await person(name).ask('get', `/api/work?planId=${plan.planId}`);
      const toReview = work.toReview.filter((each: { unitId: string }) => each.unitId === tree.w1);
      return [(await person(name).ask('get', path)).status, listed.total, toReview.length];
    };
    expect(await seen('westReviewer')).toEqual([200, 1, 1]);
    expect(await seen('reviewer')).toEqual([404, 0, 0]);
    const accept = (name: string) => person(name).ask('post', `${path}/moves`, { move: 'accept' }, 3);
    expect((await accept('reviewer')).status).toBe(404);
    expect((await accept('westReviewer')).body.state).toBe('accepted');
    const drill = `/api/metrics/trial.station-rate/drill?planId=${plan.planId}&unitId=${tree.w1}&period=2024-08&of=value`;
    const readable = async (name: string) => (await person(name).ask('get', drill)).body.parts[0].readable;
    expect([await readable('westReviewer'), await readable('reviewer')]).toEqual([true, false]);
  });

  it('moves a station to another county in July: June stays, July counts there, as a recomputation has it', async () => {
    const report = async (period: string, part: number) => {
      const begun = await person('stationReporter').ask(
        'post',
        '/api/reports',
        draft({ whole: 100, part }, { formKey: 'station-counts', unitId: tree.e1, period }),
      );
      await person('stationReporter').ask(
        'post',
        `/api/reports/${begun.body.id}/moves`,
        { move: 'submit' },
        1,
      );
      await person('stationHead').ask('post', `/api/reports/${begun.body.id}/moves`, { move: 'sign' }, 2);
      return person('reviewer').ask('post', `/api/reports/${begun.body.id}/moves`, { move: 'accept' }, 3);
    };
    expect((await report('2024-06', 60)).status).toBe(200);
    expect((await report('2024-07', 70)).status).toBe(200);
    const { body: station } = await person('admin').ask('get', `/api/units/${tree.e1}`);
    const moved = await person('admin').ask(
      'post',
      `/api/units/${tree.e1}/moves`,
      { parentId: tree.west, from: '2024-07-10' },
      station.version,
    );
    expect(moved.status).toBe(200);
    expect((await series('station-rate', tree.east, '2024-06')).numerator).toBe(60);
    expect((await series('station-rate', tree.east, '2024-07')).numerator).toBeNull();
    expect((await series('station-rate', tree.west, '2024-07')).numerator).toBe(70);
    expect((await series('station-rate', tree.city, '2024-07')).yearToDate).toBe(65);
  });

  it('shows the board of any unit, with what was expected and received', async () => {
    const { status, body } = await person('lead').ask(
      'get',
      `/api/plans/${plan.planId}/board?period=2024-09&unit=${tree.east}`,
    );
    expect(status).toBe(200);
    const [area] = body.areas;
    expect(area.metrics.find((each: { key: string }) => each.key === 'trial.county-rate')).toMatchObject({
      value: 70,
      numerator: 140,
    });
    expect(area.completeness).toEqual({ expected: 1, received: 1, rate: 100 });
    expect(Object.values(area.lights as Record<string, number>).reduce((sum, each) => sum + each, 0)).toBe(0);
    const whole = await person('lead').ask('get', `/api/plans/${plan.planId}/board`);
    expect(whole.body.period).toBe('2024-08');
  });

  it('judges a target that was raised as what it was in the periods before', async () => {
    const ctx = systemContext(house);
    const target = (more: object) => ({
      planId: plan.planId,
      taskId: plan.stationTask,
      areaId: 'trial',
      metric: 'trial.station-rate',
      unitId: tree.city,
      value: 60,
      dueDate: '2024-12-31',
      source: 'document' as const,
      ...more,
    });
    const ids = await house.app
      .get(Targets)
      .add(ctx, [
        target({}),
        target({ value: 40, per: 'month' }),
        target({ value: 40, per: 'quarter', validFrom: '2024-09-20' }),
      ]);
    const said = async (today: string) => {
      const lights = await house.app.get(Lights).compute({ ...ctx, today }, plan.planId, [plan.stationTask]);
      return lights
        .get(plan.stationTask)
        ?.reasons.filter((each) => each.part === 'target')
        .map(({ code, facts }) => [code, 'target' in facts && facts.target, 'run' in facts && facts.run])
        .toSorted();
    };
    // Of the second quarter nothing was asked by what stands since September.
    expect(await said('2024-09-20')).toEqual([
      ['period-met', 40, false],
      ['target-met', 60, false],
    ]);
    await inTransaction(ctx, async (own) => {
      const changes = house.app.get(TargetChanges);
      for (const id of ids.slice(0, 2)) {
        const standing = await changes.standing(own, id);
        await changes.change(own, standing, { value: 68, effectiveOn: '2024-09-20', basis: null });
      }
    });
    // August stands as it was judged: what was raised asks of September on.
    expect(await said('2024-09-20')).toEqual([
      ['period-met', 40, false],
      ['target-met', 60, false],
    ]);
    expect((await series('station-rate', tree.city, '2024-08')).target).not.toBe(68);
    expect((await series('station-rate', tree.city, '2024-09')).target).toBe(68);
    // The run begins with September.
    expect(await said('2024-10-20')).toEqual([
      ['period-met', 40, false],
      ['period-missed', 68, 1],
      ['target-missed', 68, 1],
    ]);
  });

  // The station stands under the western county by now.
  it('tells of each field who set it to what, in which revision and why, whatever became of the report', async () => {
    const given = { formKey: 'station-counts', unitId: tree.e1, period: '2024-03' };
    const begun = await person('stationReporter').ask(
      'post',
      '/api/reports',
      draft({ whole: 10, part: 1 }, given),
    );
    const path = `/api/reports/${begun.body.id}`;
    let version = 1;
    const save = async (name: string, data: object) => {
      const answer = await person(name).ask('patch', path, { data }, version);
      expect(answer.status).toBe(200);
      version = answer.body.version;
    };
    const go = async (name: string, body: object) => {
      const answer = await person(name).ask('post', `${path}/moves`, body, version);
      expect(answer.status).toBe(200);
      version = answer.body.version;
    };
    const told = async (field: string, name = 'westReviewer') => {
      const { status, body } = await person(name).ask('get', `${path}/values?field=${field}`);
      expect([status, body.total]).toEqual([200, body.items.length]);
      return body.items.map((each: Record<string, unknown> & { by: { name: string } }) => [
        each.what,
        each.before,
        each.after,
        each.by.name,
        each.revision,
        each.handedIn,
        each.because,
        each.reason,
      ]);
    };
    const [own, above] = [person('stationReporter').username, person('westReviewer').username];
    // Typed in two goes by one, changed by another, and back: each hand once, and nothing of what was only passing.
    await save('stationReporter', { whole: 12, part: 1 });
    await save('stationReporter', { whole: 12, part: 2 });
    await save('westReviewer', { whole: 13, part: 2 });
    await save('stationReporter', { whole: 12, part: 2 });
    const first = [
      ['set', 13, 12, own, 1, false, null, null],
      ['set', 12, 13, above, 1, false, null, null],
      ['set', null, 12, own, 1, false, null, null],
    ];
    expect(await told('whole')).toEqual(first);
    await go('stationReporter', { move: 'submit' });
    await go('stationHead', { move: 'return', reason: '请核对', field: 'whole' });
    await save('stationReporter', { whole: 14, part: 2, remark: '已核对' });
    await go('stationReporter', { move: 'submit' });
    await go('stationHead', { move: 'sign' });
    // The only reviewer wrote some of it: the area lead accepts.
    await go('lead', { move: 'accept' });
    await go('westReviewer', { move: 'unlock', reason: '核减' });
    await save('stationReporter', { whole: 11, part: 2 });
    const sent = first.map((row) => row.with(5, true));
    expect(await told('whole')).toEqual([
      ['set', 14, 11, own, 3, false, 'unlock', '核减'],
      ['set', 12, 14, own, 2, true, 'return', '请核对'],
      ['returned', 12, 12, person('stationHead').username, 1, true, null, '请核对'],
      ...sent,
    ]);
    expect(await told('part')).toEqual([['set', null, 2, own, 1, true, null, null]]);
    expect(await told('remark', 'stationHead')).toEqual([
      ['set', '已核对', null, own, 3, false, 'unlock', '核减'],
      ['set', null, '已核对', own, 2, true, 'return', '请核对'],
    ]);
    expect((await person('westReviewer').ask('get', `${path}/values`)).body.total).toBe(9);
    expect(
      (await person('westReviewer').ask('get', `${path}/values?field=nowhere`)).body.errors[0].path,
    ).toBe('field');
    expect((await person('reviewer').ask('get', `${path}/values`)).status).toBe(404);
  });

  it('of a team within a station may be filled in by its county, signed for its head, and goes to the county’s reviewer', async () => {
    const ctx = systemContext(house);
    const from = '2020-01-01';
    const given = { code: 'team', name: 'Team', kind: 'team' as const, parentId: tree.e2, from };
    const { id: team } = await house.app.get(Units).add(ctx, given);
    await house.app.get(Expectations).setDuty(ctx, {
      planId: plan.planId,
      year: 2024,
      areaId: 'trial',
      form: trialArea.forms[1] as Form,
      taskId: plan.stationTask,
      unitIds: [tree.e1, tree.e2, tree.w1, team],
      from: '2024-07-01',
    });
    const [head, deputy, reporter] = [
      await personOf(house, { role: 'unit-head', unitId: team }),
      await personOf(house, { role: 'reporter', unitId: team }),
      await personOf(house, { role: 'reporter', unitId: team }),
    ];
    const stationHead = await personOf(house, { role: 'unit-head', unitId: tree.e2 });
    const reviewer = await personOf(house, { role: 'reviewer', unitId: tree.east });
    const named = { unitId: team, deputyId: deputy.id, from: '2024-09-01', to: '2024-09-30' };
    expect((await head.ask('post', '/api/deputies', named)).status).toBe(201);
    const begun = await person('reviewer').ask(
      'post',
      '/api/reports',
      draft({ whole: 4, part: 1 }, { formKey: 'station-counts', unitId: team, period: '2024-07' }),
    );
    expect([begun.status, begun.body.filledFor]).toEqual([201, true]);
    const path = `/api/reports/${begun.body.id}`;
    const step = async (who: Person, move: string, version: number) => {
      const { status, body } = await who.ask('post', `${path}/moves`, { move }, version);
      return status === 200 ? body.state : (body.code ?? status);
    };
    expect(await step(reporter, 'submit', 1)).toBe('submitted');
    // The station above signs nothing of it, though it reads it as its head.
    expect(await step(stationHead, 'sign', 2)).toBe('forbidden');
    expect(await step(deputy, 'sign', 2)).toBe('signed');
    const waits = async (who: Person) =>
      (await who.ask('get', `/api/work?planId=${plan.planId}`)).body.toReview.some(
        (each: { reportId: string }) => each.reportId === begun.body.id,
      );
    const [lead, west, filler] = [person('lead'), person('westReviewer'), person('reviewer')];
    expect([await waits(reviewer), await waits(filler), await waits(lead), await waits(west)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(await step(lead, 'accept', 3)).toBe('forbidden');
    expect(await step(west, 'accept', 3)).toBe('not-found');
    expect(await step(filler, 'accept', 3)).toBe('same-person');
    expect(await step(reviewer, 'accept', 3)).toBe('accepted');
    expect((await reviewer.ask('get', path)).body).toMatchObject({ filledFor: true, unitId: team });
    const { body: revisions } = await head.ask('get', `${path}/revisions`);
    expect(revisions.items[0].events).toMatchObject([
      { move: 'submit', by: { id: reporter.id }, behalfOf: null },
      { move: 'sign', by: { id: deputy.id }, behalfOf: { id: head.id } },
      { move: 'accept', by: { id: reviewer.id } },
    ]);
    for (const unit of [team, tree.e2])
      expect((await series('station-rate', unit, '2024-07')).value).toBe(25);
  });

  it('of a station that its only reviewer wrote some of goes to the area lead, whoever saved it last', async () => {
    const filled = async (period: string) => {
      const given = { formKey: 'station-counts', unitId: tree.w1, period };
      const begun = await person('westReviewer').ask(
        'post',
        '/api/reports',
        draft({ whole: 4, part: 1 }, given),
      );
      const path = `/api/reports/${begun.body.id}`;
      const data = { whole: 4, part: 1, remark: '已核对' };
      expect((await wStation.ask('patch', path, { data }, 1)).status).toBe(200);
      await wStation.ask('post', `${path}/moves`, { move: 'submit' }, 2);
      expect((await wHead.ask('post', `${path}/moves`, { move: 'sign' }, 3)).body.state).toBe('signed');
      return begun.body.id as string;
    };
    const [wStation, wHead] = [
      await personOf(house, { role: 'reporter', unitId: tree.w1 }),
      await personOf(house, { role: 'unit-head', unitId: tree.w1 }),
    ];
    const [one, two] = [await filled('2024-05'), await filled('2024-06')];
    const toReview = async (who: Person) =>
      (await who.ask('get', `/api/work?planId=${plan.planId}`)).body.toReview.map(
        (each: { reportId: string }) => each.reportId,
      );
    expect(await toReview(person('lead'))).toEqual(expect.arrayContaining([one, two]));
    for (const id of await toReview(person('westReviewer'))) expect([one, two]).not.toContain(id);
    const offers = async (who: Person) =>
      (await who.ask('get', `/api/reports/${one}/moves`)).body.map((each: { move: string }) => each.move);
    expect(await offers(person('lead'))).toEqual(['accept', 'return']);
    expect(await offers(person('westReviewer'))).toEqual(['return']);
    const own = await person('westReviewer').ask('post', `/api/reports/${one}/moves`, { move: 'accept' }, 4);
    expect([own.status, own.body.code]).toEqual([409, 'same-person']);
    const many = { ids: [one, two], versions: [4, 4], move: 'accept' };
    const codes = async (who: Person) =>
      (await who.ask('post', '/api/reports/moves', { ...many, dryRun: true })).body.results.map(
        (each: { code?: string; outcome: string }) => each.code ?? each.outcome,
      );
    expect(await codes(person('westReviewer'))).toEqual(['same-person', 'same-person']);
    expect(await codes(person('lead'))).toEqual(['possible', 'possible']);
    await person('lead').ask('post', '/api/reports/moves', many);
    for (const id of [one, two])
      expect((await person('lead').ask('get', `/api/reports/${id}`)).body.state).toBe('accepted');
    const news = await person('lead').ask('get', '/api/notifications?kind=report-to-review&limit=50');
    expect(news.body.items.map((each: { reportId: string | null }) => each.reportId)).toEqual(
      expect.arrayContaining([one, two]),
    );
  });
});
