import { taskStates } from '@duban/contract';
import { expect, test } from 'vitest';
import { plan2024 } from '../plan-2024/index.js';
import { addedTasks } from './added-tasks.js';
import { follow } from './course.js';
import { issuedWithPlan, laterSteps, stepsDone } from './courses.js';

const courses = [
  ...Object.values(laterSteps).map((steps) => [...issuedWithPlan, ...steps]),
  ...addedTasks.map((task) => task.steps),
];

test('the demo brings tasks into every state, by moves that the lifecycle has', () => {
  const reached = new Set(['withheld', ...courses.map((steps) => follow(steps).state)]);
  expect([...reached, follow(issuedWithPlan).state].sort()).toEqual(
    expect.arrayContaining([...taskStates].sort()),
  );
});

test('each step follows the one before, and none lies after the demo day', () => {
  for (const steps of courses) {
    const days = steps.map((step) => step.on);
    expect(days).toEqual([...days].sort());
    expect(days.every((day) => day <= '2024-09-20')).toBe(true);
  }
});

test('nobody settles what they asked for', () => {
  for (const { history } of courses.map(follow))
    for (const [at, row] of history.entries()) {
      const asked = history[at - 1];
      if (asked?.move === row.move && asked.from === asked.to) expect(row.by).not.toBe(asked.by);
    }
});

test('a course that the lifecycle does not know is refused', () => {
  expect(() => follow([{ move: 'archive', on: '2024-02-01', by: 'planoffice' }])).toThrow(
    /archive from draft/,
  );
});

test('progress notes are owed while a task is in hand', () => {
  const reopened = addedTasks.find((task) => task.steps.some((step) => step.move === 'reopen'));
  expect(follow(reopened?.steps ?? []).notes).toEqual([
    { from: '2024-03-08', to: '2024-06-28' },
    { from: '2024-07-10', to: null },
  ]);
});

test('what is said to be done of a task names each of its steps', () => {
  const tasks = plan2024.areas.flatMap((area) => area.tasks);
  for (const [number, done] of Object.entries(stepsDone)) {
    const task = tasks.find((each) => each.number === Number(number));
    expect(task?.visibility === 'withheld' ? 0 : task?.milestones.length, number).toBe(done.length);
  }
});
