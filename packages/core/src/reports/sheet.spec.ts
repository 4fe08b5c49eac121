import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

describe('a sheet of reports', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let reviewer: Person;
  let reporter: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    const stations = [tree.e1, tree.e2, tree.w1];
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations });
    reviewer = await personOf(house, { role: 'reviewer', unitId: tree.east });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.e1 });
  }, 60_000);
  afterAll(() => house.close());

  const key = (period: string) => ({
    planId: plan.planId,
    areaId: 'trial',
    formKey: 'station-counts',
    period,
  });
  const sheet = async (person: Person, period: string) => {
    const { planId, areaId, formKey } = key(period);
    const query = `planId=${planId}&areaId=${areaId}&formKey=${formKey}&period=${period}`;
    return (await person.ask('get', `/api/reports/sheet?${query}`)).body;
  };
  const save = (person: Person, period: string, items: object[]) =>
    person.ask('post', '/api/reports/bulk', { ...key(period), items });
  const outcomes = (answer: {
    body: { results: { outcome: string; errors: { path: string; code: string }[] }[] };
  }) =>
    answer.body.results.map((each) => [
      each.outcome,
      ...each.errors.map((error) => `${error.path}:${error.code}`),
    ]);

  it('lets a county fill in for its stations, marked so, and shows each the rows that it may read', async () => {
    const rows = (await sheet(reviewer, '2024-08')).rows;
    expect(rows.map((row: { unitCode: string; lock: string | null }) => [row.unitCode, row.lock])).toEqual([
      ['e1', null],
      ['e2', null],
    ]);
    expect((await sheet(reporter, '2024-08')).rows.map((row: { unitCode: string }) => row.unitCode)).toEqual([
      'e1',
    ]);
    const saved = await save(reviewer, '2024-08', [
      { unitId: tree.e1, version: null, data: { whole: 10, part: 3 } },
      { unitId: tree.e2, version: null, data: { whole: 5000 }, comment: '专项行动' },
    ]);
    expect([saved.status, saved.body.saved]).toEqual([200, 2]);
    expect(saved.body.results[1].warnings.map((each: { key: string }) => each.key)).toEqual(['large']);
    const { body } = await reviewer.ask('get', `/api/reports/${saved.body.results[0].reportId}`);
    expect(body).toMatchObject({ state: 'draft', filledFor: true, data: { whole: 10, part: 3 }, version: 1 });
    const [{ count }] = await house.source.query(
      `select count(*)::int from audit where action = 'report.begin' and subject_id = any($1)`,
      [saved.body.results.map((each: { reportId: string }) => each.reportId)],
    );
    expect(count).toBe(2);
  });

  it('saves what is right, and says of each other row why not', async () => {
    const answer = await save(reviewer, '2024-07', [
      { unitId: tree.e1, version: null, data: { whole: 2, part: 1 } },
      { unitId: tree.e2, version: null, data: { whole: 2, part: 3, level: 1.5 } },
      { unitId: tree.w1, version: null, data: {} },
      { unitId: tree.east, version: null, data: {} },
    ]);
    expect(outcomes(answer)).toEqual([
      ['saved'],
      ['refused', 'level:invalid-type'],
      ['refused', ':forbidden'],
      ['refused', ':not-expected'],
    ]);
    const broken = await save(reviewer, '2024-07', [
      { unitId: tree.e2, version: null, data: { whole: 2, part: 3 } },
    ]);
    expect(outcomes(broken)).toEqual([['refused', 'part:part-of-whole']]);
    const states = (await sheet(reviewer, '2024-07')).rows.map((row: { state: string | null }) => row.state);
    expect(states).toEqual(['draft', null]);
  });

  it('replaces a draft only as it was read, and none that was handed in', async () => {
    const item = (version: number | null, whole: number) => [
      { unitId: tree.e1, version, data: { whole, part: 0 } },
    ];
    await save(reviewer, '2024-06', item(null, 1));
    expect(outcomes(await save(reporter, '2024-06', item(null, 2)))).toEqual([['refused', ':stale-version']]);
    const second = await save(reporter, '2024-06', item(1, 2));
    expect(second.body.results[0]).toMatchObject({ outcome: 'saved', version: 2 });
    const { reportId } = second.body.results[0];
    await reporter.ask('post', `/api/reports/${reportId}/moves`, { move: 'submit' }, 2);
    expect(outcomes(await save(reporter, '2024-06', item(3, 4)))).toEqual([['refused', ':handed-in']]);
    expect((await reporter.ask('get', `/api/reports/${reportId}`)).body.data).toEqual({ whole: 2, part: 0 });
  });

  it('hands a row that is warned of in only with its comment, and says whose comment it cannot take', async () => {
    const item = (unitId: string, comment?: string) => ({
      unitId,
      version: null,
      data: { whole: 5000, part: 1 },
      comment,
    });
    const long = await save(reviewer, '2024-04', [item(tree.e1), item(tree.e2, '长'.repeat(2001))]);
    expect([long.status, long.body.errors[0].path]).toEqual([422, 'items.1.comment']);
    const { body } = await save(reviewer, '2024-04', [item(tree.e1), item(tree.e2, '专项行动')]);
    const handedIn = await reviewer.ask('post', '/api/reports/moves', {
      ids: body.results.map((each: { reportId: string }) => each.reportId),
      versions: [1, 1],
      move: 'submit',
    });
    expect(handedIn.body.results.map((each: { outcome: string }) => each.outcome)).toEqual([
      'refused',
      'done',
    ]);
    expect(handedIn.body.results[0]).toMatchObject({ code: 'validation-failed', state: 'draft' });
    expect(
      (await sheet(reviewer, '2024-04')).rows.map((row: { comment: string | null; lock: string | null }) => [
        row.comment,
        row.lock,
      ]),
    ).toEqual([
      [null, null],
      ['专项行动', 'handed-in'],
    ]);
  });

  it('refuses a period that has not begun, another grain, and a unit named twice', async () => {
    const item = { unitId: tree.e1, version: null, data: {} };
    expect(outcomes(await save(reporter, '2024-10', [item]))).toEqual([['refused', ':not-open']]);
    expect((await save(reporter, '2024-Q1', [item])).body.errors[0].code).toBe('wrong-grain');
    expect((await save(reporter, '2024-05', [item, item])).status).toBe(422);
  });
});
