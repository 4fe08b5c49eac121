import {
  dueDate,
  isQuotient,
  periodEnd,
  periodStart,
  periodsOfYear,
  type TargetFacts,
  type TargetPoint,
  type WorkCalendar,
} from '@duban/contract';
import type { AreaRegistry, RegisteredMetric } from '../areas/area-registry.js';
import type { PlanSettings } from '../areas/area-settings.js';
import type { FigureSet } from '../figures/figure-set.js';
import { courseOf, type Held, type TargetRow } from '../figures/target-row.js';

export interface TargetSurroundings {
  registry: AreaRegistry;
  /** Of the plan: forms are due when it says. */
  settings: PlanSettings;
  calendar: WorkCalendar;
  today: string;
  year: number;
  /** What held before a target, the last first. */
  before: (row: TargetRow) => readonly Held[];
  /** The figures of a unit. */
  figuresOf: (unitId: string) => FigureSet;
}

/** A target with the series that it is judged by, up to the business date. Null for a metric that no area declares. */
export function targetFacts(
  row: TargetRow,
  children: readonly TargetRow[],
  around: TargetSurroundings,
): TargetFacts | null {
  const metric = around.registry.metric(row.metric);
  if (!metric) return null;
  const before = coursesBefore(metric, row, around);
  const each = row.scope === 'each' && children.length > 0;
  return {
    id: row.id,
    metric: row.metric,
    title: metric.metric.title,
    unitId: row.unitId,
    unitName: row.unitName,
    direction: row.direction,
    measure: row.measure,
    firm: row.firm,
    ...courseOf(metric, row, around.year),
    ...(row.per ? { per: row.per } : {}),
    ...(before.length > 0 ? { before } : {}),
    points: each ? [] : pointsOf(metric, row, around),
    ...(each
      ? {
          children: children
            .map((child) => targetFacts({ ...child, scope: 'aggregate' }, [], around))
            .filter((child) => child !== null),
        }
      : {}),
  };
}

/** What held until when; an empty slot where nothing was asked. */
function coursesBefore(
  metric: RegisteredMetric,
  row: TargetRow,
  around: TargetSurroundings,
): NonNullable<TargetFacts['before']> {
  return around.before(row).map(({ row: held, until }) => ({
    ...courseOf(metric, held ?? { ...row, value: null }, around.year),
    until,
  }));
}

/** Every period begun so far has its point: what did not come in must be seen. */
function pointsOf(metric: RegisteredMetric, row: TargetRow, around: TargetSurroundings): TargetPoint[] {
  const figures = around.figuresOf(row.unitId);
  const grain = row.per ?? figures.grainOf(metric);
  return periodsOfYear(around.year, grain)
    .filter((period) => periodStart(period) <= around.today)
    .map((period) => {
      const figure = figures.at(metric, period);
      return {
        period,
        end: periodEnd(period),
        value: figure.value,
        yearToDate: metric.metric.overTime === 'none' ? figure.value : figure.yearToDate,
        denominator: isQuotient(metric.metric) ? figure.ytd.denominator : null,
        due: lastDueDay(metric, period, around) < around.today,
      };
    });
}

/** The last day on which the reports behind a metric's period are in time. */
function lastDueDay(metric: RegisteredMetric, period: string, around: TargetSurroundings): string {
  if (metric.form) {
    const base = periodsOfYear(around.year, metric.form.period)
      .filter((each) => periodEnd(each) <= periodEnd(period))
      .at(-1);
    const form = around.settings.form(metric.areaId, metric.form.key, periodEnd(base ?? period));
    return dueDate(form ?? metric.form, base ?? period, around.calendar);
  }
  const inputs = metric.of.map((key) => around.registry.metric(key)).filter((each) => each !== null);
  return (
    inputs
      .map((each) => lastDueDay(each, period, around))
      .sort()
      .at(-1) ?? periodEnd(period)
  );
}
