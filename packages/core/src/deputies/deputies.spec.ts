import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

describe('deputies', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let reporter: Person;
  let deputy: Person;
  let head: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [tree.e1] });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    deputy = await personOf(house, { role: 'reporter', unitId: tree.east });
    head = await personOf(house, { role: 'unit-head', unitId: tree.east });
  }, 60_000);
  afterAll(() => house.close());

  const submitted = async (period: string, by = reporter) => {
    const { body } = await by.ask('post', '/api/reports', {
      planId: plan.planId,
      areaId: 'trial',
      formKey: 'county-counts',
      unitId: tree.east,
      period,
      data: { whole: 4, part: 1 },
    });
    await by.ask('post', `/api/reports/${body.id}/moves`, { move: 'submit' }, 1);
    return body.id as string;
  };
  const sign = async (id: string, by = deputy) => {
    const answer = await by.ask('post', `/api/reports/${id}/moves`, { move: 'sign' }, 2);
    return answer.body.state ?? answer.body.code;
  };
  const name = (more: object = {}, by = head) =>
    by.ask('post', '/api/deputies', {
      unitId: tree.east,
      deputyId: deputy.id,
      from: '2024-09-01',
      to: '2024-09-30',
      ...more,
    });

  it('signs in the place of the head while it holds, with both names, and not after', async () => {
    const [first, second] = [await submitted('2024-01'), await submitted('2024-02')];
    expect(await sign(first)).toBe('forbidden');
    const named = await name();
    expect([named.status, named.body.head.id, named.body.deputy.id]).toEqual([201, head.id, deputy.id]);
    const waiting = await deputy.ask('get', `/api/work?planId=${plan.planId}`);
    expect(waiting.body.toSign.map((each: { reportId: string }) => each.reportId)).toEqual([first, second]);
    const { body: offers } = await deputy.ask('get', `/api/reports/${first}/moves`);
    expect(offers).toMatchObject([{ move: 'sign', behalfOf: { id: head.id } }]);
    expect(await sign(first)).toBe('signed');
    const { body } = await reporter.ask('get', `/api/reports/${first}/revisions`);
    expect(body.items[0].events[1]).toMatchObject({
      move: 'sign',
      by: { id: deputy.id },
      behalfOf: { id: head.id },
    });
    expect((await head.ask('delete', `/api/deputies/${named.body.id}`)).body.revokedOn).toBe('2024-09-20');
    expect((await head.ask('delete', `/api/deputies/${named.body.id}`)).body.code).toBe('deputy-revoked');
    expect(await sign(second)).toBe('forbidden');
    expect(await sign(second, head)).toBe('signed');
    const heard = async (person: Person) =>
      (await person.ask('get', '/api/notifications?sort=at')).body.items
        .filter((each: { kind: string }) => each.kind.startsWith('deputy-'))
        .map((each: { kind: string; text: string }) => [each.kind, each.text]);
    const unit = named.body.unit.name;
    expect(await heard(deputy)).toEqual([
      ['deputy-named', `${unit}，${named.body.head.name}，至 2024-09-30`],
      ['deputy-revoked', `${unit}，${named.body.head.name}`],
    ]);
    expect(await heard(head)).toEqual([]);
  });

  it('holds for its forms and dates only, and never for what the deputy filled in', async () => {
    const own = await submitted('2024-03', deputy);
    await name({ forms: ['trial.station-counts'] });
    await name({ from: '2024-10-01', to: '2024-10-31' });
    expect(await sign(await submitted('2024-04'))).toBe('forbidden');
    await name({ forms: ['trial.county-counts'] });
    expect(await sign(own)).toBe('same-person');
  });

  it('is named by the head of the unit, for somebody of the unit who is somebody else', async () => {
    const stranger = await personOf(house, { role: 'reporter', unitId: tree.west });
    expect((await name({}, reporter)).status).toBe(403);
    expect((await name({ deputyId: stranger.id })).body.errors[0].code).toBe('not-of-unit');
    expect((await name({ deputyId: head.id })).body.errors[0].code).toBe('yourself');
    expect((await name({ to: '2024-08-01' })).body.errors[0].path).toBe('to');
    const { body } = await name();
    expect((await stranger.ask('delete', `/api/deputies/${body.id}`)).status).toBe(404);
    expect((await deputy.ask('delete', `/api/deputies/${body.id}`)).status).toBe(403);
    expect((await stranger.ask('get', '/api/deputies')).body.items).toEqual([]);
  });
});
