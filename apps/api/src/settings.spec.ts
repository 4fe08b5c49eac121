import { expect, test } from 'vitest';
import { readSettings } from './settings.js';

test('nothing set means port 3000 on this machine, the embedded database and the demo', () => {
  expect(readSettings({}, '/srv')).toEqual({
    port: 3000,
    host: '127.0.0.1',
    database: null,
    dataDir: '/srv/.duban',
    demo: true,
    today: '2024-09-20',
    zone: 'Asia/Shanghai',
  });
});

test('a database of its own begins empty unless the demo is asked for', () => {
  const urls = {
    DATABASE_URL: 'postgresql://app:secret@db/duban',
    DATABASE_OWNER_URL: 'postgresql://own:secret@db/duban',
  };
  expect(readSettings(urls).demo).toBe(false);
  expect(readSettings({ ...urls, DUBAN_DEMO: '1' }).demo).toBe(true);
});

test('an empty variable counts as unset', () => {
  expect(readSettings({ PORT: '', DUBAN_DEMO: '' })).toMatchObject({ port: 3000, demo: true });
});

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['DUBAN_DEMO', 'yes'],
  ['DUBAN_TODAY', '2024-13-01'],
  ['DUBAN_TODAY', '2024-09-19'],
  ['TZ_BUREAU', 'Mars/Olympus'],
  ['DATABASE_URL', 'mysql://user:hunter2@db/duban'],
])('%s=%s stops the boot, by name and without the value', (name, value) => {
  const read = () => readSettings({ [name]: value });
  expect(read).toThrow(name);
  expect(read).not.toThrow(value);
});

test('one database URL without the other is refused, saying what each is for', () => {
  expect(() => readSettings({ DATABASE_URL: 'postgresql://app:x@db/duban' })).toThrow(/DATABASE_OWNER_URL/);
});
