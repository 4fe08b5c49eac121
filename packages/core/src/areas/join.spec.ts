import { defineArea } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, trialArea } from '../testing/trial.testing.js';

const later = defineArea({
  contract: 1,
  id: 'later-area',
  version: '1.0.0',
  title: { zh: '后装行动', en: 'Later' },
  forms: [],
  metrics: [],
});

describe('an area that was installed later', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }, { manifest: later }], '2024-09-20');
  });
  afterAll(() => house.close());

  it('joins a standing plan under its next number, once, by the hand of an admin', async () => {
    const tree = await standTree(house);
    const { planId } = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [] });
    const admin = await personOf(house, { role: 'system-admin' });
    const office = await personOf(house, { role: 'plan-office' });
    const path = `/api/plans/${planId}/areas`;
    expect((await office.ask('post', path, { areaId: 'later-area' })).status).toBe(403);
    const joined = await admin.ask('post', path, { areaId: 'later-area' });
    expect([joined.status, joined.body]).toMatchObject([201, { id: 'later-area', number: 2, enabled: true }]);
    expect((await admin.ask('post', path, { areaId: 'later-area' })).body.code).toBe('already-exists');
    expect((await admin.ask('post', path, { areaId: 'nowhere' })).body.errors[0].path).toBe('areaId');
    const { body: plan } = await office.ask('get', `/api/plans/${planId}`);
    expect(plan.areas.map((area: { id: string }) => area.id)).toEqual(['trial', 'later-area']);
  });
});
