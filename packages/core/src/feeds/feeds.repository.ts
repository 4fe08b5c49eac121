import type { Actor, Text } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { isShut } from '../plans/closed-periods.js';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { actingGrant } from '../units/acting-grant-sql.js';
import { pathOn } from '../units/placement-sql.js';

/** Something of a person's that is due on a day. */
export interface Deadline {
  id: string;
  kind:
    | 'task'
    | 'milestone'
    | 'share-step'
    | 'report'
    | 'urging'
    | 'instruction'
    | 'meeting'
    | 'material'
    | 'sign'
    | 'review'
    | 'accept'
    | 'decide';
  on: string;
  number: number | null;
  /** The task's; of a meeting and its material, the meeting's. */
  title: string | null;
  /** The milestone's title, the unit that reports or accepts its share, the slip's step, where the meeting is held. */
  what: string | null;
  /** The slip's name as it was written. */
  named?: Text | null;
  areaId: string | null;
  formKey?: string | null;
  period?: string | null;
}

@Injectable()
export class FeedRepository {
  /** The active user behind a link, with the grants where their units stand today, closed ones where they last did; null where there is none. */
  async owner(ctx: RequestContext, tokenHash: Buffer): Promise<Actor | null> {
    const [row] = await ctx.em.query(
      `select u.id, u.name, u.unit_id as "unitId", (
         select coalesce(json_agg(json_build_object('role', g.role, 'unitId', g.unit_id, 'unitPath', ${pathOn('g.unit_id', '$2::date')}, 'areaId', g.area_id)), '[]')
         from ${actingGrant} g where g.user_id = u.id) as grants
       from calendar_feed f join app_user u on u.id = f.user_id and u.active where f.token_hash = $1`,
      [tokenHash, ctx.today],
    );
    return row ?? null;
  }

  async createdAt(ctx: RequestContext): Promise<string | null> {
    const [row] = await ctx.em.query(
      `select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from calendar_feed where user_id = $1`,
      [ctx.actor?.id],
    );
    return row?.at ?? null;
  }

  /** One link a person: a new one ends the old one. */
  async set(ctx: RequestContext, tokenHash: Buffer): Promise<void> {
    await ctx.em.query(
      `insert into calendar_feed (user_id, token_hash, created_at) values ($1, $2, $3)
       on conflict (user_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at`,
      [ctx.actor?.id, tokenHash, ctx.at],
    );
  }

  async remove(ctx: RequestContext): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with gone as (delete from calendar_feed where user_id = $1 returning 1) select 1 from gone`,
      [ctx.actor?.id],
    );
    return rows.length > 0;
  }

  /**
   * What is due of the units, the areas and the person as responsible leader, from a day on: tasks and their open
   * steps, steps of the units' shares, reports that can still be handed in (of a task that ended with its year, the year's last), slips and instructions to answer, only of tasks that the person may know; meetings in
   * which the person takes part, and the material that the areas owe.
   */
  deadlines(
    ctx: RequestContext,
    of: { unitIds: readonly string[]; areaIds: readonly string[]; leads: boolean; from: string },
  ): Promise<Deadline[]> {
    const { actorId, office } = knowerOf(ctx);
    const task = `'number', t.number, 'title', t.title, 'areaId', t.area_id`;
    const event = (kind: string, id: string, on: string, more: string) =>
      `json_build_object('kind', '${kind}', 'id', ${id}, 'on', ${on}, ${task}, ${more})`;
    return ctx.em
      .query(
        `with known as (
           select t.*, (select l.unit_id from assignment l where l.task_id = t.id and l.role = 'lead') as lead_unit_id
           from task t join plan_area pa on pa.plan_id = t.plan_id and pa.area_id = t.area_id and pa.enabled
           where t.visibility <> 'withheld' and ${knowsTask('$1', '$2')}),
         mine as (select t.* from known t where t.state in ('issued', 'in-progress', 'closure-review')),
         taken as (
           select t.* from mine t where (t.leader_id = $1 and $5) or t.area_id = any($4)
             or exists (select from assignment a where a.task_id = t.id and a.unit_id = any($3)))
         select event from (
           select t.due_date as day, ${event('task', 't.id', 't.due_date', `'what', null`)} as event from taken t where t.due_date >= $6
           union all
           select m.due_date, ${event('milestone', 'm.id', 'm.due_date', `'what', m.title`)}
             from taken t join milestone m on m.task_id = t.id where m.done_on is null and m.due_date >= $6
           union all
           select m.due_date, ${event('share-step', 'm.id', 'm.due_date', `'what', m.title`)}
             from mine t join assignment a on a.task_id = t.id and a.unit_id = any($3) join share_milestone m on m.share_id = a.id
             where m.done_on is null and m.due_date >= $6
           union all
           select e.due_on, ${event('report', 'e.id', 'e.due_on', `'what', u.name, 'formKey', e.form_key, 'period', e.period`)}
             from known t join expectation e on e.task_id = t.id join unit u on u.id = e.unit_id
             where e.unit_id = any($3) and not e.received and e.waived_reason is null and e.due_on >= $6 and not ${isShut('$7')}
           union all
           select s.answer_by, ${event('urging', 's.id', 's.answer_by', `'what', s.level, 'named', s.title`)}
             from mine t join urging s on s.task_id = t.id where s.unit_id = any($3) and s.state = 'issued' and s.answer_by >= $6
           union all
           select m.held_on, json_build_object('kind', 'meeting', 'id', m.id, 'on', m.held_on, 'number', null, 'title', m.title,
               'what', m.place, 'areaId', null)
             from meeting m join meeting_participant p on p.meeting_id = m.id and p.user_id = $1
             where m.state <> 'withdrawn' and m.held_on >= $6
           union all
           select m.collect_by, json_build_object('kind', 'material', 'id', m.id || '-' || a.area_id, 'on', m.collect_by, 'number', null,
               'title', m.title, 'what', null, 'areaId', a.area_id)
             from meeting m join plan_area a on a.plan_id = m.plan_id and a.area_id = any($4) and a.enabled
             where m.state in ('planned', 'collecting') and m.collect_by >= $6 and not exists (
               select from meeting_material h where h.meeting_id = m.id and h.area_id = a.area_id)
           union all
           select i.answer_by, ${event('instruction', 'i.id', 'i.answer_by', `'what', null`)}
             from mine t join instruction i on i.task_id = t.id where t.lead_unit_id = any($3) and i.state = 'open' and i.answer_by >= $6
         ) found order by day limit 5000`,
        [actorId, office, [...of.unitIds], [...of.areaIds], of.leads, of.from, ctx.today],
      )
      .then((rows: { event: Deadline }[]) => rows.map((row) => row.event));
  }
}
