import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Target } from './target.entity.js';

/** A target as a change finds it. */
export interface StandingTarget {
  id: string;
  planId: string;
  taskId: string;
  metric: string;
  unitId: string;
  unitName: string;
  value: number | null;
  measure: string;
  dueDate: string | null;
  confirmed: boolean;
  validFrom: string | null;
  validTo: string | null;
  version: number;
}

@Injectable()
export class TargetChangeRepository {
  async find(ctx: RequestContext, id: string): Promise<StandingTarget | null> {
    const [row] = await ctx.em.query(
      `select g.id, g.plan_id as "planId", g.task_id as "taskId", g.metric, g.unit_id as "unitId", u.name as "unitName",
         g.value::float8 as value, g.measure, g.due_date::text as "dueDate", g.confirmed,
         g.valid_from::text as "validFrom", g.valid_to::text as "validTo", g.version
       from target g join unit u on u.id = g.unit_id where g.id = $1`,
      [id],
    );
    return row ?? null;
  }

  ofTask(ctx: RequestContext, taskId: string): Promise<Target[]> {
    return ctx.em.find(Target, {
      where: { taskId, confirmed: true, validTo: IsNull() },
      order: { position: 'asc', id: 'asc' },
    });
  }

  async removeAll(ctx: RequestContext, taskId: string): Promise<void> {
    await ctx.em.delete(Target, { taskId });
  }

  /** Ends the target on the day before. False where it had another version, or had ended. */
  async end(ctx: RequestContext, { id, version }: StandingTarget, from: string): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with ended as (update target set valid_to = $3::date - 1, version = version + 1
         where id = $1 and version = $2 and valid_to is null returning 1) select 1 from ended`,
      [id, version, from],
    );
    return rows.length > 0;
  }

  /** Gives the target itself another value. False where it had another version, or had ended. */
  async correct(
    ctx: RequestContext,
    { id, version }: StandingTarget,
    next: { value: number; basis: string | null },
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with corrected as (update target set value = $3::numeric, trajectory = null, source = 'entered', basis = $4, corrects = false, version = version + 1
         where id = $1 and version = $2 and valid_to is null returning 1) select 1 from corrected`,
      [id, version, next.value, next.basis],
    );
    return rows.length > 0;
  }

  /** The row that stands from the day on: the ended one but for its value, where it came from, and its basis. */
  async follow(
    ctx: RequestContext,
    id: string,
    next: { value: number; from: string; basis: string | null },
  ): Promise<string> {
    const newId = randomUUID();
    await ctx.em.query(
      `insert into target (id, plan_id, task_id, area_id, metric, unit_id, direction, value, measure, from_date, due_date,
         hold_until, per, baseline, trajectory, firm, scope, source, basis, confirmed, proposed_by, position, valid_from)
       select $2, plan_id, task_id, area_id, metric, unit_id, direction, $3::numeric, measure, from_date, due_date,
         hold_until, per, baseline, null, firm, scope, 'entered', $5, true, proposed_by, position, $4::date
       from target where id = $1`,
      [id, newId, next.value, next.from, next.basis],
    );
    return newId;
  }

  /** Gives what stands of a task to another from the day on; the old rows end. */
  async moveAll(ctx: RequestContext, given: { from: string; to: string; on: string }): Promise<void> {
    await ctx.em.query(
      `insert into target (id, plan_id, task_id, area_id, metric, unit_id, direction, value, measure, from_date, due_date,
         hold_until, per, baseline, trajectory, firm, scope, source, basis, confirmed, proposed_by, position, valid_from)
       select gen_random_uuid(), plan_id, $2, area_id, metric, unit_id, direction, value, measure, from_date, due_date,
         hold_until, per, baseline, trajectory, firm, scope, source, basis, confirmed, proposed_by,
         position + (select coalesce(max(position), 0) + 1 from target where task_id = $2), $3::date
       from target where task_id = $1 and valid_to is null`,
      [given.from, given.to, given.on],
    );
    await ctx.em.query(
      `update target set valid_to = $2::date - 1, version = version + 1 where task_id = $1 and valid_to is null`,
      [given.from, given.on],
    );
  }
}
