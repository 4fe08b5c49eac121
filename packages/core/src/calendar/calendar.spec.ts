import { isWorkingDay } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../kernel/index.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, systemContext } from '../testing/people.testing.js';
import { Calendar } from './calendar.service.js';

describe('the calendar', () => {
  let house: TestHouse;
  let admin: Person;
  let viewer: Person;
  let calendar: Calendar;

  beforeAll(async () => {
    house = await openTestHouse([], '2024-09-20');
    admin = await personOf(house, { role: 'system-admin' });
    viewer = await personOf(house, { role: 'viewer' });
    calendar = house.app.get(Calendar);
    await calendar.install(systemContext(house));
  });
  afterAll(() => house.close());

  const works = async (date: string) => isWorkingDay(date, await calendar.load(systemContext(house)));

  it('ships with the holidays of 2024 to 2026 and the weekends worked for them', async () => {
    const { body } = await viewer.ask('get', '/api/calendar');
    expect(body.year).toBe(2024);
    expect(body.holidays).toContain('2024-10-01');
    expect(body.workdays).toContain('2024-09-29');
    expect((await viewer.ask('get', '/api/calendar?year=2026')).body.workdays).toContain('2026-10-10');
    expect((await viewer.ask('get', '/api/calendar?year=2027')).body).toEqual({
      year: 2027,
      holidays: [],
      workdays: [],
    });
  });

  it('is kept by the system admin, counts at once, and is logged', async () => {
    expect(await works('2024-11-11')).toBe(true);
    const set = (person: Person, kind: string) =>
      person.ask('put', '/api/calendar/days/2024-11-11', { kind });
    expect((await set(viewer, 'holiday')).status).toBe(403);
    expect((await set(admin, 'feast')).status).toBe(422);
    expect((await set(admin, 'holiday')).body).toEqual({ date: '2024-11-11', kind: 'holiday' });
    expect(await works('2024-11-11')).toBe(false);
    expect((await set(admin, 'workday')).status).toBe(200);
    expect(await works('2024-11-11')).toBe(true);
    expect((await admin.ask('delete', '/api/calendar/days/2024-11-11')).status).toBe(204);
    expect((await admin.ask('delete', '/api/calendar/days/2024-11-11')).status).toBe(404);
    const rows = await house.source.query(
      `select action from audit where subject_id = '2024-11-11' order by seq`,
    );
    expect(rows.map(({ action }: { action: string }) => action)).toEqual([
      'calendar.set',
      'calendar.set',
      'calendar.clear',
    ]);
  });

  it('keeps what an admin changed when it is installed again', async () => {
    await admin.ask('delete', '/api/calendar/days/2024-10-07');
    await calendar.install(systemContext(house));
    expect(await works('2024-10-07')).toBe(true);
  });

  it('forgets what a transaction saw that did not come to pass', async () => {
    const undone = inTransaction(systemContext(house), async (ctx) => {
      await calendar.set(ctx, { date: '2024-12-12', kind: 'holiday' });
      expect(isWorkingDay('2024-12-12', await calendar.load(ctx))).toBe(false);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await works('2024-12-12')).toBe(true);
  });
});
