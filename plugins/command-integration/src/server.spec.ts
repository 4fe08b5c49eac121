import { expect, test } from 'vitest';
import server from './server.js';

const level = (numerator: number | null) => ({ numerator, denominator: null });
const lacking = (due: number | null, held: number | null) =>
  server.compute?.['uav-equipment-lacking']?.({
    'uav-equipment-due': level(due),
    'uav-equipment-held': level(held),
  });

test.each([
  [10, 2, 3],
  [7, 3, 1],
  [7, 4, 0],
  [10, 9, 0],
  [0, 0, 0],
])('of %d sets planned and %d in place, a county lacks %d to one half', (due, held, value) => {
  expect(lacking(due, held)).toEqual({ value });
});

test('nothing is said of a county that has not reported, nor of the city', () => {
  expect(lacking(null, 2)).toBeNull();
  expect(lacking(10, null)).toBeNull();
  expect(server.compute?.['uav-equipment-lacking']?.({})).toBeNull();
});
