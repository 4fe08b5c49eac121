import type { LightMonths, MonthLight } from '@duban/contract';
import { expect, test } from 'vitest';
import { chartOf, heatOf, tasksIn } from './light-months.js';

const light = (month: string, colour: MonthLight['colour'], closed: MonthLight['closed'] = null) => ({
  month,
  colour,
  closed,
});
const task = (taskId: string, areaId: string, ...months: MonthLight[]) => ({
  taskId,
  number: null,
  title: taskId,
  areaId,
  months,
});
const lights: LightMonths = {
  asOf: '2024-02-20',
  months: [
    { month: '2024-01', red: 0, yellow: 1, green: 1, grey: 0, onTime: 0, late: 0 },
    { month: '2024-02', red: 1, yellow: 0, green: 1, grey: 0, onTime: 1, late: 1 },
  ],
  tasks: [
    task('fine', 'a', light('2024-01', 'green'), light('2024-02', 'green')),
    task('worse', 'a', light('2024-01', 'yellow'), light('2024-02', 'red')),
    task('done', 'a', light('2024-02', null, 'on-time')),
    task('late', 'b', light('2024-02', null, 'late')),
  ],
};

test('a month of an area lists the tasks that had a light then, the worst first', () => {
  const ids = (month: string, areaId?: string) => tasksIn(lights, month, areaId).map(({ taskId }) => taskId);
  expect(ids('2024-02', 'a')).toEqual(['worse', 'fine', 'done']);
  expect(ids('2024-01', 'a')).toEqual(['worse', 'fine']);
  expect(ids('2024-02')).toEqual(['worse', 'fine', 'done', 'late']);
  expect(ids('2024-01', 'b')).toEqual([]);
});

test('a cell is as hot as the share of its running tasks that are red, yellow counting half', () => {
  expect(heatOf(tasksIn(lights, '2024-02', 'a'))).toMatchObject({ red: 1, green: 1, tasks: 3, step: 2 });
  expect(heatOf(tasksIn(lights, '2024-01', 'a'))).toMatchObject({ yellow: 1, green: 1, step: 1 });
  expect(heatOf(tasksIn(lights, '2024-02', 'b'))).toMatchObject({ red: 0, tasks: 1, step: 0 });
  expect(heatOf([])).toMatchObject({ tasks: 0, step: 0 });
});

test('the chart stands on the reds and counts what is closed, on time or late, on top', () => {
  const { categories, series } = chartOf(
    lights,
    '',
    (role) => role,
    (month) => month,
  );
  expect(categories).toEqual(['2024-01', '2024-02']);
  expect(series.map(({ name, values }) => [name, values])).toEqual([
    ['red', [0, 1]],
    ['yellow', [1, 0]],
    ['green', [1, 1]],
    ['grey', [0, 0]],
    ['closed', [0, 2]],
  ]);
});
