import {
  allows,
  type Drill,
  type DrillQuery,
  isQuotient,
  lastEndedWithin,
  metricValue,
  type Parts,
  type Period,
  periodEnd,
  samePeriodLastYear,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { RegisteredMetric } from '../areas/area-registry.js';
import { actorOf } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { Units } from '../units/units.service.js';
import { basePeriods } from './contributions.js';
import { DrillRepository, type PartRow } from './drill.repository.js';
import { type FigureSet, sumOf } from './figure-set.js';
import { Figures } from './figures.service.js';

type Row = PartRow & { status: Drill['parts'][number]['status'] };

/** Where a figure came from: exactly those values that are in it, each unit's own, with the reports behind them. */
@Injectable()
export class Drills {
  constructor(
    private readonly repository: DrillRepository,
    private readonly figures: Figures,
    private readonly plans: Plans,
    private readonly units: Units,
  ) {}

  async get(ctx: RequestContext, key: string, query: DrillQuery): Promise<Drill> {
    const metric = this.figures.known(key);
    const plan = await this.plans.get(ctx, query.planId);
    const unit = await this.units.get(ctx, query.unitId ?? plan.rootUnitId);
    const isPrior = query.of === 'last-year';
    const period = isPrior ? samePeriodLastYear(query.period) : query.period;
    const figures = isPrior
      ? await this.figures.lastYearOf(ctx, plan, unit.id, [metric])
      : await this.figures.of(ctx, plan.id, unit.id, [metric], { pending: query.of === 'pending' });
    const inputs = this.figures.withInputs([metric]);
    const rows = isPrior
      ? await this.priorRows(ctx, plan, unit.id, inputs, period)
      : await this.rows(ctx, query, unit.id, inputs, period);
    // Where nothing waits, no figure does.
    const nothingWaits = query.of === 'pending' && figures.at(metric, period).pending === null;
    const counted = nothingWaits
      ? []
      : inputs.flatMap((each) => inFigure(each, rows, period, query.of, figures));
    const figureOf = (each: RegisteredMetric) => {
      const sides = nothingWaits ? nothing : sidesOf(figures, each, period, query.of);
      return { value: figures.valueOf(each, sides), ...sides };
    };
    return {
      metric: key,
      unit: { id: unit.id, name: unit.name },
      period,
      of: query.of,
      figure: figureOf(metric),
      inputs: metric.compute
        ? inputs.map((each) => ({ metric: each.key, title: each.metric.title, ...figureOf(each) }))
        : [],
      parts: counted.map((row) => this.part(ctx, row)),
      kinds: query.by === 'kind' ? kindsOf(metric, counted, figures) : null,
    };
  }

  private async rows(
    ctx: RequestContext,
    query: DrillQuery,
    unitId: string,
    metrics: readonly RegisteredMetric[],
    period: Period,
  ): Promise<Row[]> {
    const periods = endedBy(period).map((each) => each.period);
    const followedBy = query.of === 'pending' ? (['accepted', 'pending'] as const) : (['accepted'] as const);
    const where = { planId: query.planId, unitId, followedBy, metrics, periods };
    const of = async (status: 'accepted' | 'pending'): Promise<Row[]> =>
      (await this.repository.parts(ctx, { ...where, status })).map((row) => ({ ...row, status }));
    const accepted = await of('accepted');
    if (query.of !== 'pending') return accepted;
    const waiting = await of('pending');
    const replaced = new Set(waiting.map((row) => `${row.metric} ${row.unitId} ${row.period}`));
    return [
      ...waiting,
      ...accepted.filter((row) => !replaced.has(`${row.metric} ${row.unitId} ${row.period}`)),
    ];
  }

  /** Imported values; where last year's own plan is in the system, the reports of that plan. */
  private async priorRows(
    ctx: RequestContext,
    plan: { id: string; year: number; rootUnitId: string },
    unitId: string,
    metrics: readonly RegisteredMetric[],
    period: Period,
  ): Promise<Row[]> {
    const periods = endedBy(period);
    const imported = await this.repository.priorParts(ctx, { planId: plan.id, unitId, metrics, periods });
    const known = new Set(await this.figures.importedMetrics(ctx, plan.id));
    const rest = metrics.filter((each) => !known.has(each.key));
    const before = rest.length > 0 ? await this.figures.planBefore(ctx, plan) : null;
    const reported = before
      ? await this.repository.parts(ctx, {
          planId: before,
          unitId,
          status: 'accepted',
          followedBy: ['accepted'],
          metrics: rest,
          periods: periods.map((each) => each.period),
        })
      : [];
    return [
      ...imported.map((row) => ({ ...row, status: 'imported' as const })),
      ...reported.map((row) => ({ ...row, status: 'accepted' as const })),
    ];
  }

  private part(ctx: RequestContext, row: Row): Drill['parts'][number] {
    const { metric } = this.figures.known(row.metric);
    const denominator = isQuotient(metric) ? row.denominator : null;
    const readable =
      row.areaId !== null &&
      allows(actorOf(ctx), 'report.read', {
        areaId: row.areaId,
        unitId: row.unitId,
        unitPath: row.unitPath,
        unitKind: row.unitKind,
      });
    return {
      metric: row.metric,
      unitId: row.unitId,
      unitName: row.unitName,
      unitKind: row.unitKind,
      period: row.period,
      value: metricValue(metric, { numerator: row.numerator, denominator }),
      numerator: row.numerator,
      denominator,
      status: row.status,
      reportId: readable ? row.reportId : null,
      revision: row.revision,
      readable,
      import: row.import,
    };
  }
}

/** Base periods of the year that ended by the period's end, in order of their ends. */
function endedBy(period: Period): { period: Period; end: string }[] {
  return basePeriods(Number(period.slice(0, 4))).filter((each) => each.end <= periodEnd(period));
}

const nothing: Parts = { numerator: null, denominator: null };

/** Both sides of a figure; of an input of which nothing waits, what was accepted, for that counts in what waits. */
function sidesOf(figures: FigureSet, metric: RegisteredMetric, period: Period, of: DrillQuery['of']): Parts {
  const figure = figures.at(metric, period);
  const { numerator, denominator } =
    of === 'year-to-date' ? figure.ytd : of === 'pending' ? (figure.pending ?? figure) : figure;
  return { numerator, denominator };
}

/**
 * Of a metric's values up to the period, those that are in its figure: all of a flow's within the span, each unit's
 * last one of a level, and of what has no rule over time those of its last base period.
 */
function inFigure(
  metric: RegisteredMetric,
  rows: readonly Row[],
  period: Period,
  of: DrillQuery['of'],
  figures: FigureSet,
): Row[] {
  const own = rows.filter((row) => row.metric === metric.key);
  const within = figures.basePeriods(metric, period);
  const last = of === 'year-to-date' ? lastEndedWithin(period, figures.grainOf(metric)) : within.at(-1);
  if (!last) return [];
  const until = own.filter((row) => row.period <= last);
  switch (metric.metric.overTime) {
    case 'sum':
      return of === 'year-to-date' ? until : until.filter((row) => within.includes(row.period));
    case 'latest':
      // The next one may count elsewhere: where the unit moved meanwhile.
      return until.filter((row) => row.next === null || row.next > last);
    case 'none': {
      const newest = until.filter((row) => within.includes(row.period)).map((row) => row.period);
      return until.filter((row) => row.period === newest.sort().at(-1));
    }
  }
}

/** The figure of each kind of unit by the same rules, kinds first and then the groups that cut across them. */
function kindsOf(metric: RegisteredMetric, rows: readonly Row[], figures: FigureSet): Drill['kinds'] {
  const lots = new Map<string, { kind: Row['unitKind']; group: Row['groups'][number] | null; rows: Row[] }>();
  const put = (key: string, kind: Row['unitKind'], group: Row['groups'][number] | null, row: Row) => {
    const lot = lots.get(key) ?? { kind, group, rows: [] };
    lot.rows.push(row);
    lots.set(key, lot);
  };
  for (const row of rows) {
    put(row.unitKind, row.unitKind, null, row);
    for (const group of row.groups) put(group.id, 'group', group, row);
  }
  return [...lots.values()]
    .sort((a, b) => Number(a.group !== null) - Number(b.group !== null))
    .map((lot) => {
      const sides = figures.compute(metric, (plain) => {
        const own = lot.rows.filter((row) => row.metric === plain.key);
        if (own.length === 0) return { numerator: null, denominator: null };
        return {
          numerator: sumOf(own.map((row) => row.numerator)),
          denominator: isQuotient(plain.metric) ? sumOf(own.map((row) => row.denominator)) : null,
        };
      });
      return {
        kind: lot.kind,
        group: lot.group,
        units: new Set(lot.rows.map((row) => row.unitId)).size,
        value: figures.valueOf(metric, sides),
        ...sides,
      };
    });
}
