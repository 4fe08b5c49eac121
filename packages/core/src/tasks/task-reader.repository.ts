import type { HistoryEntry, TaskState } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf } from '../plans/known-tasks.js';
import { standsOn } from '../units/placement-sql.js';
import { isoInstant, seenParts, seenTasks, taskDetailJson, taskJson, taskSorts } from './task-view.js';

export interface TaskFilter {
  planId: string;
  areaId?: string | undefined;
  state?: TaskState | undefined;
  colour?: string | undefined;
  /** A unit: its tasks, and those of the units below it. */
  unitId?: string | undefined;
  /** Tasks whose leader's account is not in use. */
  leader?: 'inactive' | undefined;
  origin: string;
  q?: string | undefined;
}

/** A list's rows as JSON text, built by PostgreSQL and sent through. */
export interface TaskRows {
  items: string;
  count: number;
  total: number;
}

/** Reads of tasks, each in one statement. The SQL of what a person sees is task-view.ts. */
@Injectable()
export class TaskReader {
  async page(
    ctx: RequestContext,
    filter: TaskFilter,
    page: { key: string; direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<TaskRows> {
    const { actorId, office } = knowerOf(ctx);
    const values: unknown[] = [actorId, office, ctx.language, filter.planId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = ['s.plan_id = $4'];
    if (filter.origin !== 'any') conditions.push(`s.origin = ${bind(filter.origin)}`);
    if (filter.areaId) conditions.push(`s.area_id = ${bind(filter.areaId)}`);
    if (filter.state) conditions.push(`s.state = ${bind(filter.state)}`);
    if (filter.colour) conditions.push(`s.light_colour = ${bind(filter.colour)}`);
    if (filter.unitId) conditions.push(assignedWithin(bind(filter.unitId), bind(ctx.today)));
    if (filter.leader)
      conditions.push(`exists (select from app_user u where u.id = s.leader_id and not u.active)`);
    if (filter.q) conditions.push(matches(bind(`%${filter.q.replace(/[\\%_]/g, '\\$&')}%`), bind(filter.q)));
    const order = `${taskSorts[page.key] ?? 's.number'} ${page.direction} nulls last, s.number nulls last, s.id`;
    const [row] = await ctx.em.query(
      `with found as materialized (select s.* from (${seenTasks} and t.plan_id = $4) s where ${conditions.join(' and ')})
       select (select count(*)::int from found) as total, count(*)::int as count,
         coalesce(json_agg(page.body), '[]')::text as items
       from (select ${taskJson} as body from (
           select s.* from found s order by ${order} limit ${bind(page.limit)} offset ${bind(page.offset)}) s
         ${seenParts} order by ${order}) page`,
      values,
    );
    return row;
  }

  /** One task with its parts as JSON text; null where the asker may not know that it is there. */
  async detail(ctx: RequestContext, id: string): Promise<{ json: string; version: number } | null> {
    const { actorId, office } = knowerOf(ctx);
    const [row] = await ctx.em.query(
      `select ${taskDetailJson}::text as json, s.version from (${seenTasks} and t.id = $4) s ${seenParts}`,
      [actorId, office, ctx.language, id],
    );
    return row ?? null;
  }

  /** Newest last: the order in which it happened. Of a task that the asker may not know, nothing happened. */
  async history(
    ctx: RequestContext,
    id: string,
    page: { limit: number; offset: number; direction: 'asc' | 'desc' },
  ): Promise<{ items: HistoryEntry[]; total: number }> {
    const { actorId, office } = knowerOf(ctx);
    const from = `from task_history h where h.task_id in (select s.id from (${seenTasks} and t.id = $3) s where s.known)`;
    const items = await ctx.em.query(
      `select h.id, ${isoInstant('h.at')} as at, h.business_date::text as "businessDate", h.move,
         h.from_state as "from", h.to_state as "to", h.reason, h.request_id as "requestId", h.detail,
         (select json_build_object('id', u.id, 'name', u.name) from app_user u where u.id = h.actor_id) as by,
         (select json_build_object('id', u.id, 'name', u.name) from app_user u where u.id = h.behalf_of) as "behalfOf"
       ${from} order by h.seq ${page.direction} limit $4 offset $5`,
      [actorId, office, id, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, [actorId, office, id]);
    return { items, total };
  }
}

const matches = (pattern: string, whole: string) => `(s.title ilike ${pattern} or s.number::text = ${whole})`;

/** Assigned to the unit, or to one that stands below it today. */
const assignedWithin = (unit: string, today: string) => `s.told and exists (
  select from assignment a join unit_placement p on p.unit_id = a.unit_id and ${standsOn('p', `${today}::date`)}
  where a.task_id = s.id and ${unit}::uuid = any(p.ancestors))`;
