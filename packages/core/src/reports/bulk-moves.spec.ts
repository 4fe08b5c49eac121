import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

describe('moving many reports', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let reporter: Person;
  let head: Person;
  let lead: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [tree.w1] });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    head = await personOf(house, { role: 'unit-head', unitId: tree.east });
    lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
  }, 60_000);
  afterAll(() => house.close());

  /** A report of the county: signed, or as far as it is taken. */
  const report = async (period: string, upTo: 'draft' | 'signed' = 'signed') => {
    const { body } = await reporter.ask('post', '/api/reports', {
      planId: plan.planId,
      areaId: 'trial',
      formKey: 'county-counts',
      unitId: tree.east,
      period,
      data: { whole: 10, part: 4 },
    });
    if (upTo === 'signed') {
      await reporter.ask('post', `/api/reports/${body.id}/moves`, { move: 'submit' }, 1);
      await head.ask('post', `/api/reports/${body.id}/moves`, { move: 'sign' }, 2);
    }
    return body.id as string;
  };
  const moves = (body: object) => lead.ask('post', '/api/reports/moves', body);

  it('previews, moves what can be moved, and says of each other one why not', async () => {
    const [good, draft, changed] = [
      await report('2024-01'),
      await report('2024-02', 'draft'),
      await report('2024-03'),
    ];
    const absent = randomUUID();
    const body = { ids: [good, draft, changed, absent], versions: [3, 1, 2, 1], move: 'accept' };
    const outcomes = (answer: { body: { results: { outcome: string; code: string | null }[] } }) =>
      answer.body.results.map((each) => [each.outcome, each.code]);
    const refused = [
      ['refused', 'move-not-possible'],
      ['refused', 'stale-version'],
      ['refused', 'not-found'],
    ];
    const preview = await moves({ ...body, dryRun: true });
    expect([preview.status, preview.body.done, preview.body.refused]).toEqual([200, 0, 3]);
    expect(outcomes(preview)).toEqual([['possible', null], ...refused]);
    expect((await lead.ask('get', `/api/reports/${good}`)).body.state).toBe('signed');
    const done = await moves(body);
    expect(outcomes(done)).toEqual([['done', null], ...refused]);
    expect((await lead.ask('get', `/api/reports/${good}`)).body.state).toBe('accepted');
    expect(outcomes(await moves(body))[0]).toEqual(['refused', 'stale-version']);
  });

  it('accepts as a single move does: the figures and the log are those of each report', async () => {
    const ids = [await report('2024-04'), await report('2024-05')];
    expect((await moves({ ids, versions: [3, 3], move: 'accept' })).body.done).toBe(2);
    const series = `/api/metrics/trial.county-rate/series?planId=${plan.planId}&unitId=${tree.city}&from=2024-04&to=2024-05`;
    const { body } = await lead.ask('get', series);
    expect(body.points.map((point: { numerator: number }) => point.numerator)).toEqual([4, 4]);
    const [{ count }] = await house.source.query(
      `select count(*)::int from audit where action = 'report.accept' and subject_id = any($1)`,
      [ids],
    );
    expect(count).toBe(2);
  });

  it('returns with one reason for all, and refuses those who may not', async () => {
    const id = await report('2024-06');
    expect((await moves({ ids: [id], versions: [3], move: 'return' })).body.errors[0].path).toBe('reason');
    expect((await moves({ ids: [id, id], versions: [3, 3], move: 'accept' })).status).toBe(422);
    const byHead = await head.ask('post', '/api/reports/moves', { ids: [id], versions: [3], move: 'accept' });
    expect(byHead.body.results[0]).toMatchObject({ outcome: 'refused', code: 'forbidden', state: 'signed' });
    expect(
      (await moves({ ids: [id], versions: [3], move: 'return', reason: '口径不符' })).body.results[0],
    ).toMatchObject({ outcome: 'done', state: 'returned', version: 4 });
  });

  it('hands in and signs many, each judged as it would be alone', async () => {
    const [full, warned, empty] = [
      await report('2024-07', 'draft'),
      await report('2024-08', 'draft'),
      await report('2024-09', 'draft'),
    ];
    await reporter.ask('patch', `/api/reports/${warned}`, { data: { whole: 2000, part: 4 } }, 1);
    await reporter.ask('patch', `/api/reports/${empty}`, { data: { whole: 1 } }, 1);
    const submit = { ids: [full, warned, empty], versions: [1, 2, 2], move: 'submit' };
    const codes = (answer: { body: { results: { outcome: string; code: string | null }[] } }) =>
      answer.body.results.map((each) => each.code ?? each.outcome);
    const byReporter = (body: object) => reporter.ask('post', '/api/reports/moves', body);
    const refused = ['validation-failed', 'validation-failed'];
    expect(codes(await byReporter({ ...submit, dryRun: true }))).toEqual(['possible', ...refused]);
    expect(codes(await byReporter(submit))).toEqual(['done', ...refused]);
    const sign = { ids: [full, warned], versions: [2, 2], move: 'sign' };
    expect(codes(await byReporter(sign))[0]).toBe('forbidden');
    const { body: waiting } = await head.ask('get', `/api/work?planId=${plan.planId}`);
    expect(
      waiting.toSign.map((each: { reportId: string; reportVersion: number }) => [
        each.reportId,
        each.reportVersion,
      ]),
    ).toEqual([[full, 2]]);
    const clerk = await personOf(house, { role: 'reporter', unitId: tree.east });
    await head.ask('post', '/api/deputies', {
      unitId: tree.east,
      deputyId: clerk.id,
      from: '2024-09-01',
      to: '2024-09-30',
    });
    const { body: deputed } = await clerk.ask('get', `/api/work?planId=${plan.planId}`);
    const inPlaceOf = { id: head.id, name: expect.any(String) };
    expect(deputed.toSign).toMatchObject([{ reportId: full, behalfOf: inPlaceOf }]);
    const preview = await clerk.ask('post', '/api/reports/moves', { ...sign, dryRun: true });
    expect(preview.body.results[0]).toMatchObject({ outcome: 'possible', behalfOf: inPlaceOf });
    expect(
      (await head.ask('post', '/api/reports/moves', { ...sign, dryRun: true })).body.results[0].behalfOf,
    ).toBe(null);
    expect(codes(await clerk.ask('post', '/api/reports/moves', sign))).toEqual(['done', 'move-not-possible']);
    const { body: revisions } = await head.ask('get', `/api/reports/${full}/revisions`);
    expect(revisions.items[0].events.at(-1)).toMatchObject({ by: { id: clerk.id }, behalfOf: inPlaceOf });
  });
});
