import { expect, test } from 'vitest';
import {
  columnsShown,
  parseHidden,
  parseSort,
  parseWidths,
  printHidden,
  printSort,
  printWidths,
} from './table-view.js';

test('a sort survives the address', () => {
  expect(parseSort('-dueDate')).toEqual([{ id: 'dueDate', desc: true }]);
  expect(printSort(parseSort('-dueDate'))).toBe('-dueDate');
  expect(printSort(parseSort('title'))).toBe('title');
  expect(printSort(parseSort(undefined))).toBeUndefined();
});

test('widths survive the address, and what somebody typed there breaks nothing', () => {
  const widths = { title: 320, 'due-date': 96 };
  expect(printWidths(widths)).toBe('title-320,due-date-96');
  expect(parseWidths(printWidths(widths))).toEqual(widths);
  expect(parseWidths('title-9999999,x,-5,number-1,leader-99999,,light-12.5')).toEqual({
    number: 48,
    leader: 1200,
  });
  expect([parseWidths(undefined), printWidths({})]).toEqual([{}, undefined]);
});

test('columns hidden at first come out by a sign of their own', () => {
  expect(parseHidden(undefined, ['reasons'])).toEqual(['reasons']);
  expect(printHidden(['reasons'], ['reasons'])).toBeUndefined();
  expect(printHidden([], ['reasons'])).toBe('-');
  expect(parseHidden('-', ['reasons'])).toEqual([]);
  expect(printHidden([])).toBeUndefined();
  expect(printHidden(['a', 'b'], ['a'])).toBe('a,b');
});

test('columns stand as the screen shows them: pinned first, hidden ones away, unknown ones passed over', () => {
  const ids = ['number', 'light', 'title', 'reasons'] as const;
  expect(columnsShown(ids, {}, ['reasons'])).toEqual(['number', 'light', 'title']);
  expect(columnsShown(ids, { hidden: 'light', pins: 'title,light,ghost,title' })).toEqual([
    'title',
    'number',
    'reasons',
  ]);
});
