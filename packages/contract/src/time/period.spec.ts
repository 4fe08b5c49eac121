import { describe, expect, it } from 'vitest';
import {
  formPeriods,
  lastEndedWithin,
  parsePeriod,
  periodEnd,
  periodGrain,
  periodOf,
  periodSchema,
  periodStart,
  periodsOfYear,
  samePeriodLastYear,
  shiftPeriod,
} from './period.js';

const everyPeriod = formPeriods.flatMap((grain) => periodsOfYear(2024, grain));

describe('a period', () => {
  it.each([
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2023-02', '2023-02-01', '2023-02-28'],
    ['2024-12', '2024-12-01', '2024-12-31'],
    ['2024-Q1', '2024-01-01', '2024-03-31'],
    ['2024-Q4', '2024-10-01', '2024-12-31'],
    ['2024-H1', '2024-01-01', '2024-06-30'],
    ['2024-H2', '2024-07-01', '2024-12-31'],
    ['2024', '2024-01-01', '2024-12-31'],
  ])('%s runs from %s to %s', (period, start, end) => {
    expect([periodStart(period), periodEnd(period)]).toEqual([start, end]);
  });

  it.each([
    '2024-13',
    '2024-00',
    '2024-1',
    '2024-Q5',
    '2024-Q0',
    '2024-H3',
    '24-01',
    '0500',
    '1000-05',
    '3000',
    '2024-01-01',
    ' 2024',
    '2024-q1',
  ])('is not %j', (text) => {
    expect(periodSchema.safeParse(text).success).toBe(false);
    expect(() => parsePeriod(text)).toThrow(`"${text}" is not a period`);
  });

  it.each(everyPeriod)('%s holds its own first and last day', (period) => {
    const grain = periodGrain(period);
    expect(periodSchema.parse(period)).toBe(period);
    expect(periodOf(periodStart(period), grain)).toBe(period);
    expect(periodOf(periodEnd(period), grain)).toBe(period);
  });
});

describe('shiftPeriod', () => {
  it.each([
    ['2024-12', 1, '2025-01'],
    ['2024-01', -1, '2023-12'],
    ['2024-01', -25, '2021-12'],
    ['2024-Q4', 1, '2025-Q1'],
    ['2024-H1', -1, '2023-H2'],
    ['2024', 2, '2026'],
    ['2024-05', 0, '2024-05'],
  ])('takes %s by %i to %s', (period, by, expected) => {
    expect(shiftPeriod(period, by)).toBe(expected);
  });

  it('comes back by the same steps', () => {
    for (const period of everyPeriod) {
      for (const by of [-27, -1, 1, 5, 40]) expect(shiftPeriod(shiftPeriod(period, by), -by)).toBe(period);
    }
  });
});

describe('the same period last year', () => {
  it.each([
    ['2024-02', '2023-02'],
    ['2024-Q3', '2023-Q3'],
    ['2024-H2', '2023-H2'],
    ['2024', '2023'],
  ])('of %s is %s', (period, expected) => {
    expect(samePeriodLastYear(period)).toBe(expected);
  });
});

describe('lastEndedWithin', () => {
  it('finds the last finer period', () => {
    expect(lastEndedWithin('2024-Q2', 'month')).toBe('2024-06');
  });

  it('finds a coarser period only once it has ended', () => {
    expect(lastEndedWithin('2024-05', 'quarter')).toBe('2024-Q1');
    expect(lastEndedWithin('2024-06', 'quarter')).toBe('2024-Q2');
  });

  it('never looks into the year before', () => {
    expect(lastEndedWithin('2024-02', 'quarter')).toBeNull();
    expect(lastEndedWithin('2024-11', 'year')).toBeNull();
    expect(lastEndedWithin('2024-12', 'year')).toBe('2024');
  });
});
