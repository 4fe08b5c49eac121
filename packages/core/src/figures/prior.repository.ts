import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { RegisteredMetric } from '../areas/area-registry.js';
import { planBefore } from '../plans/plan-sql.js';
import { contributions, dictionaries, dictionaryParameters } from './contributions.js';
import type { RollupRow } from './rollup.repository.js';

const rowColumns = `unit_id as "unitId", metric, period, numerator::float8, denominator::float8, units,
  ytd_numerator::float8 as "ytdNumerator", ytd_denominator::float8 as "ytdDenominator", ytd_units as "ytdUnits"`;

/** Last year's values beside a plan's: those that were imported, kept apart from what this year's reports add up to. */
@Injectable()
export class PriorRepository {
  /**
   * Computes what the plan's imported values add up to: as this year's do, where each unit stood on its period's last
   * day. The tree may begin later than last year did: a unit then counts where it stood first.
   */
  async rebuild(
    ctx: RequestContext,
    metrics: readonly RegisteredMetric[],
    planId: string,
    year: number,
  ): Promise<void> {
    await ctx.em.query(`delete from prior_rollup where plan_id = $1`, [planId]);
    await ctx.em.query(
      `with ${dictionaries},
       seen as (
         select v.metric, v.unit_id, v.period, v.numerator, v.denominator, placement.ancestors
         from prior_value v join period own on own.period = v.period
         cross join lateral (
           select p.ancestors from unit_placement p where p.unit_id = v.unit_id
           order by p.valid_from <= own.ends_on desc, abs(p.valid_from - own.ends_on) limit 1) placement
         where v.plan_id = $8 and v.replaced_by is null)
       insert into prior_rollup (plan_id, unit_id, metric, period, numerator, denominator, units, ytd_numerator, ytd_denominator, ytd_units)
       select $8, unit_id, metric, period, sum(numerator), sum(denominator), sum(units)::int, sum(ytd_numerator), sum(ytd_denominator), count(*)::int
       from (${contributions('seen')}) parts group by unit_id, metric, period`,
      [...dictionaryParameters(metrics, year - 1), planId],
    );
  }

  /**
   * Last year's roll-ups of some units: the imported ones, and for metrics of which nothing was imported those of the
   * same bureau's plan of that year, where the system holds it.
   */
  async read(
    ctx: RequestContext,
    plan: { id: string; year: number; rootUnitId: string },
    given: { unitIds: readonly string[]; metrics: readonly string[]; periods: readonly string[] | null },
  ): Promise<(RollupRow & { unitId: string })[]> {
    const asked = `unit_id = any($2) and metric = any($3) and ($4::text[] is null or period = any($4)) and ytd_units > 0`;
    return ctx.em.query(
      `select ${rowColumns} from prior_rollup where plan_id = $1 and ${asked}
       union all
       select ${rowColumns} from rollup where plan_id = ${planBefore('$5::int', '$6')} and ${asked}
         and not exists (select from prior_value v where v.plan_id = $1 and v.metric = rollup.metric and v.replaced_by is null)`,
      [plan.id, given.unitIds, given.metrics, given.periods, plan.year, plan.rootUnitId],
    );
  }

  /** Metrics of which the plan holds imported values. */
  async importedMetrics(ctx: RequestContext, planId: string): Promise<string[]> {
    const rows: { metric: string }[] = await ctx.em.query(
      `select distinct metric from prior_value where plan_id = $1 and replaced_by is null`,
      [planId],
    );
    return rows.map((row) => row.metric);
  }

  /** The same bureau's plan of the year before; null where the system holds none. */
  async planBefore(ctx: RequestContext, plan: { year: number; rootUnitId: string }): Promise<string | null> {
    const [row] = await ctx.em.query(`select ${planBefore('$1::int', '$2')} as id`, [
      plan.year,
      plan.rootUnitId,
    ]);
    return row?.id ?? null;
  }
}
