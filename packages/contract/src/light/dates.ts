import { daysBetween, type WorkCalendar, workingDaysBetween } from '../time/calendar.js';
import { type Reason, reason } from './reason.js';
import type { LightRules } from './rules.js';

/** The last day on which it is not overdue: the date itself, or the settling day (结算日) after a 31 December. */
export function lastDay(dueDate: string, rules: Pick<LightRules, 'settlingDay'>): string {
  return settles(dueDate) ? `${Number(dueDate.slice(0, 4)) + 1}-${rules.settlingDay}` : dueDate;
}

function settles(dueDate: string): boolean {
  return dueDate.endsWith('-12-31');
}

/**
 * Whether a closing was on time (按期) against a date: the original one or the extended one. What counts is the
 * day of the closure request, where there was one, so that the review's length is nobody's delay.
 */
export function closedOnTime(
  dueDate: string,
  closed: { closedOn: string; requestedOn: string | null },
  rules: Pick<LightRules, 'settlingDay'>,
): boolean {
  return (closed.requestedOn ?? closed.closedOn) <= lastDay(dueDate, rules);
}

/** A date that something open must keep. */
export interface OpenDate {
  part: 'milestone' | 'date';
  /** The milestone's title; null for the task's own date. */
  milestone: string | null;
  dueDate: string;
  firm: boolean;
}

/**
 * What an open date says: yellow when near, red when overdue, else nothing; it never makes green. A closure
 * request made by the last day keeps it silent. What is due on 31 December is yellow from that day on and red
 * only after the settling day.
 */
export function dateReason(
  open: OpenDate,
  requestedOn: string | null,
  rules: LightRules,
  today: string,
  calendar: WorkCalendar,
): Reason | null {
  const { part, milestone, dueDate, firm } = open;
  const last = lastDay(dueDate, rules);
  if (requestedOn !== null && requestedOn <= last) return null;
  if (today > last) {
    const facts = { milestone, dueDate, lastDay: last, days: daysBetween(last, today) };
    return reason('date-overdue', part, 'red', facts, firm);
  }
  if (settles(dueDate)) {
    if (today < dueDate) return null;
    return reason('date-settling', part, 'yellow', { milestone, dueDate, settlingDay: last }, firm);
  }
  const workingDays = workingDaysBetween(today, dueDate, calendar);
  if (workingDays > rules.nearDays) return null;
  return reason(
    'date-near',
    part,
    'yellow',
    { milestone, dueDate, workingDays, threshold: rules.nearDays },
    firm,
  );
}
