import type { DecisionView, TaskDecision } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { stale } from '../kernel/index.js';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { withdrawnOf } from './meeting.repository.js';

export interface DecisionRow extends DecisionView {
  planId: string;
}

const ref = (table: string, id: string) =>
  `(select json_build_object('id', x.id, 'name', x.name) from ${table} x where x.id = ${id})`;
/** Everybody reads a meeting's decisions, and snapshots keep them: a restricted task is told of on its own page alone. */
const columns = `d.id, d.plan_id as "planId", d.meeting_id as "meetingId", d.number, d.text, d.area_id as "areaId", ${ref('unit', 'd.lead_unit_id')} as "leadUnit",
  coalesce((select json_agg(json_build_object('id', x.id, 'name', x.name) order by x.code) from unit x where x.id = any(d.cooperating_unit_ids)), '[]') as "cooperatingUnits",
  d.due_date::text as "dueDate", d.effect, (select t.id from task t where t.id = d.task_id and t.visibility = 'open') as "taskId",
  (d.done_on is not null or exists (select from task t where t.id = d.task_id and d.effect = 'task' and t.state in ('closed', 'archived'))) as done,
  ${withdrawnOf('d')}, d.version`;

export interface DecisionContent {
  text: string;
  areaId: string | null;
  leadUnitId: string | null;
  cooperatingUnitIds: readonly string[];
  dueDate: string | null;
}

@Injectable()
export class DecisionRepository {
  async list(ctx: RequestContext, meetingId: string): Promise<DecisionRow[]> {
    return ctx.em.query(`select ${columns} from decision d where d.meeting_id = $1 order by d.number`, [
      meetingId,
    ]);
  }

  /** The decisions about a task; none of a task that the asker may not know. */
  async ofTask(
    ctx: RequestContext,
    taskId: string,
  ): Promise<(DecisionRow & { meeting: TaskDecision['meeting'] })[]> {
    const { actorId, office } = knowerOf(ctx);
    return ctx.em.query(
      `select ${columns}, json_build_object('id', m.id, 'title', m.title, 'heldOn', m.held_on) as meeting
       from decision d join meeting m on m.id = d.meeting_id join task t on t.id = d.task_id and ${knowsTask('$2', '$3')}
       where d.task_id = $1 order by m.held_on, d.number`,
      [taskId, actorId, office],
    );
  }

  async find(ctx: RequestContext, id: string): Promise<DecisionRow | null> {
    const lock = ctx.em.queryRunner?.isTransactionActive ? 'for no key update of d' : '';
    const [row] = await ctx.em.query(`select ${columns} from decision d where d.id = $1 ${lock}`, [id]);
    return row ?? null;
  }

  /** Adds a decision under the meeting's next number. The meeting's row is locked by the caller's subject. */
  async insert(
    ctx: RequestContext,
    decision: DecisionContent & { id: string; planId: string; meetingId: string },
  ): Promise<void> {
    await ctx.em.query(
      `insert into decision (id, plan_id, meeting_id, number, text, area_id, lead_unit_id, cooperating_unit_ids, due_date, effect, created_by)
       select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8, 'none', $9 from decision where meeting_id = $3`,
      [
        decision.id,
        decision.planId,
        decision.meetingId,
        decision.text,
        decision.areaId,
        decision.leadUnitId,
        decision.cooperatingUnitIds,
        decision.dueDate,
        ctx.actor?.id,
      ],
    );
  }

  async taskOfTarget(ctx: RequestContext, targetId: string): Promise<string | null> {
    const [row] = await ctx.em.query(`select task_id as "taskId" from target where id = $1`, [targetId]);
    return row?.taskId ?? null;
  }

  async update(ctx: RequestContext, row: DecisionRow, content: DecisionContent): Promise<void> {
    const rows = await ctx.em.query(
      `with changed as (update decision set text = $3, area_id = $4, lead_unit_id = $5, cooperating_unit_ids = $6, due_date = $7, version = version + 1
         where id = $1 and version = $2 returning id) select id from changed`,
      [
        row.id,
        row.version,
        content.text,
        content.areaId,
        content.leadUnitId,
        content.cooperatingUnitIds,
        content.dueDate,
      ],
    );
    if (rows.length === 0) throw stale();
  }

  /** Links a decision with what it did; `doneOn` where that settles it. */
  async carryOut(
    ctx: RequestContext,
    row: DecisionRow,
    given: { effect: string; taskId: string; doneOn: string | null },
  ): Promise<void> {
    const rows = await ctx.em.query(
      `with changed as (update decision set effect = $3, task_id = $4, done_on = $5, version = version + 1 where id = $1 and version = $2 returning id) select id from changed`,
      [row.id, row.version, given.effect, given.taskId, given.doneOn],
    );
    if (rows.length === 0) throw stale();
  }

  /** Says of a decision that it was taken down by mistake; what it did stays. */
  async withdraw(ctx: RequestContext, row: DecisionRow, reason: string): Promise<void> {
    const rows = await ctx.em.query(
      `with changed as (update decision set withdrawn_by = $3, withdrawn_on = $4, withdrawn_reason = $5, version = version + 1
         where id = $1 and version = $2 returning id) select id from changed`,
      [row.id, row.version, ctx.actor?.id, ctx.today, reason],
    );
    if (rows.length === 0) throw stale();
  }

  /** Says that a decision was carried out, or takes that back. */
  async settle(ctx: RequestContext, row: DecisionRow, doneOn: string | null): Promise<void> {
    const rows = await ctx.em.query(
      `with changed as (update decision set done_on = $3, version = version + 1 where id = $1 and version = $2 returning id) select id from changed`,
      [row.id, row.version, doneOn],
    );
    if (rows.length === 0) throw stale();
  }
}
