import type { CarryOverOffer } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { planBefore } from '../plans/plan-sql.js';

export interface PlanOfYear {
  id: string;
  year: number;
  title: string;
}

const ref = (table: string, id: string) =>
  `(select json_build_object('id', r.id, 'name', r.name) from ${table} r where r.id = ${id})`;

@Injectable()
export class YearEndRepository {
  /** Held to the end of a change: of two who draft the next plan at once, the second finds the first one's. */
  async lock(ctx: RequestContext, planId: string): Promise<void> {
    await ctx.em.query(`select 1 from plan where id = $1 for no key update`, [planId]);
  }

  /** The same bureau's plan of the year after. */
  async next(ctx: RequestContext, planId: string): Promise<PlanOfYear | null> {
    const [row] = await ctx.em.query(
      `select n.id, n.year, n.title from plan n where $1 = ${planBefore('n.year', 'n.root_unit_id')} order by n.id limit 1`,
      [planId],
    );
    return row ?? null;
  }

  /** Those of the units whose work others took over; what is still to be handed over goes on, and follows then. */
  async goneUnits(ctx: RequestContext, ids: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from unit where id = any($1) and taken_over_by is not null`,
      [ids],
    );
    return rows.map((row) => row.id);
  }

  /**
   * What may go on: every task of the plan that is not withheld and has not ended here, or goes on already, as the plan
   * prints them; each with the targets that colour it. Those that the text does not give begin from no value.
   */
  offers(ctx: RequestContext, planId: string): Promise<CarryOverOffer[]> {
    return ctx.em.query(
      `select t.id, t.number, t.title, t.area_id as "areaId", t.state, t.due_date::text as "dueDate",
         t.multi_year_until::text as "multiYearUntil", t.version, n.id as "carriedInto",
         coalesce(t.multi_year_until > make_date(p.year, 12, 31), false) as "isMultiYear",
         ${ref('unit', `(select a.unit_id from assignment a where a.task_id = t.id and a.role = 'lead')`)} as "leadUnit",
         coalesce((select json_agg(json_build_object('id', g.id, 'metric', g.metric, 'direction', g.direction,
             'measure', g.measure, 'per', g.per, 'value', case when g.source <> 'demo' then g.value end,
             'dueDate', g.due_date, 'firm', g.firm) order by g.position, g.id)
           from target g where g.task_id = t.id and g.unit_id = p.root_unit_id and g.confirmed and g.valid_to is null), '[]') as targets
       from task t join plan p on p.id = t.plan_id left join task n on n.carried_from = t.id
       where t.plan_id = $1 and t.visibility <> 'withheld'
         and (n.id is not null or t.state not in ('withheld', 'closed', 'archived', 'terminated'))
       order by "isMultiYear" desc, t.number nulls last, t.id`,
      [planId],
    );
  }
}
