import {
  type Board,
  isQuotient,
  type Period,
  type PlanView,
  periodEnd,
  periodOf,
  periodStart,
  periodsOfYear,
  periodYear,
  shiftPeriod,
  targetColour,
  type UnitView,
  type WorkCalendar,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry, type RegisteredMetric } from '../areas/area-registry.js';
import { AreaSettings, type PlanSettings } from '../areas/area-settings.js';
import { Calendar } from '../calendar/calendar.service.js';
import type { FigureSet } from '../figures/figure-set.js';
import { Figures } from '../figures/figures.service.js';
import type { TargetRow } from '../figures/target-row.js';
import { type UnitTargetSet, UnitTargets } from '../figures/unit-targets.service.js';
import { validationFailed } from '../kernel/index.js';
import { targetFacts } from '../lights/target-facts.js';
import { Plans } from '../plans/plans.service.js';
import { Units } from '../units/units.service.js';
import { BoardRepository } from './board.repository.js';

interface Scene {
  plan: PlanView;
  unit: UnitView;
  period: Period;
  figures: FigureSet;
  targets: UnitTargetSet;
  calendar: WorkCalendar;
  settings: PlanSettings;
  today: string;
}

/** The whole plan on one screen, for any unit and period. Lights and targets are as of now; figures and reports of the period. */
@Injectable()
export class Boards {
  constructor(
    private readonly repository: BoardRepository,
    private readonly registry: AreaRegistry,
    private readonly settings: AreaSettings,
    private readonly calendar: Calendar,
    private readonly figures: Figures,
    private readonly plans: Plans,
    private readonly units: Units,
    private readonly targets: UnitTargets,
  ) {}

  async get(ctx: RequestContext, planId: string, query: { period?: Period; unit?: string }): Promise<Board> {
    const plan = await this.plans.get(ctx, planId);
    const unit = await this.units.get(ctx, query.unit ?? plan.rootUnitId);
    const period = query.period ?? lastEndedMonth(plan.year, ctx.today);
    if (periodYear(period) !== plan.year) {
      throw validationFailed({
        errors: [{ path: 'query.period', code: 'wrong-year', message: `the plan is of ${plan.year}` }],
      });
    }
    const path = unit.id === plan.rootUnitId ? null : unit.path;
    const metrics = plan.areas.flatMap((area) => this.registry.metricsOfArea(area.id));
    const tasks = new Map((await this.repository.tasks(ctx, planId, path)).map((row) => [row.areaId, row]));
    const reporting = new Map(
      (await this.repository.reporting(ctx, planId, unit.id, basePeriods(period))).map((row) => [
        row.areaId,
        row,
      ]),
    );
    const scene: Scene = {
      plan,
      unit,
      period,
      figures: await this.figures.of(ctx, planId, unit.id, metrics, {
        lastYear: await this.figures.lastYearOf(ctx, plan, unit.id, metrics, period),
      }),
      targets: await this.targets.of(ctx, plan, unit.id),
      calendar: await this.calendar.load(ctx),
      settings: await this.settings.ofPlan(ctx, planId),
      today: ctx.today,
    };
    return {
      plan: { id: plan.id, title: plan.title, year: plan.year },
      period,
      unit: { id: unit.id, name: unit.name, path: unit.path },
      asOf: ctx.today,
      areas: plan.areas.map((area) => {
        const counted = tasks.get(area.id);
        const reports = reporting.get(area.id) ?? { expected: 0, received: 0, onTime: 0 };
        return {
          areaId: area.id,
          number: area.number,
          title: area.title,
          enabled: area.enabled,
          lights: {
            red: counted?.red ?? 0,
            yellow: counted?.yellow ?? 0,
            green: counted?.green ?? 0,
            grey: counted?.grey ?? 0,
          },
          closed: { onTime: counted?.onTime ?? 0, late: counted?.late ?? 0 },
          withheld: counted?.withheld ?? 0,
          completeness: rate(reports.expected, reports.received),
          timeliness: rate(reports.expected, reports.onTime),
          metrics: this.registry
            .metricsOfArea(area.id)
            .map((metric) => this.metric(metric, scene, area.enabled)),
        };
      }),
      exceptions: await this.repository.exceptions(ctx, planId, path),
    };
  }

  /** Figures of an area that is switched off stay readable, and colour nothing. */
  private metric(
    metric: RegisteredMetric,
    scene: Scene,
    enabled: boolean,
  ): Board['areas'][number]['metrics'][number] {
    const figure = scene.figures.at(metric, scene.period);
    // The value stands beside what judges its period; the colour says how the year stands today.
    const target = scene.targets.in(metric, scene.period);
    const now = scene.targets.now(metric);
    const colour = enabled && now && now.value !== null ? this.colour(now, scene) : null;
    return {
      key: metric.key,
      title: metric.metric.title,
      value: figure.value,
      numerator: figure.numerator,
      denominator: figure.denominator,
      yearToDate: figure.yearToDate,
      measure: metric.metric.measure,
      target: target && {
        value: target.value,
        direction: target.direction,
        date: target.dueDate,
        firm: target.firm,
        scope: target.scope,
        source: target.source,
        by: target.by,
      },
      colour,
      smallBase:
        isQuotient(metric.metric) &&
        figure.denominator !== null &&
        figure.denominator > 0 &&
        figure.denominator < scene.settings.rules(metric.areaId).minimumBase,
      ...scene.figures.beside(metric, scene.period),
    };
  }

  /** The unit's own figures against its own target, for rates else against the plan's. */
  private colour(target: TargetRow, scene: Scene) {
    const around = {
      registry: this.registry,
      calendar: scene.calendar,
      settings: scene.settings,
      today: scene.today,
      year: scene.plan.year,
      before: (row: TargetRow) => scene.targets.before(row),
      figuresOf: () => scene.figures,
    };
    const facts = targetFacts({ ...target, scope: 'aggregate' }, [], around);
    return facts && targetColour(facts, scene.settings.rules(target.areaId), scene.today).colour;
  }
}

function rate(
  expected: number,
  received: number,
): { expected: number; received: number; rate: number | null } {
  return {
    expected,
    received,
    rate: expected === 0 ? null : Math.round((received / expected) * 1_000_000) / 10_000,
  };
}

/** The month before this one, within the plan year: the newest that is whole. */
function lastEndedMonth(year: number, today: string): Period {
  const month = shiftPeriod(periodOf(today, 'month'), -1);
  if (month < `${year}-01`) return `${year}-01`;
  return month > `${year}-12` ? `${year}-12` : month;
}

/** Every period of any form that ends within the span. */
function basePeriods(period: Period): Period[] {
  return (['month', 'quarter', 'half', 'year'] as const)
    .flatMap((grain) => periodsOfYear(periodYear(period), grain))
    .filter((each) => periodEnd(each) >= periodStart(period) && periodEnd(each) <= periodEnd(period));
}
