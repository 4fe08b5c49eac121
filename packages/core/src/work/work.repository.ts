import type { Work } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

export type WaitingTask = Omit<Work['toDecide'][number], 'moves'>;

@Injectable()
export class WorkRepository {
  /** Tasks of the plan on which somebody has to decide or accept; whose turn it is, the lifecycle says. */
  async waitingTasks(ctx: RequestContext, planId: string): Promise<WaitingTask[]> {
    return ctx.em.query(
      `select id as "taskId", number, coalesce(title, '') as title, area_id as "areaId" from task
       where plan_id = $1 and visibility <> 'withheld' and (state in ('pending-issue', 'issued', 'closure-review') or pending is not null)
       order by due_date nulls last, number nulls last, id`,
      [planId],
    );
  }
}
