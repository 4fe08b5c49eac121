import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

export interface OwedForms {
  unitId: string;
  unitName: string;
  kind: string;
  areaId: string;
  formKey: string;
  period: string;
  /** Reports of the form in the period: one for each task that asks for a progress note. */
  reports: number;
}

@Injectable()
export class BurdenRepository {
  /** What is expected of whom, in the order of unit codes. Of tasks that not everybody may know of, nothing. */
  async owed(ctx: RequestContext, planId: string): Promise<OwedForms[]> {
    return ctx.em.query(
      `select u.id as "unitId", u.name as "unitName", u.kind, e.area_id as "areaId", e.form_key as "formKey", e.period,
         count(*)::int as reports
       from expectation e join unit u on u.id = e.unit_id join task t on t.id = e.task_id and t.visibility = 'open'
       join plan_area pa on pa.plan_id = e.plan_id and pa.area_id = e.area_id and pa.enabled
       where e.plan_id = $1 and e.waived_reason is null
       group by u.id, e.area_id, e.form_key, e.period order by u.code`,
      [planId],
    );
  }
}
