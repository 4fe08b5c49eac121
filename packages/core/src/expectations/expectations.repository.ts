import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

export interface NewExpectations {
  planId: string;
  areaId: string;
  formKey: string;
  taskId: string;
  unitIds: readonly string[];
  periods: readonly { period: string; opensOn: string; endsOn: string; dueOn: string }[];
}

@Injectable()
export class ExpectationRepository {
  /**
   * Opens unit × period in one statement, each with the unit's placement on the period's last day (for days to
   * come, the one that stands). A unit that has no placement then owes nothing; what is there stays.
   */
  async open(ctx: RequestContext, given: NewExpectations): Promise<void> {
    await ctx.em.query(
      `insert into expectation (id, plan_id, area_id, form_key, task_id, unit_id, period, opens_on, due_on, ancestors)
       select gen_random_uuid(), $1, $2, $3, $4, unit.id, period.period, period.opens_on, period.due_on, placement.ancestors
       from unnest($5::uuid[]) as unit (id)
       cross join unnest($6::text[], $7::date[], $8::date[], $9::date[]) as period (period, opens_on, ends_on, due_on)
       join unit_placement placement on placement.unit_id = unit.id
         and placement.valid_from <= period.ends_on
         and (placement.valid_to is null or placement.valid_to >= period.ends_on)
       on conflict (plan_id, task_id, form_key, unit_id, period) do nothing`,
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
      ],
    );
  }

  /** Drops what opens after the day and nobody has begun to answer. */
  async dropUnopened(
    ctx: RequestContext,
    where: { taskId: string; formKey: string },
    after: string,
  ): Promise<void> {
    await ctx.em.query(
      `delete from expectation e where e.task_id = $1 and e.form_key = $2 and e.opens_on > $3
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

  /** The task's plan year, area, and the units that owe its progress notes. */
  async noteDebtors(
    ctx: RequestContext,
    taskId: string,
  ): Promise<{ planId: string; areaId: string; year: number; unitIds: string[] } | null> {
    const [row] = await ctx.em.query(
      `select t.plan_id as "planId", t.area_id as "areaId", p.year,
         coalesce((select array_agg(a.unit_id) from assignment a where a.task_id = t.id and a.role in ('lead', 'responsible')), '{}') as "unitIds"
       from task t join plan p on p.id = t.plan_id where t.id = $1`,
      [taskId],
    );
    return row ?? null;
  }

  /** Places expectations of periods that end on or after the day where their units stand now. */
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
         and placement.unit_id = e.unit_id and placement.valid_from <= period.ends_on
         and (placement.valid_to is null or placement.valid_to >= period.ends_on)`,
      [unitIds, endOf.map((each) => each.period), endOf.map((each) => each.end), from],
    );
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
