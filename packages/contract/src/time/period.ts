import { z } from 'zod';

/** `2024`, `2024-H1`, `2024-Q2` or `2024-05`. */
export type Period = string;
export type Grain = 'month' | 'quarter' | 'half' | 'year';
/** How often a form is filled in. */
export const formPeriods = ['month', 'quarter', 'half', 'year'] as const satisfies Grain[];

/** Years as those of dates: 1900 to 2999. */
const pattern = /^((?:19|2\d)\d{2})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?$/;

export const periodSchema = z
  .string()
  .regex(pattern, { error: 'must be a period such as 2024, 2024-H1, 2024-Q2 or 2024-05' });

interface Span {
  year: number;
  grain: Grain;
  /** 1-based position of the period in its year. */
  index: number;
}

const monthsIn: Record<Grain, number> = { month: 1, quarter: 3, half: 6, year: 12 };
const prefix: Record<Grain, string> = { month: '', quarter: 'Q', half: 'H', year: '' };

const spans = new Map<Period, Span & { start: string; end: string }>();

/** What a period is, worked out once: figures ask for it thousands of times, and there are 19 periods in a year. */
function spanOf(period: Period): Span & { start: string; end: string } {
  const known = spans.get(period);
  if (known) return known;
  const span = readPeriod(period);
  const { year, grain, index } = span;
  const start = isoDate(year, (index - 1) * monthsIn[grain] + 1, 1);
  const end = isoDate(year, index * monthsIn[grain] + 1, 0);
  const whole = { ...span, start, end };
  spans.set(period, whole);
  return whole;
}

function readPeriod(period: Period): Span {
  const match = pattern.exec(period);
  if (!match) throw new RangeError(`"${period}" is not a period; write 2024, 2024-H1, 2024-Q2 or 2024-05`);
  const [, year, month, quarter, half] = match;
  if (month) return { year: Number(year), grain: 'month', index: Number(month) };
  if (quarter) return { year: Number(year), grain: 'quarter', index: Number(quarter) };
  if (half) return { year: Number(year), grain: 'half', index: Number(half) };
  return { year: Number(year), grain: 'year', index: 1 };
}

/** Takes a period apart. Throws RangeError on anything that is not one. */
export function parsePeriod(period: Period): Span {
  const { year, grain, index } = spanOf(period);
  return { year, grain, index };
}

function format(year: number, grain: Grain, index: number): Period {
  if (grain === 'year') return String(year);
  const number = grain === 'month' ? String(index).padStart(2, '0') : `${prefix[grain]}${index}`;
  return `${year}-${number}`;
}

function isoDate(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** First day of the period, `YYYY-MM-DD`. */
export function periodStart(period: Period): string {
  return spanOf(period).start;
}

/** Last day of the period, `YYYY-MM-DD`. */
export function periodEnd(period: Period): string {
  return spanOf(period).end;
}

export function periodYear(period: Period): number {
  return parsePeriod(period).year;
}

export function periodGrain(period: Period): Grain {
  return parsePeriod(period).grain;
}

/** The period of the given grain that holds the date. */
export function periodOf(date: string, grain: Grain): Period {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  return format(year, grain, Math.ceil(month / monthsIn[grain]));
}

/** All periods of a grain in a year, in order. */
export function periodsOfYear(year: number, grain: Grain): Period[] {
  return Array.from({ length: 12 / monthsIn[grain] }, (_, at) => format(year, grain, at + 1));
}

/** The period `by` steps away, across years. */
export function shiftPeriod(period: Period, by: number): Period {
  const { year, grain, index } = parsePeriod(period);
  const perYear = 12 / monthsIn[grain];
  const absolute = year * perYear + (index - 1) + by;
  return format(Math.floor(absolute / perYear), grain, (absolute % perYear) + 1);
}

/** The same period a year before (同比). */
export function samePeriodLastYear(period: Period): Period {
  const { year, grain, index } = parsePeriod(period);
  return format(year - 1, grain, index);
}

/** The last period of the grain that had ended by the end of `period`; null when none of that year had. */
export function lastEndedWithin(period: Period, grain: Grain): Period | null {
  const end = periodEnd(period);
  return (
    periodsOfYear(periodYear(period), grain)
      .filter((each) => periodEnd(each) <= end)
      .at(-1) ?? null
  );
}
