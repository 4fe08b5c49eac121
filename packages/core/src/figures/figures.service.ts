import {
  carriedOn,
  type FormData,
  type Grain,
  isFilled,
  isQuotient,
  lastEndedWithin,
  type Period,
  type PlanView,
  paceValue,
  periodEnd,
  periodStart,
  periodsOfYear,
  periodYear,
  progressNoteKey,
  type Series,
  samePeriodLastYear,
  shiftPeriod,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry, type RegisteredMetric } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { notFound, validationFailed } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { Units } from '../units/units.service.js';
import { basePeriods } from './contributions.js';
import { FigureSet } from './figure-set.js';
import { PriorRepository } from './prior.repository.js';
import { type ObservationOrigin, RollupRepository, type Sides } from './rollup.repository.js';
import { courseOf } from './target-row.js';
import { UnitTargets } from './unit-targets.service.js';

export interface ReportedFigures extends ObservationOrigin {
  areaId: string;
  formKey: string;
  /** Version of the form that the data was made with; the installed one unless said. */
  formVersion?: number;
  data: FormData;
}

/** Observations and what they roll up to. One way only: observations, then roll-ups, in the accepting transaction. */
@Injectable()
export class Figures {
  constructor(
    private readonly repository: RollupRepository,
    private readonly prior: PriorRepository,
    private readonly registry: AreaRegistry,
    private readonly settings: AreaSettings,
    private readonly plans: Plans,
    private readonly units: Units,
    private readonly targets: UnitTargets,
  ) {}

  /** A report waits for acceptance: its values stand beside the accepted ones. */
  async wait(ctx: RequestContext, report: ReportedFigures): Promise<void> {
    const metrics = this.metricsOf(report);
    if (metrics.length === 0) return;
    const placed = await this.placed(ctx, report);
    await this.repository.observe(ctx, 'pending', metrics, placed, this.sidesOf(metrics, report));
  }

  /** A report was returned: nothing of it waits any more. */
  async withdraw(ctx: RequestContext, report: ReportedFigures): Promise<void> {
    const metrics = this.metricsOf(report);
    if (metrics.length > 0) await this.repository.observe(ctx, 'pending', metrics, report, []);
  }

  /** A report was accepted: its values replace the unit's, and move every roll-up above it. */
  async accept(ctx: RequestContext, report: ReportedFigures): Promise<void> {
    const metrics = this.metricsOf(report);
    if (metrics.length === 0) return;
    const placed = await this.placed(ctx, report);
    await this.repository.observe(ctx, 'pending', metrics, placed, []);
    await this.repository.accept(ctx, metrics, placed, this.sidesOf(metrics, report));
  }

  /**
   * Holds the unit's roll-ups, and then looks where the unit stood on the period's last day: a move that committed
   * while we waited has put it elsewhere since the report was read.
   */
  private async placed<R extends ReportedFigures>(ctx: RequestContext, report: R): Promise<R> {
    await this.repository.lockUnit(ctx, report.planId, report.unitId);
    const placement = await this.units.lastPlacement(ctx, report.unitId, periodEnd(report.period));
    return placement ? { ...report, ancestors: placement.ancestors } : report;
  }

  /** Observations of many reports at once, for seeds and imports; roll-ups follow with a rebuild. */
  async import(
    ctx: RequestContext,
    status: 'accepted' | 'pending',
    reports: readonly ReportedFigures[],
  ): Promise<void> {
    const rows = reports.flatMap((report) =>
      this.sidesOf(this.metricsOf(report), report).map((sides) => ({ ...report, ...sides })),
    );
    await this.repository.observeMany(ctx, status, rows);
  }

  private metricsOf(report: { areaId: string; formKey: string }): RegisteredMetric[] {
    return report.formKey === progressNoteKey
      ? []
      : this.registry.metricsOfForm(report.areaId, report.formKey);
  }

  /** A report of an earlier form version is read through the version's declared mapping. */
  private sidesOf(metrics: readonly RegisteredMetric[], report: ReportedFigures): Sides[] {
    const form = this.registry.form(report.areaId, report.formKey);
    const data = form ? carriedOn(form, report.formVersion ?? form.version, report.data) : report.data;
    return sidesIn(metrics, data);
  }

  private plainMetrics(): RegisteredMetric[] {
    return this.registry
      .manifests()
      .flatMap((manifest) => this.registry.metricsOfArea(manifest.id))
      .filter((each) => each.form);
  }

  /** Computes every roll-up of the plan anew: where each observation counts, then what they add up to. Accepts wait meanwhile. */
  async rebuild(ctx: RequestContext, planId: string, year: number): Promise<void> {
    await this.repository.lockPlan(ctx, planId);
    await this.repository.replaceObservations(ctx, planId, null, `${year}-01-01`, basePeriods(year));
    await this.repository.rebuild(ctx, this.plainMetrics(), planId, year);
    await this.prior.rebuild(ctx, this.plainMetrics(), planId, year);
  }

  /** Holds the plan's roll-ups until the transaction ends: accepts and imports wait. */
  hold(ctx: RequestContext, planId: string): Promise<void> {
    return this.repository.lockPlan(ctx, planId);
  }

  /** Last year's values of the plan were imported: what they add up to. */
  async rebuildPrior(ctx: RequestContext, planId: string, year: number): Promise<void> {
    await this.repository.lockPlan(ctx, planId);
    await this.prior.rebuild(ctx, this.plainMetrics(), planId, year);
  }

  /** Units moved on a day: observations of periods that end later count where the units stand then. */
  async replace(ctx: RequestContext, unitIds: readonly string[], from: string): Promise<void> {
    const touched = (await this.plans.years(ctx)).filter((plan) => plan.year >= Number(from.slice(0, 4)));
    for (const plan of touched) {
      await this.repository.lockPlan(ctx, plan.id);
      await this.repository.replaceObservations(ctx, plan.id, unitIds, from, basePeriods(plan.year));
      await this.repository.rebuild(ctx, this.plainMetrics(), plan.id, plan.year);
      await this.prior.rebuild(ctx, this.plainMetrics(), plan.id, plan.year);
    }
  }

  /** The figures of one unit for some metrics, with what waits beside them. */
  async of(
    ctx: RequestContext,
    planId: string,
    unitId: string,
    metrics: readonly RegisteredMetric[],
    beside: { pending?: boolean; lastYear?: FigureSet | undefined } = {},
  ): Promise<FigureSet> {
    const plain = this.withInputs(metrics);
    const keys = plain.map((each) => each.key);
    const rows = await this.repository.read(ctx, planId, [unitId], keys);
    const pending = beside.pending ? await this.repository.pending(ctx, planId, unitId, plain) : [];
    return new FigureSet(this.registry, rows, pending, beside.lastYear);
  }

  /** A unit's figures of the year before, imported or of that year's plan; of all periods, or of what some rest on. */
  async lastYearOf(
    ctx: RequestContext,
    plan: Pick<PlanView, 'id' | 'year' | 'rootUnitId'>,
    unitId: string,
    metrics: readonly RegisteredMetric[],
    period?: Period,
  ): Promise<FigureSet> {
    const rows = await this.prior.read(ctx, plan, {
      unitIds: [unitId],
      metrics: this.withInputs(metrics).map((each) => each.key),
      periods: period ? restingOn(samePeriodLastYear(period), shiftPeriod(period, -1)) : null,
    });
    return new FigureSet(this.registry, rows);
  }

  /** Metrics of which last year's values were imported; the others' are those of last year's plan. */
  importedMetrics(ctx: RequestContext, planId: string): Promise<string[]> {
    return this.prior.importedMetrics(ctx, planId);
  }

  planBefore(ctx: RequestContext, plan: Pick<PlanView, 'year' | 'rootUnitId'>): Promise<string | null> {
    return this.prior.planBefore(ctx, plan);
  }

  /** The same for several units in one read. */
  async ofUnits(
    ctx: RequestContext,
    planId: string,
    unitIds: readonly string[],
    metrics: readonly RegisteredMetric[],
  ): Promise<Map<string, FigureSet>> {
    const keys = this.withInputs(metrics).map((each) => each.key);
    const rows =
      unitIds.length > 0 && keys.length > 0 ? await this.repository.read(ctx, planId, unitIds, keys) : [];
    return new Map(
      unitIds.map((id) => [
        id,
        new FigureSet(
          this.registry,
          rows.filter((row) => row.unitId === id),
        ),
      ]),
    );
  }

  /** Year-to-date values of an area's metrics for the plan's root unit, by key in the area. */
  async ofArea(ctx: RequestContext, planId: string, areaId: string): Promise<Record<string, number | null>> {
    const plan = await this.plans.get(ctx, planId);
    const metrics = this.registry.metricsOfArea(areaId);
    const figures = await this.of(ctx, planId, plan.rootUnitId, metrics);
    const month = ctx.today.slice(0, 4) === String(plan.year) ? ctx.today.slice(0, 7) : String(plan.year);
    return Object.fromEntries(metrics.map((each) => [each.metric.key, figures.at(each, month).yearToDate]));
  }

  /** The metrics themselves where they are reported, else those that they are computed from. */
  withInputs(metrics: readonly RegisteredMetric[]): RegisteredMetric[] {
    const all = metrics.flatMap((metric) =>
      metric.form
        ? [metric]
        : this.withInputs(metric.of.map((key) => this.registry.metric(key)).filter((each) => each !== null)),
    );
    return [...new Set(all)];
  }

  /** Throws 404 where no area has it. */
  known(key: string): RegisteredMetric {
    const metric = this.registry.metric(key);
    if (!metric) throw notFound();
    return metric;
  }

  /** A metric's points for a unit. `from` and `to` default to the plan year up to today, `grain` to the metric's own. */
  async series(
    ctx: RequestContext,
    key: string,
    query: { planId: string; unitId?: string; from?: Period; to?: Period; grain?: Grain },
  ): Promise<Series> {
    const metric = this.known(key);
    const plan = await this.plans.get(ctx, query.planId);
    const unit = await this.units.get(ctx, query.unitId ?? plan.rootUnitId);
    const lastYear = await this.lastYearOf(ctx, plan, unit.id, [metric]);
    const figures = await this.of(ctx, plan.id, unit.id, [metric], { pending: true, lastYear });
    const base = figures.grainOf(metric);
    const grain = query.grain ?? base;
    const from = periodStart(query.from ?? String(plan.year));
    const to = query.to ? periodEnd(query.to) : ctx.today;
    if (from > to) refuse('query.to', 'lies before from');
    // A computed metric rests on every form that its inputs are reported by.
    const forms = new Set(this.withInputs([metric]).map((each) => each.form?.key ?? ''));
    const reporting: Awaited<ReturnType<RollupRepository['reporting']>> = [];
    for (const formKey of forms)
      reporting.push(...(await this.repository.reporting(ctx, plan.id, unit.id, metric.areaId, formKey)));
    const { minimumBase } = await this.settings.rules(ctx, plan.id, metric.areaId);
    const targets = await this.targets.of(ctx, plan, unit.id, metric.key);
    const periods = periodsOfYear(plan.year, grain).filter(
      (period) => periodEnd(period) >= from && periodStart(period) <= to,
    );
    return {
      metric: key,
      unit: { id: unit.id, name: unit.name },
      points: periods.map((period) => {
        const figure = figures.at(metric, period);
        const counted = reporting.filter((each) => within(each.period, period));
        const target = targets.in(metric, period);
        return {
          period,
          value: figure.value,
          numerator: figure.numerator,
          denominator: figure.denominator,
          yearToDate: figure.yearToDate,
          target: target?.value ?? null,
          targetBy: target?.by ?? null,
          pace: target && paceValue(courseOf(metric, target, plan.year), periodEnd(period)),
          pending: figure.pending,
          expectedReports: counted.reduce((sum, each) => sum + each.expected, 0),
          receivedReports: counted.reduce((sum, each) => sum + each.received, 0),
          smallBase:
            isQuotient(metric.metric) &&
            (figure.denominator ?? 0) > 0 &&
            (figure.denominator ?? 0) < minimumBase,
          ...figures.beside(metric, period),
        };
      }),
    };
  }
}

/** Base periods that a figure of any of these periods may rest on: those that end within, and the last that ended by then. */
function restingOn(...periods: Period[]): Period[] {
  return periods.flatMap((period) =>
    basePeriods(periodYear(period))
      .filter(({ period: base, grain }) => within(base, period) || base === lastEndedWithin(period, grain))
      .map((each) => each.period),
  );
}

/** Base periods count in the period that they end in. */
function within(period: Period, outer: Period): boolean {
  return periodEnd(period) >= periodStart(outer) && periodEnd(period) <= periodEnd(outer);
}

function refuse(path: string, message: string): never {
  throw validationFailed({ errors: [{ path, code: 'invalid', message }] });
}

/** What the data says of each metric; a metric with a side left empty is not said anything of. */
export function sidesIn(metrics: readonly RegisteredMetric[], data: FormData): Sides[] {
  return metrics.flatMap((metric) => {
    const numerator = sideOf(metric, metric.metric.numerator, data);
    const denominator = isQuotient(metric.metric) ? sideOf(metric, metric.metric.denominator, data) : '0';
    return numerator === null || denominator === null ? [] : [{ metric: metric.key, numerator, denominator }];
  });
}

function sideOf({ metric }: RegisteredMetric, side: string | undefined, data: FormData): string | null {
  const value = data[side?.split('.')[1] ?? ''];
  if (!isFilled(value)) return null;
  if (metric.kind === 'count') return value === false ? '0' : '1';
  return typeof value === 'number' ? String(value) : null;
}
