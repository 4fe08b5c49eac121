import { describe, expect, it } from 'vitest';
import { isWorkingDay, plainWeek } from './calendar.js';
import { chineseCalendar } from './holidays.js';

/** Working days by the notices: weekdays of the year − weekdays off + weekends worked. */
const workingDays = { 2024: 251, 2025: 248, 2026: 248 };

describe('the Chinese calendar', () => {
  it.each(Object.entries(workingDays))('%s has %i working days', (year, expected) => {
    let count = 0;
    for (
      let day = new Date(`${year}-01-01`);
      day.getUTCFullYear() === Number(year);
      day.setUTCDate(day.getUTCDate() + 1)
    ) {
      if (isWorkingDay(day.toISOString().slice(0, 10), chineseCalendar)) count += 1;
    }
    expect(count).toBe(expected);
  });

  it('makes up only on weekends, and never on a holiday', () => {
    for (const date of chineseCalendar.workdays) {
      expect(isWorkingDay(date, plainWeek)).toBe(false);
      expect(chineseCalendar.holidays.has(date)).toBe(false);
    }
  });

  it('takes whole holidays off', () => {
    const golden = ['2024-09-30', '2024-10-01', '2024-10-07', '2024-10-08'];
    expect(golden.map((date) => isWorkingDay(date, chineseCalendar))).toEqual([true, false, false, true]);
  });

  it('follows the plain week in years without a notice', () => {
    expect(isWorkingDay('2027-10-01', chineseCalendar)).toBe(true);
  });
});
