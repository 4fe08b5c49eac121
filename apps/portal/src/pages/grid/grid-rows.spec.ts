import type { Field, Sheet } from '@duban/contract';
import { expect, test } from 'vitest';
import { parseBlock, readCell } from './cells.js';
import {
  afterLoss,
  afterRefusal,
  afterSave,
  again,
  cellState,
  commentKey,
  conflictsIn,
  findingsOf,
  type GridForm,
  type GridRow,
  isUnsaved,
  itemsOf,
  rowsOf,
  settle,
  undone,
  undoOf,
  write,
} from './grid-rows.js';
import { keptOf, withKept } from './kept-rows.js';
import { lackOf } from './lacks.js';
import { paste } from './paste.js';

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
  const reread = rowsOf(sheet(row('a'), row('b', { version: 2, data: { part: 1 } })), changed);
  expect(stateOf(reread[0], 'whole')).toBe('pending');
  expect(itemsOf(form, reread)[1]).toEqual({ unitId: 'b', version: 2, data: { whole: 9, part: 1 } });
});

test('a cell that somebody else wrote on too is sent only once one of both values was chosen', () => {
  const wrote = write(
    rowsOf(sheet(row('a', { version: 1, data: { whole: 10, part: 1 } }), row('b', { version: 1 }))),
    [
      { row: 0, field: 'whole', value: 12 },
      { row: 0, field: 'part', value: 2 },
      { row: 1, field: 'whole', value: 5 },
    ],
  );
  const theirs = sheet(row('a', { version: 2, data: { whole: 11, part: 1 } }), row('b', { version: 1 }));
  const rows = rowsOf(theirs, wrote);
  expect([stateOf(rows[0], 'whole'), stateOf(rows[0], 'part')]).toEqual(['conflict', 'pending']);
  expect(rows[0]).toMatchObject({ saved: { whole: 11 }, edits: { whole: 12, part: 2 } });
  expect(itemsOf(form, rows).map((each) => each.unitId)).toEqual(['b']);
  // Neither writing on nor closing the tab is a choice.
  const further = write(rows, [{ row: 0, field: 'whole', value: 13 }]);
  expect(conflictsIn(further[0] as GridRow)).toEqual(['whole']);
  const reopened = withKept(form, rowsOf(theirs), keptOf(further));
  expect(reopened.map((each) => [each.edits, conflictsIn(each)])).toEqual([
    [{ whole: 13, part: 2 }, ['whole']],
    [{ whole: 5 }, []],
  ]);

  const cell = { unitId: 'a', field: 'whole' };
  expect(itemsOf(form, settle(rows, 'mine', cell))[0]).toEqual({
    unitId: 'a',
    version: 2,
    data: { whole: 12, part: 2 },
  });
  expect(itemsOf(form, settle(rows, 'theirs'))[0]?.data).toEqual({ whole: 11, part: 2 });
  // The one that both wrote alike is no question.
  expect(write(rows, [{ row: 0, field: 'whole', value: 11 }])[0]?.edits).toEqual({ part: 2 });
});

test('what was written on a row that takes nothing any more stays until it is given up', () => {
  const wrote = write(rowsOf(sheet(row('a', { version: 1 }))), [{ row: 0, field: 'whole', value: 12 }]);
  const handedIn = sheet(row('a', { version: 2, data: { whole: 11 }, lock: 'handed-in' }));
  const rows = rowsOf(handedIn, wrote);
  expect([stateOf(rows[0], 'whole'), itemsOf(form, rows)]).toEqual(['conflict', []]);
  expect(isUnsaved(settle(rows, 'mine'))).toBe(true);
  expect(keptOf(settle(rows, 'theirs'))).toBeNull();
  // Also where the unit owes the form no more.
  const without = rowsOf(sheet(row('b')), wrote);
  expect(without.map((each) => [each.unitId, stateOf(each, 'whole')])).toEqual([
    ['b', 'empty'],
    ['a', 'conflict'],
  ]);
  expect(rowsOf(sheet(row('b')), settle(without, 'theirs'))).toHaveLength(1);
});

test('an answer that is older than what is here changes nothing', () => {
  const wrote = write(rowsOf(sheet(row('a', { version: 1 }))), [{ row: 0, field: 'whole', value: 12 }]);
  const sent = itemsOf(form, wrote);
  const result = { unitId: 'a', outcome: 'saved' as const, reportId: 'r', errors: [], warnings: [] };
  const saved = afterSave(form, wrote, sent, [{ ...result, version: 2 }]);
  expect(rowsOf(sheet(row('a', { version: 1 })), saved)).toEqual(saved);
  const theirs = rowsOf(sheet(row('a', { version: 3, data: { whole: 20 } })), wrote);
  expect(afterSave(form, theirs, sent, [{ ...result, version: 2 }])).toEqual(theirs);
  // Written on while it was on its way: what was sent itself is nobody else's value.
  const meanwhile = write(wrote, [{ row: 0, field: 'whole', value: 13 }]);
  const [after] = afterSave(form, meanwhile, sent, [{ ...result, version: 2 }]);
  expect([after?.edits, after && conflictsIn(after)]).toEqual([{ whole: 13 }, []]);
});

test('a closed tab loses nothing: what is wrong comes back as well, and what is saved is forgotten', () => {
  const read = sheet(row('a', { version: 1, data: { whole: 6 } }), row('b'));
  const rows = write(rowsOf(read), [
    { row: 0, field: 'whole', value: 'many' },
    { row: 0, field: commentKey, value: '专项行动' },
    { row: 1, field: 'part', value: 3 },
  ]);
  const kept = JSON.parse(JSON.stringify(keptOf(rows)));
  expect(withKept(form, rowsOf(read), kept)).toEqual(rows);
  const other = { ...form, fields: form.fields.filter((field) => field.key !== 'part') };
  expect(withKept(other, rowsOf(read), kept)[1]?.edits).toEqual({});
  const now = sheet(row('a', { version: 2, data: { whole: 'many' }, comment: '专项行动' }));
  expect(keptOf(withKept(form, rowsOf(now), kept))).toBeNull();
});

test('a request that is refused as a whole tells which of its rows it was for', () => {
  const rows = write(rowsOf(sheet(row('a'), row('b'))), [
    { row: 0, field: 'whole', value: 7 },
    { row: 1, field: 'whole', value: 8 },
    { row: 1, field: commentKey, value: 'bad' },
  ]);
  const after = afterRefusal(rows, itemsOf(form, rows), [{ path: 'items.1.comment', message: 'no' }]);
  expect(itemsOf(form, after ?? []).map((each) => each.unitId)).toEqual(['a']);
  expect(afterRefusal(rows, itemsOf(form, rows), [{ path: 'period', message: 'no' }])).toBeNull();
});

test('a row says what keeps it from being handed in', () => {
  const [whole, ...rest] = form.fields as [Field, ...Field[]];
  const strict = { ...form, fields: [{ ...whole, required: true }, ...rest] };
  const held = (data: object, comment: string | null = null) =>
    rowsOf(sheet(row('a', { reportId: 'r', version: 1, data, comment })))[0] as GridRow;
  const lacks = (one: GridRow) => {
    const lack = lackOf(strict, one);
    return lack && [lack.kind, ...('fields' in lack ? lack.fields.map((field) => field.key) : [])];
  };
  expect(lacks(rowsOf(sheet(row('a')))[0] as GridRow)).toEqual(['not-begun']);
  expect(lacks(held({ part: 0 }))).toEqual(['missing', 'whole']);
  expect(lacks(held({ whole: 1, part: 2 }))).toEqual(['wrong', 'part']);
  expect(lacks(held({ whole: 600 }))).toEqual(['comment']);
  expect(lacks(held({ whole: 600, files: ['6d1f3c0a-0d55-4b7a-8f7f-3f4f5a6b7c8d'] }, '专项行动'))).toBeNull();
  expect(lacks(write([held({ whole: 6 })], [{ row: 0, field: 'part', value: 9 }])[0] as GridRow)).toEqual([
    'unsaved',
  ]);
});

test('what did not arrive is sent again', () => {
  const rows = write(rowsOf(sheet(row('a'))), [{ row: 0, field: 'whole', value: 7 }]);
  const lost = afterLoss(rows, itemsOf(form, rows), 'offline', true);
  expect([stateOf(lost[0], 'whole'), itemsOf(form, lost)]).toEqual(['failed', []]);
  expect(itemsOf(form, again(lost))).toHaveLength(1);
});

test('a block of 500 rows of 20 cells goes in one request, tells what it left out, and is taken back at once', () => {
  const fields = Array.from({ length: 20 }, (_, at) => ({ key: `f${at}`, title, type: 'integer' as const }));
  const wide = { ...form, fields, checks: [] };
  const rows = rowsOf(
    sheet(...Array.from({ length: 500 }, (_, at) => row(`u${at}`, at === 3 ? { lock: 'waived' } : {}))),
  );
  const text = Array.from({ length: 501 }, (_, at) => Array(20).fill(at).join('\t')).join('\r\n');
  const over = { rows, fields, units: [] };
  const { writes, beyond, locked } = paste(parseBlock(`${text}\r\n`), { row: 0, column: 0 }, over);
  expect([writes.length, beyond, locked]).toEqual([499 * 20, 20, 20]);
  expect(paste([['1', '2', '3']], { row: 0, column: 18 }, over)).toMatchObject({ beyond: 1, locked: 0 });

  const pasted = write(rows, writes);
  const items = itemsOf(wide, pasted);
  expect([items.length, items[4]?.data.f19]).toEqual([499, 5]);
  const undo = undoOf(rows, writes);
  expect(undone(pasted, undo)).toEqual(rows);
  // What was written over it since stays.
  const further = write(pasted, [{ row: 0, field: 'f0', value: 77 }]);
  expect(undone(further, undo)[0]?.edits).toEqual({ f0: 77 });
});
