import type { Direction, Grain } from '@duban/contract';

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
}

/** SQL that is true of targets that stand on the day, whose parameter's place this is: confirmed, begun, not ended. */
export const targetStands = (day: string) =>
  `(confirmed and (valid_from is null or valid_from <= ${day}::date) and (valid_to is null or valid_to >= ${day}::date))`;

const date = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;

/** Columns of a target as the lights and boards read them. */
export const targetColumns = `target.id, task_id as "taskId", area_id as "areaId", metric, unit_id as "unitId", unit.name as "unitName", direction,
  value::float8, measure, ${date('from_date')} as "fromDate", ${date('due_date')} as "dueDate", ${date('hold_until')} as "holdUntil", per,
  baseline::float8, trajectory, firm, scope, source`;
