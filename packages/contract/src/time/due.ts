import type { Due, Form } from '../area/form.js';
import { addWorkingDays, type WorkCalendar } from './calendar.js';
import { type Period, periodEnd, periodStart, shiftPeriod } from './period.js';

/**
 * The last day on which a form of the period is in time. A day of the month is that of the month after the
 * period; where the form counts from the 26th to the 25th, of the period's own last month.
 */
export function dueDate(
  form: { due: Due; window: Form['window'] },
  period: Period,
  calendar: WorkCalendar,
): string {
  const end = windowOf(form, period).to;
  if ('workingDaysAfterEnd' in form.due) return addWorkingDays(end, form.due.workingDaysAfterEnd, calendar);
  const last = periodEnd(period).slice(0, 7);
  const month = form.window === 'from-26th' ? last : shiftPeriod(last, 1);
  return `${month}-${String(form.due.day).padStart(2, '0')}`;
}

/** The days that a period counts (统计区间), both inclusive. */
export function windowOf(form: { window: Form['window'] }, period: Period): { from: string; to: string } {
  const start = periodStart(period);
  const end = periodEnd(period);
  if (form.window === 'calendar') return { from: start, to: end };
  return { from: `${shiftPeriod(start.slice(0, 7), -1)}-26`, to: `${end.slice(0, 7)}-25` };
}
