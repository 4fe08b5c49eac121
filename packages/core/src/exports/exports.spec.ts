import { randomUUID } from 'node:crypto';
import ExcelJS from '@protobi/exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

const binary = (response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
};

describe('exports', () => {
  let house: TestHouse;
  let plan: TrialPlan;
  let office: Person;
  let reporter: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    const tree = await standTree(house);
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [tree.e1] });
    office = await personOf(house, { role: 'plan-office' });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    await systemContext(house).em.query(
      `insert into task (id, plan_id, area_id, number, title, outline_title, visibility, state, origin, due_date, original_due_date)
       values ($1, $2, 'trial', 3, 'Secret matter', 'Matter 3', 'restricted', 'in-progress', 'plan', '2024-10-01', '2024-10-01'),
         ($3, $2, 'trial', 4, '=HYPERLINK("http://evil")', null, 'open', 'in-progress', 'plan', '2024-11-01', '2024-11-01')`,
      [randomUUID(), plan.planId, randomUUID()],
    );
  }, 60_000);
  afterAll(() => house.close());

  const rowsOf = async (person: Person, path: string) => {
    const answer = await person
      .ask('get', path)
      .buffer(true)
      .parse(binary as never);
    expect(answer.status).toBe(200);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.body);
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    return sheet.getSheetValues().map((row) => (Array.isArray(row) ? row.slice(1) : []));
  };
  const ledger = (person: Person, more = '') =>
    rowsOf(person, `/api/exports/tasks.xlsx?planId=${plan.planId}${more}`);

  it('gives the ledger as it is filtered and sorted, marked with who took it out', async () => {
    const rows = await ledger(office, '&sort=-number');
    expect(String(rows[1]?.[0])).toMatch(/^内部资料 · p\w+ · 2024-09-20 \d\d:\d\d$/);
    expect(rows.slice(3).map((row) => row[0])).toEqual([4, 3, 2, 1]);
    const found = await ledger(office, '&q=task&columns=title,number');
    expect(found.slice(2)).toEqual([
      ['任务', '序号'],
      ['Task 1', 1],
      ['Task 2', 2],
    ]);
    const [{ count }] = await house.source.query(
      `select count(*)::int from audit where action = 'export.tasks' and actor_id = $1`,
      [office.id],
    );
    expect(count).toBe(2);
  });

  it('sorts and groups by any column as the screen does, and refuses a column that there is not', async () => {
    const rows = await ledger(office, '&group=state&sort=-title&columns=number,dueDate&state=in-progress');
    expect(rows.slice(3)).toEqual([
      ['办理中 4'],
      ...[2, 1, 3, 4].map((number) => [number, expect.stringMatching(/^2024-/)]),
    ]);
    const refused = await office.ask('get', `/api/exports/tasks.xlsx?planId=${plan.planId}&columns=number,x`);
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'query.columns']);
  });

  it('shows of a restricted task what the screen shows, and writes no formula', async () => {
    const known = (await ledger(office)).find((row) => row?.[0] === 3);
    expect([known?.[2], known?.[10]]).toEqual(['Secret matter', '2024-10-01']);
    const rows = await ledger(reporter);
    const masked = rows.find((row) => row?.[0] === 3);
    expect([masked?.[2], masked?.[10], masked?.[4]]).toEqual(['Matter 3(略)', undefined, '略']);
    expect(JSON.stringify(rows)).not.toContain('Secret');
    expect(rows.find((row) => row?.[0] === 4)?.[2]).toBe(`'=HYPERLINK("http://evil")`);
  });

  it('gives the board, refuses unknown parameters and those who may not read', async () => {
    const rows = await rowsOf(office, `/api/exports/board.xlsx?planId=${plan.planId}&period=2024-08`);
    expect(rows[3]?.[0]).toBe('试验');
    const auditor = await personOf(house, { role: 'auditor' });
    expect((await auditor.ask('get', `/api/exports/board.xlsx?planId=${plan.planId}`)).status).toBe(404);
    expect((await office.ask('get', `/api/exports/tasks.xlsx?planId=${plan.planId}&limit=1`)).status).toBe(
      400,
    );
  });
});
