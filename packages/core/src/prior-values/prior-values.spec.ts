import ExcelJS from '@protobi/exceljs';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Plans } from '../plans/plans.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

const binary = (response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
};

type Line = [
  unit: string,
  metric: string,
  period: string,
  numerator: string | number | object,
  denominator?: number,
];

describe("last year's values", () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let office: Person;
  let reporter: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east, tree.west],
      stations: [tree.e1, tree.e2, tree.w1],
    });
    office = await personOf(house, { role: 'plan-office' });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
  });
  afterAll(() => house.close());

  const path = () => `/api/plans/${plan.planId}/prior-values`;
  const template = async (person = office) => {
    const answer = await person
      .ask('get', `${path()}/template.xlsx?areaId=trial`)
      .buffer(true)
      .parse(binary as never);
    const book = new ExcelJS.Workbook();
    if (answer.status === 200) await book.xlsx.load(answer.body);
    return { status: answer.status, book };
  };
  /** The template with these rows in the place of its own. */
  const filled = async (lines: Line[]) => {
    const { book } = await template();
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    for (let at = 3; at <= sheet.rowCount; at += 1) sheet.getRow(at).values = [];
    for (const [at, [unit, metric, period, numerator, denominator]] of lines.entries())
      sheet.getRow(at + 3).values = [unit, '', metric, '', period, numerator as string, denominator ?? null];
    return book;
  };
  const send = async (book: ExcelJS.Workbook, query: Record<string, string> = {}, person = office) =>
    request(house.app.getHttpServer())
      .post(`${path()}/imports?${new URLSearchParams({ source: '2023 annals', reviewed: 'true', ...query })}`)
      .set('authorization', `Bearer ${person.token}`)
      .attach('file', Buffer.from(await book.xlsx.writeBuffer()), 'filled.xlsx');
  const point = async (metric: string, unitId: string, period: string) =>
    (
      await reporter.ask(
        'get',
        `/api/metrics/trial.${metric}/series?planId=${plan.planId}&unitId=${unitId}&from=${period}&to=${period}`,
      )
    ).body.points[0];
  const report = async (unitId: string, period: string, data: object) => {
    const own = await personOf(house, { role: 'reporter', unitId });
    const head = await personOf(house, { role: 'unit-head', unitId });
    const lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    const { planId } = plan;
    const given = { planId, areaId: 'trial', formKey: 'county-counts', unitId, period, data };
    const { body } = await own.ask('post', '/api/reports', given);
    for (const [at, [person, move]] of (
      [
        [own, 'submit'],
        [head, 'sign'],
        [lead, 'accept'],
      ] as const
    ).entries())
      await person.ask('post', `/api/reports/${body.id}/moves`, { move }, body.version + at);
  };

  it('come in by workbook, add up as this year’s do, and stand beside them with the difference', async () => {
    const before = await house.source.query(`select count(*)::int as count from rollup`);
    const { book } = await template();
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    expect(sheet.getCell('A1').value).toContain('内部资料');
    // Two counties, twelve months, three metrics; of the stations' form as well the counties stand there.
    expect(sheet.rowCount).toBe(2 + 2 * 12 * 3);
    const saved = await send(
      await filled([
        ['east', 'county-rate', '2023-07', 10, 40],
        ['east', 'trial.county-rate', '2023-08', 30, 60],
        ['west', 'county-rate', '2023-08', 5, 40],
        ['west', 'county-rate', '2023-12', 1, 4],
        ['east', 'level', '2023-07', 8],
      ]),
    );
    expect([saved.status, saved.body]).toMatchObject([
      201,
      { state: 'saved', rows: 5, faulty: 0, replaced: 0, source: '2023 annals', by: { id: office.id } },
    ]);
    await report(tree.east, '2024-08', { whole: 50, part: 40, level: 9 });

    expect((await point('county-rate', tree.city, '2024-08')).lastYear).toEqual({
      numerator: 35,
      denominator: 100,
      value: 35,
      difference: 45,
      yearToDate: 32.1429,
      yearToDateDifference: 47.8571,
    });
    expect((await point('county-rate', tree.west, '2024-08')).lastYear).toMatchObject({
      value: 12.5,
      difference: null,
    });
    expect((await point('level', tree.city, '2024-08')).lastYear).toMatchObject({ value: 8, difference: 1 });
    // A year's first month stands beside last year's last one; what nothing was imported of stays missing.
    expect((await point('county-rate', tree.west, '2024-01')).lastPeriod).toMatchObject({ value: 25 });
    expect((await point('county-rate', tree.east, '2024-09')).lastYear).toMatchObject({
      numerator: null,
      yearToDate: 40,
    });
    expect((await point('county-rate', tree.east, '2024-06')).lastYear).toBeNull();
    expect((await point('station-rate', tree.city, '2024-08')).lastYear).toBeNull();
    const board = await reporter.ask('get', `/api/plans/${plan.planId}/board?period=2024-08`);
    expect(board.body.areas[0].metrics[0]).toMatchObject({
      value: 80,
      lastPeriod: null,
      lastYear: { value: 35, difference: 45 },
    });
    const drill = await reporter.ask(
      'get',
      `/api/metrics/trial.county-rate/drill?planId=${plan.planId}&period=2024-08&of=last-year`,
    );
    expect(drill.body).toMatchObject({ period: '2023-08', figure: { numerator: 35, denominator: 100 } });
    expect(
      drill.body.parts.map((part: { unitName: string; numerator: number; import: object }) => [
        part.unitName,
        part.numerator,
        part.import,
      ]),
    ).toMatchObject([
      ['Unit east', 30, { source: '2023 annals', by: { id: office.id } }],
      ['Unit west', 5, {}],
    ]);
    const after = await house.source.query(
      `select count(*)::int as count from rollup where period like '2023%'`,
    );
    expect([before[0].count, after[0].count]).toEqual([0, 0]);
    const list = await reporter.ask('get', `${path()}?metric=trial.level`);
    expect(list.body.items).toMatchObject([{ period: '2023-07', value: 8, source: '2023 annals' }]);
  });

  it('are replaced for a reason, and taken back, and what stood is kept', async () => {
    const book = await filled([
      ['east', 'county-rate', '2023-08', 31, 60],
      ['east', 'level', '2023-07', 'delete'],
    ]);
    const bare = await send(book);
    expect([bare.status, bare.body.errors[0].path]).toEqual([422, 'query.reason']);
    // The clock stands still: without this the two imports were of one instant, and neither the newer.
    house.passMinutes(1);
    const put = await send(book, { reason: 'a slip in the annals' });
    expect(put.body).toMatchObject({ state: 'saved', replaced: 2, reason: 'a slip in the annals' });
    expect((await point('county-rate', tree.east, '2024-08')).lastYear.numerator).toBe(31);
    expect((await point('level', tree.city, '2024-08')).lastYear).toBeNull();
    const [{ count }] = await house.source.query(
      `select count(*)::int as count from prior_value where replaced_by = $1`,
      [put.body.id],
    );
    expect(count).toBe(2);
    expect(
      (await office.ask('get', `${path()}/imports`)).body.items.map(
        (each: { replaced: number }) => each.replaced,
      ),
    ).toEqual([2, 0]);
  });

  it('are all refused for one wrong cell, and the result says in its cells what is wrong', async () => {
    const refused = await send(
      await filled([
        ['west', 'county-rate', '2023-09', 1, 2],
        ['nowhere', 'county-rate', '2023-09', 1, 2],
        ['east', 'nothing', '2023-09', 1],
        ['east', 'county-rate', '2024-09', 1, 2],
        ['east', 'county-rate', '2023-Q3', 1, 2],
        ['east', 'county-rate', '2023-09', -1, 2],
        ['east', 'county-rate', '2023-09', { formula: '1+1' }, 2],
        ['east', 'level', '2023-09', 1, 2],
        ['east', 'county-rate', '2023-10', 1],
        ['city', 'county-rate', '2023-08', 1, 2],
        ['west', 'county-rate', '2023-09', 1, 2],
        ['east', 'level', '2023-01', 'delete'],
      ]),
    );
    expect(refused.body).toMatchObject({ state: 'refused', rows: 12, faulty: 11, replaced: 0 });
    const answer = await office
      .ask('get', `${path()}/imports/${refused.body.id}/result.xlsx`)
      .buffer(true)
      .parse(binary as never);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.body);
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    const marked = Array.from({ length: 12 }, (_, at) => {
      const cells = 'ABCDEFG'.split('').map((letter) => sheet.getCell(`${letter}${at + 3}`));
      return cells.flatMap((cell, column) => (cell.note ? ['ABCDEFG'[column]] : [])).join('');
    });
    expect(marked).toEqual(['', 'A', 'C', 'E', 'E', 'F', 'F', 'G', 'G', 'A', 'A', 'F']);
    expect(sheet.getCell('H3').value).toBe('无误');
    expect((await point('county-rate', tree.west, '2024-09')).lastYear).toMatchObject({
      numerator: null,
      yearToDate: 12.5,
    });
  });

  it('are for the plan office and the system admin to import, never without source and review', async () => {
    const admin = await personOf(house, { role: 'system-admin' });
    const lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    expect((await template(admin)).status).toBe(200);
    expect((await template(lead)).status).toBe(403);
    const book = await filled([['west', 'level', '2023-02', 1]]);
    expect((await send(book, {}, lead)).status).toBe(403);
    expect((await send(book, {}, reporter)).status).toBe(403);
    expect((await send(book, { reviewed: 'false' })).body.errors[0].path).toBe('query.reviewed');
    expect((await send(book, { source: '' })).body.errors[0].path).toBe('query.source');
    const other = await office.ask('post', `${path()}/imports?source=x&reviewed=true`, {});
    expect(other.status).toBe(415);
  });

  it('of one import stand once however often it is sent with its key', async () => {
    const book = Buffer.from(await (await filled([['west', 'level', '2023-03', 4]])).xlsx.writeBuffer());
    const again = () =>
      request(house.app.getHttpServer())
        .post(`${path()}/imports?source=annals&reviewed=true`)
        .set({ authorization: `Bearer ${office.token}`, 'idempotency-key': 'once' })
        .attach('file', book, 'filled.xlsx');
    const [one, other] = await Promise.all([again(), again()]);
    const third = await again();
    expect(third.body.state).toBe('saved');
    for (const { status, body } of [one, other])
      expect([201, 409]).toContain(status === 201 && body.id !== third.body.id ? 0 : status);
    const [{ count }] = await house.source.query(
      `select count(*)::int as count from prior_value where metric = 'trial.level' and period = '2023-03'`,
    );
    expect(count).toBe(1);
  });

  it('count where a unit stood then: a move of last year moves them, one of this year does not', async () => {
    const admin = await personOf(house, { role: 'system-admin' });
    await send(
      await filled([
        ['e2', 'station-rate', '2023-03', 1, 10],
        ['e2', 'station-rate', '2023-06', 2, 10],
      ]),
    );
    const move = (from: string, parentId: string, version: number) =>
      admin.ask('post', `/api/units/${tree.e2}/moves`, { parentId, from }, version);
    expect((await move('2023-05-01', tree.west, 1)).status).toBe(200);
    expect((await move('2024-03-01', tree.east, 2)).status).toBe(200);
    const of = async (unitId: string, period: string) =>
      (await point('station-rate', unitId, period)).lastYear;
    expect((await of(tree.east, '2024-03')).numerator).toBe(1);
    expect((await of(tree.east, '2024-06')).numerator).toBeNull();
    expect((await of(tree.west, '2024-06')).numerator).toBe(2);
    expect(await of(tree.city, '2024-06')).toMatchObject({ numerator: 2, yearToDate: 15 });
  });

  it('are those of the earlier plan where the system holds it and nothing was imported', async () => {
    // Handed in and not accepted: no figure of last year's.
    const own = await personOf(house, { role: 'reporter', unitId: tree.west });
    const waits = { planId: plan.planId, areaId: 'trial', formKey: 'county-counts', unitId: tree.west };
    const { body } = await own.ask('post', '/api/reports', {
      ...waits,
      period: '2024-08',
      data: { whole: 10, part: 1, level: 1 },
    });
    await own.ask('post', `/api/reports/${body.id}/moves`, { move: 'submit' }, body.version);
    const next = await house.app.get(Plans).create(systemContext(house), {
      year: 2025,
      title: '2025',
      bureau: 'Bureau',
      rootUnitId: tree.city,
      announcedTasks: 0,
      areas: [{ areaId: 'trial', number: 1, title: trialArea.title }],
    });
    const ask = async (path: string) => (await reporter.ask('get', path)).body;
    const pointOf = async (metric: string, unitId: string, period: string) =>
      (
        await ask(
          `/api/metrics/trial.${metric}/series?planId=${next}&unitId=${unitId}&from=${period}&to=${period}`,
        )
      ).points[0];
    const last = { numerator: 40, denominator: 50, value: 80, yearToDate: 80, difference: null };
    for (const unit of [tree.east, tree.city])
      expect((await pointOf('county-rate', unit, '2025-08')).lastYear).toMatchObject(last);
    expect((await pointOf('county-rate', tree.west, '2025-08')).lastYear).toBeNull();
    // The year's first month stands beside last year's last one, which is the level that August left.
    expect((await pointOf('level', tree.city, '2025-12')).lastYear).toMatchObject({ yearToDate: 9 });
    const board = await ask(`/api/plans/${next}/board?period=2025-08`);
    expect(board.areas[0].metrics[0].lastYear).toMatchObject(last);
    const drill = (of = 'last-year') =>
      ask(`/api/metrics/trial.county-rate/drill?planId=${next}&period=2025-08&of=${of}`);
    expect(await drill()).toMatchObject({
      period: '2024-08',
      figure: { numerator: 40, denominator: 50 },
      parts: [
        { unitId: tree.east, numerator: 40, status: 'accepted', revision: 1, readable: true, import: null },
      ],
    });
    expect((await drill('value')).parts).toEqual([]);
    // One imported value of the metric, and the imported ones alone are last year's; of others nothing changes.
    const admin = await personOf(house, { role: 'plan-office' });
    const answer = await admin
      .ask('get', `/api/plans/${next}/prior-values/template.xlsx?areaId=trial`)
      .buffer(true)
      .parse(binary as never);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.body);
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    for (let at = 3; at <= sheet.rowCount; at += 1) sheet.getRow(at).values = [];
    sheet.getRow(3).values = ['west', '', 'county-rate', '', '2024-08', 3, 4];
    const put = await request(house.app.getHttpServer())
      .post(`/api/plans/${next}/prior-values/imports?source=annals&reviewed=true`)
      .set('authorization', `Bearer ${admin.token}`)
      .attach('file', Buffer.from(await book.xlsx.writeBuffer()), 'filled.xlsx');
    expect(put.body.state).toBe('saved');
    expect((await pointOf('county-rate', tree.city, '2025-08')).lastYear).toMatchObject({ value: 75 });
    expect((await pointOf('county-rate', tree.east, '2025-08')).lastYear).toBeNull();
    expect((await pointOf('level', tree.city, '2025-08')).lastYear).toMatchObject({ value: 9 });
  });
});
