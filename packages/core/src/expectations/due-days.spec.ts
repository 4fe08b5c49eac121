import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Calendar } from '../calendar/calendar.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

describe('due days that count working days', () => {
  let house: TestHouse;
  let admin: Person;
  let plan: TrialPlan;
  let unitId: string;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-10-09');
    await house.app.get(Calendar).install(systemContext(house));
    const tree = await standTree(house);
    unitId = tree.east;
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [tree.e1] });
    admin = await personOf(house, { role: 'system-admin' });
  });
  afterAll(() => house.close());

  const dueOn = async (period: string): Promise<string> => {
    const [row] = await house.source.query(
      `select due_on::text as due from expectation where plan_id = $1 and unit_id = $2 and period = $3`,
      [plan.planId, unitId, period],
    );
    return row.due;
  };
  const set = (date: string, kind: string) => admin.ask('put', `/api/calendar/days/${date}`, { kind });

  it('follow the calendar where they are not past, and never make anybody late by it', async () => {
    // October's first working days are the 8th to the 11th, and Saturday the 12th.
    expect([await dueOn('2024-08'), await dueOn('2024-09'), await dueOn('2024-11')]).toEqual([
      '2024-09-06',
      '2024-10-12',
      '2024-12-06',
    ]);
    await set('2024-12-02', 'holiday');
    expect(await dueOn('2024-11')).toBe('2024-12-09');
    await set('2024-09-03', 'holiday');
    expect(await dueOn('2024-08')).toBe('2024-09-06');
    // With the first week of October worked, September's reports would have been due on the 8th, which is past.
    const { body: year } = await admin.ask('get', '/api/calendar?year=2024');
    const { body } = await admin.ask('put', '/api/calendar/2024', {
      revision: year.revision,
      holidays: year.holidays.filter((day: string) => !day.startsWith('2024-10')),
      workdays: year.workdays,
    });
    expect(await dueOn('2024-09')).toBe('2024-10-09');
    // The station's form of September moved as well.
    expect(body.moved).toBe(2);
    expect((await admin.ask('delete', '/api/calendar/days/2024-12-02')).status).toBe(204);
    expect(await dueOn('2024-11')).toBe('2024-12-06');
  });
});
