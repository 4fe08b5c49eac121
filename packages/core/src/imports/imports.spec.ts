import { setTimeout as sleep } from 'node:timers/promises';
import ExcelJS from '@protobi/exceljs';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Areas } from '../areas/areas.service.js';
import { Sheets } from '../reports/sheet.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { Imports } from './imports.service.js';

/** A response's body as bytes. */
const binary = (response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
};

describe('imports', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let reviewer: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    const stations = [tree.e1, tree.e2, tree.w1];
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations });
    reviewer = await personOf(house, { role: 'reviewer', unitId: tree.east });
  }, 60_000);
  afterAll(() => house.close());

  const address = (period: string) =>
    `/api/exports/template.xlsx?planId=${plan.planId}&areaId=trial&formKey=station-counts&period=${period}`;
  const bookOf = async (path: string, person = reviewer) => {
    const answer = await person
      .ask('get', path)
      .buffer(true)
      .parse(binary as never);
    expect(answer.status).toBe(200);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.body);
    return book;
  };
  const upload = async (book: ExcelJS.Workbook | Buffer, person = reviewer) => {
    const bytes = Buffer.isBuffer(book) ? book : Buffer.from(await book.xlsx.writeBuffer());
    return request(house.app.getHttpServer())
      .post('/api/imports')
      .set('authorization', `Bearer ${person.token}`)
      .attach('file', bytes, 'filled.xlsx');
  };
  const ended = async (id: string, person = reviewer) => {
    for (;;) {
      const { body } = await person.ask('get', `/api/imports/${id}`);
      if (body.state !== 'checking') return body;
      await sleep(20);
    }
  };
  const reports = async (period: string) =>
    (
      await reviewer.ask(
        'get',
        `/api/reports/sheet?planId=${plan.planId}&areaId=trial&formKey=station-counts&period=${period}`,
      )
    ).body.rows.map((row: { unitCode: string; version: number | null; data: object }) => [
      row.unitCode,
      row.version,
      row.data,
    ]);

  it('takes a filled template as drafts, and what it holds comes back with the next one', async () => {
    const book = await bookOf(address('2024-08'));
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    expect(sheet.getCell('A3').value).toBe('e1');
    expect(sheet.getCell('C3').dataValidation).toMatchObject({ type: 'whole', operator: 'between' });
    sheet.getRow(3).getCell(3).value = 20;
    sheet.getRow(3).getCell(4).value = '7';
    sheet.getRow(3).getCell(6).value = '@everyone';
    const started = await upload(book);
    expect([started.status, started.body.total]).toEqual([201, 1]);
    expect(await ended(started.body.id)).toMatchObject({ state: 'saved', checked: 1, faulty: 0 });
    expect(await reports('2024-08')).toEqual([
      ['e1', 1, { whole: 20, part: 7, remark: '@everyone' }],
      ['e2', null, {}],
    ]);
    const next = await bookOf(address('2024-08'));
    const row = (next.worksheets[0] as ExcelJS.Worksheet).getRow(3);
    expect([3, 4, 6].map((at) => row.getCell(at).value)).toEqual([20, 7, "'@everyone"]);
    row.getCell(3).value = 30;
    const again = await upload(next);
    expect((await ended(again.body.id)).state).toBe('saved');
    expect((await reports('2024-08'))[0]).toEqual(['e1', 2, { whole: 30, part: 7, remark: '@everyone' }]);
  });

  it('saves nothing where a single cell is wrong, and marks it there', async () => {
    const book = await bookOf(address('2024-07'));
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    sheet.getRow(3).getCell(3).value = 20;
    sheet.getRow(3).getCell(4).value = 1;
    sheet.getRow(4).getCell(3).value = { formula: '1+1', result: 2 };
    sheet.getRow(4).getCell(4).value = -1;
    sheet.getRow(4).getCell(6).value = '电话 13800138000';
    sheet.getRow(5).getCell(1).value = 'nowhere';
    sheet.getRow(5).getCell(3).value = 3;
    const started = await upload(book);
    expect(await ended(started.body.id)).toMatchObject({ state: 'refused', total: 3, faulty: 2 });
    expect((await reports('2024-07')).map(([, version]: [string, number | null]) => version)).toEqual([
      null,
      null,
    ]);
    const result = await bookOf(`/api/imports/${started.body.id}/result.xlsx`);
    const marked = result.worksheets[0] as ExcelJS.Worksheet;
    const noted = ['C3', 'A4', 'C4', 'D4', 'E4', 'F4', 'A5'].filter((cell) => marked.getCell(cell).note);
    expect(noted).toEqual(['C4', 'D4', 'F4', 'A5']);
    expect(String(marked.getCell('H3').value)).toBe('无误');
    marked.getRow(4).getCell(3).value = 2;
    marked.getRow(4).getCell(4).value = 1;
    marked.getRow(4).getCell(6).value = null;
    marked.spliceRows(5, 1);
    const mended = await upload(result);
    expect((await ended(mended.body.id)).state).toBe('saved');
    expect((await reports('2024-07'))[1]).toEqual(['e2', 1, { whole: 2, part: 1 }]);
  });

  it('refuses rows that were changed after the template was made', async () => {
    const book = await bookOf(address('2024-06'));
    const item = { unitId: tree.e1, version: null, data: { whole: 1 } };
    const key = { planId: plan.planId, areaId: 'trial', formKey: 'station-counts', period: '2024-06' };
    await reviewer.ask('post', '/api/reports/bulk', { ...key, items: [item] });
    (book.worksheets[0] as ExcelJS.Worksheet).getRow(3).getCell(3).value = 9;
    (book.worksheets[0] as ExcelJS.Worksheet).getRow(4).getCell(3).value = 9;
    const started = await upload(book);
    expect(await ended(started.body.id)).toMatchObject({ state: 'refused', faulty: 1 });
    expect(await reports('2024-06')).toEqual([
      ['e1', 1, { whole: 1 }],
      ['e2', null, {}],
    ]);
  });

  it('lets nobody write beyond their units by editing the hidden keys, nor read the import of another', async () => {
    const book = await bookOf(address('2024-05'));
    const keys = book.getWorksheet('duban-keys') as ExcelJS.Worksheet;
    keys.getCell('B3').value = tree.w1;
    (book.worksheets[0] as ExcelJS.Worksheet).getRow(3).getCell(3).value = 9;
    const started = await upload(book);
    expect(await ended(started.body.id)).toMatchObject({ state: 'refused', faulty: 1 });
    const stranger = await personOf(house, { role: 'reporter', unitId: tree.w1 });
    for (const path of ['', '/result.xlsx']) {
      const answer = await stranger.ask('get', `/api/imports/${started.body.id}${path}`);
      expect(answer.status).toBe(404);
    }
  });

  it('refuses what is no workbook of ours, and what unpacks to more than a workbook needs', async () => {
    expect((await upload(Buffer.from('PK no zip'))).status).toBe(415);
    const other = new ExcelJS.Workbook();
    other.addWorksheet('x').addRow([1]);
    expect((await upload(other)).status).toBe(415);
    const bomb = await bookOf(address('2024-04'));
    (bomb.worksheets[0] as ExcelJS.Worksheet).getRow(3).getCell(6).value = 'a'.repeat(30_000_000);
    expect((await upload(bomb)).status).toBe(415);
    const empty = await upload(await bookOf(address('2024-04')));
    expect([empty.status, empty.body.errors[0].code]).toEqual([422, 'empty']);
  });

  it('refuses a workbook of an area that is switched off, and ends with that reason where it is meanwhile', async () => {
    const ctx = systemContext(house);
    const where = { planId: plan.planId, areaId: 'trial' };
    const areas = house.app.get(Areas);
    const book = await bookOf(address('2024-04'));
    (book.worksheets[0] as ExcelJS.Worksheet).getRow(3).getCell(3).value = 9;
    const sheets = house.app.get(Sheets, { strict: false });
    const judge = sheets.judge.bind(sheets);
    const meanwhile = vi.spyOn(sheets, 'judge').mockImplementationOnce(async (...given) => {
      const judged = await judge(...given);
      await areas.setEnabled(ctx, where, false);
      return judged;
    });
    try {
      const { body } = await upload(book);
      expect(await ended(body.id)).toMatchObject({ state: 'failed', error: { code: 'area-disabled' } });
      const refused = await upload(book);
      expect([refused.status, refused.body.code]).toEqual([409, 'area-disabled']);
    } finally {
      meanwhile.mockRestore();
      await areas.setEnabled(ctx, where, true);
    }
    expect((await reports('2024-04'))[0]).toEqual(['e1', null, {}]);
  });

  it('saves nothing any more once it was given up', async () => {
    const ctx = systemContext(house);
    const book = await bookOf(address('2024-04'));
    (book.worksheets[0] as ExcelJS.Worksheet).getRow(3).getCell(3).value = 9;
    const sheets = house.app.get(Sheets, { strict: false });
    const write = sheets.write.bind(sheets);
    const slow = vi.spyOn(sheets, 'write').mockImplementationOnce(async (...given) => {
      const written = await write(...given);
      await ctx.em.query(`update import_run set touched_at = touched_at - interval '61 seconds'`);
      return written;
    });
    const work = vi.spyOn(house.app.get(Imports) as never as { work: () => Promise<void> }, 'work');
    try {
      const { body } = await upload(book);
      await work.mock.results[0]?.value;
      expect((await ended(body.id)).state).toBe('interrupted');
      expect((await reviewer.ask('delete', `/api/imports/${body.id}`)).body.code).toBe('import-ended');
    } finally {
      slow.mockRestore();
      work.mockRestore();
    }
    expect((await reports('2024-04'))[0]).toEqual(['e1', null, {}]);
  });

  it('saves 2,000 rows at once, tells how far it is, and stops when it is cancelled', async () => {
    const ctx = systemContext(house);
    const root = `/city/east/`;
    await ctx.em.query(
      `with many as (insert into unit (id, code, name, kind)
         select gen_random_uuid(), 'm' || to_char(n, 'FM0000'), 'Station ' || n, 'station' from generate_series(1, 2000) n returning id, code)
       insert into unit_placement (id, unit_id, parent_id, path, ancestors, valid_from)
       select gen_random_uuid(), id, $1, $2 || code || '/', array[$3, $1, id]::uuid[], '2020-01-01' from many`,
      [tree.east, root, tree.city],
    );
    const units: { id: string }[] = await ctx.em.query(`select id from unit where code like 'm%'`);
    await ctx.em.query(
      `insert into expectation (id, plan_id, area_id, form_key, task_id, unit_id, period, opens_on, due_on, ancestors)
       select gen_random_uuid(), $1, 'trial', $2, $3, u.id, '2024-03', '2024-03-01', '2024-04-08', array[$4, $5, u.id]::uuid[]
       from unnest($6::uuid[]) as u (id)`,
      [plan.planId, 'station-counts', plan.stationTask, tree.city, tree.east, units.map((unit) => unit.id)],
    );
    const book = await bookOf(address('2024-03'));
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    for (let at = 0; at < 2000; at += 1) {
      const row = sheet.getRow(5 + at);
      row.getCell(3).value = at + 10;
      row.getCell(4).value = 5;
    }
    const first = await upload(book);
    expect(first.body).toMatchObject({ state: 'checking', total: 2000 });
    const cancelled = await reviewer.ask('delete', `/api/imports/${first.body.id}`);
    expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
    const second = await upload(book);
    expect(await ended(second.body.id)).toMatchObject({ state: 'saved', checked: 2000 });
    const [{ count, sum }] = await ctx.em.query(
      `select count(*)::int, sum((data ->> 'part')::int)::int from report where period = '2024-03'`,
    );
    expect([count, sum]).toEqual([2000, 10_000]);
    expect((await reviewer.ask('delete', `/api/imports/${second.body.id}`)).body.code).toBe('import-ended');
    const { body } = await reviewer.ask('get', '/api/imports');
    const states = new Map(body.items.map((each: { id: string; state: string }) => [each.id, each.state]));
    expect([first, second].map((each) => states.get(each.body.id))).toEqual(['cancelled', 'saved']);
  }, 60_000);
});
