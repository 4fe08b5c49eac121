import type { Handover } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

/** A unit that was merged, its successor, its last day, and the names as they are told. */
export interface Merger {
  unitId: string;
  unitName: string;
  successorId: string;
  successorName: string;
  on: string;
}
interface EndOf {
  period: string;
  end: string;
}

/** Tasks in which a part is work still to be done (alias `t`). */
const underWay = `t.state not in ('closed', 'archived', 'terminated') and t.visibility <> 'withheld'`;
const reportOf = (e: string) =>
  `report r on r.plan_id = ${e}.plan_id and r.task_id = ${e}.task_id and r.form_key = ${e}.form_key and r.unit_id = ${e}.unit_id and r.period = ${e}.period`;
/** Owed by the unit ($1), and nothing of it in anybody's hands (aliases `e`, `r`). */
const owed = `e.unit_id = $1 and e.waived_reason is null and not e.received
  and (r.id is null or r.state in ('draft', 'returned') and r.accepted_revision is null)`;
/** The successor ($2) owes the same for the same period. */
const owedBySuccessor = `exists (select from expectation s where s.plan_id = e.plan_id and s.task_id = e.task_id
  and s.form_key = e.form_key and s.period = e.period and s.unit_id = $2)`;
const hasTarget = `exists (select from target s where s.plan_id = g.plan_id and s.task_id = g.task_id and s.metric = g.metric
  and s.unit_id = $2 and s.valid_to is null)`;
const stillUrged = `s.state in ('drafted', 'issued')`;

/** Whether one part (an id) was given on, straight or further down, from another one. */
const below = (part: string, above: string) => `coalesce((with recursive line as (
    select parent_id from assignment where id = ${part}
    union select up.parent_id from assignment up join line on up.id = line.parent_id)
  select bool_or(line.parent_id = ${above}) from line), false)`;

/** A part that was waived, and the successor's that goes on with it. */
export interface JoinedPart {
  from: string;
  into: string;
  /** It was a part of the successor's own: what it owed is in that one's. */
  within: boolean;
  /** The successor's took its place: that one owes what it owed, and nothing of what it owed before. */
  around: boolean;
}

/** What a merged unit leaves open, wherever it stands, in one statement each. */
@Injectable()
export class HandoverRepository {
  /** Of open tasks only: a restricted one leaves no trace in any number. */
  async preview(
    ctx: RequestContext,
    { unitId, successorId, on }: Pick<Merger, 'unitId' | 'successorId' | 'on'>,
    rates: readonly string[],
  ): Promise<Omit<Handover, 'configs'>> {
    const one = async <T>(sql: string, values: unknown[]): Promise<T> => (await ctx.em.query(sql, values))[0];
    const tasks = await ctx.em.query(
      `select t.id, t.number, coalesce(t.title, '') as title, a.role,
         exists (select from assignment s where s.task_id = t.id and s.unit_id = $2) as joins,
         (select u.name from assignment above join unit u on u.id = above.unit_id where above.id = a.parent_id) as "givenBy",
         (select count(*)::int from assignment part where part.parent_id = a.id and part.waived_reason is null) as parts
       from assignment a join task t on t.id = a.task_id
       where a.unit_id = $1 and ${underWay} and t.visibility = 'open' order by t.number nulls last, t.id`,
      [unitId, successorId],
    );
    const duties = await ctx.em.query(
      `select distinct d.area_id as "areaId", d.form_key as "formKey" from duty_unit u join duty d on d.id = u.duty_id
       join task t on t.id = d.task_id and t.visibility = 'open'
       where u.unit_id = $1 and (u.valid_to is null or u.valid_to > $2::date) order by 1, 2`,
      [unitId, on],
    );
    const reports = await one<Handover['reports']>(
      `select (count(*) filter (where ${owed} and not ${owedBySuccessor}))::int as moved,
         (count(*) filter (where ${owed} and ${owedBySuccessor}))::int as waived,
         (count(*) filter (where r.state in ('submitted', 'signed')))::int as waiting
       from expectation e join task t on t.id = e.task_id and t.visibility = 'open' left join ${reportOf('e')}
       where e.unit_id = $1`,
      [unitId, successorId],
    );
    const targets = await one<Handover['targets']>(
      `select (count(*) filter (where g.metric = any($3) and not ${hasTarget}))::int as carried,
         (count(*) filter (where not (g.metric = any($3) and not ${hasTarget})))::int as ended
       from target g join task t on t.id = g.task_id and t.visibility = 'open' where g.unit_id = $1 and g.valid_to is null`,
      [unitId, successorId, rates],
    );
    const counts = await one<
      Pick<Handover, 'steps' | 'subTargets' | 'urgings' | 'extensions' | 'instructions' | 'deputies'>
    >(
      `select (select count(*)::int from share_milestone m join assignment a on a.id = m.share_id
           join task t on t.id = a.task_id and t.visibility = 'open' and ${underWay} where a.unit_id = $1 and m.done_on is null) as steps,
         (select count(*)::int from share_target s join assignment a on a.id = s.share_id
           join task t on t.id = a.task_id and t.visibility = 'open' and ${underWay} where a.unit_id = $1) as "subTargets",
         (select count(*)::int from urging s join task t on t.id = s.task_id and t.visibility = 'open'
           where s.unit_id = $1 and ${stillUrged}) as urgings,
         (select count(*)::int from extension x join task t on t.id = x.task_id and t.visibility = 'open'
           join assignment a on a.task_id = t.id and a.role = 'lead' and a.unit_id = $1
           where x.state in ('asked', 'approved')) as extensions,
         (select count(*)::int from instruction i join task t on t.id = i.task_id and t.visibility = 'open'
           join assignment a on a.task_id = t.id and a.role = 'lead' and a.unit_id = $1 where i.state = 'open') as instructions,
         (select count(*)::int from deputy d where d.unit_id = $1 and d.revoked_on is null and d.valid_to >= $2::date) as deputies`,
      [unitId, ctx.today],
    );
    const accounts = await ctx.em.query(
      `select u.id, u.name, u.username, array_agg(g.role order by g.role) as roles
       from role_grant g join app_user u on u.id = g.user_id where g.unit_id = $1 and u.active group by u.id order by u.username`,
      [unitId],
    );
    return { tasks, duties, reports, targets, ...counts, accounts };
  }

  /** Closed units whose last day is over and whose work nobody has yet. */
  async due(ctx: RequestContext): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from unit where closed_on < $1::date and handed_over_on is null order by closed_on, code for update`,
      [ctx.today],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * A closed unit and who goes on with its work: its successor, or where that one is closed by now (its last day is
   * past, or its work was given on), who succeeded it in turn.
   */
  async merger(ctx: RequestContext, unitId: string): Promise<Merger> {
    const [row] = await ctx.em.query(
      `with recursive line as (
         select s.id, s.name, s.successor_id, s.closed_on < $2::date or s.handed_over_on is not null as gone
         from unit u join unit s on s.id = u.successor_id where u.id = $1
         union select s.id, s.name, s.successor_id, s.closed_on < $2::date or s.handed_over_on is not null
         from line join unit s on s.id = line.successor_id where line.gone)
       select u.id as "unitId", u.name as "unitName", line.id as "successorId", line.name as "successorName", u.closed_on::text as "on"
       from unit u cross join line where u.id = $1 and line.gone is not true`,
      [unitId, ctx.today],
    );
    if (!row) throw new Error(`nobody succeeds the closed unit ${unitId}`);
    return row;
  }

  /** Tasks under way in which the unit has a part. */
  tasksOf(ctx: RequestContext, unitId: string): Promise<{ id: string; state: string }[]> {
    return ctx.em.query(
      `select t.id, t.state from assignment a join task t on t.id = a.task_id where a.unit_id = $1 and ${underWay} order by t.id`,
      [unitId],
    );
  }

  /** Merged units that a task still names as if they were there: it was done with when their work was handed over. */
  async goneFrom(ctx: RequestContext, taskId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select u.id from assignment a join unit u on u.id = a.unit_id
       where a.task_id = $1 and u.taken_over_by is not null and a.waived_reason is null order by u.code`,
      [taskId],
    );
    return rows.map(({ id }) => id);
  }

  /** From now on the successor answers for the unit, and for those that it took over itself. */
  async markDone(ctx: RequestContext, { unitId, successorId }: Merger): Promise<void> {
    await ctx.em.query(
      `update unit set taken_over_by = $2, handed_over_on = case when id = $1 then $3::date else handed_over_on end
       where id = $1 or taken_over_by = $1`,
      [unitId, successorId, ctx.today],
    );
  }

  /**
   * What is owed goes to the successor, with what was begun of it; where the successor owes the same itself, it is
   * dropped (of periods that end after the last day) or waived, for one report then says both. Returns the tasks.
   */
  async handReports(
    ctx: RequestContext,
    { unitId, successorId, on }: Merger,
    reason: string,
    ends: readonly EndOf[],
  ): Promise<string[]> {
    const periods = [ends.map((each) => each.period), ends.map((each) => each.end)];
    const moved: { task_id: string }[] = await ctx.em
      .query(
        `with moving as (
         select e.id, e.task_id, r.id as report_id, coalesce((select placement.ancestors from unit_placement placement
             where placement.unit_id = $2 and placement.valid_from <= own.ends_on order by placement.valid_from desc limit 1), array[$2::uuid]) as ancestors
         from expectation e left join ${reportOf('e')} join unnest($3::text[], $4::date[]) own (period, ends_on) on own.period = e.period
         where ${owed} and not ${owedBySuccessor}),
       reports as (update report set unit_id = $2, version = version + 1 from moving where report.id = moving.report_id)
       update expectation set unit_id = $2, ancestors = moving.ancestors from moving where expectation.id = moving.id
       returning expectation.task_id`,
        [unitId, successorId, ...periods],
      )
      .then(([rows]: [{ task_id: string }[]]) => rows);
    const dropped: { task_id: string }[] = await ctx.em.query(
      `with gone as (
         delete from expectation using (
           select e.id from expectation e left join ${reportOf('e')} join unnest($3::text[], $4::date[]) own (period, ends_on) on own.period = e.period
           where ${owed} and r.id is null and own.ends_on > $5::date and $2::uuid is not null) doubled
         where expectation.id = doubled.id returning expectation.task_id)
       select task_id from gone`,
      [unitId, successorId, ...periods, on],
    );
    const waived: { task_id: string }[] = await ctx.em.query(
      `with waived as (
         update expectation set waived_reason = $2 from (
           select e.id from expectation e left join ${reportOf('e')} where ${owed}) doubled
         where expectation.id = doubled.id returning expectation.task_id)
       select task_id from waived`,
      [unitId, reason],
    );
    return [...moved, ...dropped, ...waived].map((row) => row.task_id);
  }

  /** Duties that the unit has on the day or later, each with the units that then have it. */
  duties(
    ctx: RequestContext,
    unitId: string,
    from: string,
  ): Promise<
    { planId: string; year: number; areaId: string; formKey: string; taskId: string; unitIds: string[] }[]
  > {
    return ctx.em.query(
      `select d.plan_id as "planId", p.year, d.area_id as "areaId", d.form_key as "formKey", d.task_id as "taskId",
         array(select o.unit_id from duty_unit o where o.duty_id = d.id and (o.valid_to is null or o.valid_to >= $2::date) order by o.valid_from) as "unitIds"
       from duty d join plan p on p.id = d.plan_id
       where exists (select from duty_unit u where u.duty_id = d.id and u.unit_id = $1 and (u.valid_to is null or u.valid_to >= $2::date))
       order by p.year, d.area_id, d.form_key`,
      [unitId, from],
    );
  }

  /**
   * Parts in tasks under way. The successor takes the unit's row; where it has one of its own, that one gets the
   * higher role and what was broken down, and the unit's stays as a part that is waived. Of one task alone, what is
   * waived is done with. Returns the tasks.
   */
  async handParts(
    ctx: RequestContext,
    { unitId, successorId }: Merger,
    reason: string,
    taskId: string | null = null,
  ): Promise<{
    tasks: { id: string; planId: string; areaId: string; state: string; leaderId: string | null }[];
    joined: JoinedPart[];
  }> {
    const tasks = await ctx.em.query(
      `select t.id, t.plan_id as "planId", t.area_id as "areaId", t.state, t.leader_id as "leaderId", a.id as own, a.role,
         a.parent_id as "parentId", s.id as other, s.role as "otherRole", ${below('a.id', 's.id')} as within, ${below('s.id', 'a.id')} as around
       from assignment a join task t on t.id = a.task_id left join assignment s on s.task_id = t.id and s.unit_id = $2
       where a.unit_id = $1 and ${underWay} and ($3::uuid is null or t.id = $3 and a.waived_reason is null)
       order by t.id for update of a, t`,
      [unitId, successorId, taskId],
    );
    const joined: JoinedPart[] = [];
    for (const task of tasks) {
      if (!task.other) {
        await ctx.em.query(
          `update assignment set unit_id = $2, handler_id = null, version = version + 1 where id = $1`,
          [task.own, successorId],
        );
      } else {
        await this.joinPart(ctx, task, reason);
        joined.push({
          from: task.own,
          into: task.other,
          within: task.within,
          around: task.around || task.parentId === null,
        });
      }
      await ctx.em.query(`update task set version = version + 1 where id = $1`, [task.id]);
      await ctx.em.query(
        `insert into task_history (id, plan_id, task_id, at, business_date, move, from_state, to_state, actor_id, reason, request_id)
         values (gen_random_uuid(), $1, $2, $3, $4, 'hand-over', $5, $5, $6, $7, $8)`,
        [task.planId, task.id, ctx.now, ctx.today, task.state, ctx.actor?.id ?? null, reason, ctx.requestId],
      );
    }
    return { tasks, joined };
  }

  /** The successor has a part of its own: that one gets the higher place and role, and what was broken down. */
  private async joinPart(
    ctx: RequestContext,
    task: {
      own: string;
      other: string;
      role: string;
      otherRole: string;
      parentId: string | null;
      around: boolean;
    },
    reason: string,
  ): Promise<void> {
    await ctx.em.query(`update assignment set parent_id = $2 where parent_id = $1 and id <> $2`, [
      task.own,
      task.other,
    ]);
    // A part of the unit's own, or of others below the task itself, rises to where the unit's stood.
    if (task.around || task.parentId === null)
      await ctx.em.query(`update assignment set parent_id = $2 where id = $1`, [task.other, task.parentId]);
    // Whoever leads makes room first: a task has one lead.
    await ctx.em.query(
      `update assignment set role = 'cooperating', waived_reason = $2, version = version + 1 where id = $1`,
      [task.own, reason],
    );
    const rank = ['cooperating', 'responsible', 'lead'];
    if (rank.indexOf(task.role) > rank.indexOf(task.otherRole))
      await ctx.em.query(`update assignment set role = $2, version = version + 1 where id = $1`, [
        task.other,
        task.role,
      ]);
  }

  /**
   * Targets that stand end with the unit. A rate holds for the successor from then on where it has none of its own;
   * how much of a count is left to do, nobody but the plan office can say. Returns the tasks, and how many of these.
   */
  async handTargets(
    ctx: RequestContext,
    { unitId, successorId, on }: Merger,
    rates: readonly string[],
  ): Promise<{ taskIds: string[]; planIds: string[] }> {
    await ctx.em.query(
      `insert into target (id, plan_id, task_id, area_id, metric, unit_id, direction, value, measure, from_date, due_date,
         hold_until, per, baseline, trajectory, firm, scope, source, basis, confirmed, proposed_by, position, valid_from)
       select gen_random_uuid(), g.plan_id, g.task_id, g.area_id, g.metric, $2, g.direction, g.value, g.measure, g.from_date, g.due_date,
         g.hold_until, g.per, g.baseline, g.trajectory, g.firm, g.scope, g.source, g.basis, g.confirmed, g.proposed_by, g.position, $4::date + 1
       from target g where g.unit_id = $1 and g.valid_to is null and g.metric = any($3) and not ${hasTarget}`,
      [unitId, successorId, rates, on],
    );
    const rows: { task_id: string; plan_id: string; metric: string }[] = await ctx.em.query(
      `with ended as (
         update target set valid_to = greatest($2::date, coalesce(valid_from, $2::date)), version = version + 1
         where unit_id = $1 and valid_to is null returning task_id, plan_id, metric)
       select * from ended`,
      [unitId, on],
    );
    return {
      taskIds: rows.map((row) => row.task_id),
      planIds: rows.filter((row) => !rates.includes(row.metric)).map((row) => row.plan_id),
    };
  }

  /** Slips and objections that wait; a slip that the successor has as well is lifted. Deputies sign for nobody any more. */
  async handSlips(ctx: RequestContext, { unitId, successorId }: Merger, reason: string): Promise<void> {
    await ctx.em.query(
      `update urging s set unit_id = $2, version = version + 1 where s.unit_id = $1 and ${stillUrged}
         and not exists (select from urging o where o.task_id = s.task_id and o.unit_id = $2 and o.about = s.about and o.level = s.level)`,
      [unitId, successorId],
    );
    await ctx.em.query(
      `update urging s set state = 'lifted', lifted_reason = $2, version = version + 1 where s.unit_id = $1 and ${stillUrged}`,
      [unitId, reason],
    );
    await ctx.em.query(
      `update light_contest c set unit_id = $2, version = version + 1 where c.unit_id = $1 and c.answered_on is null
         and not exists (select from light_contest o where o.task_id = c.task_id and o.unit_id = $2 and o.answered_on is null)`,
      [unitId, successorId],
    );
    await ctx.em.query(
      `update deputy set revoked_on = $2 where unit_id = $1 and revoked_on is null and valid_to >= $2::date`,
      [unitId, ctx.today],
    );
  }
}
