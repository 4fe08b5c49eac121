import type { Colour, LightChange } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';

export interface MonthRow {
  taskId: string;
  number: number | null;
  title: string;
  areaId: string;
  /** Whether the area is switched on. */
  enabled: boolean;
  month: string;
  colour: Colour | null;
  closed: 'on-time' | 'late' | null;
}

const seen = (row: string) =>
  `json_build_object('colour', ${row}colour, 'closed', ${row}closed, 'overridden', ${row}overridden)`;

/** Reads what was kept of lights, day by day. */
@Injectable()
export class LightHistoryRepository {
  /** The days on which a task's light became another one; none of a task that the asker may not know. */
  async changes(
    ctx: RequestContext,
    taskId: string,
    page: { direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: LightChange[]; total: number }> {
    const { actorId, office } = knowerOf(ctx);
    const rows: (LightChange & { total: number })[] = await ctx.em.query(
      `with kept as (
         select l.as_of, l.colour, l.closed, l.reasons, l.rules, exists (select from jsonb_array_elements(l.reasons) r where r->>'code' = 'override') as overridden
         from task_light l join task t on t.id = l.task_id and t.visibility <> 'withheld'
         where l.task_id = $1 and ${knowsTask('$2', '$3')}),
       beside as (
         select kept.*, lag(${seen('kept.')}::jsonb) over (order by as_of) as before from kept)
       select as_of::text as "on", before as "from", ${seen('')} as "to", rules, (count(*) over ())::int as total,
         (select coalesce(json_agg(jsonb_set(r - 'facts', '{detail}', r->'detail'->$4::text) order by at), '[]')
          from jsonb_array_elements(reasons) with ordinality as reason (r, at)) as reasons
       from beside where before is distinct from ${seen('')}::jsonb
       order by as_of ${page.direction} limit $5 offset $6`,
      [taskId, actorId, office, ctx.language, page.limit, page.offset],
    );
    return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
  }

  /**
   * The last light of each open task in each month, the plan's order kept. What was kept last stands until the next
   * one.
   */
  async months(
    ctx: RequestContext,
    planId: string,
    months: readonly { month: string; endsOn: string }[],
    areaId: string | null,
  ): Promise<MonthRow[]> {
    return ctx.em.query(
      `select t.id as "taskId", t.number, t.title, t.area_id as "areaId", pa.enabled, m.month, l.colour, l.closed
       from task t join plan_area pa on pa.plan_id = t.plan_id and pa.area_id = t.area_id
       cross join unnest($2::text[], $3::date[]) as m (month, ends_on)
       cross join lateral (
         select colour, closed from task_light where task_id = t.id and as_of <= m.ends_on order by as_of desc limit 1) l
       where t.plan_id = $1 and t.visibility = 'open' and ($4::text is null or t.area_id = $4)
       order by pa.number, t.number nulls last, t.id, m.month`,
      [planId, months.map((each) => each.month), months.map((each) => each.endsOn), areaId],
    );
  }
}
