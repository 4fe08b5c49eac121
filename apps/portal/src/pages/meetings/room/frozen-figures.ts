import {
  type Colour,
  type FrozenReport,
  judging,
  type Period,
  paceValue,
  periodEnd,
  type Snapshot,
  type SnapshotTask,
  type TargetFacts,
} from '@duban/contract';
import type { TrendLine } from '@duban/portal-kit';

/** A metric over the year as a snapshot holds it, of the plan's root unit. */
export interface FrozenTrend extends TrendLine {
  /** The target is held against the period's own value, not the year to date. */
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
      pace: target ? paceValue(judging(target, target.before, periodEnd(period)), periodEnd(period)) : null,
    }));
  const onBoard = snapshot.board.areas.flatMap((area) => area.metrics).find((each) => each.key === metric);
  return {
    points,
    target: onBoard?.target?.value ?? target?.value ?? null,
    isPerPeriod: target?.kind === 'per-period',
  };
}

type Month = NonNullable<Snapshot['lightMonths']>[number];
export type HeatCell = Month['areas'][number];

/** How much of a cell is warm: the share of red and yellow among the tasks that are lit, from 0 to 1. */
export function warmthOf({ red, yellow, green, grey }: HeatCell): number {
  return (red + yellow) / Math.max(1, red + yellow + green + grey);
}

/** The colour that speaks for a cell: the worst of its tasks'; null where none has a light. */
export function worstOf(cell: HeatCell): Colour | null {
  return (['red', 'yellow', 'green', 'grey'] as const).find((colour) => cell[colour] > 0) ?? null;
}

/** Areas that are switched on, each with its lights at the end of every month that the snapshot holds. */
export function heatOf(snapshot: Snapshot): { areaId: string; cells: (HeatCell | null)[] }[] {
  return snapshot.board.areas
    .filter((area) => area.enabled)
    .map(({ areaId }) => ({
      areaId,
      cells: (snapshot.lightMonths ?? []).map(
        (month) => month.areas.find((each) => each.areaId === areaId) ?? null,
      ),
    }));
}

/** The tasks that a cell counts, in the plan's order, each with its light of that month. */
export function tasksOfCell(snapshot: Snapshot, areaId: string, month: Period): LitTask[] {
  const lights = new Map(
    snapshot.lightMonths?.find((each) => each.month === month)?.tasks.map((light) => [light.taskId, light]),
  );
  return snapshot.tasks.flatMap((task) => {
    const light = task.areaId === areaId ? lights.get(task.id) : undefined;
    return light ? [{ ...task, colour: light.colour, closed: light.closed }] : [];
  });
}

/** A task with one of its lights. */
export type LitTask = Pick<
  SnapshotTask,
  'id' | 'number' | 'title' | 'leadUnit' | 'dueDate' | 'colour' | 'closed'
>;

/** The counts of all tasks that stand above the lights; withheld tasks are only counted, by area. */
export const totals = ['tasks', 'closed', 'ahead', 'onPace', 'behind', 'grey', 'withheld'] as const;
export type Total = (typeof totals)[number];

export function totalOf({ totals: all }: Pick<Snapshot, 'totals'>, name: Total): number {
  return name === 'closed' ? all.closedOnTime + all.closedLate : all[name];
}

/** The tasks that one of the counts counts. */
export function tasksOfTotal(snapshot: Pick<Snapshot, 'tasks'>, name: string): SnapshotTask[] {
  const isAhead = ({ facts }: SnapshotTask) =>
    facts.lastNote?.confirmed === true && facts.lastNote.assessment === 'ahead';
  const holds: Partial<Record<string, (task: SnapshotTask) => boolean>> = {
    tasks: () => true,
    closed: (task) => task.closed !== null,
    ahead: (task) => task.closed === null && task.colour === 'green' && isAhead(task),
    onPace: (task) => task.closed === null && task.colour === 'green' && !isAhead(task),
    behind: (task) => task.closed === null && (task.colour === 'red' || task.colour === 'yellow'),
    grey: (task) => task.closed === null && task.colour === 'grey',
  };
  return snapshot.tasks.filter(holds[name] ?? (() => false));
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

/** The reports that a metric's year to date rests on; null of a picture that was taken before they were kept. */
export function reportsOf(
  { sources, restsOn }: Pick<Snapshot, 'sources' | 'restsOn'>,
  metric: string,
): FrozenReport[] | null {
  if (!sources || !restsOn) return null;
  return (restsOn[metric] ?? []).flatMap((place) => sources[place] ?? []);
}
