import type { Ref, TaskState } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Milestone } from './milestone.entity.js';
import { Task } from './task.entity.js';

@Injectable()
export class CarriedTaskRepository {
  task(ctx: RequestContext, id: string): Promise<Task | null> {
    return ctx.em.findOneBy(Task, { id });
  }

  /** Of these units, those whose work nobody took over: what goes on with one that will be merged follows it then. */
  async standing(ctx: RequestContext, unitIds: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from unit where id = any($1) and taken_over_by is null`,
      [unitIds],
    );
    return rows.map((row) => row.id);
  }

  /** Steps that are not done, in their order. */
  openMilestones(ctx: RequestContext, taskId: string): Promise<Milestone[]> {
    return ctx.em
      .find(Milestone, { where: { taskId }, order: { position: 'asc' } })
      .then((all) => all.filter((each) => each.doneOn === null));
  }

  async knowers(ctx: RequestContext, taskId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select user_id as id from task_knower where task_id = $1 order by user_id`,
      [taskId],
    );
    return rows.map((row) => row.id);
  }

  /** Whether the plan has no task of that number yet. */
  async isFree(ctx: RequestContext, planId: string, number: number): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(`select 1 from task where plan_id = $1 and number = $2`, [
      planId,
      number,
    ]);
    return rows.length === 0;
  }

  /** Tasks of the plan that go on in the next one and have not ended here, in an order that all lock them in. */
  async toEnd(ctx: RequestContext, planId: string, areaId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select t.id from task t join task n on n.carried_from = t.id
       where t.plan_id = $1 and t.area_id = $2 and t.state not in ('closed', 'archived', 'terminated') order by t.id`,
      [planId, areaId],
    );
    return rows.map((row) => row.id);
  }

  /** Who carried the task over last. */
  async carriedBy(ctx: RequestContext, taskId: string): Promise<Ref | null> {
    const [row] = await ctx.em.query(
      `select u.id, u.name from task_history h join app_user u on u.id = h.actor_id
       where h.task_id = $1 and h.move = 'carry-over' order by h.seq desc limit 1`,
      [taskId],
    );
    return row ?? null;
  }

  /** Where the task stood before its year's end ended it. */
  async stateBefore(ctx: RequestContext, taskId: string): Promise<TaskState | null> {
    const [row] = await ctx.em.query(
      `select from_state as state from task_history where task_id = $1 and move = 'year-end' order by seq desc limit 1`,
      [taskId],
    );
    return row?.state ?? null;
  }
}
