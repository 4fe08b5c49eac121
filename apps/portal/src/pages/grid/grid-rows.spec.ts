import type { Field, Sheet } from '@duban/contract';
import { expect, test } from 'vitest';
import { parseBlock, readCell } from './cells.js';
import {
  afterLoss,
  afterSave,
  again,
  cellState,
  findingsOf,
  type GridForm,
  type GridRow,
  isUnsaved,
  itemsOf,
  rowsOf,
  write,
} from './grid-rows.js';

const title = { zh: '数', en: 'Count' };
const form: GridForm = {
  key: 'counts',
  version: 1,
  title,
  fields: [
    { key: 'whole', title, type: 'integer', kind: 'flow', max: 1000 },
    { key: 'part', title, type: 'integer', kind: 'flow' },
    { key: 'files', title, type: 'file' },
  ],
  checks: [
    {
      key: 'part-of-whole',
      severity: 'error',
      field: 'part',
      message: title,
      expect: { lte: [{ field: 'part' }, { field: 'whole' }] },
    },
    {
      key: 'large',
      severity: 'warning',
      field: 'whole',
      message: title,
      expect: { lte: [{ field: 'whole' }, 500] },
    },
  ],
};
const row = (unitId: string, more: object = {}): Sheet['rows'][number] => ({
  unitId,
  unitCode: unitId,
  unitName: unitId,
  reportId: null,
  state: null,
  version: null,
  data: {},
  comment: null,
  lock: null,
  ...more,
});
const sheet = (...rows: Sheet['rows']): Sheet => ({ form: form as unknown as Sheet['form'], rows });
const stateOf = (one: GridRow | undefined, field: string) =>
  one && cellState(one, field, findingsOf(form, one)[field]);

test('a block from Excel keeps its shape: quotes, line ends in a cell, empty cells, a last line end', () => {
  expect(parseBlock('1\t2\r\n3\t\r\n')).toEqual([
    ['1', '2'],
    ['3', ''],
  ]);
  expect(parseBlock('"a\nb"\t"say ""x"""\tc')).toEqual([['a\nb', 'say "x"', 'c']]);
  expect(parseBlock('7')).toEqual([['7']]);
});

test('a cell is read as its field has it, and what fits nothing stays as typed', () => {
  const choice: Field = {
    key: 'c',
    title,
    type: 'choice',
    options: [{ value: 'a', title: { zh: '甲', en: 'A' } }],
  };
  expect(readCell(form.fields[0] as Field, ' 1,234 ', [])).toBe(1234);
  expect(readCell(form.fields[0] as Field, '１２', [])).toBe(12);
  expect(readCell(form.fields[0] as Field, 'many', [])).toBe('many');
  expect(readCell(choice, '甲', [])).toBe('a');
  expect(readCell({ key: 'd', title, type: 'date' }, '2024/9/1', [])).toBe('2024-09-01');
  expect(readCell({ key: 'b', title, type: 'boolean' }, '否', [])).toBe(false);
  expect(readCell(form.fields[0] as Field, '  ', [])).toBeNull();
});

test('cells tell saved, pending, invalid, warned, locked and empty apart', () => {
  const rows = write(
    rowsOf(
      sheet(
        row('a', { data: { whole: 600, part: 1 }, version: 2 }),
        row('b'),
        row('c', { lock: 'handed-in' }),
      ),
    ),
    [
      { row: 0, field: 'part', value: 4 },
      { row: 1, field: 'whole', value: 2 },
      { row: 1, field: 'part', value: 3 },
      { row: 2, field: 'part', value: 3 },
    ],
  );
  expect([stateOf(rows[0], 'whole'), stateOf(rows[0], 'part')]).toEqual(['warned', 'pending']);
  expect([stateOf(rows[1], 'whole'), stateOf(rows[1], 'part')]).toEqual(['pending', 'invalid']);
  expect([stateOf(rows[2], 'part'), rows[2]?.edits]).toEqual(['locked', {}]);
  expect(stateOf(rowsOf(sheet(row('d')))[0], 'whole')).toBe('empty');
});

test('only right rows are sent, and writing a value back leaves nothing to send', () => {
  const before = rowsOf(sheet(row('a', { data: { whole: 6 }, version: 2 }), row('b')));
  const rows = write(before, [
    { row: 0, field: 'whole', value: 7 },
    { row: 1, field: 'whole', value: 5000 },
  ]);
  expect(itemsOf(form, rows)).toEqual([{ unitId: 'a', version: 2, data: { whole: 7 } }]);
  expect(isUnsaved(write(rows.slice(0, 1), [{ row: 0, field: 'whole', value: 6 }]))).toBe(false);
});

test('what was written while a row was on its way stays pending', () => {
  const rows = write(rowsOf(sheet(row('a', { data: { files: ['f'] } }))), [
    { row: 0, field: 'whole', value: 7 },
  ]);
  const sent = itemsOf(form, rows);
  const meanwhile = write(rows, [{ row: 0, field: 'part', value: 1 }]);
  const saved = {
    unitId: 'a',
    outcome: 'saved' as const,
    reportId: 'r',
    version: 1,
    errors: [],
    warnings: [],
  };
  const [after] = afterSave(form, meanwhile, sent, [saved]);
  expect(after).toMatchObject({ version: 1, saved: { whole: 7, files: ['f'] }, edits: { part: 1 } });
});

test('a refusal stands at its cell until that is changed; a row that was overtaken waits to be read anew', () => {
  const rows = write(rowsOf(sheet(row('a'), row('b', { version: 1 }))), [
    { row: 0, field: 'whole', value: 7 },
    { row: 1, field: 'whole', value: 8 },
  ]);
  const refused = { outcome: 'refused' as const, reportId: null, version: null, warnings: [] };
  const after = afterSave(form, rows, itemsOf(form, rows), [
    { ...refused, unitId: 'a', errors: [{ path: 'whole', code: 'x', message: 'no' }] },
    { ...refused, unitId: 'b', errors: [{ path: '', code: 'stale-version', message: 'changed' }] },
  ]);
  expect([stateOf(after[0], 'whole'), stateOf(after[1], 'whole')]).toEqual(['invalid', 'failed']);
  const changed = write(after, [
    { row: 0, field: 'whole', value: 6 },
    { row: 1, field: 'whole', value: 9 },
  ]);
  expect([stateOf(changed[0], 'whole'), stateOf(changed[1], 'whole')]).toEqual(['pending', 'failed']);
  const reread = rowsOf(sheet(row('a'), row('b', { version: 2, data: { whole: 1 } })), changed);
  expect(itemsOf(form, reread)[1]).toEqual({ unitId: 'b', version: 2, data: { whole: 9 } });
});

test('what did not arrive is sent again', () => {
  const rows = write(rowsOf(sheet(row('a'))), [{ row: 0, field: 'whole', value: 7 }]);
  const lost = afterLoss(rows, itemsOf(form, rows), 'offline');
  expect([stateOf(lost[0], 'whole'), itemsOf(form, lost)]).toEqual(['failed', []]);
  expect(itemsOf(form, again(lost))).toHaveLength(1);
});

test('a block of 500 rows of 20 cells goes in one request', () => {
  const fields = Array.from({ length: 20 }, (_, at) => ({ key: `f${at}`, title, type: 'integer' as const }));
  const wide = { ...form, fields, checks: [] };
  const rows = rowsOf(sheet(...Array.from({ length: 500 }, (_, at) => row(`u${at}`))));
  const writes = rows.flatMap((_, at) => fields.map((field) => ({ row: at, field: field.key, value: at })));
  expect(itemsOf(wide, write(rows, writes))).toHaveLength(500);
});
