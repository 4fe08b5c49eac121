import type { TaskView } from '@duban/contract';
import { expect, test } from 'vitest';
import { matches } from './task-filter.js';

type Facts = Pick<TaskView, 'light' | 'state' | 'visibility'>;
const light = (colour: Facts['light']['colour'], closed: Facts['light']['closed'] = null) => ({
  colour,
  closed,
  reasons: [],
  asOf: null,
});
const red: Facts = { light: light('red'), state: 'in-progress', visibility: 'open' };
const late: Facts = { light: light(null, 'late'), state: 'archived', visibility: 'open' };
const withheld: Facts = { light: light(null), state: 'withheld', visibility: 'withheld' };

test('a colour finds what shines so, and nothing that is closed', () => {
  expect([red, late, withheld].filter((task) => matches(task, { colour: 'red' }))).toEqual([red]);
});

test('closed tasks are found as on time or late, archived ones among them', () => {
  expect([red, late].filter((task) => matches(task, { closed: 'late' }))).toEqual([late]);
  expect([red, late].filter((task) => matches(task, { closed: 'on-time' }))).toEqual([]);
});

test('a state finds its tasks; without filters everything stays', () => {
  expect([red, late, withheld].filter((task) => matches(task, { state: 'withheld' }))).toEqual([withheld]);
  expect([red, late, withheld].filter((task) => matches(task, { state: 'archived' }))).toEqual([late]);
  expect([red, late, withheld].filter((task) => matches(task, {}))).toHaveLength(3);
});
