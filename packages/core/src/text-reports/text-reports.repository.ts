import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

/** An accepted progress note, with what names it as a source. */
export interface AcceptedNote {
  taskId: string;
  number: number | null;
  title: string;
  areaId: string;
  unitName: string;
  period: string;
  revision: number;
  progress: string;
  problems: string;
  nextSteps: string;
}

@Injectable()
export class TextReportRepository {
  /** Accepted notes of open tasks in the periods, of units that counted in the given one then; lead units first. */
  async notes(
    ctx: RequestContext,
    where: { planId: string; unitId: string; areaId: string | null; periods: readonly string[] },
  ): Promise<AcceptedNote[]> {
    return ctx.em.query(
      `select t.id as "taskId", t.number, t.title, t.area_id as "areaId", u.name as "unitName", r.period, v.revision,
         coalesce(v.data->>'progress', '') as progress, coalesce(v.data->>'problems', '') as problems,
         coalesce(v.data->>'next-steps', '') as "nextSteps"
       from report r join report_revision v on v.report_id = r.id and v.revision = r.accepted_revision
       join task t on t.id = r.task_id and t.visibility = 'open' join unit u on u.id = r.unit_id
       join expectation e on e.plan_id = r.plan_id and e.task_id = r.task_id and e.form_key = r.form_key
         and e.unit_id = r.unit_id and e.period = r.period
       left join assignment a on a.task_id = t.id and a.unit_id = r.unit_id
       where r.plan_id = $1 and r.form_key = 'progress-note' and r.mode <> 'no-progress' and e.ancestors @> array[$2::uuid]
         and ($3::text is null or r.area_id = $3) and r.period = any($4)
       order by t.number nulls last, t.id, (a.role = 'lead') desc nulls last, u.code, r.period`,
      [where.planId, where.unitId, where.areaId, where.periods],
    );
  }

  /** How many accepted reports stand behind each form's figures in the periods. */
  async reportCounts(
    ctx: RequestContext,
    where: { planId: string; unitId: string; periods: readonly string[] },
  ): Promise<{ areaId: string; formKey: string; reports: number }[]> {
    return ctx.em.query(
      `select e.area_id as "areaId", e.form_key as "formKey", count(*)::int as reports
       from expectation e join report r on r.plan_id = e.plan_id and r.task_id = e.task_id and r.form_key = e.form_key
         and r.unit_id = e.unit_id and r.period = e.period and r.accepted_revision is not null
       where e.plan_id = $1 and e.ancestors @> array[$2::uuid] and e.period = any($3) group by e.area_id, e.form_key`,
      [where.planId, where.unitId, where.periods],
    );
  }
}
