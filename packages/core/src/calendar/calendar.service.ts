import { chineseCalendar, type WorkCalendar } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { CalendarRepository } from './calendar.repository.js';

/** Public holidays and the weekends worked for them (调休): what a working day is. */
@Injectable()
export class Calendar {
  constructor(private readonly repository: CalendarRepository) {}

  /** The calendar as the context's transaction sees it: a hundred rows, read anew, so that no replica lags. */
  async load(ctx: RequestContext): Promise<WorkCalendar> {
    const days = await this.repository.days(ctx);
    const of = (kind: string) => new Set(days.filter((day) => day.kind === kind).map((day) => day.date));
    return { holidays: of('holiday'), workdays: of('workday') };
  }

  /** Puts in the shipped years. Safe to run again: an admin's days stay. */
  async install(ctx: RequestContext): Promise<void> {
    await this.repository.add(ctx, [
      ...[...chineseCalendar.holidays].map((date) => ({ date, kind: 'holiday' as const })),
      ...[...chineseCalendar.workdays].map((date) => ({ date, kind: 'workday' as const })),
    ]);
  }
}
