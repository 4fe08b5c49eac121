import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

export interface CalendarDay {
  /** `YYYY-MM-DD` */
  date: string;
  kind: 'holiday' | 'workday';
}

@Injectable()
export class CalendarRepository {
  async days(ctx: RequestContext): Promise<CalendarDay[]> {
    return ctx.em.query(`select date::text, kind from calendar_day order by date`);
  }

  /** Adds days; what is there stays as an admin left it. */
  async add(ctx: RequestContext, days: readonly CalendarDay[]): Promise<void> {
    await ctx.em.query(
      `insert into calendar_day (date, kind) select * from unnest($1::date[], $2::text[]) on conflict (date) do nothing`,
      [days.map((day) => day.date), days.map((day) => day.kind)],
    );
  }
}
