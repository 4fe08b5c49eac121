import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { lastPlacementBy, standsOn } from '../units/placement-sql.js';

export interface NewExpectations {
  planId: string;
  areaId: string;
  formKey: string;
  taskId: string;
  unitIds: readonly string[];
  periods: readonly { period: string; opensOn: string; endsOn: string; dueOn: string }[];
  /** Of a form that other tasks may have had before: what is owed of it there is not owed twice. */
  onceInPlan?: boolean;
}

/** A form's duty in a plan, as it stands. */
export interface StandingDuty {
  id: string;
  planId: string;
  year: number;
  areaId: string;
  formKey: string;
  taskId: string;
}
/** Tasks on which nobody works (alias `t`). */
const atRest = `t.state in ('suspended', 'closed', 'archived', 'terminated')`;

/** One report that is expected. */
export interface Place {
  formKey: string;
  unitId: string;
  unitName: string;
  period: string;
}
/** One whose due day moved. */
export interface MovedPlace extends Place {
  from: string;
  to: string;
}

@Injectable()
export class ExpectationRepository {
  /**
   * Opens unit × period in one statement, each with the unit's placement on the period's last day (for days to
   * come, the one that stands). A unit that has no placement then owes nothing; what is there stays. Returns what
   * is new.
   */
  async open(ctx: RequestContext, given: NewExpectations): Promise<Place[]> {
    return ctx.em.query(
      `with opened as (insert into expectation (id, plan_id, area_id, form_key, task_id, unit_id, period, opens_on, due_on, ancestors)
       select gen_random_uuid(), $1, $2, $3, $4, unit.id, period.period, period.opens_on, period.due_on, placement.ancestors
       from unnest($5::uuid[]) as unit (id)
       cross join unnest($6::text[], $7::date[], $8::date[], $9::date[]) as period (period, opens_on, ends_on, due_on)
       join unit_placement placement on placement.unit_id = unit.id and ${standsOn('placement', 'period.ends_on')}
       where not $10::boolean or not exists (select from expectation o where o.plan_id = $1 and o.area_id = $2 and o.form_key = $3
         and o.unit_id = unit.id and o.period = period.period)
       on conflict (plan_id, task_id, form_key, unit_id, period) do nothing returning unit_id, form_key, period)
       select opened.form_key as "formKey", opened.unit_id as "unitId", unit.name as "unitName", opened.period
       from opened join unit on unit.id = opened.unit_id order by unit.code, opened.period`,
      [
        given.planId,
        given.areaId,
        given.formKey,
        given.taskId,
        given.unitIds,
        given.periods.map((each) => each.period),
        given.periods.map((each) => each.opensOn),
        given.periods.map((each) => each.endsOn),
        given.periods.map((each) => each.dueOn),
        given.onceInPlan ?? false,
      ],
    );
  }

  /** Drops what units other than these owe for the periods; what was begun or waived stays. Returns what is gone. */
  async drop(
    ctx: RequestContext,
    where: { taskId: string; formKey: string; keptUnitIds: readonly string[]; periods: readonly string[] },
  ): Promise<Place[]> {
    return ctx.em.query(
      `with dropped as (
         delete from expectation e where e.task_id = $1 and e.form_key = $2 and e.unit_id <> all($3::uuid[]) and e.period = any($4)
           and e.waived_reason is null
           and not exists (select from report r where r.plan_id = e.plan_id and r.task_id = e.task_id
             and r.form_key = e.form_key and r.unit_id = e.unit_id and r.period = e.period)
         returning unit_id, form_key, period)
       select dropped.form_key as "formKey", dropped.unit_id as "unitId", unit.name as "unitName", dropped.period
       from dropped join unit on unit.id = dropped.unit_id order by unit.code, dropped.period`,
      [where.taskId, where.formKey, where.keptUnitIds, where.periods],
    );
  }

  /** Forms that somebody owes on the day or later, and their plan's year. */
  async owedForms(
    ctx: RequestContext,
    from: string,
  ): Promise<{ planId: string; year: number; areaId: string; formKey: string }[]> {
    return ctx.em.query(
      `select distinct e.plan_id as "planId", p.year, e.area_id as "areaId", e.form_key as "formKey"
       from expectation e join plan p on p.id = e.plan_id where e.due_on >= $1 order by 1, 3, 4`,
      [from],
    );
  }

  /** Moves due days of the area's form, of all or of those that are not past; returns those that were others before. */
  async reschedule(
    ctx: RequestContext,
    where: { planId: string; areaId: string; formKey: string; dueFrom?: string },
    days: readonly { period: string; dueOn: string }[],
  ): Promise<MovedPlace[]> {
    return ctx.em.query(
      `with day as (select * from unnest($4::text[], $5::date[]) as day (period, due_on)),
       moved as (
         select e.id, e.unit_id, e.period, e.due_on as before, day.due_on as after from expectation e join day on day.period = e.period
         where e.plan_id = $1 and e.area_id = $2 and e.form_key = $3 and e.due_on <> day.due_on
           and ($6::date is null or e.due_on >= $6)),
       done as (update expectation e set due_on = moved.after from moved where e.id = moved.id)
       select $3::text as "formKey", moved.unit_id as "unitId", unit.name as "unitName", moved.period,
         moved.before::text as "from", moved.after::text as "to"
       from moved join unit on unit.id = moved.unit_id order by unit.code, moved.period`,
      [
        where.planId,
        where.areaId,
        where.formKey,
        days.map((each) => each.period),
        days.map((each) => each.dueOn),
        where.dueFrom ?? null,
      ],
    );
  }

  async dutyId(ctx: RequestContext, planId: string, areaId: string, formKey: string): Promise<string | null> {
    const [row] = await ctx.em.query(
      `select id from duty where plan_id = $1 and area_id = $2 and form_key = $3`,
      [planId, areaId, formKey],
    );
    return row?.id ?? null;
  }

  /** The area's duties, each with the units that have it on the day. */
  async duties(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    on: string,
  ): Promise<{ formKey: string; taskId: string; unitIds: string[] }[]> {
    return ctx.em.query(
      `select d.form_key as "formKey", d.task_id as "taskId",
         coalesce((select array_agg(u.unit_id order by unit.code) from duty_unit u join unit on unit.id = u.unit_id
           where u.duty_id = d.id and u.valid_from <= $3 and (u.valid_to is null or u.valid_to >= $3)), '{}') as "unitIds"
       from duty d where d.plan_id = $1 and d.area_id = $2 order by d.form_key`,
      [planId, areaId, on],
    );
  }

  /** These units have the duty from the day on, and no others; what was before that day stays. */
  async setDutyUnits(
    ctx: RequestContext,
    given: { planId: string; dutyId: string; unitIds: readonly string[]; from: string },
  ): Promise<void> {
    const { planId, dutyId, unitIds, from } = given;
    await ctx.em.query(`delete from duty_unit where duty_id = $1 and valid_from >= $2`, [dutyId, from]);
    await ctx.em.query(
      `update duty_unit set valid_to = case when unit_id = any($3::uuid[]) then null else $2::date - 1 end
       where duty_id = $1 and (valid_to is null or valid_to >= $2)`,
      [dutyId, from, unitIds],
    );
    await ctx.em.query(
      `insert into duty_unit (plan_id, duty_id, unit_id, valid_from)
       select $1, $2, joining.unit_id, $4::date from unnest($3::uuid[]) as joining (unit_id)
       where not exists (select from duty_unit u where u.duty_id = $2 and u.unit_id = joining.unit_id and u.valid_to is null)`,
      [planId, dutyId, unitIds, from],
    );
  }

  /** Every duty of the task's plan, and the metrics of the task's targets that stand. */
  async dutiesAround(
    ctx: RequestContext,
    taskId: string,
  ): Promise<{ duties: StandingDuty[]; metrics: string[] }> {
    const duties: StandingDuty[] = await ctx.em.query(
      `select d.id, d.plan_id as "planId", p.year, d.area_id as "areaId", d.form_key as "formKey", d.task_id as "taskId"
       from task t join plan p on p.id = t.plan_id join duty d on d.plan_id = t.plan_id where t.id = $1 order by d.area_id, d.form_key`,
      [taskId],
    );
    const metrics: { metric: string }[] = await ctx.em.query(
      `select distinct metric from target where task_id = $1 and confirmed and valid_to is null`,
      [taskId],
    );
    return { duties, metrics: metrics.map(({ metric }) => metric) };
  }

  /**
   * Whether somebody works on the form's task, or on another one with a target that is measured by these metrics. Of
   * others only open ones count: what is owed must not tell of a restricted task.
   */
  async isServing(
    ctx: RequestContext,
    duty: Pick<StandingDuty, 'planId' | 'taskId'>,
    metrics: readonly string[],
  ): Promise<boolean> {
    const [{ serves }] = await ctx.em.query(
      `select exists (select from task t where t.plan_id = $1 and not ${atRest} and (t.id = $2 or t.visibility = 'open' and exists (
         select from target g where g.task_id = t.id and g.confirmed and g.valid_to is null and g.metric = any($3)))) as serves`,
      [duty.planId, duty.taskId, metrics],
    );
    return serves;
  }

  /** Who has the duty from when to when. */
  dutyUnits(
    ctx: RequestContext,
    dutyId: string,
  ): Promise<{ unitId: string; from: string; to: string | null }[]> {
    return ctx.em.query(
      `select unit_id as "unitId", valid_from::text as "from", valid_to::text as "to" from duty_unit where duty_id = $1`,
      [dutyId],
    );
  }

  /** Drops what opens after the day, nobody has begun to answer and nobody waived: a waiver outlasts what stops it. */
  async dropUnopened(
    ctx: RequestContext,
    where: { taskId: string; formKey: string },
    after: string,
  ): Promise<void> {
    await ctx.em.query(
      `delete from expectation e where e.task_id = $1 and e.form_key = $2 and e.opens_on > $3
         and e.waived_reason is null
         and not exists (select from report r where r.plan_id = e.plan_id and r.task_id = e.task_id
           and r.form_key = e.form_key and r.unit_id = e.unit_id and r.period = e.period)`,
      [where.taskId, where.formKey, after],
    );
  }

  async addDuty(
    ctx: RequestContext,
    given: { id: string; planId: string; areaId: string; formKey: string; taskId: string },
  ): Promise<void> {
    await ctx.em.query(
      `insert into duty (id, plan_id, area_id, form_key, task_id) values ($1, $2, $3, $4, $5)`,
      [given.id, given.planId, given.areaId, given.formKey, given.taskId],
    );
  }

  async addDutyUnits(
    ctx: RequestContext,
    given: { planId: string; dutyId: string; unitIds: readonly string[]; from: string },
  ): Promise<void> {
    await ctx.em.query(
      `insert into duty_unit (plan_id, duty_id, unit_id, valid_from) select $1, $2, unit_id, $4 from unnest($3::uuid[]) as unit_id`,
      [given.planId, given.dutyId, given.unitIds, given.from],
    );
  }

  /**
   * The task's plan year, area, and the units that owe its progress notes. A unit that was given a part of another
   * unit's owes none: that one's note speaks of the whole part.
   */
  async noteDebtors(
    ctx: RequestContext,
    taskId: string,
  ): Promise<{ planId: string; areaId: string; year: number; unitIds: string[] } | null> {
    const [row] = await ctx.em.query(
      `select t.plan_id as "planId", t.area_id as "areaId", p.year,
         coalesce((select array_agg(a.unit_id) from assignment a where a.task_id = t.id and a.parent_id is null
           and a.role in ('lead', 'responsible')), '{}') as "unitIds"
       from task t join plan p on p.id = t.plan_id where t.id = $1`,
      [taskId],
    );
    return row ?? null;
  }

  /** The years, from this one on, that have a plan. */
  async yearsFrom(ctx: RequestContext, year: number): Promise<number[]> {
    const rows: { year: number }[] = await ctx.em.query(`select distinct year from plan where year >= $1`, [
      year,
    ]);
    return rows.map((row) => row.year);
  }

  /** Places expectations of periods that end on or after the day where their units stand now, and closed ones last did. */
  async replace(
    ctx: RequestContext,
    unitIds: readonly string[],
    from: string,
    endOf: { period: string; end: string }[],
  ): Promise<void> {
    await ctx.em.query(
      `update expectation e set ancestors = placement.ancestors
       from unnest($2::text[], $3::date[]) as period (period, ends_on), unit_placement placement
       where e.unit_id = any($1) and e.period = period.period and period.ends_on >= $4
         and placement.unit_id = e.unit_id and ${lastPlacementBy('period.ends_on')}`,
      [unitIds, endOf.map((each) => each.period), endOf.map((each) => each.end), from],
    );
  }

  /** The forms' other task; what was begun stays with the task that it was begun for. */
  async moveDuties(ctx: RequestContext, fromTaskId: string, toTaskId: string): Promise<void> {
    await ctx.em.query(
      `update expectation e set task_id = $2 from duty d
       where d.task_id = $1 and e.task_id = $1 and e.form_key = d.form_key
         and not exists (select from report r where r.plan_id = e.plan_id and r.task_id = e.task_id
           and r.form_key = e.form_key and r.unit_id = e.unit_id and r.period = e.period)`,
      [fromTaskId, toTaskId],
    );
    await ctx.em.query(`update duty set task_id = $2 where task_id = $1`, [fromTaskId, toTaskId]);
  }

  /** False where a report of the task was begun. */
  async dropDuties(ctx: RequestContext, taskId: string): Promise<boolean> {
    const [begun] = await ctx.em.query(`select 1 from report where task_id = $1 limit 1`, [taskId]);
    if (begun) return false;
    await ctx.em.query(`delete from expectation where task_id = $1`, [taskId]);
    await ctx.em.query(`delete from duty_unit where duty_id in (select id from duty where task_id = $1)`, [
      taskId,
    ]);
    await ctx.em.query(`delete from duty where task_id = $1`, [taskId]);
    return true;
  }

  /**
   * Sets why the unit need not report, or takes that back with null. False where it stands so already, or where a
   * report was handed in.
   */
  async waive(ctx: RequestContext, id: string, reason: string | null): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with changed as (
         update expectation e set waived_reason = $2
         where e.id = $1 and (e.waived_reason is null) = ($2::text is not null)
           and ($2::text is null or not exists (select from report r where r.plan_id = e.plan_id and r.task_id = e.task_id
             and r.form_key = e.form_key and r.unit_id = e.unit_id and r.period = e.period
             and (r.state in ('submitted', 'signed', 'accepted') or r.accepted_revision is not null)))
         returning e.id)
       select id from changed`,
      [id, reason],
    );
    return rows.length === 1;
  }

  /** Lets a report of a closed period through until a day, or no more with null. False where its period is not closed. */
  async reopen(
    ctx: RequestContext,
    id: string,
    given: { until: string; reason: string } | null,
    periodEnd: string,
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with changed as (
         update expectation e set reopened_until = $2, reopened_reason = $3 from plan p
         where e.id = $1 and p.id = e.plan_id and p.closed_through >= $4::date returning e.id)
       select id from changed`,
      [id, given?.until ?? null, given?.reason ?? null, periodEnd],
    );
    return rows.length === 1;
  }

  /** Notes that a report was signed (and on which day first), or that it was returned after that. */
  async mark(
    ctx: RequestContext,
    where: { planId: string; taskId: string; formKey: string; unitId: string; period: string },
    received: boolean,
  ): Promise<void> {
    await ctx.em.query(
      `update expectation set received = $6, first_signed_on = case when $6 then coalesce(first_signed_on, $7::date) else first_signed_on end
       where plan_id = $1 and task_id = $2 and form_key = $3 and unit_id = $4 and period = $5`,
      [where.planId, where.taskId, where.formKey, where.unitId, where.period, received, ctx.today],
    );
  }
}
