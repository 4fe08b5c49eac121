import { type Direction, meets, type Period, periodEnd, type Snapshot } from '@duban/contract';

type Metric = Snapshot['board']['areas'][number]['metrics'][number];
type Target = Omit<Snapshot['targets'][number], 'direction'> & { direction: Direction };

/** Where a unit stands in a metric, as frozen: the year to date (of levels, the last one) beside its target. */
export interface FrozenStanding {
  unitId: string;
  name: string;
  value: number | null;
  /** Both sides of the year to date; the denominator is null of what is no rate. */
  numerator: number;
  denominator: number | null;
  target: Target | null;
  /** Null where nothing is judged: no value, no target, an example of the demo, or too small a base. */
  met: boolean | null;
}

/** A metric as the snapshot's board has it: title, measure, the plan's own target. */
export function frozenMetric(snapshot: Snapshot, metric: string): Metric | null {
  return snapshot.board.areas.flatMap((area) => area.metrics).find((each) => each.key === metric) ?? null;
}

/** The last base period up to the snapshot's of which anything is known. */
function lastPeriod(snapshot: Snapshot, metric: string): Period | null {
  const end = periodEnd(snapshot.period);
  const ends = snapshot.figures
    .filter((row) => row.metric === metric && periodEnd(row.period) <= end)
    .toSorted((one, other) => periodEnd(one.period).localeCompare(periodEnd(other.period)));
  return ends.at(-1)?.period ?? null;
}

/**
 * All units that have a figure, in the plan's order and never by size; the root unit among them. A unit is held against
 * its own target; of a rate, else against the plan's.
 */
function allStandings(
  snapshot: Snapshot,
  metric: string,
): (FrozenStanding & { kind: string; isRoot: boolean })[] {
  const period = lastPeriod(snapshot, metric);
  const rows = snapshot.figures.filter((row) => row.metric === metric && row.period === period);
  const rootId = snapshot.units.find((unit) => unit.isRoot)?.id;
  const targetOf = (unitId: string | undefined) => {
    const own = snapshot.targets.filter((target) => target.metric === metric && target.unitId === unitId);
    return (own.find((target) => target.source !== 'demo') ?? own[0] ?? null) as Target | null;
  };
  const least = snapshot.rules.byArea[metric.split('.')[0] ?? '']?.minimumBase ?? 0;
  return snapshot.units.flatMap(({ id, name, kind, isRoot }) => {
    const row = rows.find((each) => each.unitId === id);
    if (!row) return [];
    const denominator = row.ytdDenominator > 0 ? row.ytdDenominator : null;
    const target = targetOf(id) ?? (denominator === null ? null : targetOf(rootId));
    const value = row.yearToDate;
    const isJudged = target?.source !== 'demo' && (denominator === null || denominator >= least);
    return {
      unitId: id,
      name,
      kind,
      isRoot,
      value,
      numerator: row.ytdNumerator,
      denominator,
      target,
      met:
        isJudged && value !== null && target && target.value !== null
          ? meets(target.direction, value, target.value)
          : null,
    };
  });
}

/** The plan's root unit; null while nothing is known of the metric. */
export function rootStanding(snapshot: Snapshot, metric: string): FrozenStanding | null {
  return allStandings(snapshot, metric).find((each) => each.isRoot) ?? null;
}

/** The units below the root; of these kinds alone, where any are named. */
export function unitStandings(
  snapshot: Snapshot,
  metric: string,
  kinds: readonly string[] = [],
): FrozenStanding[] {
  return allStandings(snapshot, metric).filter(
    (each) => !each.isRoot && (kinds.length === 0 || kinds.includes(each.kind)),
  );
}
