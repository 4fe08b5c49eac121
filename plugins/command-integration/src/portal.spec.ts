import type { Snapshot } from '@duban/contract';
import { describeAreaPortal } from '@duban/testkit/conformance/portal';
import { expect, test } from 'vitest';
import manifest from './manifest.js';
import { drills, quartersOf, shares } from './portal/readiness-in-room.js';
import { standingOf } from './portal/standing.js';
import portal from './portal.js';

describeAreaPortal(manifest, portal);

const pending = (value: number) => ({ value, numerator: value, denominator: null });

test.each([
  ['enough drills are accepted', { value: 1 }, '2024-09-20', 'held'],
  ['more are held than asked for', { value: 3, target: 2 }, '2024-05-01', 'held'],
  ['enough wait for acceptance', { value: 0, pending: pending(1) }, '2024-09-20', 'waiting'],
  [
    'too few wait, and the quarter is over',
    { value: 0, pending: pending(1), target: 2 },
    '2024-09-20',
    'missed',
  ],
  ['its last day is today', { value: 0 }, '2024-06-30', 'running'],
  ['it ended yesterday without a drill', { value: 0 }, '2024-07-01', 'missed'],
  ['it ended and nothing was reported', {}, '2024-07-01', 'unreported'],
  ['it has not begun', {}, '2024-03-31', 'ahead'],
])('a quarter of which %s', (_what, given, today, standing) => {
  const point = { period: '2024-Q2', value: null, target: null, pending: null, ...given };
  expect(standingOf(point, today)).toBe(standing);
});

test('the room’s panel stands on metrics of the manifest', () => {
  const declared = manifest.metrics.map(({ key }) => `${manifest.id}.${key}`);
  expect(declared).toEqual(expect.arrayContaining([drills, ...shares.map(({ metric }) => metric)]));
});

test('the room shows the year’s quarters of the whole bureau as they stood on the snapshot’s day', () => {
  const row = (unitId: string, period: string, value: number) => ({ metric: drills, unitId, period, value });
  const frozen = {
    plan: { year: 2024 },
    units: [
      { id: 'county', isRoot: false },
      { id: 'city', isRoot: true },
    ],
    figures: [row('city', '2024-Q1', 1), row('city', '2024-Q2', 1), row('county', '2024-Q3', 4)],
    targets: [{ metric: drills, unitId: 'city', value: 1 }],
    asOf: '2024-09-20',
  } as unknown as Snapshot;
  expect(quartersOf(frozen).map(({ value, standing }) => [value, standing])).toEqual([
    [1, 'held'],
    [1, 'held'],
    [null, 'running'],
    [null, 'ahead'],
  ]);
});
