import type { Snapshot } from '@duban/contract';
import { expect, test } from 'vitest';
import { comesBefore, differenceOf } from './difference.js';

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
    facts: { milestones: [] },
    ...given,
  }) as unknown as Task;
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
const pictureOf = (tasks: Task[], targets: object[] = [], year = 2024) =>
  ({
    plan: { id: String(year), year },
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
    { metric: 'ponds.cleaned', unit: '市局', was: 10, now: 9, dueDate: null, direction: null },
  ]);
});

test('a target of another day or direction was adjusted; one of another task is another one', () => {
  const from = pictureOf(
    [task('a')],
    [
      target('mid', 4, { dueDate: '2024-06-30' }),
      target('end', 8),
      target('two', 1, { taskId: 'b' }),
      target('kept', 5, { unitId: 'x' }),
    ],
  );
  const now = pictureOf(
    [task('a')],
    [
      target('later', 4, { dueDate: '2024-07-31' }),
      target('new end', 9),
      target('kept', 5, { unitId: 'x', direction: 'at-most' }),
      target('three', 3, { taskId: 'c' }),
    ],
  );
  expect(
    between(from, now).targetsChanged.map(({ was, now, dueDate, direction }) => [
      was,
      now,
      dueDate,
      direction,
    ]),
  ).toEqual([
    [4, 4, { was: '2024-06-30', now: '2024-07-31' }, null],
    [8, 9, null, null],
    [5, 5, null, { was: 'at-least', now: 'at-most' }],
  ]);
});

test('a date moved where the task, or a step of it, has another one', () => {
  const step = (id: string, dueDate: string) => ({
    id,
    title: `节点${id}`,
    dueDate,
    doneOn: null,
    firm: true,
  });
  const withSteps = (id: string, ...milestones: object[]) =>
    task(id, { facts: { milestones } as Task['facts'] });
  const from = pictureOf([withSteps('a', step('1', '2024-11-01'), step('2', '2024-11-02')), task('b')]);
  const now = pictureOf([
    withSteps('a', step('1', '2024-12-15'), step('2', '2024-11-02'), step('3', '2024-11-03')),
    task('b', { dueDate: '2025-01-31' }),
  ]);
  expect(between(from, now).datesMoved).toMatchObject([
    { taskId: 'a', milestone: '节点1', was: '2024-11-01', now: '2024-12-15' },
    { taskId: 'b', milestone: null, was: '2024-12-31', now: '2025-01-31' },
  ]);
});

test('of last year’s plan only what was carried over is compared, by what it was', () => {
  const from = pictureOf([task('a'), task('b', { colour: 'red' }), task('c'), task('d')], [target('1', 80)]);
  const now = pictureOf(
    [
      task('a2', { carriedFrom: 'a', colour: 'red', dueDate: '2025-12-31' }),
      task('b2', { carriedFrom: 'b' }),
      task('new'),
    ],
    [target('2', 90)],
    2025,
  );
  const { datesMoved, ...difference } = between(from, now);
  const ids = Object.entries(difference).flatMap(([part, list]) =>
    Array.isArray(list) && list.length > 0
      ? [[part, ...list.map((each) => 'taskId' in each && each.taskId)]]
      : [],
  );
  expect(difference.from).toMatchObject({ otherYear: 2024 });
  expect(ids).toEqual([
    ['turnedRed', 'a2'],
    ['recovered', 'b2'],
    ['carried', 'a2', 'b2'],
  ]);
  expect(datesMoved).toMatchObject([{ taskId: 'a2', was: '2024-12-31', now: '2025-12-31' }]);
});

test('a task that ended because it goes on in the next plan was carried over, not terminated', () => {
  const from = pictureOf([task('a'), task('b')]);
  const ended = { state: 'terminated', colour: 'grey' } as const;
  const now = pictureOf([task('a', { ...ended, carriedOver: true }), task('b', ended)]);
  const { carried, terminated } = between(from, now);
  expect([carried, terminated].map((list) => list.map((each) => each.taskId))).toEqual([['a'], ['b']]);
});

test('what changed is told since an earlier meeting of the plan that stands, or the one before', () => {
  const meeting = {
    ...({ id: 'm', planId: 'p', heldOn: '2024-09-20', state: 'frozen' } as const),
    previousId: 'december',
  };
  const since = { ...meeting, id: 'n', heldOn: '2024-08-20' };
  expect(comesBefore(since, meeting)).toBe(true);
  const december = { ...since, id: 'december', planId: 'q' };
  expect(comesBefore(december, meeting)).toBe(true);
  expect(comesBefore({ ...december, state: 'withdrawn' }, meeting)).toBe(false);
  for (const wrong of [
    { id: 'm' },
    { planId: 'q' },
    { heldOn: '2024-10-20' },
    { state: 'withdrawn' as const },
  ])
    expect([wrong, comesBefore({ ...since, ...wrong }, meeting)]).toEqual([wrong, false]);
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
