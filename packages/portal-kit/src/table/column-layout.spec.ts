import { expect, test } from 'vitest';
import { cellLayouts, layoutVariables } from './column-layout.js';

const columns = [
  { id: 'number', width: 60, pinned: true },
  { id: 'title', width: 300, pinned: true },
  { id: 'state', width: null, pinned: false },
  { id: 'due', width: 96, pinned: false },
];

test('pinned columns stand beside one another, after what stands before them', () => {
  expect(layoutVariables(columns, 40)).toEqual({
    '--width-0': '60px',
    '--start-0': '40px',
    '--width-1': '300px',
    '--start-1': '100px',
    '--width-3': '96px',
  });
});

test('a column as wide as its content is left alone', () => {
  const layouts = cellLayouts(columns);
  expect([...layouts].map(([id, { className }]) => [id, className])).toEqual([
    ['number', 'sized pinned'],
    ['title', 'sized pinned'],
    ['due', 'sized'],
  ]);
  expect(layouts.get('due')?.style).toEqual({
    width: 'var(--width-3)',
    minWidth: 'var(--width-3)',
    maxWidth: 'var(--width-3)',
  });
});
