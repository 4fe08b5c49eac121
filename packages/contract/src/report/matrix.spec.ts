import { expect, test } from 'vitest';
import type { ExpectationView } from '../http/report.js';
import { cellState, countsOf, matrixOf } from './matrix.js';

const expectation = (
  unitId: string,
  period: string,
  more: Partial<ExpectationView> = {},
): ExpectationView => ({
  id: `${unitId} ${period}`,
  planId: 'p',
  areaId: 'a',
  formKey: 'f',
  taskId: 't',
  taskTitle: 'task',
  unitId,
  unitName: unitId,
  period,
  opensOn: '2024-08-01',
  dueOn: '2024-09-06',
  waived: false,
  waivedReason: null,
  reopenedUntil: null,
  reportId: null,
  reportState: null,
  reportVersion: null,
  firstSignedOn: null,
  received: false,
  ...more,
});
const units = [
  { id: 'b', path: '/c/b/' },
  { id: 'a', path: '/c/a/' },
  { id: 'a1', path: '/c/a/1/' },
];

test('rows follow the tree, columns the calendar, and a gap stays a gap', () => {
  const { periods, rows } = matrixOf([expectation('b', '2024-09'), expectation('a', '2024-08')], units);
  expect(periods).toEqual(['2024-08', '2024-09']);
  expect(rows.map((row) => [row.unitId, row.cells.map((cell) => cell?.period ?? null)])).toEqual([
    ['a', ['2024-08', null]],
    ['b', [null, '2024-09']],
  ]);
});

test('a report is late once its day is over and nothing is signed, also when it was begun', () => {
  expect(cellState(expectation('a', '2024-08'), '2024-09-06')).toBe('open');
  expect(cellState(expectation('a', '2024-08', { reportState: 'draft' }), '2024-09-07')).toBe('late');
  expect(cellState(expectation('a', '2024-08', { reportState: 'signed' }), '2024-09-20')).toBe('signed');
  expect(cellState(expectation('a', '2024-08', { waived: true }), '2024-09-20')).toBe('waived');
  // Unlocked: the accepted revision stands, so nothing is late.
  const corrected = expectation('a', '2024-08', { reportState: 'draft', received: true });
  expect(cellState(corrected, '2024-09-20')).toBe('draft');
});

test('a column counts what is in of what is expected, waived ones aside', () => {
  const all = [
    expectation('a', '2024-08', { reportState: 'accepted', received: true }),
    expectation('a1', '2024-08', { reportState: 'draft' }),
    expectation('b', '2024-08', { waived: true, waivedReason: 'x' }),
  ];
  expect(countsOf(matrixOf(all, units).rows, 0)).toEqual({ expected: 2, received: 1 });
});

test('a unit that owes the form for several tasks has a row for each, and none is lost', () => {
  const all = ['t2', 't1'].flatMap((taskId) => [
    expectation('a', '2024-08', { taskId, taskTitle: taskId, received: taskId === 't1' }),
    expectation('b', '2024-08', { taskId, taskTitle: taskId }),
  ]);
  const { rows } = matrixOf(all, units);
  expect(rows.map((row) => [row.unitId, row.taskTitle])).toEqual([
    ['a', 't1'],
    ['a', 't2'],
    ['b', 't1'],
    ['b', 't2'],
  ]);
  expect(countsOf(rows, 0)).toEqual({ expected: 4, received: 1 });
});
