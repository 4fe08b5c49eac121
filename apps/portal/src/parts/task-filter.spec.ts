import type { TaskView } from '@duban/contract';
import { expect, test } from 'vitest';
import { matches } from './task-filter.js';

const task = (more: Partial<TaskView>): TaskView => ({
  id: '00000000-0000-4000-8000-000000000000',
  number: 5,
  title: 'x',
  areaId: 'a',
  visibility: 'open',
  state: 'in-progress',
  light: { colour: 'red', reasons: [], asOf: null },
  dueDate: '2024-12-31',
  originalDueDate: '2024-12-31',
  origin: 'plan',
  leader: null,
  leadUnit: null,
  responsibleUnits: [],
  cooperatingUnits: [],
  pending: null,
  closedOn: null,
  version: 1,
  ...more,
});

test('a closed task is not among the lights, as on the board', () => {
  expect(matches(task({}), { colour: 'red' })).toBe(true);
  expect(matches(task({ state: 'closed', closedOn: '2024-06-30' }), { colour: 'red' })).toBe(false);
});

test('closed tasks part into on time and late by their date', () => {
  const late = task({ state: 'archived', closedOn: '2025-01-02' });
  expect(matches(late, { closed: 'late' })).toBe(true);
  expect(matches(late, { closed: 'on-time' })).toBe(false);
  expect(matches(task({}), { closed: 'late' })).toBe(false);
});

test('withheld is found by its state, and what only looks withheld as well', () => {
  expect(matches(task({ state: 'withheld', visibility: 'withheld' }), { state: 'withheld' })).toBe(true);
  expect(matches(task({}), { state: 'withheld' })).toBe(false);
});
