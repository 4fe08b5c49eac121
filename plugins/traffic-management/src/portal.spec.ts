import type { Snapshot } from '@duban/contract';
import { describeAreaPortal } from '@duban/testkit/conformance/portal';
import { expect, test } from 'vitest';
import manifest from './manifest.js';
import { indexLine, indexMetric, shares } from './portal/roads-in-room.js';
import { known, meanSoFar } from './portal/trend.js';
import portal from './portal.js';

describeAreaPortal(manifest, portal);

test('the mean of the year so far leaves missing months missing, and out of the mean', () => {
  const points = [1.5, null, 2.5, 2].map((value, at) => ({ period: `2024-0${at + 1}`, value }));
  expect(meanSoFar(points)).toEqual([1.5, null, 2, 2]);
});

test('a rate stands until the month that has begun, and not beyond', () => {
  const points = [8, 9, 10].map((month) => ({ period: `2024-${String(month).padStart(2, '0')}`, value: 69 }));
  expect(known(points, '2024-09-20')).toEqual([69, 69, null]);
});

test('the room’s panel stands on metrics of the manifest', () => {
  const declared = manifest.metrics.map(({ key }) => `${manifest.id}.${key}`);
  expect(declared).toEqual(expect.arrayContaining([indexMetric, ...shares.map(({ metric }) => metric)]));
});

test('the index in the room is the reporting unit’s, month by month up to the snapshot’s, with its mean', () => {
  const row = (period: string, value: number | null) => ({ metric: indexMetric, unitId: 'x', period, value });
  const figures = [
    row('2024-02', 2),
    row('2024-01', 1),
    row('2024-03', null),
    row('2024-09', 9),
  ] as Snapshot['figures'];
  expect(indexLine({ figures, period: '2024-08' }).points).toEqual([
    { period: '2024-01', value: 1, pace: 1 },
    { period: '2024-02', value: 2, pace: 1.5 },
  ]);
});
