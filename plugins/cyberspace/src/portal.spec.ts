import type { Board } from '@duban/contract';
import { describeAreaPortal } from '@duban/testkit/conformance/portal';
import { describe, expect, test } from 'vitest';
import manifest from './manifest.js';
import { funnelOf, rates } from './portal/funnel.js';
import { holdLine, known, targetOf } from './portal/hold-line.js';
import portal from './portal.js';

describeAreaPortal(manifest, portal);

describe('the funnel of screens', () => {
  const names = { title: 'f', measure: 'n', all: 'all', controlled: 'held', kinds: ['one', 'two', 'net'] };
  const metric = (key: string, numerator: number | null, denominator: number | null) =>
    ({ key, numerator, denominator }) as Board['areas'][number]['metrics'][number];

  test('stands on the rates of the manifest', () => {
    const declared = manifest.metrics.map(({ key }) => `${manifest.id}.${key}`);
    expect(declared).toEqual(expect.arrayContaining([...rates]));
  });

  test('sets those under control against all, and leaves a gap for what nobody reported', () => {
    const chart = funnelOf([metric(rates[2], 36, 40), metric(rates[0], 16, 18)], names);
    expect(chart?.series.map(({ name, values }) => [name, values])).toEqual([
      ['all', [18, null, 40]],
      ['held', [16, null, 36]],
    ]);
  });

  test('is nothing while nothing is reported', () => {
    expect(funnelOf([metric(rates[0], null, null)], names)).toBeNull();
  });
});

test('a rate stands until the month that has begun, and not beyond', () => {
  const points = [8, 9, 10].map((month) => ({ period: `2024-${String(month).padStart(2, '0')}`, value: 84 }));
  expect(known(points, '2024-09-01')).toEqual([84, 84, null]);
  expect(known(points, '2024-08-31')).toEqual([84, null, null]);
});

describe('the line to hold', () => {
  const year = Array.from({ length: 12 }, (_, at) => ({ period: `2024-${String(at + 1).padStart(2, '0')}` }));
  const months = (line: (number | null)[]) => line.flatMap((value, at) => (value === null ? [] : [at + 1]));

  test('runs from the end of April to December, at the value to hold', () => {
    const line = holdLine(year, { value: 80, dueDate: '2024-04-30', holdUntil: '2024-12-31' });
    expect(months(line)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(new Set(line)).toEqual(new Set([null, 80]));
  });

  test('begins with the month that ends on or after the date, and ends with the month of the last day', () => {
    expect(months(holdLine(year, { value: 1, dueDate: '2024-05-01', holdUntil: '2024-09-10' }))).toEqual([
      5, 6, 7, 8, 9,
    ]);
  });

  test('is one point where nothing is to be held, and none without a target, value or date', () => {
    expect(months(holdLine(year, { value: 80, dueDate: '2024-04-30', holdUntil: null }))).toEqual([4]);
    expect(months(holdLine(year, null))).toEqual([]);
    expect(months(holdLine(year, { value: null, dueDate: '2024-04-30', holdUntil: null }))).toEqual([]);
    expect(months(holdLine(year, { value: 80, dueDate: null, holdUntil: null }))).toEqual([]);
  });

  test('is the unit’s own', () => {
    const targets = [
      { metric: 'a', unitId: 'city' },
      { metric: 'a', unitId: 'county' },
      { metric: 'b', unitId: 'county' },
    ];
    expect(targetOf(targets, 'a', 'county')).toBe(targets[1]);
    expect(targetOf(targets, 'b', 'city')).toBeNull();
  });
});
