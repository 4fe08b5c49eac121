import { expect, test } from 'vitest';
import { reached, toggled } from './selection.js';

const ids = ['a', 'b', 'c', 'd'];

test('a row is taken in and out', () => {
  expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b']);
  expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']);
});

test('a range goes either way, takes out where its first row is out, and starts anew where that is gone', () => {
  expect([...reached(new Set(['c']), ids, 'c', 'a')].sort()).toEqual(['a', 'b', 'c']);
  expect([...reached(new Set(['b', 'c', 'd']), ids, 'a', 'c')]).toEqual(['d']);
  expect([...reached(new Set(['a']), ids, 'x', 'b')]).toEqual(['a', 'b']);
});
