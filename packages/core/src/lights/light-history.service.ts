import {
  type LightChange,
  type LightCounts,
  type LightMonths,
  type Page,
  type Period,
  periodEnd,
  periodOf,
  periodStart,
  periodsOfYear,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { groupBy, offsetOf, type PageRequest, pageFrom, sortOf } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { LightHistoryRepository, type MonthRow } from './light-history.repository.js';

/** Lights over time, as each day kept them: nothing is computed anew, for rules and facts were others then. */
@Injectable()
export class LightHistory {
  constructor(
    private readonly repository: LightHistoryRepository,
    private readonly plans: Plans,
  ) {}

  /** When a task's light became another one, from what to what, and why. */
  async changes(ctx: RequestContext, taskId: string, request: PageRequest): Promise<Page<LightChange>> {
    const { items, total } = await this.repository.changes(ctx, taskId, {
      direction: sortOf(request.sort).direction,
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    return pageFrom(items, total, request);
  }

  /**
   * The lights of a plan's open tasks (of one area, or of all that are switched on) at the end of each month that
   * has begun; of the running one, today's.
   */
  async monthly(ctx: RequestContext, planId: string, areaId: string | null = null): Promise<LightMonths> {
    const { year } = await this.plans.get(ctx, planId);
    const months = periodsOfYear(year, 'month')
      .filter((month) => periodStart(month) <= ctx.today)
      .map((month) => ({ month, endsOn: periodEnd(month) }));
    const rows = (await this.repository.months(ctx, planId, months, areaId)).filter((row) => row.enabled);
    const byMonth = groupBy(rows, (row) => row.month);
    return {
      asOf: ctx.today,
      months: months.map(({ month }) => ({ month, ...lightCounts(byMonth.get(month) ?? []) })),
      tasks: [...groupBy(rows, (row) => row.taskId).values()].map((own) => {
        const { taskId, number, title, areaId: area } = own[0] as MonthRow;
        const lights = own.map(({ month, colour, closed }) => ({ month, colour, closed }));
        return { taskId, number, title, areaId: area, months: lights };
      }),
    };
  }

  /** The lights of all open tasks at the end of each month before the running one; of areas switched off, too. */
  async ended(ctx: RequestContext, planId: string): Promise<{ month: Period; lights: MonthRow[] }[]> {
    const { year } = await this.plans.get(ctx, planId);
    const months = periodsOfYear(year, 'month')
      .map((month) => ({ month, endsOn: periodEnd(month) }))
      .filter(({ month }) => month < periodOf(ctx.today, 'month'));
    const byMonth = groupBy(await this.repository.months(ctx, planId, months, null), (row) => row.month);
    return months.map(({ month }) => ({ month, lights: byMonth.get(month) ?? [] }));
  }
}

/** How many tasks have each colour, and how many are closed on time and late. */
export function lightCounts(rows: readonly Pick<MonthRow, 'colour' | 'closed'>[]): LightCounts {
  const open = rows.filter((row) => row.closed === null);
  const of = (colour: MonthRow['colour']) => open.filter((row) => row.colour === colour).length;
  const closed = (how: MonthRow['closed']) => rows.filter((row) => row.closed === how).length;
  return {
    red: of('red'),
    yellow: of('yellow'),
    green: of('green'),
    grey: of('grey'),
    onTime: closed('on-time'),
    late: closed('late'),
  };
}
