import type { Work } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { isRunningPlan } from '../plans/plan-sql.js';

export type WaitingTask = Omit<Work['toDecide'][number], 'moves'>;

@Injectable()
export class WorkRepository {
  /**
   * Tasks of the plan, known to the asker, on which somebody has to decide or accept; whose turn it is, the
   * lifecycle says.
   */
  async waitingTasks(ctx: RequestContext, planId: string): Promise<{ id: string; pending: string | null }[]> {
    const { actorId, office } = knowerOf(ctx);
    return ctx.em.query(
      `select t.id, t.pending->>'move' as pending from task t where t.plan_id = $1 and t.visibility <> 'withheld' and ${knowsTask('$2', '$3')}
         and (t.state in ('pending-issue', 'issued', 'closure-review') or t.pending is not null)`,
      [planId, actorId, office],
    );
  }

  /** The plans that are not settled, beside this one where one is named. */
  otherPlans(ctx: RequestContext, planId: string | null): Promise<{ id: string; title: string }[]> {
    return ctx.em.query(
      `select id, title from plan where id is distinct from $1::uuid and ${isRunningPlan('$2')} order by year, id`,
      [planId, ctx.today],
    );
  }

  /** What these tasks are, the one that is due first on top. Of an area that is switched off nothing waits. */
  tasks(ctx: RequestContext, ids: readonly string[]): Promise<WaitingTask[]> {
    return ctx.em.query(
      `select id as "taskId", number, coalesce(title, '') as title, area_id as "areaId",
         (case when state = 'issued' then accept_by else due_date end)::text as "dueOn"
       from task t where id = any($1) and exists (select from plan_area pa
         where pa.plan_id = t.plan_id and pa.area_id = t.area_id and pa.enabled) order by "dueOn" nulls last, number nulls last, id`,
      [ids],
    );
  }
}
