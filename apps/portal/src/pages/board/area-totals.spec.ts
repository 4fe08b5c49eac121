import type { Board } from '@duban/contract';
import { expect, test } from 'vitest';
import { paceOf, totalsOf } from './area-totals.js';

type Area = Board['areas'][number];
const area = (expected: number, received: number, colours: Area['metrics'][number]['colour'][]): Area => ({
  areaId: 'a',
  number: 1,
  title: { zh: 'a', en: 'a' },
  enabled: true,
  lights: { red: 1, yellow: 0, green: 2, grey: 0 },
  closed: { onTime: 1, late: 0 },
  withheld: 1,
  completeness: { expected, received, rate: null },
  timeliness: { expected, received: 0, rate: null },
  metrics: colours.map((colour, at) => ({
    key: `a.m${at}`,
    title: { zh: 'm', en: 'm' },
    value: 1,
    numerator: 1,
    denominator: null,
    yearToDate: 1,
    measure: '',
    target: null,
    colour,
    smallBase: false,
  })),
});

test('the total rate is a sum over a sum, not an average of rates', () => {
  expect(totalsOf([area(10, 10, []), area(90, 45, [])]).completeness).toEqual({
    expected: 100,
    received: 55,
    rate: 55,
  });
});

test('nothing expected has no rate', () => {
  expect(totalsOf([area(0, 0, [])]).completeness.rate).toBeNull();
});

test('pace counts only what a target judges', () => {
  expect(paceOf(area(0, 0, ['green', 'red', 'grey', null]))).toEqual({ met: 1, judged: 2 });
});
