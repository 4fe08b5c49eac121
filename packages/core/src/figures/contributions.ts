import { type Grain, type Period, periodEnd, periodsOfYear } from '@duban/contract';
import type { RegisteredMetric } from '../areas/area-registry.js';

/** Every period that a form of the year may be of, with its last day. */
export function basePeriods(year: number): { period: Period; grain: Grain; end: string }[] {
  return (['month', 'quarter', 'half', 'year'] as const).flatMap((grain) =>
    periodsOfYear(year, grain).map((period) => ({ period, grain, end: periodEnd(period) })),
  );
}

/**
 * Turns observations (cte `seen`: metric, unit_id, period, numerator, denominator, ancestors) into what they add to
 * roll-ups (columns of `parts`). A flow counts in its own period, and in the year to date of all that follow; a
 * level counts from its period until the unit's next one; what has no rule over time counts in its period alone.
 */
export const contributions = (seen: string) => `
  select ancestor.id as unit_id, ancestor.depth, at.metric, later.period,
    case when info.over_time = 'latest' or later.period = at.period then at.numerator else 0 end as numerator,
    case when info.over_time = 'latest' or later.period = at.period then at.denominator else 0 end as denominator,
    case when info.over_time = 'latest' or later.period = at.period then 1 else 0 end as units,
    at.numerator as ytd_numerator, at.denominator as ytd_denominator
  from (
    select seen.*, own.ends_on, lead(own.ends_on) over (partition by seen.metric, seen.unit_id order by own.ends_on) as next_end
    from ${seen} seen join period own on own.period = seen.period
  ) at
  join info on info.metric = at.metric
  join period later on later.grain = info.grain and case info.over_time
    when 'latest' then later.ends_on >= at.ends_on and (at.next_end is null or later.ends_on < at.next_end)
    when 'sum' then later.ends_on >= at.ends_on
    else later.period = at.period end
  cross join lateral unnest(at.ancestors) with ordinality as ancestor (id, depth)
  where info.over_units = 'sum' or ancestor.id = at.unit_id`;

/** The metrics and the base periods of the plan year, as ctes `info` and `period`; parameters $1 to $7. */
export const dictionaries = `
  info as (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as info (metric, over_time, over_units, grain)),
  period as (select * from unnest($5::text[], $6::text[], $7::date[]) as period (period, grain, ends_on))`;

export function dictionaryParameters(metrics: readonly RegisteredMetric[], year: number): unknown[] {
  const plain = metrics.filter((each) => each.form);
  const periods = basePeriods(year);
  return [
    plain.map((each) => each.key),
    plain.map((each) => each.metric.overTime),
    plain.map((each) => each.metric.overUnits),
    plain.map((each) => each.form?.period),
    periods.map((each) => each.period),
    periods.map((each) => each.grain),
    periods.map((each) => each.end),
  ];
}
