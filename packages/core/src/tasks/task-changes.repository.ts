import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { AssignmentRole } from './assignment.entity.js';

export interface Part {
  unitId: string;
  role: AssignmentRole;
}

/** A part that a unit has no more; `nested` where it was a part of another unit's. */
export interface GonePart {
  unitId: string;
  name: string;
  nested: boolean;
}

@Injectable()
export class TaskChangeRepository {
  /** The parts that the task itself was divided into; what those were broken down to belongs to them. */
  parts(ctx: RequestContext, taskId: string): Promise<(Part & { name: string })[]> {
    return ctx.em.query(
      `select a.unit_id as "unitId", a.role, u.name from assignment a join unit u on u.id = a.unit_id
       where a.task_id = $1 and a.parent_id is null order by a.role <> 'lead', u.code`,
      [taskId],
    );
  }

  /**
   * The task has these parts from now on. A unit that keeps its part keeps its row; one that leaves, or only
   * cooperates any more, takes what it was broken down to with it; one that changes its role accepts anew. A unit
   * below that gets a part of its own leaves the breakdown. Returns the units that have no part any more.
   */
  async setParts(
    ctx: RequestContext,
    task: { id: string; planId: string },
    parts: readonly Part[],
    acceptBy: string,
  ): Promise<GonePart[]> {
    const gone: GonePart[] = await ctx.em.query(
      `with recursive leaving as (
         select a.id from assignment a where a.task_id = $1
           and ((a.parent_id is null and a.unit_id <> all($2::uuid[])) or (a.parent_id is not null and a.unit_id = any($2::uuid[]))
             or a.parent_id in (select helper.id from assignment helper where helper.task_id = $1 and helper.unit_id = any($3::uuid[])))
         union select child.id from assignment child join leaving on child.parent_id = leaving.id),
       gone as (delete from assignment where id in (select id from leaving) returning unit_id, parent_id)
       select u.id as "unitId", u.name, gone.parent_id is not null as nested from gone join unit u on u.id = gone.unit_id
       where u.id <> all($2::uuid[]) order by u.code`,
      [
        task.id,
        parts.map((part) => part.unitId),
        parts.filter((part) => part.role === 'cooperating').map((part) => part.unitId),
      ],
    );
    // Whoever leads no more makes room first: a task has one lead.
    for (const part of [...parts].sort((a, b) => Number(a.role === 'lead') - Number(b.role === 'lead'))) {
      await ctx.em.query(
        `insert into assignment (id, plan_id, task_id, unit_id, role, given_on, accept_by) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (task_id, unit_id) do update set role = excluded.role, waived_reason = null, accepted_on = null,
           given_on = excluded.given_on, accept_by = excluded.accept_by, version = assignment.version + 1
         where assignment.role <> excluded.role`,
        [randomUUID(), task.planId, task.id, part.unitId, part.role, ctx.today, acceptBy],
      );
    }
    return gone;
  }

  /** Units of a task that have no part in another join it as cooperating. */
  async joinParts(ctx: RequestContext, task: { id: string; planId: string }, intoId: string): Promise<void> {
    await ctx.em.query(
      `insert into assignment (id, plan_id, task_id, unit_id, role)
       select gen_random_uuid(), $1, $3, a.unit_id, 'cooperating' from assignment a
       where a.task_id = $2 and a.parent_id is null on conflict (task_id, unit_id) do nothing`,
      [task.planId, task.id, intoId],
    );
  }

  /** Steps of a task that are not done follow those of another. */
  async joinMilestones(
    ctx: RequestContext,
    task: { id: string; planId: string },
    intoId: string,
  ): Promise<void> {
    await ctx.em.query(
      `insert into milestone (id, plan_id, task_id, position, title, due_date, firm, note)
       select gen_random_uuid(), $1, $3, (select coalesce(max(position), 0) from milestone where task_id = $3)
         + row_number() over (order by m.position), m.title, m.due_date, m.firm, m.note
       from milestone m where m.task_id = $2 and m.done_on is null`,
      [task.planId, task.id, intoId],
    );
  }
}
