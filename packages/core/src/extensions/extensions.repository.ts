import { randomUUID } from 'node:crypto';
import type { ExtensionBody, ExtensionView, OnTimeTask } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { refOf, taskRefOf } from '../tasks/refs.js';

export type ExtensionRow = Omit<ExtensionView, 'moves'> & { planId: string };

/** A date that a closed or overdue task is judged by. */
export interface JudgedTask {
  task: OnTimeTask['task'];
  areaId: string;
  dueDate: string;
  originalDueDate: string;
  /** Null for an open one. */
  closedOn: string | null;
  requestedOn: string | null;
}

const sorts: Record<string, string> = { askedOn: 'e.asked_on', dueDate: 'e.due_date' };
const columns = `e.id, e.plan_id as "planId", e.task_id as "taskId", ${taskRefOf} as task, e.due_date_before::text as "dueDateBefore",
  e.due_date::text as "dueDate", e.reason, e.progress, e.state, ${refOf('app_user', 'e.asked_by')} as "askedBy",
  ${refOf('app_user', 'e.asked_for')} as "askedFor",
  e.asked_on::text as "askedOn", e.decisions, e.version`;

@Injectable()
export class ExtensionRepository {
  list(ctx: RequestContext, taskId: string): Promise<ExtensionRow[]> {
    return ctx.em.query(
      `select ${columns} from extension e join task t on t.id = e.task_id where e.task_id = $1 order by e.asked_on desc, e.id`,
      [taskId],
    );
  }

  /** Those of a plan, of tasks that the asker may know. */
  async page(
    ctx: RequestContext,
    filter: { planId: string; areaId?: string | undefined; state?: string | undefined },
    page: { key: string; direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: ExtensionRow[]; total: number }> {
    const { actorId, office } = knowerOf(ctx);
    const from = `from extension e join task t on t.id = e.task_id
      where ${knowsTask('$1', '$2')} and e.plan_id = $3 and ($4::text is null or t.area_id = $4)
        and ($5::text is null or e.state = $5)`;
    const values = [actorId, office, filter.planId, filter.areaId ?? null, filter.state ?? null];
    const items = await ctx.em.query(
      `select ${columns} ${from} order by ${sorts[page.key] ?? 'e.asked_on'} ${page.direction}, e.id limit $6 offset $7`,
      [...values, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, values);
    return { items, total };
  }

  /** Those of a plan that wait for a decision, of tasks in work. */
  waiting(ctx: RequestContext, planId: string): Promise<ExtensionRow[]> {
    return ctx.em.query(
      `select ${columns} from extension e join task t on t.id = e.task_id where e.plan_id = $1 and e.state in ('asked', 'approved') order by e.asked_on, e.id`,
      [planId],
    );
  }

  /** Of a task, what nobody has decided yet. */
  open(ctx: RequestContext, taskId: string): Promise<ExtensionRow[]> {
    return ctx.em.query(
      `select ${columns} from extension e join task t on t.id = e.task_id where e.task_id = $1 and e.state in ('asked', 'approved')`,
      [taskId],
    );
  }

  async find(ctx: RequestContext, id: string): Promise<ExtensionRow | null> {
    const [row] = await ctx.em.query(
      `select ${columns} from extension e join task t on t.id = e.task_id where e.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** Null where one waits already. */
  async insert(
    ctx: RequestContext,
    task: { id: string; planId: string; dueDate: string; askedFor: string | null },
    given: ExtensionBody,
  ): Promise<string | null> {
    const rows: { id: string }[] = await ctx.em.query(
      `with asked as (
         insert into extension (id, plan_id, task_id, due_date_before, due_date, reason, progress, state, asked_by, asked_on, asked_for)
         values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10)
         on conflict (task_id) where state in ('asked', 'approved') do nothing returning id)
       select id from asked`,
      [
        randomUUID(),
        task.planId,
        task.id,
        task.dueDate,
        given.dueDate,
        given.reason,
        given.progress,
        ctx.actor?.id,
        ctx.today,
        task.askedFor,
      ],
    );
    return rows[0]?.id ?? null;
  }

  /** Whether it had that version. */
  async decide(
    ctx: RequestContext,
    { id, version }: ExtensionRow,
    state: ExtensionRow['state'],
    decision: ExtensionRow['decisions'][number],
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with decided as (
         update extension set state = $3, decisions = decisions || jsonb_build_array($4::jsonb), version = version + 1
         where id = $1 and version = $2 returning 1) select 1 from decided`,
      [id, version, state, JSON.stringify(decision)],
    );
    return rows.length > 0;
  }

  /** Open tasks that are closed or have a date; the restricted are in no figure. */
  judged(ctx: RequestContext, planId: string): Promise<JudgedTask[]> {
    return ctx.em.query(
      `select ${taskRefOf} as task, t.area_id as "areaId", t.due_date::text as "dueDate",
         coalesce(t.original_due_date, t.due_date)::text as "originalDueDate",
         case when t.state in ('closed', 'archived') then t.closed_on::text end as "closedOn",
         (select h.business_date::text from task_history h where h.task_id = t.id and h.move = 'request-closure'
            and not exists (select from task_history b where b.task_id = t.id and b.seq > h.seq and b.to_state in ('issued', 'in-progress'))
            order by h.seq desc limit 1) as "requestedOn"
       from task t where t.plan_id = $1 and t.visibility = 'open' and t.due_date is not null
         and t.state in ('issued', 'in-progress', 'closure-review', 'closed', 'archived')
       order by t.number nulls last, t.due_date, t.id`,
      [planId],
    );
  }
}
