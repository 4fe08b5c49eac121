import {
  arrangeTasks,
  groupRows,
  inLanguage,
  type Language,
  type LedgerQuery,
  type PlanView,
  type TaskColumnId,
  type TaskView,
  taskColumnIds,
  taskColumns,
  taskGrouping,
} from '@duban/contract';
import type { SheetRow } from './cells.js';

const widths: Partial<Record<TaskColumnId, number>> = {
  number: 6,
  title: 48,
  area: 22,
  leadUnit: 20,
  responsibleUnits: 30,
  cooperatingUnits: 30,
  light: 10,
  reasons: 60,
};

/** The task table as a sheet: columns, rows and groups as the screen has them; and the tasks that it shows. */
export function ledgerSheet(
  language: Language,
  plan: Pick<PlanView, 'areas'>,
  tasks: readonly TaskView[],
  query: Pick<LedgerQuery, 'state' | 'colour' | 'closed' | 'q' | 'sort' | 'group' | 'columns'>,
): { columns: { title: string; width?: number }[]; rows: SheetRow[]; shown: TaskView[] } {
  const areas = new Map(plan.areas.map((area) => [area.id, inLanguage(area.title, language)]));
  const words = { language, areaTitle: (id: string) => areas.get(id) ?? id };
  const shown = arrangeTasks(tasks, { ...query, filter: query.q }, words);
  const ids = (query.columns?.split(',') as TaskColumnId[] | undefined) ?? taskColumnIds;
  const rowOf = (task: TaskView) => ids.map((id) => taskColumns[id].cell(task, words));
  const grouping = query.group && taskGrouping(query.group, plan.areas);
  return {
    columns: ids.map((id) => ({ title: taskColumns[id].title[language], width: widths[id] })),
    rows: grouping
      ? groupRows(shown, grouping.keyOf, grouping.order).flatMap(({ key, rows }) => [
          { heading: `${grouping.title(key, words)} ${rows.length}` },
          ...rows.map(rowOf),
        ])
      : shown.map(rowOf),
    shown,
  };
}
