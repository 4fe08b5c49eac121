import { randomUUID } from 'node:crypto';
import type { Ref } from '@duban/contract';
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

interface WorkingPart extends Part {
  id: string;
  parentId: string | null;
  /** Steps of its own that are still to be done. */
  hasSteps: boolean;
  waived: boolean;
  /** The unit is not closed. */
  isOpen: boolean;
}
/** A part of a merged task, and the row that it goes on as; the same one where the row itself went over. */
export interface JoinedPart {
  from: string;
  into: string;
  unitId: string;
  /** It was given on, or has steps: work that somebody does, not a name on a list. */
  works: boolean;
  /** The unit had no part in the other task before. */
  isNew: boolean;
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

  nested(ctx: RequestContext, taskId: string): Promise<Ref[]> {
    return ctx.em.query(
      `select u.id, u.name from assignment a join unit u on u.id = a.unit_id
       where a.task_id = $1 and a.parent_id is not null and a.waived_reason is null order by u.code`,
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

  /**
   * The parts of a task go on in another one. A unit that has no part there joins it: as responsible with all that it
   * gave on or has still to do, else as cooperating. One that has a part there goes on with that one; what it leaves
   * behind is waived for the reason. The task's own parts stay on it, for it had them.
   */
  async joinParts(
    ctx: RequestContext,
    task: { id: string; planId: string },
    intoId: string,
    reason: string,
  ): Promise<JoinedPart[]> {
    const parts = await this.working(ctx, task.id);
    const there = new Map((await this.working(ctx, intoId)).map((part) => [part.unitId, part]));
    const joined: JoinedPart[] = [];
    const goOn = async (part: WorkingPart, parentId: string | null): Promise<void> => {
      const own = there.get(part.unitId);
      const below = parts.filter((each) => each.parentId === part.id);
      // Of a closed unit, and of a part of a part that was waived, nothing goes on but what was given on.
      if (!part.isOpen || (part.waived && part.parentId !== null)) {
        for (const each of below) await goOn(each, parentId);
        return;
      }
      const works =
        part.parentId !== null || (part.role !== 'cooperating' && (below.length > 0 || part.hasSteps));
      const into = await this.place(ctx, task, intoId, { part, own, parentId, works });
      if (own && part.parentId !== null)
        await ctx.em.query(
          `update assignment set role = 'cooperating', waived_reason = $2, version = version + 1 where id = $1`,
          [part.id, reason],
        );
      joined.push({ from: part.id, into, unitId: part.unitId, works, isNew: !own });
      for (const each of below) await goOn(each, into);
    };
    for (const part of parts.filter((each) => each.parentId === null)) await goOn(part, null);
    return joined;
  }

  private working(ctx: RequestContext, taskId: string): Promise<WorkingPart[]> {
    return ctx.em.query(
      `select a.id, a.unit_id as "unitId", a.parent_id as "parentId", a.role,
         exists (select from share_milestone m where m.share_id = a.id and m.done_on is null) as "hasSteps",
         a.waived_reason is not null as waived, u.closed_on is null or u.closed_on >= $2::date as "isOpen"
       from assignment a join unit u on u.id = a.unit_id where a.task_id = $1 order by u.code`,
      [taskId, ctx.today],
    );
  }

  /** Where a part of a task goes on in another one: the row that it is there. Nobody handles what they may not know. */
  private async place(
    ctx: RequestContext,
    task: { planId: string },
    intoId: string,
    given: { part: WorkingPart; own: WorkingPart | undefined; parentId: string | null; works: boolean },
  ): Promise<string> {
    const { part, own, parentId, works } = given;
    const handler = `case when (select visibility from task where id = $2::uuid) = 'open' then a.handler_id end`;
    if (own) {
      if (works && (own.role === 'cooperating' || own.waived))
        await ctx.em.query(
          `update assignment b set role = case b.role when 'cooperating' then 'responsible' else b.role end, text = coalesce(b.text, a.text), given_on = a.given_on, accept_by = a.accept_by,
             accepted_on = a.accepted_on, handler_id = ${handler}, waived_reason = null, version = b.version + 1
           from assignment a where a.id = $1 and b.id = $3`,
          [part.id, intoId, own.id],
        );
      return own.id;
    }
    if (part.parentId !== null) {
      await ctx.em.query(
        `update assignment a set task_id = $2, parent_id = $3, handler_id = ${handler}, version = version + 1 where id = $1`,
        [part.id, intoId, parentId],
      );
      return part.id;
    }
    const id = randomUUID();
    await ctx.em.query(
      `insert into assignment (id, plan_id, task_id, unit_id, role, text, given_on, accept_by, accepted_on, handler_id)
       select $3::uuid, $4::uuid, $2::uuid, a.unit_id, 'responsible', a.text, a.given_on, a.accept_by, a.accepted_on, ${handler}
       from assignment a where a.id = $1 and $5::boolean
       union all select $3::uuid, $4::uuid, $2::uuid, a.unit_id, 'cooperating', null, null::date, null::date, null::date, null::uuid from assignment a where a.id = $1 and not $5::boolean`,
      [part.id, intoId, id, task.planId, works],
    );
    return id;
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
