import { describeAreaPortal } from '@duban/testkit/conformance/portal';
import { expect, test } from 'vitest';
import manifest from './manifest.js';
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
