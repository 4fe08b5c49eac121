import { randomUUID } from 'node:crypto';
import type { InstructionBody, InstructionView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { refOf, taskRefOf } from '../tasks/refs.js';

export type InstructionRow = Omit<InstructionView, 'moves'> & {
  planId: string;
  leadUnitId: string | null;
  areaId: string;
};

const sorts: Record<string, string> = { writtenOn: 'i.written_on', answerBy: 'i.answer_by' };
const holder = `coalesce(i.held_by, i.written_by)`;
/** `$1`: the business date, by which an answer is late. */
const columns = `i.id, i.plan_id as "planId", i.task_id as "taskId", ${taskRefOf} as task, t.area_id as "areaId",
  (select l.unit_id from assignment l where l.task_id = t.id and l.role = 'lead') as "leadUnitId", i.text, i.state,
  ${refOf('app_user', 'i.written_by')} as "writtenBy", i.written_on::text as "writtenOn",
  ${refOf('app_user', holder)} as "heldBy", (select active from app_user where id = ${holder}) as "holderActive", i.answer_by::text as "answerBy",
  i.state = 'open' and i.answer_by < $1::date as late, i.answers, i.closed_on::text as "closedOn", i.version`;

@Injectable()
export class InstructionRepository {
  /** Those of a plan, of tasks that the asker may know. */
  async page(
    ctx: RequestContext,
    filter: {
      planId: string;
      areaId?: string | undefined;
      state?: string | undefined;
      late?: boolean | undefined;
      holder?: 'inactive' | undefined;
    },
    page: { key: string; direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: InstructionRow[]; total: number }> {
    const { actorId, office } = knowerOf(ctx);
    const from = `from instruction i join task t on t.id = i.task_id
      where ${knowsTask('$2', '$3')} and i.plan_id = $4 and ($5::text is null or t.area_id = $5)
        and ($6::text is null or i.state = $6) and ($7::boolean is null or (i.state = 'open' and i.answer_by < $1::date) = $7)
        and (not $8::boolean or i.state <> 'closed' and exists (select from app_user u where u.id = ${holder} and not u.active))`;
    const { planId, areaId = null, state = null, late = null } = filter;
    const values = [ctx.today, actorId, office, planId, areaId, state, late, filter.holder === 'inactive'];
    const items = await ctx.em.query(
      `select ${columns} ${from} order by ${sorts[page.key] ?? 'i.written_on'} ${page.direction}, i.id limit $9 offset $10`,
      [...values, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, values);
    return { items, total };
  }

  /** Newest first; of tasks that the asker may know. */
  list(
    ctx: RequestContext,
    filter: { taskId?: string; planId?: string; unsettled?: boolean },
  ): Promise<InstructionRow[]> {
    const { actorId, office } = knowerOf(ctx);
    return ctx.em.query(
      `select ${columns} from instruction i join task t on t.id = i.task_id
       where ${knowsTask('$2', '$3')} and ($4::uuid is null or i.task_id = $4) and ($5::uuid is null or i.plan_id = $5)
         and (not $6::boolean or i.state <> 'closed') order by i.written_on desc, i.id`,
      [ctx.today, actorId, office, filter.taskId ?? null, filter.planId ?? null, filter.unsettled ?? false],
    );
  }

  async find(ctx: RequestContext, id: string): Promise<InstructionRow | null> {
    const [row] = await ctx.em.query(
      `select ${columns} from instruction i join task t on t.id = i.task_id where i.id = $2`,
      [ctx.today, id],
    );
    return row ?? null;
  }

  async insert(
    ctx: RequestContext,
    task: { planId: string; taskId: string },
    given: InstructionBody,
  ): Promise<string> {
    const id = randomUUID();
    await ctx.em.query(
      `insert into instruction (id, plan_id, task_id, text, state, written_by, written_on, answer_by)
       values ($1, $2, $3, $4, 'open', $5, $6, $7)`,
      [id, task.planId, task.taskId, given.text, ctx.actor?.id, ctx.today, given.answerBy],
    );
    return id;
  }

  /** What is not closed of a task goes on in another one. */
  async follow(
    ctx: RequestContext,
    fromTaskId: string,
    intoTaskId: string,
  ): Promise<{ id: string; answerBy: string; state: InstructionRow['state'] }[]> {
    return ctx.em.query(
      `with followed as (
         update instruction set task_id = $2, version = version + 1 where task_id = $1 and state <> 'closed'
         returning id, answer_by, state)
       select id, answer_by::text as "answerBy", state from followed order by answer_by, id`,
      [fromTaskId, intoTaskId],
    );
  }

  /** Whether it had that version. */
  async answer(
    ctx: RequestContext,
    { id, version }: InstructionRow,
    answer: InstructionRow['answers'][number],
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with answered as (
         update instruction set state = 'answered', answers = answers || jsonb_build_array($3::jsonb), version = version + 1
         where id = $1 and version = $2 and state <> 'closed' returning 1) select 1 from answered`,
      [id, version, JSON.stringify(answer)],
    );
    return rows.length > 0;
  }

  async close(ctx: RequestContext, { id, version }: InstructionRow): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with closed as (
         update instruction set state = 'closed', closed_on = $3, version = version + 1
         where id = $1 and version = $2 and state <> 'closed' returning 1) select 1 from closed`,
      [id, version, ctx.today],
    );
    return rows.length > 0;
  }

  /** Another one waits for its answer. Whether it had that version. */
  async giveTo(ctx: RequestContext, { id, version }: InstructionRow, leaderId: string): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with given as (
         update instruction set held_by = $3, version = version + 1
         where id = $1 and version = $2 and state <> 'closed' returning 1) select 1 from given`,
      [id, version, leaderId],
    );
    return rows.length > 0;
  }

  /** What waits for one of two leaders waits for the other: on these tasks (null for all of the plan) that the other may know of. */
  async handOver(
    ctx: RequestContext,
    {
      planId,
      from,
      to,
      taskIds,
    }: { planId: string; from: string; to: string; taskIds: readonly string[] | null },
  ): Promise<{ id: string; taskId: string }[]> {
    return ctx.em.query(
      `with handed as (
         update instruction i set held_by = $3, version = i.version + 1 from task t
         where t.id = i.task_id and i.plan_id = $1 and ${holder} = $2 and i.state <> 'closed'
           and ($4::uuid[] is null or i.task_id = any($4)) and ${knowsTask('$3', 'false')}
         returning i.id, i.task_id, i.answer_by)
       select id, task_id as "taskId" from handed order by answer_by, id`,
      [planId, from, to, taskIds],
    );
  }

  /** Whether the person may know of the task. */
  async mayKnow(ctx: RequestContext, taskId: string, userId: string): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `select from task t where t.id = $1 and ${knowsTask('$2', 'false')}`,
      [taskId, userId],
    );
    return rows.length > 0;
  }

  async unitIsOpen(ctx: RequestContext, id: string): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(`select 1 from unit where id = $1 and closed_on is null`, [
      id,
    ]);
    return rows.length > 0;
  }
}
