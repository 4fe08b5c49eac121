import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

describe('burden', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let admin: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    const stations = [tree.e1, tree.w1];
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations });
    admin = await personOf(house, { role: 'system-admin' });
  }, 60_000);
  afterAll(() => house.close());

  it('multiplies fields, units and periods, and leaves out what is waived', async () => {
    const office = await personOf(house, { role: 'plan-office' });
    const query = `planId=${plan.planId}&unitId=${tree.e1}&period=2024-03`;
    const { body: expected } = await office.ask('get', `/api/expectations?${query}`);
    await office.ask('post', `/api/expectations/${expected.items[0].id}/waive`, { reason: '机构改革' });
    const { status, body } = await admin.ask('get', `/api/system/burden?planId=${plan.planId}`);
    expect(status).toBe(200);
    const station = body.units.find((unit: { unitId: string }) => unit.unitId === tree.e1);
    expect([station.fields[1], station.fields[2], station.reports[1]]).toEqual([4, 0, 1]);
    expect(body.forms.map((form: { key: string; cells: number }) => [form.key, form.cells])).toEqual([
      ['station-counts', 4 * (12 * 2 - 1)],
      ['county-counts', 4 * 12],
    ]);
  });

  it('is for system admins', async () => {
    const lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    expect((await lead.ask('get', `/api/system/burden?planId=${plan.planId}`)).status).toBe(403);
  });
});
