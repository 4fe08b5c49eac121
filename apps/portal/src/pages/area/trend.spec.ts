import type { Series } from '@duban/contract';
import { expect, test } from 'vitest';
import { trendOf } from './trend.js';

const names = { value: 'value', yearToDate: 'ytd', target: 'target', pace: 'pace', pending: 'pending' };
const point = (period: string, more: Partial<Series['points'][number]>): Series['points'][number] => ({
  period,
  value: null,
  numerator: null,
  denominator: null,
  yearToDate: null,
  target: null,
  targetBy: null,
  pace: null,
  pending: null,
  expectedReports: 1,
  receivedReports: 0,
  smallBase: false,
  lastPeriod: null,
  lastYear: null,
  ...more,
});

test('a month without a value is a gap, never a zero', () => {
  const chart = trendOf('x', '', [point('2024-01', { value: 3 }), point('2024-02', {})], names, String);
  expect(chart.series).toEqual([{ name: 'value', role: 'main', kind: 'line', values: [3, null] }]);
});

test('what waits for acceptance is a line of its own', () => {
  const chart = trendOf(
    'x',
    '',
    [
      point('2024-01', {
        value: 3,
        yearToDate: 3,
        target: 5,
        pace: 2,
        pending: { value: 4, numerator: 4, denominator: null },
      }),
    ],
    names,
    String,
  );
  expect(chart.series.map((series) => [series.name, series.values])).toEqual([
    ['value', [3]],
    ['target', [5]],
    ['pace', [2]],
    ['pending', [4]],
  ]);
});
