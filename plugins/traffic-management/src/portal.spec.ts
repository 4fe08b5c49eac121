import { describeAreaPortal } from '@duban/testkit/conformance/portal';
import { expect, test } from 'vitest';
import manifest from './manifest.js';
import { meanSoFar } from './portal/trend.js';
import portal from './portal.js';

describeAreaPortal(manifest, portal);

test('the mean of the year so far leaves missing months missing, and out of the mean', () => {
  const points = [1.5, null, 2.5, 2].map((value, at) => ({ period: `2024-0${at + 1}`, value }));
  expect(meanSoFar(points)).toEqual([1.5, null, 2, 2]);
});
