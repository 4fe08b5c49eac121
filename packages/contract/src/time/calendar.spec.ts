import { describe, expect, it } from 'vitest';
import {
  addDays,
  addWorkingDays,
  daysBetween,
  isWorkingDay,
  plainWeek,
  workingDaysBetween,
} from './calendar.js';

/** Friday 3 May 2024 is off, Saturday 11 May is worked. */
const calendar = { holidays: new Set(['2024-05-03']), workdays: new Set(['2024-05-11']) };

describe('days', () => {
  it('cross months, leap days and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-02-28', 1)).toBe('2023-03-01');
    expect(addDays('2024-01-01', -1)).toBe('2023-12-31');
  });

  it('are counted in both directions', () => {
    expect(daysBetween('2024-01-01', '2024-12-31')).toBe(365);
    expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
    expect(daysBetween('2024-03-01', '2024-03-01')).toBe(0);
  });
});

describe('working days', () => {
  it('are Monday to Friday', () => {
    const week = ['2024-05-13', '2024-05-17', '2024-05-18', '2024-05-19'];
    expect(week.map((date) => isWorkingDay(date, plainWeek))).toEqual([true, true, false, false]);
  });

  it('leave out holidays and take in worked weekends', () => {
    expect(isWorkingDay('2024-05-03', calendar)).toBe(false);
    expect(isWorkingDay('2024-05-11', calendar)).toBe(true);
  });

  it('are added over weekends and holidays', () => {
    expect(addWorkingDays('2024-05-02', 1, calendar)).toBe('2024-05-06');
    expect(addWorkingDays('2024-05-10', 1, calendar)).toBe('2024-05-11');
  });

  it('are taken off backwards', () => {
    expect(addWorkingDays('2024-05-06', -1, calendar)).toBe('2024-05-02');
  });

  it('of zero leave the date, worked or not', () => {
    expect(addWorkingDays('2024-05-04', 0, calendar)).toBe('2024-05-04');
  });

  it('are counted after the first day up to and with the last', () => {
    expect(workingDaysBetween('2024-05-06', '2024-05-10', calendar)).toBe(4);
    expect(workingDaysBetween('2024-05-10', '2024-05-06', calendar)).toBe(-4);
  });

  it('between a day and itself, or over a weekend backwards, are plain zero', () => {
    expect(workingDaysBetween('2024-05-06', '2024-05-06', calendar)).toBe(0);
    expect(workingDaysBetween('2024-05-19', '2024-05-18', calendar)).toBe(0);
  });

  it('counted are as many as were added', () => {
    for (let at = '2024-04-25'; at < '2024-05-25'; at = addDays(at, 1)) {
      for (let count = 0; count < 12; count += 1) {
        expect(workingDaysBetween(at, addWorkingDays(at, count, calendar), calendar)).toBe(count);
      }
    }
  });
});
