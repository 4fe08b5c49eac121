import { expect, test } from 'vitest';
import { groupRows, parseSort, printSort, toTabs } from './groups.js';

test('groups follow the order given, and rows keep theirs', () => {
  const rows = [
    { id: 1, light: 'green' },
    { id: 2, light: 'red' },
    { id: 3, light: 'green' },
    { id: 4, light: 'other' },
  ];
  const groups = groupRows(rows, (row) => row.light, ['red', 'green']);
  expect(groups.map((group) => [group.key, group.rows.map((row) => row.id)])).toEqual([
    ['red', [2]],
    ['green', [1, 3]],
    ['other', [4]],
  ]);
});

test('a sort survives the address', () => {
  expect(parseSort('-dueDate')).toEqual([{ id: 'dueDate', desc: true }]);
  expect(printSort(parseSort('-dueDate'))).toBe('-dueDate');
  expect(printSort(parseSort('title'))).toBe('title');
  expect(printSort(parseSort(undefined))).toBeUndefined();
});

test('what is copied stays in its cell and is no formula', () => {
  expect(toTabs([['a\tb', '=1+1', -2, null]])).toBe("a b\t'=1+1\t-2\t");
});
