import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowsTask } from '../plans/known-tasks.js';
import { standsOn } from '../units/placement-sql.js';
import { Assignment, type AssignmentRole } from './assignment.entity.js';
import { assignmentDays, refOf } from './refs.js';

/** A unit's part in a task, with what a decision on it needs to know of the unit. */
export interface AssignmentRow {
  id: string;
  taskId: string;
  parentId: string | null;
  unit: { id: string; name: string };
  unitKind: string;
  /** Where the unit stands today; null where it is closed. */
  unitPath: string | null;
  role: AssignmentRole;
  text: string | null;
  givenOn: string | null;
  /** Last day to accept it; null for one that nobody accepts. */
  acceptBy: string | null;
  acceptedOn: string | null;
  handler: { id: string; name: string } | null;
  waivedReason: string | null;
  version: number;
}

const select = (where: string) => `
  select a.id, a.task_id as "taskId", a.parent_id as "parentId", json_build_object('id', u.id, 'name', u.name) as unit,
    u.kind as "unitKind", p.path as "unitPath", a.role, a.text, ${assignmentDays}, a.accepted_on::text as "acceptedOn",
    ${refOf('app_user', 'a.handler_id')} as handler, a.waived_reason as "waivedReason", a.version
  from assignment a join task t on t.id = a.task_id join unit u on u.id = a.unit_id
  left join unit_placement p on p.unit_id = u.id and ${standsOn('p', '$1::date')}
  where ${where} order by array_position(array['lead', 'responsible', 'cooperating'], a.role), u.code`;

@Injectable()
export class AssignmentRepository {
  ofTask(ctx: RequestContext, taskId: string): Promise<AssignmentRow[]> {
    return ctx.em.query(select('a.task_id = $2'), [ctx.today, taskId]);
  }

  async find(ctx: RequestContext, taskId: string, id: string): Promise<AssignmentRow | null> {
    const [row] = await ctx.em.query(select('a.task_id = $2 and a.id = $3'), [ctx.today, taskId, id]);
    return row ?? null;
  }

  async insert(
    ctx: RequestContext,
    given: Pick<Assignment, 'planId' | 'taskId' | 'unitId' | 'parentId' | 'text' | 'handlerId' | 'acceptBy'>,
  ): Promise<string> {
    const id = randomUUID();
    await ctx.em.insert(Assignment, {
      ...given,
      id,
      role: 'responsible',
      givenOn: ctx.today,
      acceptedOn: null,
      waivedReason: null,
      version: 1,
    });
    return id;
  }

  /** Whether the row had that version. Adds one to it. */
  async update(
    ctx: RequestContext,
    { id, version }: Pick<AssignmentRow, 'id' | 'version'>,
    changes: Partial<Pick<Assignment, 'text' | 'handlerId' | 'acceptedOn'>>,
  ): Promise<boolean> {
    const { affected } = await ctx.em.update(
      Assignment,
      { id, version },
      { ...changes, version: version + 1 },
    );
    return affected === 1;
  }

  async remove(ctx: RequestContext, ids: readonly string[]): Promise<void> {
    await ctx.em.query(`delete from assignment where id = any($1)`, [ids]);
  }

  /** Of these units, those that stand strictly below the path today, and are no groups of units. */
  async below(ctx: RequestContext, path: string, unitIds: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; name: string }[] = await ctx.em.query(
      `select u.id, u.name from unit u join unit_placement p on p.unit_id = u.id and ${standsOn('p', '$1::date')}
       where u.id = any($2) and u.kind <> 'group' and starts_with(p.path, $3) and p.path <> $3`,
      [ctx.today, unitIds, path],
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  }

  /** Of these persons with these units, those who are active, hold a role in the unit, and may know of the task. */
  async handlers(
    ctx: RequestContext,
    taskId: string,
    wanted: readonly { userId: string; unitId: string }[],
  ): Promise<{ userId: string; unitId: string }[]> {
    return ctx.em.query(
      `select w.user_id as "userId", w.unit_id as "unitId"
       from unnest($2::uuid[], $3::uuid[]) as w (user_id, unit_id) join app_user u on u.id = w.user_id and u.active
       where exists (select from role_grant g where g.user_id = u.id and g.unit_id = w.unit_id)
         and exists (select from task t where t.id = $1
           and ${knowsTask('u.id', `exists (select from role_grant k where k.user_id = u.id and k.role = 'plan-office')`)})`,
      [taskId, wanted.map((each) => each.userId), wanted.map((each) => each.unitId)],
    );
  }
}
