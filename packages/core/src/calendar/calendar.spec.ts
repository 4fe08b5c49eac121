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
    expect((await viewer.ask('get', '/api/calendar?year=2027')).body).toMatchObject({
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

  it('replaces a year whole, from the state that was seen, or not at all', async () => {
    const year = async () => (await admin.ask('get', '/api/calendar?year=2027')).body;
    const put = (body: object, person = admin) => person.ask('put', '/api/calendar/2027', body);
    const { revision } = await year();
    const days = { holidays: ['2027-01-01', '2027-02-05'], workdays: ['2027-02-07'] };
    expect((await put({ revision, ...days }, viewer)).status).toBe(403);
    const wrong = await put({ revision, holidays: ['2028-01-01', '2027-02-07'], workdays: ['2027-02-07'] });
    expect([
      wrong.status,
      wrong.body.errors.map((each: { path: string; code: string }) => [each.path, each.code]),
    ]).toEqual([
      422,
      [
        ['holidays.0', 'other-year'],
        ['workdays.0', 'both-kinds'],
      ],
    ]);
    expect((await year()).holidays).toEqual([]);
    const put1 = await put({ revision, ...days });
    expect([put1.status, put1.body]).toMatchObject([200, { ...days, added: 3, removed: 0 }]);
    // The second writer had seen what stood before.
    const second = await put({ revision, holidays: [], workdays: [] });
    expect([second.status, second.body.code]).toEqual([412, 'stale-version']);
    const again = await put({ revision: put1.body.revision, holidays: ['2027-01-01'], workdays: [] });
    expect(again.body).toMatchObject({ holidays: ['2027-01-01'], workdays: [], added: 0, removed: 2 });
    expect((await viewer.ask('get', '/api/calendar?year=2026')).body.workdays).toContain('2026-10-10');
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
