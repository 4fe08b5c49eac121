import type { Period } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { RegisteredMetric } from '../areas/area-registry.js';
import { lastPlacementBy } from '../units/placement-sql.js';
import { contributions, dictionaries, dictionaryParameters } from './contributions.js';

/** What one report says of one metric. Numbers travel as text: PostgreSQL adds them up exactly. */
export interface Sides {
  metric: string;
  numerator: string;
  denominator: string;
}

export interface ObservationOrigin {
  planId: string;
  year: number;
  unitId: string;
  period: Period;
  reportId: string;
  revision: number;
  /** Units whose roll-ups the unit counts in on the period's last day, root first. */
  ancestors: readonly string[];
}

export interface RollupRow {
  metric: string;
  period: Period;
  numerator: number;
  denominator: number;
  /** Units with a value of the period's own (or carried forward). */
  units: number;
  ytdNumerator: number;
  ytdDenominator: number;
  ytdUnits: number;
}

@Injectable()
export class RollupRepository {
  /** Keeps accepts of one unit apart, and all of them away from a rebuild. Held until the transaction ends. */
  async lockUnit(ctx: RequestContext, planId: string, unitId: string): Promise<void> {
    await ctx.em.query(
      `select pg_advisory_xact_lock_shared(hashtextextended('rollup:' || $1, 0)), pg_advisory_xact_lock(hashtextextended('rollup:' || $1 || $2, 0))`,
      [planId, unitId],
    );
  }

  async lockPlan(ctx: RequestContext, planId: string): Promise<void> {
    await ctx.em.query(`select pg_advisory_xact_lock(hashtextextended('rollup:' || $1, 0))`, [planId]);
  }

  /**
   * Replaces what one unit's report said of a period, and carries the difference into the roll-ups: what the unit's
   * observations added before is taken away, what they add now is put in, in one statement. Rows are locked deepest
   * first and the root's last, so that accepts wait for one another shortly and never in a circle.
   */
  async accept(
    ctx: RequestContext,
    metrics: readonly RegisteredMetric[],
    origin: ObservationOrigin,
    sides: readonly Sides[],
  ): Promise<void> {
    const parameters = [
      ...dictionaryParameters(metrics, origin.year),
      origin.planId,
      origin.unitId,
      origin.period,
      sides.map((each) => each.metric),
      sides.map((each) => each.numerator),
      sides.map((each) => each.denominator),
      origin.ancestors,
    ];
    await ctx.em.query(
      `with ${dictionaries},
       before as (
         select metric, unit_id, period, numerator, denominator, ancestors from observation
         where plan_id = $8 and unit_id = $9 and metric = any($1) and status = 'accepted' and left(period, 4) = left($10, 4)),
       after as (
         select * from before where period <> $10
         union all
         select side.metric, $9::uuid, $10, side.numerator, side.denominator, $14::uuid[]
         from unnest($11::text[], $12::numeric[], $13::numeric[]) as side (metric, numerator, denominator)),
       signed as (
         select -1 as sign, parts.* from (${contributions('before')}) parts
         union all
         select 1, parts.* from (${contributions('after')}) parts),
       delta as (
         select unit_id, max(depth) as depth, metric, period,
           sum(sign * numerator) as numerator, sum(sign * denominator) as denominator, sum(sign * units)::int as units,
           sum(sign * ytd_numerator) as ytd_numerator, sum(sign * ytd_denominator) as ytd_denominator, sum(sign)::int as ytd_units
         from signed group by unit_id, metric, period)
       insert into rollup (plan_id, unit_id, metric, period, numerator, denominator, units, ytd_numerator, ytd_denominator, ytd_units)
       select $8, unit_id, metric, period, numerator, denominator, units, ytd_numerator, ytd_denominator, ytd_units from delta
       where numerator <> 0 or denominator <> 0 or units <> 0 or ytd_numerator <> 0 or ytd_denominator <> 0 or ytd_units <> 0
       order by depth desc, unit_id, metric, period
       on conflict (plan_id, unit_id, period, metric) do update set
         numerator = rollup.numerator + excluded.numerator, denominator = rollup.denominator + excluded.denominator,
         units = rollup.units + excluded.units, ytd_numerator = rollup.ytd_numerator + excluded.ytd_numerator,
         ytd_denominator = rollup.ytd_denominator + excluded.ytd_denominator, ytd_units = rollup.ytd_units + excluded.ytd_units`,
      parameters,
    );
    await this.observe(ctx, 'accepted', metrics, origin, sides);
  }

  /** Stores what a report says, in place of what its unit said of the period before. */
  async observe(
    ctx: RequestContext,
    status: 'accepted' | 'pending',
    metrics: readonly RegisteredMetric[],
    origin: ObservationOrigin,
    sides: readonly Sides[],
  ): Promise<void> {
    await ctx.em.query(
      `delete from observation where plan_id = $1 and unit_id = $2 and period = $3 and status = $4 and metric = any($5)`,
      [origin.planId, origin.unitId, origin.period, status, metrics.map((each) => each.key)],
    );
    if (sides.length === 0) return;
    await ctx.em.query(
      `insert into observation (plan_id, metric, unit_id, period, status, numerator, denominator, report_id, revision, ancestors)
       select $1, side.metric, $2, $3, $4, side.numerator, side.denominator, $5, $6, $7
       from unnest($8::text[], $9::numeric[], $10::numeric[]) as side (metric, numerator, denominator)`,
      [
        origin.planId,
        origin.unitId,
        origin.period,
        status,
        origin.reportId,
        origin.revision,
        origin.ancestors,
        sides.map((each) => each.metric),
        sides.map((each) => each.numerator),
        sides.map((each) => each.denominator),
      ],
    );
  }

  /** Adds observations in bulk; the chunks keep the statement's parameters within bounds. */
  async observeMany(
    ctx: RequestContext,
    status: 'accepted' | 'pending',
    rows: readonly (ObservationOrigin & Sides)[],
  ): Promise<void> {
    const chunk = 5_000;
    for (let at = 0; at < rows.length; at += chunk) {
      const some = rows.slice(at, at + chunk);
      await ctx.em.query(
        `insert into observation (plan_id, metric, unit_id, period, status, numerator, denominator, report_id, revision, ancestors)
         select (o->>'planId')::uuid, o->>'metric', (o->>'unitId')::uuid, o->>'period', $2, (o->>'numerator')::numeric, (o->>'denominator')::numeric,
           (o->>'reportId')::uuid, (o->>'revision')::int, array(select jsonb_array_elements_text(o->'ancestors')::uuid)
         from jsonb_array_elements($1::jsonb) o`,
        [JSON.stringify(some), status],
      );
    }
  }

  /** Computes every roll-up of the plan anew from its accepted observations. */
  async rebuild(
    ctx: RequestContext,
    metrics: readonly RegisteredMetric[],
    planId: string,
    year: number,
  ): Promise<void> {
    await ctx.em.query(`delete from rollup where plan_id = $1`, [planId]);
    await ctx.em.query(
      `with ${dictionaries},
       seen as (
         select metric, unit_id, period, numerator, denominator, ancestors from observation
         where plan_id = $8 and status = 'accepted')
       insert into rollup (plan_id, unit_id, metric, period, numerator, denominator, units, ytd_numerator, ytd_denominator, ytd_units)
       select $8, unit_id, metric, period, sum(numerator), sum(denominator), sum(units)::int, sum(ytd_numerator), sum(ytd_denominator), count(*)::int
       from (${contributions('seen')}) parts group by unit_id, metric, period`,
      [...dictionaryParameters(metrics, year), planId],
    );
  }

  /** Puts the plan's observations (of these units, or of all) in periods that end on or after the day where their units stand then, and closed ones last did. */
  async replaceObservations(
    ctx: RequestContext,
    planId: string,
    unitIds: readonly string[] | null,
    from: string,
    endOf: readonly { period: string; end: string }[],
  ): Promise<void> {
    await ctx.em.query(
      `update observation o set ancestors = placement.ancestors
       from unnest($3::text[], $4::date[]) as period (period, ends_on), unit_placement placement
       where o.plan_id = $1 and ($2::uuid[] is null or o.unit_id = any($2)) and o.period = period.period and period.ends_on >= $5
         and placement.unit_id = o.unit_id and ${lastPlacementBy('period.ends_on')}
         and o.ancestors <> placement.ancestors`,
      [planId, unitIds, endOf.map((each) => each.period), endOf.map((each) => each.end), from],
    );
  }

  /** The roll-ups of some units for some metrics over a year; rows that hold nothing any more are left out. */
  async read(
    ctx: RequestContext,
    planId: string,
    unitIds: readonly string[],
    metrics: readonly string[],
  ): Promise<(RollupRow & { unitId: string })[]> {
    return ctx.em.query(
      `select unit_id as "unitId", metric, period, numerator::float8, denominator::float8, units,
         ytd_numerator::float8 as "ytdNumerator", ytd_denominator::float8 as "ytdDenominator", ytd_units as "ytdUnits"
       from rollup where plan_id = $1 and unit_id = any($2) and metric = any($3) and ytd_units > 0`,
      [planId, unitIds, metrics],
    );
  }

  /**
   * What the values would gain if all that waits in the subtree were accepted: metric and period of each. A level
   * replaces the unit's last one until the unit's next one, accepted or waiting, and leaves the subtree where that one
   * counted if the unit has moved since; a flow, what was accepted for the same period. What is no sum over units is the unit's own alone.
   */
  async pending(
    ctx: RequestContext,
    planId: string,
    unitId: string,
    metrics: readonly RegisteredMetric[],
  ): Promise<PendingRow[]> {
    const keys = (which: (metric: RegisteredMetric['metric']) => boolean) =>
      metrics.filter((each) => which(each.metric)).map((each) => each.key);
    return ctx.em.query(
      `select p.metric, p.period, next.period as until,
         sum(case when p.ancestors @> unit.line then p.numerator else 0 end - case when a.ancestors @> unit.line then a.numerator else 0 end)::float8 as numerator,
         sum(case when p.ancestors @> unit.line then p.denominator else 0 end - case when a.ancestors @> unit.line then a.denominator else 0 end)::float8 as denominator,
         (count(*) filter (where p.ancestors @> unit.line) - count(*) filter (where a.ancestors @> unit.line))::int as units
       from observation p
       cross join (select array[$2::uuid] as line) unit
       left join lateral (
         select a.numerator, a.denominator, a.ancestors from observation a
         where a.plan_id = p.plan_id and a.metric = p.metric and a.unit_id = p.unit_id and a.status = 'accepted'
           and (a.period = p.period or (p.metric = any($4) and a.period < p.period))
         order by a.period desc limit 1) a on true
       left join lateral (
         select min(n.period) as period from observation n
         where n.plan_id = p.plan_id and n.metric = p.metric and n.unit_id = p.unit_id and n.period > p.period) next on p.metric = any($4)
       where p.plan_id = $1 and p.status = 'pending' and p.metric = any($3)
         and (p.ancestors @> unit.line or p.metric = any($4) and a.ancestors @> unit.line)
         and (p.metric <> all($5) or p.unit_id = $2)
       group by p.metric, p.period, next.period`,
      [
        planId,
        unitId,
        keys(() => true),
        keys(({ overTime }) => overTime === 'latest'),
        keys(({ overUnits }) => overUnits === 'none'),
      ],
    );
  }

  /** How many reports of a form are expected and received in a subtree, by period. */
  async reporting(
    ctx: RequestContext,
    planId: string,
    unitId: string,
    areaId: string,
    formKey: string,
  ): Promise<{ period: string; expected: number; received: number }[]> {
    return ctx.em.query(
      `select period, (count(*) filter (where waived_reason is null))::int as expected, (count(*) filter (where received and waived_reason is null))::int as received
       from expectation where plan_id = $1 and area_id = $3 and form_key = $4 and ancestors @> array[$2::uuid] group by period`,
      [planId, unitId, areaId, formKey],
    );
  }
}

export interface PendingRow {
  metric: string;
  period: Period;
  /** Of a level: the period of the unit's next one, from which on it counts no more; null while it is the last. */
  until: Period | null;
  numerator: number;
  denominator: number;
  /** How many units' values more there would be; fewer where levels leave. */
  units: number;
}
