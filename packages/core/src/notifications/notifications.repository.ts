import type { NotificationKind } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { isShut } from '../plans/closed-periods.js';
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

/** The area of `of` where it is not switched off, in a plan that is not settled: this year's, and last year's. */
const running = (
  of: string,
) => `join plan_area pa on pa.plan_id = ${of}.plan_id and pa.area_id = ${of}.area_id and pa.enabled
  join plan on plan.id = ${of}.plan_id and plan.year >= extract(year from $2::date) - 1`;

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
   * One digest a person and business date: what is due soon, late and urged, and what waits to be answered, signed,
   * reviewed, accepted and decided, of plans that are not settled and of areas that are not switched off; and what is
   * unread. Nobody is told of a task that they may not know. Returns how many were written.
   */
  async addDigests(ctx: RequestContext, soon: string): Promise<number> {
    const known = knowsTask('person.id', 'person.office');
    const owed = `(select count(*) from expectation e join task t on t.id = e.task_id ${running('e')}
      where e.unit_id = any(person.units) and not e.received and e.waived_reason is null and not ${isShut('$2')} and ${known}`;
    const reports = `(select count(*) from report r join task t on t.id = r.task_id join unit u on u.id = r.unit_id ${running('r')}
      where ${known}`;
    const [{ count }] = await ctx.em.query(
      `with person as (
         select u.id, coalesce(array_agg(g.unit_id) filter (where g.role in ('reporter', 'unit-head')), '{}') as units,
           array_agg(g.unit_id) filter (where g.role = 'unit-head') as headed,
           array_agg(g.unit_id) filter (where g.role = 'reviewer') as reviewed,
           array_remove(array_agg(g.area_id) filter (where g.role = 'area-lead'), null) as areas,
           bool_or(g.role = 'plan-office') as office, bool_or(g.role = 'leader') as leads
         from app_user u join ${actingGrant} g on g.user_id = u.id
           and g.role in ('reporter', 'unit-head', 'reviewer', 'area-lead', 'plan-office', 'leader')
         where u.active group by u.id),
       counted as (
         select person.id,
           ${owed} and e.opens_on <= $2::date and e.due_on between $2::date and $3::date) as due,
           ${owed} and e.due_on < $2::date) as overdue,
           (select count(*) from urging s join task t on t.id = s.task_id ${running('t')}
             where s.unit_id = any(person.units) and s.state = 'issued' and ${known}) as urged,
           (select count(*) from instruction i join task t on t.id = i.task_id ${running('t')}
             join assignment a on a.task_id = t.id and a.role = 'lead'
             where a.unit_id = any(person.units) and i.state = 'open' and ${known}) as answer,
           ${reports} and r.state = 'submitted' and r.unit_id = any(person.headed)
             and r.submitted_by is distinct from person.id and r.filled_by is distinct from person.id) as sign,
           ${reports} and r.state = 'signed' and coalesce(person.id not in (r.filled_by, r.submitted_by, r.signed_by), true)
             and (u.kind in ('station', 'team') and exists (select from unit_placement placement
                 where placement.unit_id = u.id and placement.ancestors && person.reviewed and ${lastPlacementBy('$2::date')})
               or u.kind not in ('station', 'team') and r.area_id = any(person.areas))) as review,
           (select count(*) from assignment a join task t on t.id = a.task_id ${running('t')}
             where a.unit_id = any(person.units) and t.visibility <> 'withheld' and ${known}
               and (a.role = 'lead' and t.state = 'issued'
                 or a.role = 'responsible' and a.accepted_on is null and t.state in ('issued', 'in-progress'))) as accept,
           (select count(*) from task t ${running('t')}
             where t.visibility <> 'withheld' and ${known} and (
               (person.leads and t.leader_id = person.id and (t.state = 'pending-issue' or t.pending is not null
                 or exists (select from adjustment a where a.task_id = t.id and a.state = 'proposed')
                 or exists (select from extension e where e.task_id = t.id and e.state = 'approved')
                 or exists (select from urging s where s.task_id = t.id and s.state = 'drafted' and s.level = 'red')))
               or (person.office and (t.state = 'closure-review' and t.pre_approved_by is not null
                 or exists (select from extension e where e.task_id = t.id and e.state = 'asked')
                 or exists (select from light_contest c where c.task_id = t.id and c.answered_on is null)
                 or exists (select from urging s where s.task_id = t.id and s.state = 'drafted' and s.level = 'orange')))
               or (t.area_id = any(person.areas) and t.state = 'closure-review' and t.pre_approved_by is null))) as decide,
           (select count(*) from notification n left join task t on t.id = n.task_id where n.user_id = person.id
             and n.read_at is null and n.kind <> 'digest' and (t.id is null or ${known})) as unread
         from person),
       written as (
         insert into notification (id, user_id, kind, detail, at, business_date)
         select gen_random_uuid(), id, 'digest', to_jsonb(counted) - 'id', $1, $2::date
         from counted where due + overdue + urged + answer + sign + review + accept + decide + unread > 0
         on conflict (user_id, business_date) where kind = 'digest' do nothing returning 1)
       select count(*)::int as count from written`,
      [ctx.now, ctx.today, soon],
    );
    return count;
  }
}
