import type { UnitShare, UnitSharesQuery } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { assignmentDays, refOf } from '../tasks/refs.js';
import { standsOn } from '../units/placement-sql.js';

export type UnitShareRow = Omit<UnitShare, 'share' | 'targets'> & {
  share: (Omit<NonNullable<UnitShare['share']>, 'may' | 'late'> & { unitKind: string }) | null;
};
export interface UnitCounts {
  tasks: number;
  toAccept: number;
  late: number;
  overdue: number;
}

const underWay = `('issued', 'in-progress', 'closure-review', 'suspended')`;
/** States in which a share can still be accepted. */
const accepting = `('issued', 'in-progress')`;

/**
 * The parts (`part`) of a unit ($4) and of all units that stand below it on the day ($5), in tasks that were issued
 * and that the asker ($1, $2) may know of; and these tasks (`row`), once each. $3 is the plan.
 */
const parts = `
  part as materialized (
    select a.id, a.task_id, a.unit_id, a.role, a.accepted_on, days.accept_by, a.unit_id = $4::uuid as own,
      a.role = 'responsible' and a.accepted_on is null and t.state in ${accepting} as waits
    from assignment a join task t on t.id = a.task_id
    join unit_placement p on p.unit_id = a.unit_id and ${standsOn('p', '$5::date')}
    cross join lateral (select case a.role when 'lead' then t.accept_by when 'responsible' then coalesce(a.accept_by, t.accept_by) end as accept_by) days
    where a.plan_id = $3 and $4::uuid = any(p.ancestors) and t.visibility <> 'withheld' and ${knowsTask('$1', '$2')}
      and t.state not in ('draft', 'pending-issue')),
  step as materialized (
    select m.id, m.share_id, m.title, m.due_date, m.done_on, part.task_id, part.unit_id,
      m.done_on is null and m.due_date < $5::date and t.state in ${accepting} as late
    from share_milestone m join part on part.id = m.share_id join task t on t.id = part.task_id),
  row as materialized (
    select t.id, t.number, t.title, t.area_id, t.state, t.due_date, t.light_colour,
      own.id as own_id, coalesce(own.role, 'below') as role, own.accept_by,
      sums.waiting, sums.late, exists (select from step where step.task_id = t.id and step.late) as overdue
    from task t
    join lateral (
      select count(*) filter (where waits) as waiting, count(*) filter (where waits and part.accept_by < $5::date) as late
      from part where part.task_id = t.id having count(*) > 0) sums on true
    left join part own on own.task_id = t.id and own.own)`;

const sorts: Record<string, string> = {
  number: 'r.number',
  dueDate: 'r.due_date',
  acceptBy: 'r.accept_by',
};

@Injectable()
export class UnitShareRepository {
  async page(
    ctx: RequestContext,
    query: UnitSharesQuery & { planId: string; unitId: string; periods: readonly string[] },
    page: { key: string; direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: UnitShareRow[]; total: number; counts: UnitCounts }> {
    const { actorId, office } = knowerOf(ctx);
    const values: unknown[] = [actorId, office, query.planId, query.unitId, ctx.today];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [query.state ? `r.state = ${bind(query.state)}` : `r.state in ${underWay}`];
    if (query.areaId) conditions.push(`r.area_id = ${bind(query.areaId)}`);
    if (query.role) conditions.push(`r.role = ${bind(query.role)}`);
    if (query.open === 'to-accept') conditions.push('r.waiting > 0');
    if (query.open === 'late') conditions.push('r.late > 0');
    if (query.open === 'overdue') conditions.push('r.overdue');
    if (query.q) {
      const pattern = bind(`%${query.q.replace(/[\\%_]/g, '\\$&')}%`);
      conditions.push(`(r.title ilike ${pattern} or r.number::text = ${bind(query.q)})`);
    }
    const periods = bind(query.periods);
    const order = `${sorts[page.key]} ${page.direction} nulls last, r.number nulls last, r.id`;
    const [row] = await ctx.em.query(
      `with ${parts},
       found as (select r.* from row r where ${conditions.join(' and ')})
       select (select count(*)::int from found) as total,
         (select json_build_object('tasks', count(*), 'toAccept', count(*) filter (where waiting > 0),
            'late', count(*) filter (where late > 0), 'overdue', count(*) filter (where overdue))
          from row where state in ${underWay}) as counts,
         coalesce((select json_agg(json_build_object(
           'task', json_build_object('id', r.id, 'number', r.number, 'title', coalesce(r.title, ''), 'areaId', r.area_id,
             'state', r.state, 'dueDate', r.due_date, 'colour', r.light_colour),
           'share', (select json_build_object('id', a.id, 'role', a.role, 'text', a.text, 'givenOn', d."givenOn",
               'acceptBy', d."acceptBy", 'acceptedOn', a.accepted_on, 'handler', ${refOf('app_user', 'a.handler_id')},
               'unitKind', u.kind, 'version', a.version,
               'givenBy', (select json_build_object('id', g.id, 'name', g.name) from assignment above join unit g on g.id = above.unit_id where above.id = a.parent_id))
             from assignment a join task t on t.id = a.task_id join unit u on u.id = a.unit_id
             cross join lateral (select ${assignmentDays}) d where a.id = r.own_id),
           'below', (select json_build_object('given', count(*), 'accepted', count(*) filter (where accepted_on is not null),
               'late', count(*) filter (where waits and part.accept_by < $5::date))
             from part where part.task_id = r.id and not own and role <> 'cooperating'),
           'milestones', (select json_build_object('open', count(*) filter (where done_on is null), 'late', count(*) filter (where step.late),
               'done', count(*) filter (where done_on is not null),
               'next', coalesce((select json_agg(json_build_object('id', n.id, 'shareId', n.share_id, 'title', n.title, 'dueDate', n.due_date,
                   'late', n.late, 'unit', ${refOf('unit', 'n.unit_id')}) order by n.due_date, n.id)
                 from (select * from step where step.task_id = r.id and done_on is null order by due_date, id limit 3) n), '[]'))
             from step where step.task_id = r.id),
           'reports', (select json_build_object('expected', count(*), 'received', count(*) filter (where e.received),
               'late', count(*) filter (where not e.received and e.due_on < $5::date))
             from expectation e join plan_area pa on pa.plan_id = e.plan_id and pa.area_id = e.area_id and pa.enabled
             where e.plan_id = $3 and e.task_id = r.id and e.period = any(${periods}) and $4::uuid = any(e.ancestors) and e.waived_reason is null)
           ) order by ${order})
         from (select * from found r order by ${order} limit ${bind(page.limit)} offset ${bind(page.offset)}) r), '[]') as items`,
      values,
    );
    return row;
  }

  /** Shares of these units that wait to be accepted, and their steps that are due by the day or late. */
  async waiting(ctx: RequestContext, planId: string, unitIds: readonly string[], until: string) {
    const { actorId, office } = knowerOf(ctx);
    const from = (more = '') => `from assignment a join task t on t.id = a.task_id
      join plan_area pa on pa.plan_id = t.plan_id and pa.area_id = t.area_id and pa.enabled ${more}
      where a.plan_id = $3 and a.unit_id = any($4::uuid[]) and t.visibility <> 'withheld' and t.state in ${accepting}
        and ${knowsTask('$1', '$2')}`;
    const values = [actorId, office, planId, unitIds, ctx.today];
    const shares = await ctx.em.query(
      `select s.*, coalesce(s."acceptBy" < $5::text, false) as late from (
         select a.id as "shareId", t.id as "taskId", t.number, coalesce(t.title, '') as title, t.area_id as "areaId",
           ${refOf('unit', 'a.unit_id')} as unit, a.text, coalesce(a.accept_by, t.accept_by)::text as "acceptBy", a.version
         ${from()} and a.role = 'responsible' and a.accepted_on is null) s
       order by s."acceptBy" nulls last, s.number nulls last, s."shareId"`,
      values,
    );
    const milestones = await ctx.em.query(
      `select m.id as "milestoneId", a.id as "shareId", t.id as "taskId", t.number, t.area_id as "areaId", m.title,
         ${refOf('unit', 'a.unit_id')} as unit, m.due_date::text as "dueDate", m.due_date < $5::date as late
       ${from('join share_milestone m on m.share_id = a.id')}
         and m.done_on is null and m.due_date <= $6::date
       order by m.due_date, t.number nulls last, m.id`,
      [...values, until],
    );
    return { shares, milestones };
  }
}
