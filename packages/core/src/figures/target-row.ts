import {
  addDays,
  type Direction,
  type Grain,
  isQuotient,
  type TargetCourse,
  targetKindOf,
} from '@duban/contract';
import type { RegisteredMetric } from '../areas/area-registry.js';

export interface TargetRow {
  id: string;
  taskId: string;
  areaId: string;
  metric: string;
  unitId: string;
  unitName: string;
  direction: Direction;
  value: number | null;
  measure: string;
  fromDate: string | null;
  dueDate: string | null;
  holdUntil: string | null;
  per: Grain | null;
  baseline: number | null;
  trajectory: { date: string; value: number }[] | null;
  firm: boolean;
  scope: 'aggregate' | 'each';
  source: 'document' | 'demo' | 'entered';
  /** Days on which it stands; null: since ever, or still. */
  validFrom: string | null;
  validTo: string | null;
  /** It corrects what stood before it, as configurations do; else it is what is asked from its first day on. */
  corrects: boolean;
  /** Who asks it: the plan, or the unit above that gave the unit its share (分解目标). */
  by: 'plan' | 'share';
}

/** SQL that is true of targets that stand on the day, whose parameter's place this is: confirmed, begun, not ended. */
export const targetStands = (day: string) =>
  `(confirmed and (valid_from is null or valid_from <= ${day}::date) and (valid_to is null or valid_to >= ${day}::date))`;

/** Whether a confirmed target stands on the day. */
export function standsOn({ validFrom, validTo }: TargetRow, day: string): boolean {
  return (validFrom === null || validFrom <= day) && (validTo === null || validTo >= day);
}

/** What judged periods that ended by a day; null: nothing was asked. */
export interface Held {
  row: TargetRow | null;
  until: string;
}

/**
 * What held before the target and was not corrected since, the last first: each ended on the day before the next one
 * began, with the same metric, unit and grain, in the same task unless that was merged; and nothing before the first.
 */
export function heldBefore(row: TargetRow, rows: readonly TargetRow[]): Held[] {
  if (row.validFrom === null) return [];
  const last = addDays(row.validFrom, -1);
  const fitting = rows.filter(
    (other) =>
      other.metric === row.metric &&
      other.unitId === row.unitId &&
      other.per === row.per &&
      other.validTo === last &&
      standsOn(other, last),
  );
  const before = fitting.find((other) => other.taskId === row.taskId) ?? fitting[0] ?? null;
  const earlier = before ? heldBefore(before, rows) : [];
  return row.corrects ? earlier : [{ row: before, until: last }, ...earlier];
}

const date = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;

/** Columns of a target as the lights and boards read them. */
export const targetColumns = `target.id, task_id as "taskId", area_id as "areaId", metric, unit_id as "unitId", unit.name as "unitName", direction,
  value::float8, measure, ${date('from_date')} as "fromDate", ${date('due_date')} as "dueDate", ${date('hold_until')} as "holdUntil", per,
  baseline::float8, trajectory, firm, scope, source, ${date('valid_from')} as "validFrom", ${date('valid_to')} as "validTo", corrects, 'plan' as by`;

/** How a target is held against its metric, and the way that leads to its value: of the plan's whole year unless said. */
export function courseOf({ metric }: RegisteredMetric, row: TargetRow, year: number): TargetCourse {
  return {
    kind: targetKindOf(metric, row.direction, row.per),
    value: row.value,
    source: row.source,
    holdUntil: row.holdUntil,
    baseline: row.baseline,
    from: row.fromDate ?? `${year}-01-01`,
    dueDate: row.dueDate ?? `${year}-12-31`,
    ...(row.trajectory ? { trajectory: row.trajectory } : {}),
  };
}

/** A rate of the plan holds for every unit; a count is each unit's own. */
export function isRate({ metric }: RegisteredMetric): boolean {
  return isQuotient(metric) || metric.kind === 'computed';
}
