import { randomUUID } from 'node:crypto';
import type { ContestAnswer, ContestView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { refOf, taskRefOf } from '../tasks/refs.js';

export type ContestRow = Omit<ContestView, 'moves'> & { planId: string };

const columns = `c.id, c.plan_id as "planId", c.task_id as "taskId", ${taskRefOf} as task, ${refOf('unit', 'c.unit_id')} as unit, c.colour,
  c.light_as_of::text as "lightAsOf", c.reason, ${refOf('app_user', 'c.raised_by')} as "raisedBy",
  c.raised_on::text as "raisedOn",
  case when c.answered_by is not null then json_build_object('by', ${refOf('app_user', 'c.answered_by')},
    'on', c.answered_on, 'upheld', c.upheld, 'text', c.answer) end as answer, c.version`;

@Injectable()
export class ContestRepository {
  /** Newest first unless said; of tasks that the asker may know. */
  async page(
    ctx: RequestContext,
    filter: {
      taskId?: string | undefined;
      planId?: string | undefined;
      areaId?: string | undefined;
      answered?: boolean | undefined;
    },
    page: { direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: ContestRow[]; total: number }> {
    const { actorId, office } = knowerOf(ctx);
    const from = `from light_contest c join task t on t.id = c.task_id
      where ${knowsTask('$1', '$2')} and ($3::uuid is null or c.task_id = $3) and ($4::uuid is null or c.plan_id = $4)
        and ($5::text is null or t.area_id = $5) and ($6::boolean is null or (c.answered_on is not null) = $6)`;
    const { taskId = null, planId = null, areaId = null, answered = null } = filter;
    const values = [actorId, office, taskId, planId, areaId, answered];
    const items = await ctx.em.query(
      `select ${columns} ${from} order by c.raised_on ${page.direction}, c.id limit $7 offset $8`,
      [...values, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, values);
    return { items, total };
  }

  async find(ctx: RequestContext, id: string): Promise<ContestRow | null> {
    const [row] = await ctx.em.query(
      `select ${columns} from light_contest c join task t on t.id = c.task_id where c.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** Keeps the light as it stands, so that it is known later what was contested. Null where one waits already. */
  async insert(
    ctx: RequestContext,
    given: { planId: string; taskId: string; unitId: string; reason: string },
  ): Promise<string | null> {
    const rows: { id: string }[] = await ctx.em.query(
      `with raised as (
         insert into light_contest (id, plan_id, task_id, unit_id, colour, light_as_of, reason, raised_by, raised_on)
         select $1, $2, t.id, $4, t.light_colour, t.light_as_of, $5, $6, $7 from task t where t.id = $3
         on conflict (task_id, unit_id) where answered_on is null do nothing returning id)
       select id from raised`,
      [randomUUID(), given.planId, given.taskId, given.unitId, given.reason, ctx.actor?.id, ctx.today],
    );
    return rows[0]?.id ?? null;
  }

  /** The light of a task that has ended colours nothing: whoever objected to it is answered so. */
  async answerAll(
    ctx: RequestContext,
    taskId: string,
    byId: string,
    answer: string,
  ): Promise<{ id: string; raisedBy: string }[]> {
    return ctx.em.query(
      `with answered as (
         update light_contest set upheld = false, answer = $3, answered_by = $2, answered_on = $4, version = version + 1
         where task_id = $1 and answered_on is null returning id, raised_by)
       select id, raised_by as "raisedBy" from answered`,
      [taskId, byId, answer, ctx.today],
    );
  }

  /** Whether it had that version and waited. */
  async answer(ctx: RequestContext, { id, version }: ContestRow, given: ContestAnswer): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with answered as (
         update light_contest set upheld = $3, answer = $4, answered_by = $5, answered_on = $6, version = version + 1
         where id = $1 and version = $2 and answered_on is null returning 1) select 1 from answered`,
      [id, version, given.upheld, given.text, ctx.actor?.id, ctx.today],
    );
    return rows.length > 0;
  }
}
