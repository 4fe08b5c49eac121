import type { ExpectationView } from '../http/report.js';
import type { UnitView } from '../http/unit.js';
import type { Text } from '../text.js';

/** Where an expected report stands. `late`: past its day and nothing received; a correction under way is not. */
export const cellStateTitles = {
  accepted: { zh: '已审定', en: 'Accepted' },
  signed: { zh: '待审核', en: 'In review' },
  submitted: { zh: '待签发', en: 'To be signed' },
  returned: { zh: '已退回', en: 'Returned' },
  draft: { zh: '草稿', en: 'Draft' },
  late: { zh: '逾期未报', en: 'Overdue' },
  open: { zh: '未到期', en: 'Not due yet' },
  waived: { zh: '免报', en: 'Waived' },
} as const satisfies Record<string, Text>;
export type CellState = keyof typeof cellStateTitles;

export function cellState(expectation: ExpectationView, businessDate: string): CellState {
  if (expectation.waived) return 'waived';
  if (expectation.reportState === 'accepted' || expectation.reportState === 'signed')
    return expectation.reportState;
  if (expectation.dueOn < businessDate && !expectation.received) return 'late';
  return expectation.reportState ?? 'open';
}

export interface MatrixRow {
  key: string;
  unitId: string;
  unitName: string;
  /** Where the unit owes the form for more than one task (a progress note): the task of this row. */
  taskTitle: string | null;
  cells: (ExpectationView | null)[];
}

/** Units × periods, a row for each task that the unit owes the form for. Rows stand in the order of the unit tree. */
export function matrixOf(
  shown: readonly ExpectationView[],
  units: readonly Pick<UnitView, 'id' | 'path'>[],
): { periods: string[]; rows: MatrixRow[] } {
  const paths = new Map(units.map((unit) => [unit.id, unit.path]));
  const periods = [...new Set(shown.map((each) => each.period))].sort();
  const severalTasks = new Set(shown.map((each) => each.taskId)).size > 1;
  const rows = new Map<string, MatrixRow>();
  for (const each of shown) {
    const key = `${each.unitId} ${each.taskId}`;
    const row = rows.get(key) ?? {
      key,
      unitId: each.unitId,
      unitName: each.unitName,
      taskTitle: severalTasks ? each.taskTitle : null,
      cells: periods.map(() => null),
    };
    row.cells[periods.indexOf(each.period)] = each;
    rows.set(key, row);
  }
  const order = (row: MatrixRow) => `${paths.get(row.unitId) ?? `~${row.unitName}`} ${row.taskTitle ?? ''}`;
  return { periods, rows: [...rows.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1)) };
}

/** Of a column: how many reports are expected, waived ones aside, and how many of them are in. */
export function countsOf(rows: readonly MatrixRow[], column: number): { expected: number; received: number } {
  const cells = rows.flatMap((row) => row.cells[column] ?? []).filter((cell) => !cell.waived);
  return { expected: cells.length, received: cells.filter((cell) => cell.received).length };
}
