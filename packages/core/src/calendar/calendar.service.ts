import { type CalendarDayView, chineseCalendar, type WorkCalendar } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { audit, inTransaction, notFound } from '../kernel/index.js';
import { CalendarRepository } from './calendar.repository.js';

/** Which days are worked: the week, but for the days that an admin keeps here. */
@Injectable()
export class Calendar {
  private loaded: { revision: string; calendar: WorkCalendar } | null = null;

  constructor(private readonly days: CalendarRepository) {}

  /** The calendar as it is now; read whole only where it has changed since, by whichever process. */
  async load(ctx: RequestContext): Promise<WorkCalendar> {
    const revision = await this.days.revision(ctx);
    if (revision !== null && this.loaded?.revision === revision) return this.loaded.calendar;
    const days = await this.days.days(ctx);
    const of = (kind: CalendarDayView['kind']) =>
      new Set(days.flatMap((day) => (day.kind === kind ? [day.date] : [])));
    const calendar = { holidays: of('holiday'), workdays: of('workday') };
    // A change between the two reads would leave new days under the old revision.
    if (revision !== null && (await this.days.revision(ctx)) === revision)
      this.loaded = { revision, calendar };
    return calendar;
  }

  /** Fills in 2024 to 2026 once; what an admin changes afterwards stays, however often this runs. */
  install(ctx: RequestContext): Promise<void> {
    return inTransaction(ctx, async (ctx) => {
      if (!(await this.days.begin(ctx))) return;
      await this.days.set(ctx, [
        ...[...chineseCalendar.holidays].map((date) => ({ date, kind: 'holiday' as const })),
        ...[...chineseCalendar.workdays].map((date) => ({ date, kind: 'workday' as const })),
      ]);
    });
  }

  async ofYear(ctx: RequestContext, year = Number(ctx.today.slice(0, 4))) {
    const { holidays, workdays } = await this.load(ctx);
    const within = (days: ReadonlySet<string>) => [...days].filter((day) => day.startsWith(`${year}-`));
    return { year, holidays: within(holidays), workdays: within(workdays) };
  }

  async set(ctx: RequestContext, day: CalendarDayView): Promise<CalendarDayView> {
    await this.days.revise(ctx);
    await this.days.set(ctx, [day]);
    await this.log(ctx, 'calendar.set', day.date, { kind: day.kind });
    return day;
  }

  /** The day follows the week again. Throws 404 where it did. */
  async clear(ctx: RequestContext, date: string): Promise<void> {
    await this.days.revise(ctx);
    if (!(await this.days.delete(ctx, date))) throw notFound();
    await this.log(ctx, 'calendar.clear', date, {});
  }

  private log(ctx: RequestContext, action: string, date: string, detail: Record<string, unknown>) {
    return audit(ctx, { action, subjectType: 'calendar-day', subjectId: date, detail });
  }
}
