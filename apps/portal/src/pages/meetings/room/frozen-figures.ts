import { meets, type Period, paceValue, periodEnd, type Snapshot, type TargetFacts } from '@duban/contract';

/** A metric over the year as a snapshot holds it, of the plan's root unit. */
export interface FrozenTrend {
  /** `value` is what the target is held against: the year to date, or the period's own for a target per period. */
  points: { period: Period; value: number | null; pace: number | null }[];
  /** What is to be reached; null where no value is set. */
  target: number | null;
  isPerPeriod: boolean;
}

const rootOf = (snapshot: Snapshot) => snapshot.units.find((unit) => unit.isRoot)?.id ?? null;

/** The root unit's target facts of a metric, where a task is judged by it. */
function targetOf(snapshot: Snapshot, metric: string): TargetFacts | null {
  const root = rootOf(snapshot);
  const all = snapshot.tasks.flatMap((task) => task.facts.targets);
  return all.find((target) => target.metric === metric && target.unitId === root) ?? null;
}

/**
 * A metric's periods up to the end of the snapshot's, with the pace that its target asks for.
 * Nothing is read but the snapshot.
 */
export function trendOf(snapshot: Snapshot, metric: string): FrozenTrend {
  const root = rootOf(snapshot);
  const target = targetOf(snapshot, metric);
  const end = periodEnd(snapshot.period);
  const rows = snapshot.figures.filter(
    (row) => row.unitId === root && row.metric === metric && periodEnd(row.period) <= end,
  );
  const points = rows
    .sort((a, b) => a.period.localeCompare(b.period))
    .map(({ period, value, yearToDate }) => ({
      period,
      value: target?.kind === 'per-period' ? value : yearToDate,
      pace: target ? paceValue(target, periodEnd(period)) : null,
    }));
  const onBoard = snapshot.board.areas.flatMap((area) => area.metrics).find((each) => each.key === metric);
  return {
    points,
    target: onBoard?.target?.value ?? target?.value ?? null,
    isPerPeriod: target?.kind === 'per-period',
  };
}

/** Of the targets judged in a month, how many were met or on pace. */
export interface HeatCell {
  met: number;
  judged: number;
}

/**
 * Areas by months: how many of an area's targets were met, or on pace, at the end of each month up to the snapshot's
 * period. Targets without value or figure, and examples of the demo, are not judged.
 */
export function heatOf(snapshot: Snapshot, months: readonly Period[]): Map<string, HeatCell[]> {
  const ends = months.map(periodEnd);
  return new Map(
    snapshot.board.areas
      .filter((area) => area.enabled)
      .map((area) => {
        const targets = snapshot.tasks
          .filter((task) => task.areaId === area.areaId)
          .flatMap((task) => task.facts.targets)
          .flatMap((target) => target.children ?? [target])
          .filter((target) => target.source !== 'demo' && target.value !== null);
        const cells = ends.map((end) => {
          const judged = targets.map((target) => isMet(target, end)).filter((met) => met !== null);
          return { judged: judged.length, met: judged.filter(Boolean).length };
        });
        return [area.areaId, cells];
      }),
  );
}

/** Whether a target was met or on pace in the period that ends with the day; null where it is not judged then. */
function isMet(target: TargetFacts, end: string): boolean | null {
  const point = target.points.find((each) => each.end === end);
  if (!point || target.value === null || end < target.from) return null;
  const value = target.kind === 'per-period' ? point.value : point.yearToDate;
  if (value === null) return null;
  return meets(target.direction, value, paceValue(target, end) ?? target.value);
}

/** One unit's part of a metric, as frozen. */
export interface UnitPart {
  unitId: string;
  name: string;
  value: number | null;
  yearToDate: number | null;
}

/** The last period up to the snapshot's for which anything is known of the metric. */
export function lastPeriodOf(snapshot: Snapshot, metric: string): Period | null {
  return trendOf(snapshot, metric).points.at(-1)?.period ?? null;
}

/** The units' own parts of a metric in a period, in the plan's order: never by size. */
export function partsOf(snapshot: Snapshot, metric: string, period: Period): UnitPart[] {
  const rows = new Map(
    snapshot.figures
      .filter((row) => row.metric === metric && row.period === period)
      .map((row) => [row.unitId, row]),
  );
  return snapshot.units.flatMap(({ id, name, isRoot }) => {
    const row = rows.get(id);
    return row && !isRoot ? [{ unitId: id, name, value: row.value, yearToDate: row.yearToDate }] : [];
  });
}
