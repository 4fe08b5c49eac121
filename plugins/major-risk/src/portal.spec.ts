import { describeAreaPortal } from '@duban/testkit/conformance/portal';
import { expect, test } from 'vitest';
import manifest from './manifest.js';
import { metrics } from './portal/custody-in-room.js';
import portal from './portal.js';

describeAreaPortal(manifest, portal);

test('the room’s panel stands on metrics of the manifest', () => {
  const declared = manifest.metrics.map(({ key }) => `${manifest.id}.${key}`);
  expect(declared).toEqual(expect.arrayContaining([...metrics]));
});
