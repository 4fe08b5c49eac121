import type { DecisionView, TaskDecision } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { stale } from '../kernel/index.js';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { withdrawnOf } from './meeting.repository.js';

export interface DecisionRow extends DecisionView {
  planId: string;
  /** What it did, whoever asks. */
  did: DecisionView['effect'];
}

const ref = (table: string, id: string) =>
  `(select json_build_object('id', x.id, 'name', x.name) from ${table} x where x.id = ${id})`;
/**
 * \`d\` and the task \`t\` that it led to; where that was merged into another one, or its year ended and it was carried
 * over, the task in which it goes on.
 */
const source = `decision d left join lateral (
    with recursive way as (
      select d.task_id as id, false as merged, 0 as step where d.task_id is not null
      union all
      select next.id, way.merged or next.merged, way.step + 1 from way cross join lateral (
        select (h.detail->>'into')::uuid as id, true as merged from task_history h where h.task_id = way.id and h.move = 'merge'
        union all
        select n.id, false from task n join task o on o.id = n.carried_from where o.id = way.id and o.state = 'terminated') next)
    select t.*, way.merged from way join task t on t.id = way.id order by way.step desc limit 1) t on true`;
/**
 * Whoever may not know the task is told no more than of a decision that was settled by word. \`knows\` is true of a task
 * that the asker may know, and null where there is none.
 */
const columnsFor = (
  knows: string,
) => `d.id, d.plan_id as "planId", d.meeting_id as "meetingId", d.number, d.text, d.area_id as "areaId", ${ref('unit', 'd.lead_unit_id')} as "leadUnit",
  coalesce((select json_agg(json_build_object('id', x.id, 'name', x.name) order by x.code) from unit x where x.id = any(d.cooperating_unit_ids)), '[]') as "cooperatingUnits",
  (case when d.effect in ('task', 'extension') and ${knows} then t.due_date else d.due_date end)::text as "dueDate",
  case when ${knows} then d.effect else 'none' end as effect, d.effect as did, case when ${knows} then t.id end as "taskId",
  coalesce(${knows} and d.effect = 'task' and t.state = 'terminated', false) as "taskEnded",
  coalesce(${knows} and d.effect = 'task' and t.merged, false) as "taskMerged",
  coalesce(d.done_on is not null or (d.effect = 'task' and t.state in ('closed', 'archived')), false) as done, d.settled_note as "settledNote",
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
  /** As everybody reads them, and snapshots keep them: a restricted task is told of on its own page alone. */
  async list(ctx: RequestContext, meetingId: string): Promise<DecisionRow[]> {
    const columns = columnsFor(`t.visibility = 'open'`);
    return ctx.em.query(`select ${columns} from ${source} where d.meeting_id = $1 order by d.number`, [
      meetingId,
    ]);
  }

  /** The decisions about a task, about those merged into it, and about what it was in the plans before; none of a task that the asker may not know. */
  async ofTask(
    ctx: RequestContext,
    taskId: string,
  ): Promise<(DecisionRow & { meeting: TaskDecision['meeting'] })[]> {
    const { actorId, office } = knowerOf(ctx);
    return ctx.em.query(
      `with recursive page as (select t.id from task t where t.id = $1 and ${knowsTask('$2', '$3')}),
       whole as (
         select id from page
         union
         select before.id from whole cross join lateral (
           select (h.detail->>'from')::uuid as id from task_history h where h.task_id = whole.id and h.move = 'take-in'
           union all
           select w.carried_from from task w where w.id = whole.id and w.carried_from is not null) before)
       select ${columnsFor(knowsTask('$2', '$3'))}, json_build_object('id', m.id, 'title', m.title, 'heldOn', m.held_on) as meeting
       from ${source} join meeting m on m.id = d.meeting_id
       where d.task_id in (select id from whole) order by m.held_on, d.number`,
      [taskId, actorId, office],
    );
  }

  async find(ctx: RequestContext, id: string): Promise<DecisionRow | null> {
    const lock = ctx.em.queryRunner?.isTransactionActive ? 'for no key update of d' : '';
    const { actorId, office } = knowerOf(ctx);
    const [row] = await ctx.em.query(
      `select ${columnsFor(knowsTask('$2', '$3'))} from ${source} where d.id = $1 ${lock}`,
      [id, actorId, office],
    );
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

  /** The plan of a task that the asker may know, and its lead unit; null where there is none. */
  async task(
    ctx: RequestContext,
    taskId: string,
  ): Promise<{ planId: string; leadUnitId: string | null } | null> {
    const { actorId, office } = knowerOf(ctx);
    const [row] = await ctx.em.query(
      `select t.plan_id as "planId", (select a.unit_id from assignment a where a.task_id = t.id and a.role = 'lead') as "leadUnitId"
       from task t where t.id = $1 and ${knowsTask('$2', '$3')}`,
      [taskId, actorId, office],
    );
    return row ?? null;
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

  /** Links a decision with what it did; `doneOn` where that settles it. A new task fills in what the decision lacked. */
  async carryOut(
    ctx: RequestContext,
    row: DecisionRow,
    given: { effect: string; taskId: string; doneOn: string | null } & Pick<
      DecisionContent,
      'areaId' | 'leadUnitId' | 'dueDate'
    >,
  ): Promise<void> {
    const rows = await ctx.em.query(
      `with changed as (update decision set effect = $3, task_id = $4, done_on = $5, area_id = $6, lead_unit_id = $7, due_date = $8, version = version + 1
         where id = $1 and version = $2 returning id) select id from changed`,
      [
        row.id,
        row.version,
        given.effect,
        given.taskId,
        given.doneOn,
        given.areaId,
        given.leadUnitId,
        given.dueDate,
      ],
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

  /** Says that a decision was carried out, and how, or takes that back. */
  async settle(
    ctx: RequestContext,
    row: DecisionRow,
    doneOn: string | null,
    note: string | null,
  ): Promise<void> {
    const rows = await ctx.em.query(
      `with changed as (update decision set done_on = $3, settled_note = $4, version = version + 1 where id = $1 and version = $2 returning id) select id from changed`,
      [row.id, row.version, doneOn, note],
    );
    if (rows.length === 0) throw stale();
  }
}
