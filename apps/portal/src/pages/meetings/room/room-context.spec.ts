import { expect, test } from 'vitest';
import { type Source, sourceMark, sourceOf } from './room-context.js';

test('every source is found again by its mark, and another mark is none', () => {
  const sources: Source[] = [
    { kind: 'metric', key: 'grassroots.stations' },
    { kind: 'task', taskId: '1' },
    { kind: 'area', areaId: 'grassroots' },
    { kind: 'total', name: 'behind' },
    { kind: 'change', name: 'gone' },
    { kind: 'reporting', areaId: 'grassroots' },
    { kind: 'decision', id: '1' },
    { kind: 'lights', areaId: 'grassroots', month: '2024-08' },
  ];
  expect(sources.map((source) => sourceOf(sourceMark(source)))).toEqual(sources);
  expect([sourceOf(''), sourceOf('m'), sourceOf('x 1'), sourceOf('l grassroots')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
