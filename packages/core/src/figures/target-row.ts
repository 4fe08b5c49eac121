import { type Direction, type Grain, isQuotient, type TargetFacts, targetKindOf } from '@duban/contract';
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
  /** Who asks it: the plan, or the unit above that gave the unit its share (分解目标). */
  by: 'plan' | 'share';
}

/** SQL that is true of targets that stand on the day, whose parameter's place this is: confirmed, begun, not ended. */
export const targetStands = (day: string) =>
  `(confirmed and (valid_from is null or valid_from <= ${day}::date) and (valid_to is null or valid_to >= ${day}::date))`;

const date = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;

/** Columns of a target as the lights and boards read them. */
export const targetColumns = `target.id, task_id as "taskId", area_id as "areaId", metric, unit_id as "unitId", unit.name as "unitName", direction,
  value::float8, measure, ${date('from_date')} as "fromDate", ${date('due_date')} as "dueDate", ${date('hold_until')} as "holdUntil", per,
  baseline::float8, trajectory, firm, scope, source, ${date('valid_from')} as "validFrom", ${date('valid_to')} as "validTo", 'plan' as by`;

/** How a target is held against its metric, and the way that leads to its value: of the plan's whole year unless said. */
export function courseOf(
  { metric }: RegisteredMetric,
  row: TargetRow,
  year: number,
): Pick<TargetFacts, 'kind' | 'value' | 'baseline' | 'from' | 'dueDate' | 'trajectory'> {
  return {
    kind: targetKindOf(metric, row.direction, row.per),
    value: row.value,
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
