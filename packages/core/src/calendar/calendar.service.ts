import {
  type CalendarDayView,
  type CalendarView,
  type CalendarYearBody,
  chineseCalendar,
  type ReplacedYear,
  type Text,
  type WorkCalendar,
} from '@duban/contract';
import type { FieldError, RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { audit, inTransaction, notFound, stale, validationFailed } from '../kernel/index.js';
import { CalendarRepository } from './calendar.repository.js';

/** Brings what follows from the calendar up to it; returns how many due days of reports it moved. */
export type CalendarListener = (ctx: RequestContext) => Promise<number>;

/** Which days are worked: the week, but for the days that an admin keeps here. */
@Injectable()
export class Calendar {
  private loaded: { revision: string; calendar: WorkCalendar } | null = null;
  private readonly listeners: CalendarListener[] = [];

  constructor(private readonly days: CalendarRepository) {}

  /** Called inside the transaction of every change. */
  onChange(listener: CalendarListener): void {
    this.listeners.push(listener);
  }

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

  async ofYear(ctx: RequestContext, year = Number(ctx.today.slice(0, 4))): Promise<CalendarView> {
    const revision = (await this.days.revision(ctx)) ?? '';
    const { holidays, workdays } = await this.load(ctx);
    const within = (days: ReadonlySet<string>) => [...days].filter((day) => day.startsWith(`${year}-`));
    return { year, holidays: within(holidays), workdays: within(workdays), revision };
  }

  async set(ctx: RequestContext, day: CalendarDayView): Promise<CalendarDayView> {
    await this.days.revise(ctx);
    await this.days.set(ctx, [day]);
    await this.log(ctx, 'calendar.set', day.date, { kind: day.kind });
    await this.tell(ctx);
    return day;
  }

  /** The day follows the week again. Throws 404 where it did. */
  async clear(ctx: RequestContext, date: string): Promise<void> {
    await this.days.revise(ctx);
    if (!(await this.days.delete(ctx, date))) throw notFound();
    await this.log(ctx, 'calendar.clear', date, {});
    await this.tell(ctx);
  }

  /**
   * Puts these days in the place of a year's. Throws 422 for a day of another year or of two kinds, 412 where the
   * calendar was changed since it was seen.
   */
  async replaceYear(ctx: RequestContext, year: number, given: CalendarYearBody): Promise<ReplacedYear> {
    const errors = misplaced(year, given);
    if (errors.length > 0) throw validationFailed({ errors });
    const before = await this.days.revisionHeld(ctx);
    if (before !== given.revision) throw stale();
    const were = await this.ofYear(ctx, year);
    const kinds = new Map<string, CalendarDayView['kind']>([
      ...given.holidays.map((date) => [date, 'holiday'] as const),
      ...given.workdays.map((date) => [date, 'workday'] as const),
    ]);
    const stood = new Map<string, CalendarDayView['kind']>([
      ...were.holidays.map((date) => [date, 'holiday'] as const),
      ...were.workdays.map((date) => [date, 'workday'] as const),
    ]);
    const changed = [...kinds].filter(([date, kind]) => stood.get(date) !== kind);
    const removed = [...stood.keys()].filter((date) => !kinds.has(date));
    if (changed.length + removed.length === 0) return { ...were, added: 0, removed: 0, moved: 0 };
    await this.days.revise(ctx);
    await this.days.set(
      ctx,
      changed.map(([date, kind]) => ({ date, kind })),
    );
    for (const date of removed) await this.days.delete(ctx, date);
    const moved = await this.tell(ctx);
    const counts = { added: changed.length, removed: removed.length };
    await this.log(ctx, 'calendar.replace', String(year), counts);
    return { ...(await this.ofYear(ctx, year)), ...counts, moved };
  }

  private async tell(ctx: RequestContext): Promise<number> {
    let moved = 0;
    for (const listener of this.listeners) moved += await listener(ctx);
    return moved;
  }

  private log(ctx: RequestContext, action: string, date: string, detail: Record<string, unknown>) {
    return audit(ctx, { action, subjectType: 'calendar-day', subjectId: date, detail });
  }
}

/** Days of another year, and those that are given as both kinds, by field. */
function misplaced(year: number, given: CalendarYearBody): FieldError[] {
  const refuse = (path: string, code: string, message: Text): FieldError => ({ path, code, message });
  return (['holidays', 'workdays'] as const).flatMap((kind) =>
    given[kind].flatMap((date, at) => {
      if (!date.startsWith(`${year}-`))
        return [refuse(`${kind}.${at}`, 'other-year', { zh: '不在该年度', en: 'is of another year' })];
      if (kind === 'workdays' && given.holidays.includes(date))
        return [
          refuse(`${kind}.${at}`, 'both-kinds', {
            zh: '同一天不能既休假又上班',
            en: 'is a holiday and a working day at once',
          }),
        ];
      return [];
    }),
  );
}
