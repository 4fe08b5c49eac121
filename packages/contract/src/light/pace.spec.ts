import { describe, expect, it } from 'vitest';
import { paceValue } from './pace.js';

// 2024 has 366 days: a target of 366 from 0 is due exactly the number of the day.
const year = {
  kind: 'cumulative' as const,
  value: 366,
  baseline: null,
  from: '2024-01-01',
  dueDate: '2024-12-31',
};

describe('paceValue', () => {
  it('rises by the same amount each day', () => {
    expect(paceValue(year, '2024-01-01')).toBe(1);
    expect(paceValue(year, '2024-06-30')).toBe(182);
    expect(paceValue(year, '2024-12-31')).toBe(366);
  });

  it('stands at the baseline before the first day and at the value after the last', () => {
    const raised = { ...year, baseline: 100 };
    expect(paceValue(raised, '2023-06-30')).toBe(100);
    expect(paceValue(raised, '2023-12-31')).toBe(100);
    expect(paceValue(raised, '2025-03-01')).toBe(366);
  });

  it('starts from the baseline', () => {
    expect(paceValue({ ...year, baseline: 100, value: 100 + 366 }, '2024-06-30')).toBe(282);
  });

  it('passes through every point of the trajectory, in whatever order they are given', () => {
    const bent = {
      ...year,
      value: 300,
      trajectory: [
        { date: '2024-09-30', value: 90 },
        { date: '2024-06-30', value: 30 },
      ],
    };
    expect(paceValue(bent, '2024-06-30')).toBe(30);
    expect(paceValue(bent, '2024-08-15')).toBe(60);
    expect(paceValue(bent, '2024-09-30')).toBe(90);
    expect(paceValue(bent, '2024-12-31')).toBe(300);
  });

  it('never leaves the way from baseline to value, and never falls', () => {
    let before = -1;
    for (
      let day = new Date('2023-12-01');
      day < new Date('2025-02-01');
      day.setUTCDate(day.getUTCDate() + 1)
    ) {
      const value = paceValue(year, day.toISOString().slice(0, 10)) ?? -1;
      expect(value).toBeGreaterThanOrEqual(Math.max(before, 0));
      expect(value).toBeLessThanOrEqual(366);
      before = value;
    }
  });

  it('does not exist for a rate, nor for an empty slot', () => {
    expect(paceValue({ ...year, kind: 'rate' }, '2024-06-30')).toBeNull();
    expect(paceValue({ ...year, value: null }, '2024-06-30')).toBeNull();
  });
});
