import { describe, expect, it } from 'vitest';
import { metricValue, round4 } from './metric.js';

describe('the value of a metric', () => {
  const percent = { kind: 'ratio' as const, factor: 100 };
  const sum = { kind: 'sum' as const, factor: 1 };

  it('of a ratio divides its sides once and multiplies by the factor', () => {
    expect(metricValue(percent, { numerator: 1, denominator: 3 })).toBe(33.3333);
  });

  it('of an average is the total by the count', () => {
    expect(metricValue({ kind: 'average', factor: 1 }, { numerator: 7, denominator: 2 })).toBe(3.5);
  });

  it('does not exist with a denominator of 0 or none', () => {
    expect(metricValue(percent, { numerator: 0, denominator: 0 })).toBeNull();
    expect(metricValue(percent, { numerator: 5, denominator: null })).toBeNull();
  });

  it('is not 0 where nothing was reported', () => {
    expect(metricValue(sum, { numerator: null, denominator: null })).toBeNull();
    expect(metricValue(percent, { numerator: null, denominator: 5 })).toBeNull();
    expect(metricValue(sum, { numerator: 0, denominator: null })).toBe(0);
  });

  it('of a sum looks at no denominator', () => {
    expect(metricValue(sum, { numerator: 12, denominator: 0 })).toBe(12);
  });
});

describe('round4', () => {
  it.each([
    [1.00005, 1.0001],
    [-1.00005, -1.0001],
    [1.00004, 1],
    [0.1 + 0.2, 0.3],
    [2 / 3, 0.6667],
    [1_000_000_000.00005, 1_000_000_000.0001],
    [-0.00001, 0],
  ])('takes %d to %d', (value, expected) => {
    expect(round4(value)).toBe(expected);
  });
});
