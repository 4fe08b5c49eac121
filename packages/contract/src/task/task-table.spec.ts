import { expect, test } from 'vitest';
import type { TaskView } from '../http/plan.js';
import {
  arrangeTasks,
  fitsFacets,
  groupRows,
  taskColumnIds,
  taskColumns,
  taskGrouping,
  taskTitle,
} from './task-table.js';

const light = (colour: TaskView['light']['colour'], closed: TaskView['light']['closed'] = null) => ({
  colour,
  closed,
  reasons: [],
  asOf: null,
});
const task = (number: number | null, given: Partial<TaskView> = {}): TaskView => ({
  id: String(number),
  number,
  title: `任务${number}`,
  areaId: 'trial',
  visibility: 'open',
  state: 'in-progress',
  light: light('green'),
  dueDate: null,
  originalDueDate: null,
  origin: 'plan',
  leader: null,
  leadUnit: null,
  responsibleUnits: [],
  cooperatingUnits: [],
  pending: null,
  closedOn: null,
  version: 1,
  ...given,
});
const words = { language: 'zh', areaTitle: (id: string) => `行动${id}` } as const;
const numbers = (rows: TaskView[]) => rows.map((each) => each.number);

const red = task(1, { light: light('red'), dueDate: '2024-10-01' });
const late = task(2, { light: light(null, 'late'), state: 'archived', dueDate: '2024-06-30' });
const withheld = task(3, { light: light(null), state: 'withheld', visibility: 'withheld', title: null });
const all = [red, late, withheld];

test('a colour finds what shines so, and nothing that is closed', () => {
  expect(all.filter((each) => fitsFacets(each, { colour: 'red' }))).toEqual([red]);
});

test('closed tasks are found as on time or late, archived ones among them', () => {
  expect(all.filter((each) => fitsFacets(each, { closed: 'late' }))).toEqual([late]);
  expect(all.filter((each) => fitsFacets(each, { closed: 'on-time' }))).toEqual([]);
});

test('a state finds its tasks; without filters everything stays', () => {
  expect(all.filter((each) => fitsFacets(each, { state: 'withheld' }))).toEqual([withheld]);
  expect(all.filter((each) => fitsFacets(each, { state: 'archived' }))).toEqual([late]);
  expect(all.filter((each) => fitsFacets(each, {}))).toHaveLength(3);
});

test('rows are sorted by a column, and what shows nothing there stands last in both directions', () => {
  expect(numbers(arrangeTasks(all, { sort: 'dueDate' }, words))).toEqual([2, 1, 3]);
  expect(numbers(arrangeTasks(all, { sort: '-dueDate' }, words))).toEqual([1, 2, 3]);
  expect(numbers(arrangeTasks(all, { sort: 'light' }, words))).toEqual([1, 2, 3]);
  expect(numbers(arrangeTasks(all, { sort: '-state' }, words))).toEqual([2, 1, 3]);
  expect(numbers(arrangeTasks(all, { sort: 'unheard-of' }, words))).toEqual([1, 2, 3]);
});

test('a text is looked for in what every column shows, whatever its case', () => {
  expect(numbers(arrangeTasks(all, { filter: '逾期' }, words))).toEqual([2]);
  expect(numbers(arrangeTasks(all, { filter: '2024-10' }, words))).toEqual([1]);
  expect(numbers(arrangeTasks(all, { filter: 'TRIAL' }, words))).toEqual([1, 2, 3]);
});

test('groups follow the order given, and rows keep theirs', () => {
  const { keyOf, order, title } = taskGrouping('light', []);
  const groups = groupRows([late, red, task(4, { light: light('red') })], keyOf, order);
  expect(groups.map((group) => [title(group.key, words), numbers(group.rows)])).toEqual([
    ['红灯', [1, 4]],
    ['不亮灯', [2]],
  ]);
  expect(groupRows([{ id: 'x' }], (row) => row.id, ['y'])).toEqual([{ key: 'x', rows: [{ id: 'x' }] }]);
});

test('what is withheld is marked so, with a title or without', () => {
  expect(taskTitle(withheld, 'zh')).toBe('略');
  expect(taskTitle({ ...withheld, title: '事项' }, 'zh')).toBe('事项(略)');
  expect(taskColumnIds.map((id) => taskColumns[id].cell(withheld, words))).toEqual([
    3,
    null,
    '略',
    '行动trial',
    '略',
    null,
    '',
    '',
    null,
    null,
    null,
    '',
  ]);
});
