import type { TargetView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { Target } from './target.entity.js';

export interface TargetFilter {
  planId: string;
  id?: string | undefined;
  areaId?: string | undefined;
  taskId?: string | undefined;
  unitId?: string | undefined;
  metric?: string | undefined;
}

/** What a target asks of the task that it hangs on. */
export interface TaskOfTarget {
  planId: string;
  areaId: string;
  visibility: string;
}

const sortColumns: Record<string, string> = {
  task: 't.number',
  metric: 'g.metric',
  dueDate: 'g.due_date',
};

const view = `g.id, g.task_id as "taskId", g.metric, g.unit_id as "unitId", g.direction, g.value::float8 as value,
  g.measure, g.from_date::text as "from", g.due_date::text as "dueDate", g.hold_until::text as "holdUntil", g.per,
  g.baseline::float8 as baseline, g.trajectory, g.firm, g.scope, g.source, g.basis, g.confirmed, g.version`;

@Injectable()
export class TargetRepository {
  /** Sorted by a column of the endpoint's own, and then as the plan prints them. */
  async page(
    ctx: RequestContext,
    filter: TargetFilter,
    {
      key,
      direction,
      limit,
      offset,
    }: { key: string; direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: TargetView[]; total: number }> {
    const where = `g.plan_id = $1 and ($2::uuid is null or g.id = $2) and ($3::text is null or g.area_id = $3)
      and ($4::uuid is null or g.task_id = $4) and ($5::uuid is null or g.unit_id = $5)
      and ($6::text is null or g.metric = $6)
      and (g.valid_from is null or g.valid_from <= $7) and (g.valid_to is null or g.valid_to >= $7)`;
    const values = [
      filter.planId,
      filter.id ?? null,
      filter.areaId ?? null,
      filter.taskId ?? null,
      filter.unitId ?? null,
      filter.metric ?? null,
      ctx.today,
    ];
    const items = await ctx.em.query(
      `select ${view} from target g join task t on t.id = g.task_id join unit u on u.id = g.unit_id where ${where}
       order by ${sortColumns[key] ?? 't.number'} ${direction} nulls last, t.number nulls last, g.position, u.code, g.id
       limit $8 offset $9`,
      [...values, limit, offset],
    );
    const [{ total }] = await ctx.em.query(
      `select count(*)::int as total from target g where ${where}`,
      values,
    );
    return { items, total };
  }

  find(ctx: RequestContext, id: string): Promise<Target | null> {
    return ctx.em.findOneBy(Target, { id });
  }

  /** The task as far as the asker may know of it: one that is not printed does not exist for the unknowing. */
  async task(ctx: RequestContext, taskId: string): Promise<TaskOfTarget | null> {
    const { actorId, office } = knowerOf(ctx);
    const [row] = await ctx.em.query(
      `select t.plan_id as "planId", t.area_id as "areaId", t.visibility from task t
       where t.id = $1 and (t.number is not null or ${knowsTask('$2', '$3')})`,
      [taskId, actorId, office],
    );
    return row ?? null;
  }

  /** Visibilities of these tasks, by id. */
  async visibilities(ctx: RequestContext, taskIds: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; visibility: string }[] = await ctx.em.query(
      `select id, visibility from task where id = any($1)`,
      [[...new Set(taskIds)]],
    );
    return new Map(rows.map((row) => [row.id, row.visibility]));
  }

  async unitExists(ctx: RequestContext, id: string): Promise<boolean> {
    const rows = await ctx.em.query(`select 1 from unit where id = $1 and closed_on is null`, [id]);
    return rows.length > 0;
  }

  /** In chunks: a statement holds 65,535 parameters. */
  async insert(ctx: RequestContext, targets: readonly Target[]): Promise<void> {
    for (let at = 0; at < targets.length; at += 500) await ctx.em.insert(Target, targets.slice(at, at + 500));
  }

  /** Whether another one of the same task, metric, unit and frequency stands, and says something. */
  async isSaid(ctx: RequestContext, target: Target): Promise<boolean> {
    const rows = await ctx.em.query(
      `select 1 from target where plan_id = $1 and task_id = $2 and metric = $3 and unit_id = $4 and value is not null
         and per is not distinct from $5 and id <> $6 and confirmed and (valid_to is null or valid_to >= $7)`,
      [target.planId, target.taskId, target.metric, target.unitId, target.per, target.id, ctx.today],
    );
    return rows.length > 0;
  }

  /**
   * The empty slot whose place the target takes: the one of the same basis (the slots of one task may share a metric
   * for the time being), else the first one for the same figure.
   */
  async slotOf(ctx: RequestContext, target: Target): Promise<string | null> {
    const [row] = await ctx.em.query(
      `select id from target where plan_id = $1 and task_id = $2 and unit_id = $3 and id <> $4 and value is null and confirmed
         and (valid_to is null or valid_to >= $5) and (basis = $6 or metric = $7 and per is not distinct from $8)
       order by (basis = $6) desc nulls last, position, id limit 1`,
      [
        target.planId,
        target.taskId,
        target.unitId,
        target.id,
        ctx.today,
        target.basis,
        target.metric,
        target.per,
      ],
    );
    return row?.id ?? null;
  }

  /** Every confirmed target of the area that there ever was, as the plan prints them. */
  ofArea(ctx: RequestContext, planId: string, areaId: string): Promise<Target[]> {
    return ctx.em.find(Target, {
      where: { planId, areaId, confirmed: true },
      order: { position: 'asc', id: 'asc' },
    });
  }

  /** Ends targets with the day before; one that would have begun later never stands. */
  async end(ctx: RequestContext, ids: readonly string[], from: string): Promise<void> {
    if (ids.length === 0) return;
    await ctx.em.query(
      `update target set valid_to = $2::date - 1, version = version + 1 where id = any($1)`,
      [ids, from],
    );
  }

  /** Lets targets stand from the day on at the latest, without an end. */
  async carryOn(ctx: RequestContext, ids: readonly string[], from: string): Promise<void> {
    if (ids.length === 0) return;
    await ctx.em.query(
      `update target set valid_to = null, valid_from = case when valid_from > $2::date then $2::date else valid_from end, version = version + 1
       where id = any($1) and (valid_to is not null or valid_from > $2::date)`,
      [ids, from],
    );
  }

  async nextPosition(ctx: RequestContext, taskId: string): Promise<number> {
    const [row] = await ctx.em.query(
      `select coalesce(max(position), 0) + 1 as next from target where task_id = $1`,
      [taskId],
    );
    return row.next;
  }

  /** Whether the row had that version and waited. */
  async confirm(ctx: RequestContext, target: Target): Promise<boolean> {
    const { affected } = await ctx.em.update(
      Target,
      { id: target.id, version: target.version, confirmed: false },
      { confirmed: true, version: target.version + 1 },
    );
    return affected === 1;
  }

  async remove(ctx: RequestContext, id: string): Promise<void> {
    await ctx.em.delete(Target, { id });
  }
}
