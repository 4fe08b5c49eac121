import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { type TargetRow, targetColumns, targetStands } from './target-row.js';

/** A sub-target with where it comes from. */
export interface SubTargetRow {
  shareId: string;
  taskId: string;
  unitId: string;
  unitName: string;
  areaId: string;
  metric: string;
  value: number;
  /** Its own date, else that of the plan's target that it is a part of. */
  dueDate: string | null;
  /** Whether it is a part of a demo target. */
  demo: boolean;
}

/** Whose targets and steps are asked for: all of a task's, or one unit's over the plan. */
export type Within = { taskId: string } | { planId: string; unitId: string };

@Injectable()
export class UnitTargetRepository {
  /** Confirmed targets of the units, whichever day they stand on; one without a value behind the others. */
  planTargets(
    ctx: RequestContext,
    planId: string,
    unitIds: readonly string[],
    metric: string | null,
  ): Promise<TargetRow[]> {
    return ctx.em.query(
      `select ${targetColumns} from target join unit on unit.id = target.unit_id
       where plan_id = $1 and unit_id = any($2) and ($3::text is null or metric = $3) and confirmed
       order by value is null, position, target.id`,
      [planId, unitIds, metric],
    );
  }

  /** Sub-targets, each with the source and the date of the target at the top of its line. */
  subTargets(ctx: RequestContext, within: Within): Promise<SubTargetRow[]> {
    const ofTask = 'taskId' in within;
    return ctx.em.query(
      `with recursive own as (
         select s.id, s.metric, s.value, s.due_date, a.id as share_id, a.task_id, a.unit_id, a.parent_id
         from share_target s join assignment a on a.id = s.share_id
         where ${ofTask ? 'a.task_id = $1' : 's.plan_id = $1 and a.unit_id = $3'}),
       line as (
         select own.id, own.metric, own.task_id, own.unit_id, own.parent_id, 0 as step from own
         union all
         select line.id, line.metric, line.task_id, a.unit_id, a.parent_id, step + 1 from line join assignment a on a.id = line.parent_id)
       select own.share_id as "shareId", own.task_id as "taskId", own.unit_id as "unitId", u.name as "unitName", t.area_id as "areaId",
         own.metric, own.value::float8 as value, coalesce(own.due_date, top.due_date, t.due_date)::text as "dueDate",
         coalesce(top.source = 'demo', false) as demo
       from own join task t on t.id = own.task_id join plan on plan.id = t.plan_id join unit u on u.id = own.unit_id
       left join lateral (
         select g.source, g.due_date from line join target g on g.task_id = line.task_id and g.metric = line.metric
           and g.unit_id in (line.unit_id, plan.root_unit_id) and g.value is not null and g.per is null and ${targetStands('$2')}
         where line.id = own.id and line.parent_id is null order by g.unit_id = plan.root_unit_id, g.position limit 1) top on true
       order by own.metric, t.number nulls last, own.share_id`,
      ofTask ? [within.taskId, ctx.today] : [within.planId, ctx.today, within.unitId],
    );
  }
}
