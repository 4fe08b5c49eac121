import { expect, test } from 'vitest';
import { axisOf } from './room-trend.js';

test('an axis has round steps that hold both ends', () => {
  expect(axisOf(0, 100)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(axisOf(0, 8)).toEqual([0, 2, 4, 6, 8]);
  expect(axisOf(0, 0).length).toBeGreaterThan(1);
});
