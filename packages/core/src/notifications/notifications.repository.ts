import type { NotificationKind } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { actingGrant } from '../units/acting-grant-sql.js';
import { lastPlacementBy } from '../units/placement-sql.js';

/** Who is told: persons by id, and whoever holds one of these roles: `plan-office`, `area-lead:<area>`, `unit-head:<unit>`. */
export interface Told {
  users: readonly string[];
  roles: readonly string[];
}

export interface News {
  planId: string | null;
  taskId: string | null;
  kind: NotificationKind;
  detail: Record<string, unknown>;
}

export interface NotificationRow {
  id: string;
  kind: NotificationKind;
  detail: Record<string, unknown>;
  task: { id: string; number: number | null; title: string | null; areaId: string } | null;
  at: string;
  businessDate: string;
  read: boolean;
}

/** What the person may still know of: whoever lost sight of a task is told nothing of it any more. */
const own = `n.user_id = $1 and (n.task_id is null or exists (
  select from task t where t.id = n.task_id and ${knowsTask('$1', '$2')}))`;

@Injectable()
export class NotificationRepository {
  /** Adds one for each active person of these who may know of the task, and who did not do it; returns how many. */
  async insert(ctx: RequestContext, news: News, told: Told): Promise<number> {
    const [{ count }] = await ctx.em.query(
      `with written as (insert into notification (id, plan_id, user_id, task_id, kind, detail, at, business_date)
       select gen_random_uuid(), $1, u.id, $2, $3, $4::jsonb, $5, $6::date from app_user u
       where u.active and u.id is distinct from $7::uuid
         and (u.id = any($8::uuid[]) or exists (select from ${actingGrant} g where g.user_id = u.id
           and (g.role = any($9::text[]) or g.role || ':' || coalesce(g.area_id, g.unit_id::text) = any($9::text[]))))
         and ($2::uuid is null or exists (select from task t where t.id = $2
           and ${knowsTask('u.id', `exists (select from role_grant k where k.user_id = u.id and k.role = 'plan-office')`)})) returning 1)
       select count(*)::int as count from written`,
      [
        news.planId,
        news.taskId,
        news.kind,
        JSON.stringify(news.detail),
        ctx.now,
        ctx.today,
        ctx.actor?.id ?? null,
        told.users,
        told.roles,
      ],
    );
    return count;
  }

  /** The units above a unit today, itself first; above a closed one, where it last stood. */
  async above(ctx: RequestContext, unitId: string): Promise<{ kind: string; ids: string[] }> {
    const [row] = await ctx.em.query(
      `select u.kind, coalesce(placement.ancestors, array[u.id]) as ids from unit u
       left join unit_placement placement on placement.unit_id = u.id and ${lastPlacementBy('$2::date')}
       where u.id = $1`,
      [unitId, ctx.today],
    );
    return row ?? { kind: '', ids: [] };
  }

  async page(
    ctx: RequestContext,
    filter: { unread?: boolean | undefined; kind?: string | undefined; date?: string | undefined },
    page: { direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: NotificationRow[]; total: number; unread: number }> {
    const { actorId, office } = knowerOf(ctx);
    const where = `${own} and ($3::boolean is null or (n.read_at is null) = $3) and ($4::text is null or n.kind = $4)
      and ($5::date is null or n.business_date = $5)`;
    const values = [actorId, office, filter.unread ?? null, filter.kind ?? null, filter.date ?? null];
    const items = await ctx.em.query(
      `select n.id, n.kind, n.detail, to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
         n.business_date::text as "businessDate", n.read_at is not null as read,
         (select json_build_object('id', t.id, 'number', t.number, 'title', t.title, 'areaId', t.area_id)
           from task t where t.id = n.task_id) as task
       from notification n where ${where} order by n.seq ${page.direction} limit $6 offset $7`,
      [...values, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(
      `select count(*)::int as total from notification n where ${where}`,
      values,
    );
    return { items, total, unread: await this.unread(ctx) };
  }

  async unread(ctx: RequestContext): Promise<number> {
    const { actorId, office } = knowerOf(ctx);
    const [row] = await ctx.em.query(
      `select count(*)::int as unread from notification n where ${own} and n.read_at is null`,
      [actorId, office],
    );
    return row.unread;
  }

  /** How many changed; only one's own can be. */
  async mark(ctx: RequestContext, ids: readonly string[] | null, read: boolean): Promise<number> {
    const { actorId, office } = knowerOf(ctx);
    const [{ count }] = await ctx.em.query(
      `with marked as (
         update notification n set read_at = case when $4 then $5::timestamptz end
         where ${own} and ($3::uuid[] is null or n.id = any($3)) and (n.read_at is null) = $4 returning 1)
       select count(*)::int as count from marked`,
      [actorId, office, ids, read, ctx.at],
    );
    return count;
  }

  /**
   * One digest a person and business date: what was counted, and what is unread. Nobody is told of a task that they
   * may not know, nor that nothing waits. Returns how many were written.
   */
  async addDigests(ctx: RequestContext, digests: readonly { id: string; counts: object }[]): Promise<number> {
    const [{ count }] = await ctx.em.query(
      `with told as (
         select person.id, person.counts || jsonb_build_object('unread', (
           select count(*) from notification n left join task t on t.id = n.task_id
           where n.user_id = person.id and n.read_at is null and n.kind <> 'digest' and (t.id is null
             or ${knowsTask('person.id', `exists (select from role_grant k where k.user_id = person.id and k.role = 'plan-office')`)}))) as detail
         from jsonb_to_recordset($3::jsonb) as person (id uuid, counts jsonb)),
       written as (
         insert into notification (id, user_id, kind, detail, at, business_date)
         select gen_random_uuid(), id, 'digest', detail, $1, $2::date from told
         where exists (select from jsonb_each_text(detail) as each (key, number) where number <> '0')
         on conflict (user_id, business_date) where kind = 'digest' do nothing returning 1)
       select count(*)::int as count from written`,
      [ctx.now, ctx.today, JSON.stringify(digests)],
    );
    return count;
  }
}
