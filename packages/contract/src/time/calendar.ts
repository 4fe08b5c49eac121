/** Days on which the weekly pattern does not hold: public holidays, and weekends worked instead (调休). */
export interface WorkCalendar {
  /** `YYYY-MM-DD`: not worked although Monday to Friday. */
  holidays: ReadonlySet<string>;
  /** `YYYY-MM-DD`: worked although Saturday or Sunday. */
  workdays: ReadonlySet<string>;
}

export const plainWeek: WorkCalendar = { holidays: new Set(), workdays: new Set() };

/** The date `days` calendar days later (earlier when negative). */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function isWorkingDay(date: string, calendar: WorkCalendar): boolean {
  if (calendar.workdays.has(date)) return true;
  if (calendar.holidays.has(date)) return false;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The `count`-th working day after `date` (before it when negative); `date` itself for 0. */
export function addWorkingDays(date: string, count: number, calendar: WorkCalendar): string {
  const step = Math.sign(count);
  let at = date;
  for (let left = Math.abs(count); left > 0; ) {
    at = addDays(at, step);
    if (isWorkingDay(at, calendar)) left -= 1;
  }
  return at;
}

/** Working days after `from` up to and including `to`; negative when `to` is earlier. */
export function workingDaysBetween(from: string, to: string, calendar: WorkCalendar): number {
  if (to < from) return 0 - workingDaysBetween(to, from, calendar);
  // By whole weeks and the few special days: a date may lie centuries ahead.
  const days = daysBetween(from, to);
  const rest = days % 7;
  let count = ((days - rest) / 7) * 5;
  for (let at = addDays(to, 1 - rest); at <= to; at = addDays(at, 1))
    if (isWorkingDay(at, plainWeek)) count += 1;
  const within = (date: string) => date > from && date <= to;
  for (const date of calendar.workdays) if (within(date) && !isWorkingDay(date, plainWeek)) count += 1;
  for (const date of calendar.holidays)
    if (within(date) && isWorkingDay(date, plainWeek) && !calendar.workdays.has(date)) count -= 1;
  return count;
}
