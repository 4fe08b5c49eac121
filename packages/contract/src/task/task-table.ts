import type { Colour } from '../http/common.js';
import type { TaskView } from '../http/plan.js';
import type { Language, Text } from '../text.js';
import { taskStates, taskStateTitles } from './lifecycle.js';

/**
 * The task table: its columns, filters, order and groups. The portal draws it and the server writes it into a ledger
 * (台账) from this one definition, so that what is taken out is what was on screen.
 */
export interface TaskWords {
  language: Language;
  areaTitle: (areaId: string) => string;
}

interface TaskColumn {
  title: Text;
  /** What a row shows, as text; null for nothing. */
  cell: (task: TaskView, words: TaskWords) => string | number | null;
  /** What it is sorted by, where that is not what it shows. */
  order?: (task: TaskView) => number;
}

export const colours = ['red', 'yellow', 'green', 'grey'] as const satisfies readonly Colour[];
export const colourTitles: Record<Colour, Text> = {
  red: { zh: '红灯', en: 'Red' },
  yellow: { zh: '黄灯', en: 'Yellow' },
  green: { zh: '绿灯', en: 'Green' },
  grey: { zh: '灰灯', en: 'Grey' },
};
export const closedTitles = {
  'on-time': { zh: '按期办结', en: 'On time' },
  late: { zh: '逾期办结', en: 'Late' },
} satisfies Record<string, Text>;
export const withheldTitle: Text = { zh: '略', en: 'Withheld' };

const names = (units: readonly { name: string }[]) => units.map((unit) => unit.name).join('、');
const inOrder = (value: string | null, order: readonly string[]) =>
  value === null ? order.length : order.indexOf(value);

/** What the light's column says: the colour, how it was closed, or nothing. */
export function lightText({ colour, closed }: TaskView['light'], language: Language): string | null {
  if (closed) return closedTitles[closed][language];
  return colour && colourTitles[colour][language];
}

/** A task's title; of one that is withheld, marked so, whether the plan prints a title or not. */
export function taskTitle({ title, visibility }: TaskView, language: Language): string {
  const mark = withheldTitle[language];
  if (visibility !== 'withheld') return title ?? mark;
  return title ? `${title}(${mark})` : mark;
}

const columns = {
  number: { title: { zh: '序号', en: 'No.' }, cell: (task) => task.number },
  light: {
    title: { zh: '亮灯', en: 'Light' },
    cell: ({ light }, { language }) => lightText(light, language),
    order: ({ light }) => inOrder(light.colour, colours),
  },
  title: {
    title: { zh: '任务', en: 'Task' },
    cell: (task, { language }) => taskTitle(task, language),
  },
  area: { title: { zh: '行动', en: 'Area' }, cell: ({ areaId }, { areaTitle }) => areaTitle(areaId) },
  state: {
    title: { zh: '状态', en: 'State' },
    cell: ({ state }, { language }) => taskStateTitles[state][language],
    order: ({ state }) => inOrder(state, taskStates),
  },
  leadUnit: { title: { zh: '牵头单位', en: 'Lead unit' }, cell: ({ leadUnit }) => leadUnit?.name ?? null },
  responsibleUnits: {
    title: { zh: '责任单位', en: 'Responsible units' },
    cell: (task) => names(task.responsibleUnits),
  },
  cooperatingUnits: {
    title: { zh: '配合单位', en: 'Cooperating units' },
    cell: (task) => names(task.cooperatingUnits),
  },
  leader: { title: { zh: '责任领导', en: 'Leader' }, cell: ({ leader }) => leader?.name ?? null },
  originalDueDate: {
    title: { zh: '原定时限', en: 'Original due date' },
    cell: (task) => task.originalDueDate,
  },
  dueDate: { title: { zh: '完成时限', en: 'Due date' }, cell: (task) => task.dueDate },
  reasons: {
    title: { zh: '亮灯原因', en: 'Reasons' },
    cell: ({ light }, { language }) =>
      light.reasons.map((reason) => reason.detail).join(language === 'zh' ? '；' : '; '),
  },
} satisfies Record<string, TaskColumn>;

export type TaskColumnId = keyof typeof columns;
export const taskColumns: Record<TaskColumnId, TaskColumn> = columns;
export const taskColumnIds = Object.keys(columns) as [TaskColumnId, ...TaskColumnId[]];

/** By what a column sorts: its order, else what it shows. What shows nothing is undefined, and stands last. */
export function sortValue(column: TaskColumn, task: TaskView, words: TaskWords): string | number | undefined {
  return column.order ? column.order(task) : (column.cell(task, words) ?? undefined);
}

export interface TaskFacets {
  colour?: Colour;
  state?: TaskView['state'];
  closed?: 'on-time' | 'late';
}

/**
 * Whether a task stays under the filters. They count as the board does: closed tasks apart, as on time or late, and
 * `withheld` for all that looks so.
 */
export function fitsFacets(
  task: Pick<TaskView, 'light' | 'state' | 'visibility'>,
  { colour, state, closed }: TaskFacets,
): boolean {
  if (colour && task.light.colour !== colour) return false;
  if (closed && task.light.closed !== closed) return false;
  if (state === 'withheld') return task.visibility === 'withheld';
  return state === undefined || task.state === state;
}

export const taskGroupings = ['light', 'state', 'area', 'lead'] as const;
export type TaskGrouping = (typeof taskGroupings)[number];

interface Grouping {
  keyOf: (task: TaskView) => string;
  /** Keys in the order of their groups; others follow as they come. */
  order: readonly string[];
  title: (key: string, words: TaskWords) => string;
}

/** How tasks fall into groups; areas stand as the plan prints them. */
export function taskGrouping(group: TaskGrouping, areas: readonly { id: string }[]): Grouping {
  switch (group) {
    case 'light':
      return {
        keyOf: (task) => task.light.colour ?? 'none',
        order: [...colours, 'none'],
        title: (key, { language }) =>
          (colourTitles[key as Colour] ?? { zh: '不亮灯', en: 'No light' })[language],
      };
    case 'state':
      return {
        keyOf: (task) => task.state,
        order: taskStates,
        title: (key, { language }) => taskStateTitles[key as TaskView['state']][language],
      };
    case 'area':
      return {
        keyOf: (task) => task.areaId,
        order: areas.map((area) => area.id),
        title: (key, { areaTitle }) => areaTitle(key),
      };
    case 'lead':
      return {
        keyOf: (task) => task.leadUnit?.name ?? '',
        order: [],
        title: (key, { language }) => key || { zh: '未定牵头单位', en: 'No lead unit' }[language],
      };
  }
}

export interface RowGroup<R> {
  key: string;
  rows: R[];
}

/** Splits rows that are already in order into groups; groups follow `order`, rows keep theirs. */
export function groupRows<R>(
  rows: readonly R[],
  keyOf: (row: R) => string,
  order: readonly string[],
): RowGroup<R>[] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...groups]
    .map(([key, members]) => ({ key, rows: members }))
    .sort((a, b) => place(a.key) - place(b.key));
}

export interface TaskTableView extends TaskFacets {
  /** Text that some cell of a row must show. */
  filter?: string;
  /** A column, `-` in front for descending. */
  sort?: string;
}

/** The rows as the table shows them: filtered, and in its order. Equal ones keep theirs. */
export function arrangeTasks(tasks: readonly TaskView[], view: TaskTableView, words: TaskWords): TaskView[] {
  const sought = view.filter?.toLowerCase();
  const shows = (task: TaskView) =>
    !sought ||
    taskColumnIds.some((id) =>
      String(taskColumns[id].cell(task, words) ?? '')
        .toLowerCase()
        .includes(sought),
    );
  const rows = tasks.filter((task) => fitsFacets(task, view) && shows(task));
  const column = taskColumns[view.sort?.replace(/^-/, '') as TaskColumnId];
  if (!column) return rows;
  const sign = view.sort?.startsWith('-') ? -1 : 1;
  const byValue = rows.map((task) => ({ task, value: sortValue(column, task, words) }));
  byValue.sort((a, b) => {
    if (a.value === undefined || b.value === undefined)
      return Number(a.value === undefined) - Number(b.value === undefined);
    return a.value === b.value ? 0 : sign * (a.value > b.value ? 1 : -1);
  });
  return byValue.map(({ task }) => task);
}
