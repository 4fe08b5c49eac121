import { randomUUID } from 'node:crypto';
import type { CalendarDayView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { CalendarDay } from './calendar-day.entity.js';

@Injectable()
export class CalendarRepository {
  /** Names the state of the calendar; null before its first filling. Random: one rolled back never comes again. */
  async revision(ctx: RequestContext): Promise<string | null> {
    const [row] = await ctx.em.query(`select value #>> '{}' as revision from setting where key = 'calendar'`);
    return row?.revision ?? null;
  }

  /** The same, held until the transaction ends: whoever replaces a year waits for whoever does so now. */
  async revisionHeld(ctx: RequestContext): Promise<string | null> {
    const [row] = await ctx.em.query(
      `select value #>> '{}' as revision from setting where key = 'calendar' for update`,
    );
    return row?.revision ?? null;
  }

  /** Gives the calendar a new revision, and holds it until the transaction ends. */
  async revise(ctx: RequestContext): Promise<void> {
    await ctx.em.query(
      `insert into setting (key, value) values ('calendar', to_jsonb($1::text))
       on conflict (key) do update set value = excluded.value`,
      [randomUUID()],
    );
  }

  /** False where the calendar had a revision already. */
  async begin(ctx: RequestContext): Promise<boolean> {
    const rows = await ctx.em.query(
      `insert into setting (key, value) values ('calendar', to_jsonb($1::text))
       on conflict do nothing returning 1`,
      [randomUUID()],
    );
    return rows.length > 0;
  }

  async days(ctx: RequestContext): Promise<CalendarDayView[]> {
    return ctx.em.query('select date::text as date, kind from calendar_day order by date');
  }

  async set(ctx: RequestContext, days: CalendarDayView[]): Promise<void> {
    await ctx.em.upsert(CalendarDay, days, ['date']);
  }

  /** False where the day was none. */
  async delete(ctx: RequestContext, date: string): Promise<boolean> {
    const { affected } = await ctx.em.delete(CalendarDay, { date });
    return (affected ?? 0) > 0;
  }
}
