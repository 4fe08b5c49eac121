import type { Snapshot } from '@duban/contract';
import { expect, test } from 'vitest';
import { differenceOf } from './difference.js';

type Task = Snapshot['tasks'][number];
const task = (id: string, given: Partial<Task> = {}) =>
  ({
    id,
    number: 1,
    title: `任务${id}`,
    state: 'in-progress',
    colour: 'green',
    closed: null,
    dueDate: '2024-12-31',
    ...given,
  }) as Task;
const target = (id: string, value: number, given: object = {}) => ({
  id,
  taskId: 'a',
  metric: 'ponds.cleaned',
  unitId: 'city',
  value,
  direction: 'at-least',
  dueDate: '2024-12-31',
  firm: true,
  ...given,
});
const pictureOf = (tasks: Task[], targets: object[] = []) =>
  ({
    asOf: '2024-09-20',
    tasks,
    targets,
    units: [{ id: 'city', name: '市局' }],
    lastDecisions: [],
  }) as unknown as Snapshot;
const between = (from: Snapshot, now: Snapshot) =>
  differenceOf({ meetingId: 'm', title: '上次', snapshot: from }, now);

test('what was closed, reopened, ended or left out meanwhile is told, each under its own head', () => {
  const from = pictureOf([task('a'), task('b', { closed: 'on-time', colour: null }), task('c'), task('d')]);
  const now = pictureOf([
    task('a', { closed: 'late', closedOn: '2024-09-10', colour: null }),
    task('b', { colour: 'red' }),
    task('c', { state: 'terminated', colour: 'grey' }),
    task('e'),
  ]);
  const difference = between(from, now);
  const ids = (part: 'closed' | 'reopened' | 'terminated' | 'added' | 'gone' | 'recovered' | 'turnedRed') =>
    difference[part].map((each) => each.taskId);
  expect(ids('closed')).toEqual(['a']);
  expect(ids('reopened')).toEqual(['b']);
  expect(ids('turnedRed')).toEqual(['b']);
  expect(ids('terminated')).toEqual(['c']);
  expect(ids('added')).toEqual(['e']);
  expect(difference.gone).toEqual([{ taskId: 'd', number: 1, title: '任务d' }]);
  expect(ids('recovered')).toEqual([]);
});

test('an adjusted target is told, though the row that follows has another id', () => {
  const from = pictureOf([task('a')], [target('old', 10), target('kept', 5, { unitId: 'x' })]);
  const now = pictureOf([task('a')], [target('new', 9), target('kept', 5, { unitId: 'x' })]);
  expect(between(from, now).targetsChanged).toEqual([
    { metric: 'ponds.cleaned', unit: '市局', was: 10, now: 9 },
  ]);
});

test('a target of another date or task is no adjustment, nor is one that only began or ended', () => {
  const from = pictureOf([task('a')], [target('one', 10), target('two', 1, { taskId: 'b' })]);
  const now = pictureOf([task('a')], [target('three', 9, { dueDate: '2024-06-30' })]);
  expect(between(from, now).targetsChanged).toEqual([]);
});

test('a light that got better is a recovery, and one that fell silent is none', () => {
  const from = pictureOf(['a', 'b', 'c', 'd'].map((id) => task(id, { colour: 'red' })));
  const now = pictureOf([
    task('a', { colour: 'yellow' }),
    task('b'),
    task('c', { colour: 'grey', state: 'suspended' }),
    task('d', { colour: 'grey' }),
  ]);
  expect(between(from, now).recovered.map((each) => each.taskId)).toEqual(['a', 'b']);
});
