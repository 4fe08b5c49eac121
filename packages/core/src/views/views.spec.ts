import { mostViews, savedViewSchema } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, trialArea } from '../testing/trial.testing.js';

describe('saved views', () => {
  let house: TestHouse;
  let planId: string;
  let viewer: Person;
  let lead: Person;
  let office: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    const tree = await standTree(house);
    ({ planId } = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east],
      stations: [tree.e1],
    }));
    viewer = await personOf(house, { role: 'viewer' });
    lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    office = await personOf(house, { role: 'plan-office' });
  }, 60_000);
  afterAll(() => house.close());

  const save = (person: Person, name: string, more: object = {}) =>
    person.ask('post', '/api/views', { planId, page: 'tasks', name, search: 'colour=red', ...more });
  const names = async (person: Person, page = 'tasks') =>
    (await person.ask('get', `/api/views?planId=${planId}&page=${page}`)).body.items.map(
      (each: { name: string }) => each.name,
    );

  it('keeps one’s own, shows others what is shared, and tells nobody of the rest', async () => {
    const own = await save(viewer, '红灯');
    expect(own.status).toBe(201);
    expect(savedViewSchema.parse(own.body)).toMatchObject({
      owner: { id: viewer.id },
      search: 'colour=red',
      shared: false,
      version: 1,
    });
    expect([await names(viewer), await names(lead), await names(viewer, 'board')]).toEqual([
      ['红灯'],
      [],
      [],
    ]);
    for (const [method, body] of [
      ['patch', { name: '别名' }],
      ['delete', undefined],
    ] as const)
      expect((await office.ask(method, `/api/views/${own.body.id}`, body, 1)).status).toBe(404);
    const shared = await viewer.ask('patch', `/api/views/${own.body.id}`, { shared: true }, 1);
    expect([shared.status, shared.body.version, shared.headers.etag]).toEqual([200, 2, '"v2"']);
    expect(await names(lead)).toEqual(['红灯']);
    const log = await house.source.query(
      `select action, detail from audit where subject_id = $1 order by action`,
      [own.body.id],
    );
    expect(log.map((row: { action: string }) => row.action)).toEqual(['view.change', 'view.save']);
    expect(JSON.stringify(log)).not.toContain('红灯');
  });

  it('lets the owner or the plan office change a shared one, each knowing the version', async () => {
    const { body } = await save(viewer, '共享', { shared: true });
    const path = `/api/views/${body.id}`;
    expect((await lead.ask('patch', path, { search: '' }, 1)).status).toBe(403);
    expect((await lead.ask('delete', path, undefined, 1)).status).toBe(403);
    expect((await office.ask('patch', path, { name: '办公室' })).status).toBe(428);
    expect((await office.ask('patch', path, { name: '办公室' }, 1)).body).toMatchObject({
      name: '办公室',
      search: 'colour=red',
      owner: { id: viewer.id },
    });
    expect((await viewer.ask('patch', path, { search: 'state=closed' }, 1)).status).toBe(412);
    expect((await office.ask('delete', path, undefined, 2)).status).toBe(204);
    expect((await viewer.ask('delete', path, undefined, 2)).status).toBe(404);
  });

  it('has a name once for each person and page, and no more than one reads through', async () => {
    expect((await save(office, '月度')).status).toBe(201);
    const again = await save(office, '月度');
    expect([again.status, again.body.code]).toEqual([409, 'already-exists']);
    expect((await save(office, '月度', { page: 'areas/trial' })).status).toBe(201);
    expect((await save(lead, '月度')).status).toBe(201);
    const other = await save(office, '季度');
    const clash = await office.ask('patch', `/api/views/${other.body.id}`, { name: '月度' }, 1);
    expect([clash.status, clash.body.code]).toEqual([409, 'already-exists']);
    await house.source.query(
      `insert into saved_view (id, plan_id, owner_id, page, name, search, shared)
       select gen_random_uuid(), $1, $2, 'tasks', n::text, '', false from generate_series(2, ${mostViews}) n`,
      [planId, lead.id],
    );
    const full = await save(lead, '再一个');
    expect([full.status, full.body.code]).toEqual([409, 'too-many-views']);
  });

  it('refuses what is no search of an address, an empty change, and those who read no plan', async () => {
    const refused = await save(viewer, '错', { search: 'a=%0Ab' });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'search']);
    const { body } = await save(viewer, '好');
    expect((await viewer.ask('patch', `/api/views/${body.id}`, {}, 1)).status).toBe(422);
    const auditor = await personOf(house, { role: 'auditor' });
    expect((await save(auditor, '审计')).status).toBe(404);
    expect((await auditor.ask('get', `/api/views?planId=${planId}&page=tasks`)).status).toBe(404);
  });
});
