import type { PendingMove, TaskState } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { preparedRead } from '../kernel/index.js';
import { knowerOf } from '../plans/known-tasks.js';
import { standsOn } from '../units/placement-sql.js';
import { Assignment, type AssignmentRole } from './assignment.entity.js';
import { Task } from './task.entity.js';
import { seenTasks } from './task-view.js';

/**
 * A task as far as the asker may know of it (task-view.ts): for the unknowing a restricted task has a withheld
 * one's state, version 1, and nobody who leads it.
 */
export interface SeenTask {
  id: string;
  planId: string;
  areaId: string;
  number: number | null;
  known: boolean;
  title: string | null;
  visibility: Task['visibility'];
  state: TaskState;
  origin: Task['origin'];
  version: number;
  pending: PendingMove | null;
  leaderId: string | null;
  dueDate: string | null;
  declined: boolean;
  /** As what it goes on in the next plan. */
  carriedInto: string | null;
  closureRequestedBy: string | null;
  preApprovedBy: string | null;
  leadUnitId: string | null;
  /** Path and kind of the lead unit today. */
  leadUnitPath: string | null;
  leadUnitKind: string | null;
  /** The units that have a part in it, the lead unit first, with their paths today. */
  parts: {
    unitId: string;
    path: string | null;
    kind: string;
    role: AssignmentRole;
    /** Whether it is a part of another unit's part. */
    nested: boolean;
  }[];
}

/** What the conditions of moves (lifecycle.ts) look at. */
export interface TaskFacts {
  targets: number;
  milestones: {
    id: string;
    title: string;
    dueDate: string | null;
    doneOn: string | null;
    firm: boolean;
    evidence: number;
  }[];
  /** Files of the task itself and of its milestones; what shows that a step of a unit's share was done is not among them. */
  evidence: number;
  /** Evidence of the task itself, no milestone's. */
  ownEvidence: number;
  /**
   * Responsible and cooperating units that have neither reported nor been waived. What such a unit broke its part
   * down to is within its part: it reports for the units below it.
   */
  unreported: { id: string; name: string }[];
  /** Who proposed it last. */
  proposedBy: string | null;
  /** The head in whose place a deputy asked for the closure last. */
  closureRequestedFor: string | null;
}

export interface HistoryRow {
  move: string;
  from: TaskState;
  to: TaskState;
  reason: string | null;
  detail: Record<string, unknown>;
  /** The head in whose place it was done. */
  behalfOf?: string | null;
}

const readSeen = preparedRead<Omit<SeenTask, 'leadUnitId' | 'leadUnitPath' | 'leadUnitKind'>>(
  'tasks.seen',
  `select s.id, s.plan_id as "planId", s.area_id as "areaId", s.number, s.known, s.title, s.visibility, s.state,
         s.origin, s.version, s.pending, s.leader_id as "leaderId", s.due_date::text as "dueDate", s.declined,
         (select n.id from task n where n.carried_from = s.id) as "carriedInto", s.closure_requested_by as "closureRequestedBy", s.pre_approved_by as "preApprovedBy",
         coalesce((select json_agg(json_build_object('unitId', u.id, 'path', p.path, 'kind', u.kind, 'role', a.role,
             'nested', a.parent_id is not null)
             order by a.role <> 'lead', u.code)
           from assignment a join unit u on u.id = a.unit_id left join unit_placement p on p.unit_id = u.id and ${standsOn('p', '$4::date')}
           where a.task_id = s.id and s.told), '[]') as parts
       from (${seenTasks} and t.id = $3) s`,
);

const readFacts = preparedRead<TaskFacts>(
  'tasks.facts',
  `select (select count(*)::int from target where task_id = $1 and confirmed and value is not null and valid_to is null) as targets,
         (select coalesce(json_agg(json_build_object('id', m.id, 'title', m.title, 'dueDate', m.due_date,
             'doneOn', m.done_on, 'firm', m.firm,
             'evidence', (select count(*) from task_evidence e where e.milestone_id = m.id)) order by m.position), '[]')
           from milestone m where m.task_id = $1) as milestones,
         (select count(*)::int from task_evidence where task_id = $1 and share_milestone_id is null) as evidence,
         (select count(*)::int from task_evidence where task_id = $1 and milestone_id is null and share_milestone_id is null) as "ownEvidence",
         (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name) order by u.code), '[]')
           from assignment a join unit u on u.id = a.unit_id
           where a.task_id = $1 and a.role in ('responsible', 'cooperating') and a.parent_id is null and a.waived_reason is null
             and not exists (select from report r where r.task_id = a.task_id and r.unit_id = a.unit_id
               and (r.state in ('signed', 'accepted') or r.accepted_revision is not null))) as unreported,
         (select actor_id from task_history where task_id = $1 and move = 'propose' order by seq desc limit 1) as "proposedBy",
         (select behalf_of from task_history where task_id = $1 and move = 'request-closure' order by seq desc limit 1) as "closureRequestedFor"`,
);

@Injectable()
export class TaskRepository {
  /**
   * Holds the task's row to the end of a change, so that the version that was compared with If-Match is the one
   * that the change is made on. Nothing to hold outside a transaction.
   */
  async lock(ctx: RequestContext, id: string): Promise<void> {
    if (!ctx.em.queryRunner?.isTransactionActive) return;
    await ctx.em.query(`select 1 from task where id = $1 for update`, [id]);
  }

  /** Null where the asker may not know that it is there. */
  async seen(ctx: RequestContext, id: string, knower = knowerOf(ctx)): Promise<SeenTask | null> {
    const { actorId, office } = knower;
    const [row] = await readSeen(ctx, [actorId, office, id, ctx.today]);
    if (!row) return null;
    const lead = row.parts.find((part: { role: string }) => part.role === 'lead');
    return {
      ...row,
      leadUnitId: lead?.unitId ?? null,
      leadUnitPath: lead?.path ?? null,
      leadUnitKind: lead?.kind ?? null,
    };
  }

  async facts(ctx: RequestContext, taskId: string): Promise<TaskFacts> {
    const [row] = await readFacts(ctx, [taskId]);
    return row as TaskFacts;
  }

  /**
   * Whether everybody who holds the role (over the area, where it is bound to one) belongs to the unit, so that
   * nobody outside could approve what it asks for.
   */
  async heldOnlyWithin(
    ctx: RequestContext,
    role: 'area-lead' | 'plan-office',
    areaId: string,
    unitId: string,
  ): Promise<boolean> {
    const [row] = await ctx.em.query(
      `select coalesce(bool_and(u.unit_id is not distinct from $3), false) as within
       from role_grant g join app_user u on u.id = g.user_id
       where g.role = $1 and u.active and (g.area_id is null or g.area_id = $2)`,
      [role, areaId, unitId],
    );
    return row.within;
  }

  async planYear(ctx: RequestContext, planId: string): Promise<number> {
    const [row] = await ctx.em.query(`select year from plan where id = $1`, [planId]);
    return row.year;
  }

  async insert(ctx: RequestContext, task: Task): Promise<void> {
    await ctx.em.insert(Task, task);
  }

  /** Whether the row had that version. Adds one to it. */
  async update(
    ctx: RequestContext,
    { id, version }: { id: string; version: number },
    changes: Partial<Omit<Task, 'id' | 'planId' | 'version'>>,
  ): Promise<boolean> {
    const { affected } = await ctx.em.update(Task, { id, version }, { ...changes, version: version + 1 });
    return affected === 1;
  }

  async insertAssignments(ctx: RequestContext, rows: readonly Assignment[]): Promise<void> {
    if (rows.length > 0) await ctx.em.insert(Assignment, [...rows]);
  }

  async clearAssignments(ctx: RequestContext, taskId: string): Promise<void> {
    await ctx.em.delete(Assignment, { taskId });
  }

  assignments(ctx: RequestContext, taskId: string): Promise<Assignment[]> {
    return ctx.em.findBy(Assignment, { taskId });
  }

  /** What the unit has to report of the task itself, beside whoever leads it; null where it has no such part. */
  async part(
    ctx: RequestContext,
    taskId: string,
    unitId: string,
  ): Promise<{ unitName: string; isWaived: boolean; isGone: boolean } | null> {
    const [row] = await ctx.em.query(
      `select u.name as "unitName", a.waived_reason is not null as "isWaived", u.taken_over_by is not null as "isGone"
       from assignment a join unit u on u.id = a.unit_id
       where a.task_id = $1 and a.unit_id = $2 and a.role <> 'lead' and a.parent_id is null`,
      [taskId, unitId],
    );
    return row ?? null;
  }

  /** Whether the unit has such a part; with null it has to be reported again. */
  async waive(
    ctx: RequestContext,
    where: { taskId: string; unitId: string },
    reason: string | null,
  ): Promise<boolean> {
    const { affected } = await ctx.em.update(Assignment, where, { waivedReason: reason });
    return affected === 1;
  }

  async acceptLead(ctx: RequestContext, taskId: string): Promise<void> {
    await ctx.em.update(Assignment, { taskId, role: 'lead' }, { acceptedOn: ctx.today });
  }

  async setKnowers(
    ctx: RequestContext,
    task: { planId: string; taskId: string },
    userIds: readonly string[],
  ): Promise<void> {
    await ctx.em.query(`delete from task_knower where task_id = $1`, [task.taskId]);
    await ctx.em.query(
      `insert into task_knower (plan_id, task_id, user_id) select $1, $2, id from unnest($3::uuid[]) as id on conflict do nothing`,
      [task.planId, task.taskId, [...userIds]],
    );
  }

  async addHistory(
    ctx: RequestContext,
    task: { id: string; planId: string },
    row: HistoryRow,
  ): Promise<void> {
    await ctx.em.query(
      `insert into task_history (id, plan_id, task_id, at, business_date, move, from_state, to_state, actor_id, reason, detail, request_id, behalf_of)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        task.planId,
        task.id,
        ctx.now,
        ctx.today,
        row.move,
        row.from,
        row.to,
        ctx.actor?.id ?? null,
        row.reason,
        JSON.stringify(row.detail),
        ctx.requestId,
        row.behalfOf ?? null,
      ],
    );
  }

  /** Of these units, those that are there and open; of these users, those who are active. */
  async existing(
    ctx: RequestContext,
    ids: { units: readonly string[]; users: readonly string[] },
  ): Promise<{ units: string[]; users: string[]; leaders: string[] }> {
    const [row] = await ctx.em.query(
      `select coalesce((select array_agg(id) from unit where id = any($1) and closed_on is null), '{}') as units,
         coalesce((select array_agg(id) from app_user where id = any($2) and active), '{}') as users,
         coalesce((select array_agg(distinct user_id) from role_grant where user_id = any($2) and role = 'leader'), '{}') as leaders`,
      [ids.units, ids.users],
    );
    return row;
  }

  /** Whether anything hangs on the task that a restricted one may not have: a target or a duty. */
  async hasFigures(ctx: RequestContext, taskId: string): Promise<boolean> {
    const [row] = await ctx.em.query(
      `select exists (select from target where task_id = $1) or exists (select from duty where task_id = $1) as has`,
      [taskId],
    );
    return row.has;
  }

  /** Whether anything was ever to be reported on the task. */
  async hasReports(ctx: RequestContext, taskId: string): Promise<boolean> {
    const [row] = await ctx.em.query(
      `select exists (select from expectation where task_id = $1) or exists (select from report where task_id = $1) as has`,
      [taskId],
    );
    return row.has;
  }

  /** Tasks of the plan that the leader leads, in one of the states, in an order that all lock them in. */
  async ledBy(
    ctx: RequestContext,
    planId: string,
    leaderId: string,
    states: readonly string[],
  ): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from task where plan_id = $1 and leader_id = $2 and state = any($3) and visibility <> 'withheld' order by id`,
      [planId, leaderId, [...states]],
    );
    return rows.map((row) => row.id);
  }

  /** The plan's printed tasks that wait to be issued. */
  async drafted(ctx: RequestContext, planId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from task where plan_id = $1 and origin = 'plan' and state in ('draft', 'pending-issue') order by number, id`,
      [planId],
    );
    return rows.map((row) => row.id);
  }
}
