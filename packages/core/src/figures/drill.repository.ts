import type { Drill, Period, UnitView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { RegisteredMetric } from '../areas/area-registry.js';
import { pathOn } from '../units/placement-sql.js';

export interface PartRow {
  metric: string;
  unitId: string;
  unitName: string;
  unitKind: UnitView['kind'];
  unitPath: string | null;
  /** Groups that it counts in. */
  groups: { id: string; name: string }[];
  /** Of the report; null for what was imported. */
  areaId: string | null;
  period: Period;
  /** Of the unit's next value, wherever the unit stood then; null: this is its last one. */
  next: Period | null;
  numerator: number;
  denominator: number;
  reportId: string | null;
  revision: number | null;
  import: Drill['parts'][number]['import'];
}

const unitColumns = (
  ancestors: string,
  today: string,
) => `o.unit_id as "unitId", u.name as "unitName", u.kind as "unitKind",
  ${pathOn('o.unit_id', `${today}::date`)} as "unitPath",
  coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.code) from unit g
    where g.kind = 'group' and g.id = any(${ancestors})), '[]') as groups`;

/** What lies behind figures: observations with their reports, and imported values with who put them in. */
@Injectable()
export class DrillRepository {
  /**
   * The observations that count in a unit, within some base periods, each with the period of the one of these statuses
   * that follows it. What is no sum over units is the unit's own alone.
   */
  async parts(
    ctx: RequestContext,
    where: {
      planId: string;
      unitId: string;
      status: 'accepted' | 'pending';
      followedBy: readonly ('accepted' | 'pending')[];
      metrics: readonly RegisteredMetric[];
      periods: readonly string[];
    },
  ): Promise<PartRow[]> {
    return ctx.em.query(
      `select o.metric, ${unitColumns('o.ancestors', '$7')}, o.period, o.numerator::float8, o.denominator::float8,
         (select min(n.period) from observation n where n.plan_id = o.plan_id and n.metric = o.metric and n.unit_id = o.unit_id
           and n.period > o.period and n.status = any($8)) as next,
         o.report_id as "reportId", o.revision, r.area_id as "areaId", null as import
       from observation o join unit u on u.id = o.unit_id join report r on r.id = o.report_id
       where o.plan_id = $1 and o.status = $3 and o.metric = any($4) and o.period = any($5) and o.ancestors @> array[$2::uuid]
         and (o.metric <> all($6) or o.unit_id = $2)
       order by u.code, o.period, o.metric`,
      [
        where.planId,
        where.unitId,
        where.status,
        keysOf(where.metrics),
        where.periods,
        keysOf(where.metrics.filter((each) => each.metric.overUnits === 'none')),
        ctx.today,
        where.followedBy,
      ],
    );
  }

  /** The imported values of last year that count in a unit. */
  async priorParts(
    ctx: RequestContext,
    where: {
      planId: string;
      unitId: string;
      metrics: readonly RegisteredMetric[];
      periods: readonly { period: string; end: string }[];
    },
  ): Promise<PartRow[]> {
    return ctx.em.query(
      `select o.metric, ${unitColumns('placement.ancestors', '$7')}, o.period, o.numerator::float8, o.denominator::float8,
         (select min(n.period) from prior_value n where n.plan_id = o.plan_id and n.metric = o.metric and n.unit_id = o.unit_id
           and n.period > o.period and n.replaced_by is null) as next, null as "reportId", null as revision, null as "areaId", json_build_object('source', i.source,
           'by', case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end,
           'at', to_char(i.imported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as import
       from prior_value o join unit u on u.id = o.unit_id join prior_import i on i.id = o.import_id
       left join app_user a on a.id = i.imported_by
       join unnest($4::text[], $5::date[]) as own (period, ends_on) on own.period = o.period
       cross join lateral (
         select p.ancestors from unit_placement p where p.unit_id = o.unit_id
         order by p.valid_from <= own.ends_on desc, abs(p.valid_from - own.ends_on) limit 1) placement
       where o.plan_id = $1 and o.replaced_by is null and o.metric = any($3) and placement.ancestors @> array[$2::uuid]
         and (o.metric <> all($6) or o.unit_id = $2)
       order by u.code, o.period, o.metric`,
      [
        where.planId,
        where.unitId,
        keysOf(where.metrics),
        where.periods.map((each) => each.period),
        where.periods.map((each) => each.end),
        keysOf(where.metrics.filter((each) => each.metric.overUnits === 'none')),
        ctx.today,
      ],
    );
  }

  /** Units of a kind that stand in a subtree on a day, by code. */
  async unitsOfKind(
    ctx: RequestContext,
    rootId: string,
    kind: string,
    on: string,
  ): Promise<{ id: string; name: string }[]> {
    return ctx.em.query(
      `select u.id, u.name from unit u join unit_placement p on p.unit_id = u.id
         and p.valid_from <= $3::date and (p.valid_to is null or p.valid_to >= $3::date)
       where u.kind = $2 and p.ancestors @> array[$1::uuid] order by u.code`,
      [rootId, kind, on],
    );
  }
}

const keysOf = (metrics: readonly RegisteredMetric[]) => metrics.map((each) => each.key);
