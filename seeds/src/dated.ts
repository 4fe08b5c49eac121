import type { RequestContext } from '@duban/server-kit';

/** The instant of a business date at an hour of the bureau's day (UTC+8). */
export function instant(date: string, hour = 9, minute = 0): Date {
  return new Date(`${date}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+08:00`);
}

/** The context as it would have been on that day: what is done with it carries that day's stamps. */
export function onDay(ctx: RequestContext, date: string): RequestContext {
  return { ...ctx, now: instant(date), today: date };
}
