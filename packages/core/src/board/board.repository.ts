import type { Colour } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { pathOn } from '../units/placement-sql.js';

export interface AreaTasks {
  areaId: string;
  red: number;
  yellow: number;
  green: number;
  grey: number;
  onTime: number;
  late: number;
  withheld: number;
}

export interface AreaReporting {
  areaId: string;
  expected: number;
  received: number;
  onTime: number;
}

export interface ExceptionRow {
  taskId: string;
  number: number | null;
  title: string;
  areaId: string;
  colour: Colour;
  leadUnit: string | null;
  dueDate: string | null;
  reasons: string[];
}

/** Tasks of a unit's board: all of them for the plan's root, else those assigned to the unit or one below it on the day. */
const concerns = (day: string) => `($2::text is null or exists (
  select from assignment a where a.task_id = t.id and starts_with(${pathOn('a.unit_id', `${day}::date`)}, $2)))`;

const inEnabledArea = (alias: string) =>
  `join plan_area pa on pa.plan_id = ${alias}.plan_id and pa.area_id = ${alias}.area_id and pa.enabled`;

@Injectable()
export class BoardRepository {
  /**
   * Open tasks by light, closed ones apart; withheld are those that every reader sees as such. Areas that are
   * switched off count none.
   */
  async tasks(ctx: RequestContext, planId: string, path: string | null): Promise<AreaTasks[]> {
    const lit = (colour: string) =>
      `(count(*) filter (where open and light_closed is null and light_colour = '${colour}'))::int as ${colour}`;
    return ctx.em.query(
      `select area_id as "areaId", ${['red', 'yellow', 'green', 'grey'].map(lit).join(', ')},
         (count(*) filter (where open and light_closed = 'on-time'))::int as "onTime",
         (count(*) filter (where open and light_closed = 'late'))::int as late,
         (count(*) filter (where not open))::int as withheld
       from (
         select t.area_id, t.light_colour, t.light_closed, t.visibility = 'open' as open
         from task t ${inEnabledArea('t')} where t.plan_id = $1 and (t.visibility = 'open' and ${concerns('$3')} or t.visibility <> 'open' and t.number is not null)
       ) t group by area_id`,
      [planId, path, ctx.today],
    );
  }

  /** Reports past due or already in, of the periods that end within the span; waived ones leave the count. */
  async reporting(
    ctx: RequestContext,
    planId: string,
    unitId: string,
    periods: readonly string[],
  ): Promise<AreaReporting[]> {
    return ctx.em.query(
      `select e.area_id as "areaId", count(*)::int as expected, (count(*) filter (where e.received))::int as received,
         (count(*) filter (where e.first_signed_on <= e.due_on))::int as "onTime"
       from expectation e join task t on t.id = e.task_id and t.visibility = 'open' ${inEnabledArea('e')}
       where e.plan_id = $1 and e.period = any($3) and e.ancestors @> array[$2::uuid] and e.waived_reason is null
         and (e.due_on < $4::date or e.received)
       group by e.area_id`,
      [planId, unitId, periods, ctx.today],
    );
  }

  /** Red and yellow tasks, worst first. */
  async exceptions(ctx: RequestContext, planId: string, path: string | null): Promise<ExceptionRow[]> {
    return ctx.em.query(
      `select t.id as "taskId", t.number, t.title, t.area_id as "areaId", t.light_colour as colour,
         (select u.name from assignment a join unit u on u.id = a.unit_id where a.task_id = t.id and a.role = 'lead') as "leadUnit",
         to_char(t.due_date, 'YYYY-MM-DD') as "dueDate",
         array(select r->'detail'->>$3 from jsonb_array_elements(t.light_reasons) r where r->>'colour' = t.light_colour) as reasons
       from task t ${inEnabledArea('t')} where t.plan_id = $1 and t.visibility = 'open' and t.light_closed is null and t.light_colour in ('red', 'yellow') and ${concerns('$4')}
       order by (t.light_colour = 'red') desc, t.due_date nulls last, t.number nulls last, t.id`,
      [planId, path, ctx.language, ctx.today],
    );
  }
}
