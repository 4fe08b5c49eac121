import { randomUUID } from 'node:crypto';
import type { AdjustmentView, PlanChange } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { refOf, taskRefOf } from '../tasks/refs.js';

export type AdjustmentRow = Omit<AdjustmentView, 'moves'> & { planId: string; leaderId: string | null };

export interface NewAdjustment {
  planId: string;
  taskId: string;
  kind: AdjustmentRow['kind'];
  subjectId: string | null;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  reason: string;
  basis: string;
  effectiveOn: string;
}

export interface AdjustmentFilter {
  planId?: string;
  id?: string;
  taskId?: string | undefined;
  areaId?: string | undefined;
  kind?: string | undefined;
  state?: string | undefined;
}

const columns = `a.id, a.plan_id as "planId", ${taskRefOf} as task, t.leader_id as "leaderId", a.kind,
  a.subject_id as "subjectId", a.before, a.after, a.reason, a.basis, a.effective_on::text as "effectiveOn", a.state,
  ${refOf('app_user', 'a.proposed_by')} as "proposedBy", a.proposed_on::text as "proposedOn",
  ${refOf('app_user', 'a.decided_by')} as "decidedBy", a.decided_on::text as "decidedOn",
  a.decision_reason as "decisionReason", a.applied_on::text as "appliedOn",
  case when a.withdrawn_on is not null then json_build_object('by', ${refOf('app_user', 'a.withdrawn_by')}, 'on', a.withdrawn_on,
    'reason', a.withdrawn_reason) end as withdrawn, a.version`;

const sorts: Record<string, string> = { proposedOn: 'a.proposed_on', effectiveOn: 'a.effective_on' };

/** Moves of a task's history that changed what was issued, by kind. A date is also moved when work is sent back. */
const changeKinds = `(values ('extend', 'date'), ('adjust-date', 'date'), ('send-back', 'date'), ('adjust-target', 'target'),
  ('adjust-units', 'units'), ('adjust-milestone', 'milestone'), ('merge', 'merge')) as kind (move, kind)`;

/** What takes effect on a later day is the system's doing, and the decision of whoever approved it. */
const approver = `(select a.decided_by from adjustment a where a.task_id = h.task_id and a.kind = kind.kind
  and a.state = 'applied' and a.applied_on = h.business_date order by a.decided_on desc, a.id limit 1)`;

@Injectable()
export class AdjustmentRepository {
  /** Those of tasks that the asker may know. */
  async page(
    ctx: RequestContext,
    filter: AdjustmentFilter,
    page: { key: string; direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: AdjustmentRow[]; total: number }> {
    const { actorId, office } = knowerOf(ctx);
    const from = `from adjustment a join task t on t.id = a.task_id
      where ${knowsTask('$1', '$2')} and ($3::uuid is null or a.plan_id = $3) and ($4::uuid is null or a.id = $4)
        and ($5::uuid is null or a.task_id = $5) and ($6::text is null or t.area_id = $6)
        and ($7::text is null or a.kind = $7) and ($8::text is null or a.state = $8)`;
    const values = [
      actorId,
      office,
      filter.planId ?? null,
      filter.id ?? null,
      filter.taskId ?? null,
      filter.areaId ?? null,
      filter.kind ?? null,
      filter.state ?? null,
    ];
    const items = await ctx.em.query(
      `select ${columns} ${from} order by ${sorts[page.key] ?? 'a.proposed_on'} ${page.direction}, a.id limit $9 offset $10`,
      [...values, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, values);
    return { items, total };
  }

  async find(ctx: RequestContext, id: string): Promise<AdjustmentRow | null> {
    const [row] = await ctx.em.query(
      `select ${columns} from adjustment a join task t on t.id = a.task_id where a.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /**
   * Approved ones whose day has come, in the order of their days; a merger is the last of a day, for nothing changes a
   * task that has ended. For the system's own work.
   */
  due(ctx: RequestContext, planId: string): Promise<AdjustmentRow[]> {
    return ctx.em.query(
      `select ${columns} from adjustment a join task t on t.id = a.task_id
       where a.plan_id = $1 and a.state = 'approved' and a.effective_on <= $2::date
       order by a.effective_on, a.kind = 'merge', a.proposed_on, a.kind, a.id for update of a`,
      [planId, ctx.today],
    );
  }

  /**
   * What was proposed for a task that has ended, or to be merged into it, is refused; what was approved for a day to
   * come fails. The adjustment that ends it is being applied, and is none of them.
   */
  async settleAll(
    ctx: RequestContext,
    taskId: string,
    byId: string,
    reason: string,
  ): Promise<{ id: string; planId: string; taskId: string; kind: string; proposedBy: string }[]> {
    return ctx.em.query(
      `with settled as (
         update adjustment set state = case state when 'proposed' then 'refused' else 'failed' end, decision_reason = $3,
           decided_by = coalesce(decided_by, $2), decided_on = coalesce(decided_on, $4), version = version + 1
         where (task_id = $1 or kind = 'merge' and subject_id = $1) and state in ('proposed', 'approved')
           and not (kind = 'merge' and task_id = $1 and state = 'approved' and effective_on <= $4)
         returning id, plan_id, task_id, kind, proposed_by)
       select id, plan_id as "planId", task_id as "taskId", kind, proposed_by as "proposedBy" from settled`,
      [taskId, byId, reason, ctx.today],
    );
  }

  /** Whether the same thing is being adjusted already. */
  async waits(ctx: RequestContext, { taskId, kind, subjectId }: NewAdjustment): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `select 1 from adjustment where task_id = $1 and kind = $2 and subject_id is not distinct from $3
         and state in ('proposed', 'approved')`,
      [taskId, kind, subjectId],
    );
    return rows.length > 0;
  }

  async insert(ctx: RequestContext, given: NewAdjustment): Promise<string> {
    const id = randomUUID();
    await ctx.em.query(
      `insert into adjustment (id, plan_id, task_id, kind, subject_id, before, after, reason, basis, effective_on, state, proposed_by, proposed_on)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed', $11, $12)`,
      [
        id,
        given.planId,
        given.taskId,
        given.kind,
        given.subjectId,
        JSON.stringify(given.before),
        JSON.stringify(given.after),
        given.reason,
        given.basis,
        given.effectiveOn,
        ctx.actor?.id,
        ctx.today,
      ],
    );
    return id;
  }

  /** Whether it had that version. */
  async decide(
    ctx: RequestContext,
    { id, version }: AdjustmentRow,
    state: AdjustmentRow['state'],
    reason: string | null,
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with decided as (
         update adjustment set state = $3, decided_by = $4, decided_on = $5, decision_reason = $6, version = version + 1
         where id = $1 and version = $2 and state = 'proposed' returning 1) select 1 from decided`,
      [id, version, state, ctx.actor?.id, ctx.today, reason],
    );
    return rows.length > 0;
  }

  /** Whether it had that version, and was neither refused nor in force. */
  async withdraw(ctx: RequestContext, { id, version }: AdjustmentRow, reason: string): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with withdrawn as (
         update adjustment set state = 'withdrawn', withdrawn_by = $3, withdrawn_on = $4, withdrawn_reason = $5, version = version + 1
         where id = $1 and version = $2 and state in ('proposed', 'approved') returning 1) select 1 from withdrawn`,
      [id, version, ctx.actor?.id, ctx.today, reason],
    );
    return rows.length > 0;
  }

  /** Notes how carrying it out ended. */
  async settle(ctx: RequestContext, id: string, state: 'applied' | 'failed'): Promise<void> {
    await ctx.em.query(
      `update adjustment set state = $2, applied_on = case when $2 = 'applied' then $3::date end, version = version + 1
       where id = $1`,
      [id, state, ctx.today],
    );
  }

  /** The names of units, in the order of their codes. */
  unitRefs(ctx: RequestContext, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
    return ctx.em.query(`select id, name from unit where id = any($1) order by code`, [[...ids]]);
  }

  /** What was changed in a plan by whatever decided it, of tasks that the asker may know. */
  async changes(
    ctx: RequestContext,
    filter: { planId: string; areaId?: string | undefined; kind?: string | undefined },
    page: { direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: PlanChange[]; total: number }> {
    const { actorId, office } = knowerOf(ctx);
    const from = `from task_history h join ${changeKinds} on kind.move = h.move join task t on t.id = h.task_id
      where ${knowsTask('$1', '$2')} and h.plan_id = $3 and ($4::text is null or t.area_id = $4)
        and ($5::text is null or kind.kind = $5)`;
    const values = [actorId, office, filter.planId, filter.areaId ?? null, filter.kind ?? null];
    const items = await ctx.em.query(
      `select h.id, ${taskRefOf} as task, kind.kind, h.move, h.business_date::text as "on",
         ${refOf('app_user', `coalesce(h.actor_id, ${approver})`)} as by, h.reason, h.detail
       ${from} order by h.seq ${page.direction} limit $6 offset $7`,
      [...values, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, values);
    return { items, total };
  }
}
