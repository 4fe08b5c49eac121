import { expect, test } from 'vitest';
import { explain } from './failures.js';

const failure = (more: object) =>
  Object.assign(new Error('connect postgresql://app:hunter2@db failed'), more);

test.each([
  [{ code: 'EADDRINUSE', address: '127.0.0.1', port: 3000 }, /127\.0\.0\.1:3000.*PORT/],
  [
    { code: 'ECONNREFUSED', address: '10.0.0.1', port: 5432 },
    /cannot be reached \(10\.0\.0\.1:5432\).*DATABASE_URL/,
  ],
  [{ code: 'ENOTFOUND' }, /cannot be reached.*DATABASE_URL/],
  [{ code: 'ENOSPC' }, /disk is full/],
  [{ driverError: { code: '53100' } }, /disk is full/],
  [{ code: '28P01' }, /refuses the login/],
  [{ errors: [{ code: 'ECONNREFUSED', address: '::1', port: 5432 }] }, /cannot be reached/],
  [{ code: '3D000' }, /not that database/],
])('%j is told with its fix, and no password', (more, said) => {
  expect(explain(failure(more))).toMatch(said);
  expect(explain(failure(more))).not.toContain('hunter2');
});

test('what nobody foresaw is shown whole', () => {
  expect(explain(new Error('a defect'))).toContain('failures.spec.ts');
});
