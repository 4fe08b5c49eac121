import { randomUUID } from 'node:crypto';
import { defineArea, keeperRoles, roles } from '@duban/contract';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { cookieOf, type Person, personOf, standTree, whileHeld } from '../testing/people.testing.js';

const area = defineArea({
  contract: 1,
  id: 'river-watch',
  version: '1.0.0',
  title: { zh: '河道行动', en: 'River watch' },
  forms: [],
  metrics: [],
});

describe('users and roles', () => {
  let house: TestHouse;
  let admin: Person;
  let security: Person;
  let reporter: Person;
  let tree: Awaited<ReturnType<typeof standTree>>;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: area }], '2024-09-20');
    tree = await standTree(house);
    admin = await personOf(house, { role: 'system-admin' });
    security = await personOf(house, { role: 'security-admin' });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.e1 });
  });
  afterAll(() => house.close());

  const create = async (username: string) =>
    (await admin.ask('post', '/api/users', { username, name: 'Somebody', unitId: tree.e1 })).body;
  const grant = (id: string, body: object) => security.ask('post', `/api/users/${id}/grants`, body);
  const code = ({ status, body }: request.Response) => [status, body.code];

  it('makes an account with a password that is shown once and must be changed', async () => {
    const { initialPassword, ...user } = await create('once');
    expect(initialPassword).toMatch(/^(\w{4}-){4}\w{4}$/);
    expect(user).toEqual({
      id: user.id,
      username: 'once',
      name: 'Somebody',
      unitId: tree.e1,
      unitName: 'Unit e1',
      active: true,
      grants: [],
      version: 1,
    });
    expect((await admin.ask('get', `/api/users/${user.id}`)).body).toEqual(user);
    const cookie = await cookieOf(house, { username: 'once', password: initialPassword });
    const view = await request(house.app.getHttpServer()).get('/api/session').set({ cookie });
    expect(view.body.mustChangePassword).toBe(true);
  });

  it('shows those who name people who there is: active, in the work, found by name or unit, and no more of them', async () => {
    const lead = await personOf(house, { role: 'area-lead', areaId: 'river-watch' });
    const named = async (query: string) => {
      const { status, body } = await lead.ask('get', `/api/people?limit=500&${query}`);
      expect(status).toBe(200);
      return body.items as { id: string; name: string; unit: { id: string; name: string } | null }[];
    };
    const idsOf = async (query: string) => (await named(query)).map((each) => each.id);
    const there = await create('zhang');
    await admin.ask('patch', `/api/users/${there.id}`, { name: '张三' }, 1);
    expect(await idsOf('q=张')).toEqual([]);
    await grant(there.id, { role: 'reporter', unitId: tree.e1 });
    const zhang = { id: there.id, name: '张三', unit: { id: tree.e1, name: 'Unit e1' } };
    expect(await named(`q=${encodeURIComponent('张')}`)).toEqual([zhang]);
    expect(await idsOf('q=unit%20E1')).toContain(there.id);
    expect(await idsOf(`unitId=${tree.e1}&role=reporter`)).toContain(there.id);
    // Who is named for a unit holds a role in that very unit.
    expect(await idsOf(`unitId=${tree.east}`)).not.toContain(there.id);
    expect(await idsOf('role=leader')).not.toContain(there.id);
    const everyone = await idsOf('');
    expect([admin.id, security.id].filter((id) => everyone.includes(id))).toEqual([]);
    expect((await lead.ask('get', '/api/people?role=auditor')).status).toBe(422);
    for (const person of [reporter, admin]) expect((await person.ask('get', '/api/people')).status).toBe(403);
    const { version } = (await admin.ask('get', `/api/users/${there.id}`)).body;
    await admin.ask('patch', `/api/users/${there.id}`, { active: false }, version);
    expect(await idsOf('q=unit%20E1')).not.toContain(there.id);
  });

  it('names the field that is taken or wrong', async () => {
    await create('taken');
    const body = { username: 'taken', name: 'Somebody', unitId: null };
    const again = await admin.ask('post', '/api/users', body);
    expect([...code(again), again.body.errors[0].path]).toEqual([409, 'already-exists', 'username']);
    for (const [wrong, path] of [
      [{ username: 'Über' }, 'username'],
      [{ name: '' }, 'name'],
      [{ unitId: randomUUID() }, 'unitId'],
      [{ password: 'mine' }, 'password'],
    ] as const) {
      const answer = await admin.ask('post', '/api/users', { ...body, username: 'free', ...wrong });
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
    }
  });

  it('lists accounts by text, unit and role', async () => {
    const { body } = await security.ask('get', `/api/users?role=reporter&q=${reporter.username.slice(0, 5)}`);
    expect(body.items.map((user: { id: string }) => user.id)).toEqual([reporter.id]);
    expect((await security.ask('get', `/api/users?unitId=${tree.w1}`)).body.total).toBe(0);
  });

  it('shows accounts to their keepers only, and lets each do the own work only', async () => {
    const { id, version } = await create('seen');
    expect((await reporter.ask('get', `/api/users/${id}`)).status).toBe(404);
    expect((await reporter.ask('patch', `/api/users/${id}`, { name: 'x' }, version)).status).toBe(404);
    expect((await security.ask('patch', `/api/users/${id}`, { name: 'x' }, version)).status).toBe(403);
    expect((await admin.ask('post', `/api/users/${id}/grants`, { role: 'viewer' })).status).toBe(403);
    expect((await admin.ask('delete', `/api/users/${id}/sessions`)).status).toBe(403);
    expect((await reporter.ask('get', '/api/users')).status).toBe(403);
  });

  it('binds a role to what it is bound to', async () => {
    const { id } = await create('bound');
    for (const [body, path] of [
      [{ role: 'reporter' }, 'unitId'],
      [{ role: 'reporter', unitId: randomUUID() }, 'unitId'],
      [{ role: 'reporter', unitId: tree.e1, areaId: 'river-watch' }, 'areaId'],
      [{ role: 'area-lead' }, 'areaId'],
      [{ role: 'area-lead', areaId: 'unheard-of' }, 'areaId'],
      [{ role: 'leader', unitId: tree.e1 }, 'unitId'],
      [{ role: 'emperor' }, 'role'],
    ] as const) {
      const answer = await grant(id, body);
      expect([answer.status, answer.body.errors[0].path], JSON.stringify(body)).toEqual([422, path]);
    }
    expect((await grant(id, { role: 'area-lead', areaId: 'river-watch' })).status).toBe(201);
    expect((await grant(id, { role: 'reporter', unitId: tree.e1 })).status).toBe(201);
    expect((await grant(id, { role: 'reporter', unitId: tree.e2 })).status).toBe(201);
    expect(code(await grant(id, { role: 'reporter', unitId: tree.e2 }))).toEqual([409, 'already-exists']);
    expect((await grant(randomUUID(), { role: 'viewer' })).status).toBe(404);
  });

  it('keeps the three keepers apart from each other and from all other work', async () => {
    const areaId = 'river-watch';
    const scopes: Record<string, object> = { 'area-lead': { areaId } };
    for (const role of ['reviewer', 'unit-head', 'reporter']) scopes[role] = { unitId: tree.e1 };
    for (const keeper of keeperRoles) {
      const { id } = await create(`k-${keeper}`);
      await grant(id, { role: keeper });
      for (const role of roles.filter((each) => each !== keeper))
        expect(code(await grant(id, { role, ...scopes[role] })), `${keeper} and ${role}`).toEqual([
          409,
          'roles-clash',
        ]);
    }
    const { id } = await create('k-viewer');
    await grant(id, { role: 'viewer' });
    expect(code(await grant(id, { role: 'auditor' }))).toEqual([409, 'roles-clash']);
    const { id: racer } = await create('k-racer');
    const attempt = async (role: string) => grant(racer, { role });
    const race = await whileHeld(house, 'select 1 from app_user where id = $1 for update', [racer], () => [
      attempt('auditor'),
      attempt('plan-office'),
      attempt('system-admin'),
    ]);
    expect(race.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
  });

  it('never leaves the house without an admin and a security admin', async () => {
    const mine = (await admin.ask('get', `/api/users/${admin.id}`)).body;
    const other = (await admin.ask('get', '/api/users?role=system-admin')).body.items.filter(
      (user: { id: string }) => user.id !== admin.id,
    );
    for (const { id, version } of other)
      expect((await admin.ask('patch', `/api/users/${id}`, { active: false }, version)).status).toBe(200);
    expect(code(await admin.ask('patch', `/api/users/${admin.id}`, { active: false }, mine.version))).toEqual(
      [409, 'last-keeper'],
    );
    const grantId = mine.grants[0].id;
    expect(code(await security.ask('delete', `/api/users/${admin.id}/grants/${grantId}`))).toEqual([
      409,
      'last-keeper',
    ]);
  });

  it('wants the version that was read, and tells one of two twins', async () => {
    const { id } = await create('version');
    expect((await admin.ask('patch', `/api/users/${id}`, { name: 'x' })).status).toBe(428);
    expect((await admin.ask('patch', `/api/users/${id}`, { name: 'x' }, 9)).status).toBe(412);
    const rename = async (name: string) => admin.ask('patch', `/api/users/${id}`, { name }, 1);
    const twins = await whileHeld(house, 'select 1 from app_user where id = $1 for update', [id], () => [
      rename('One'),
      rename('Other'),
    ]);
    expect(twins.map((answer) => answer.status).sort()).toEqual([200, 412]);
    const { headers } = await admin.ask('get', `/api/users/${id}`);
    expect(headers.etag).toBe('"v2"');
  });

  it('resets a password: a new one shown once, everything open ended, the lock lifted', async () => {
    const person = await personOf(house, { role: 'viewer' });
    const server = house.app.getHttpServer();
    const cookie = await cookieOf(house, person);
    const wrong = { username: person.username, password: 'not the password at all' };
    for (let failure = 0; failure < 5; failure += 1) await request(server).post('/api/session').send(wrong);
    const reset = await admin.ask('post', `/api/users/${person.id}/password-reset`);
    expect(reset.status).toBe(200);
    expect((await request(server).get('/api/session').set({ cookie })).status).toBe(401);
    expect((await person.ask('get', '/api/units')).status).toBe(401);
    const password = reset.body.initialPassword;
    expect(await cookieOf(house, { username: person.username, password })).toMatch(/^duban=/);
  });

  it('answers a POST that is sent again as before, and refuses the key for another body', async () => {
    const body = { username: 'repeat', name: 'Somebody', unitId: null };
    const key = { 'idempotency-key': 'k1' };
    const first = await admin.ask('post', '/api/users', body).set(key);
    const again = await admin.ask('post', '/api/users', body).set(key);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([first.status, 'true']);
    expect(again.body).toEqual({ ...first.body, initialPassword: null });
    const stored = await house.source.query('select 1 from idempotency where response like $1', [
      `%${first.body.initialPassword}%`,
    ]);
    expect(stored).toEqual([]);

    const other = await admin.ask('post', '/api/users', { ...body, name: 'Other' }).set(key);
    expect(code(other)).toEqual([422, 'idempotency-key-reused']);
    const twins = await Promise.all(
      Array.from({ length: 4 }, () =>
        admin.ask('post', '/api/users', { ...body, username: 'twin' }).set({ 'idempotency-key': 'k2' }),
      ),
    );
    const refused = twins.filter(({ status }) => status === 409);
    expect(twins.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect(refused.every(({ body: { code } }) => code === 'in-progress')).toBe(true);
    expect((await admin.ask('get', '/api/users?q=twin')).body.total).toBe(1);
  });

  it('prints the roles with what each may do', async () => {
    const { body } = await reporter.ask('get', '/api/roles');
    expect(body.items.map((role: { id: string }) => role.id)).toEqual([...roles]);
    const auditor = body.items.find((role: { id: string }) => role.id === 'auditor');
    expect(auditor).toEqual({
      id: 'auditor',
      title: { zh: '审计员', en: 'Auditor' },
      scope: 'none',
      permissions: ['audit.read'],
    });
  });
});

describe('an empty system', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse([], '2024-09-20');
  });
  afterAll(() => house.close());

  it('lets whoever comes first make its admins, once', async () => {
    const server = house.app.getHttpServer();
    const account = { username: 'first', name: 'First', password: 'Blue-Kettle-Runs-77' };
    const securityAdmin = { username: 'second', name: 'Second', password: 'Grey-Lantern-Sits-88' };
    const setUp = (body: object) => request(server).post('/api/setup').send(body);
    expect((await request(server).get('/api/setup')).body).toEqual({ needed: true });
    const weak = await setUp({ ...account, securityAdmin: { ...securityAdmin, password: 'password1234' } });
    expect([weak.status, weak.body.errors[0].path]).toEqual([422, 'securityAdmin.password']);
    const same = await setUp({ ...account, securityAdmin: { ...securityAdmin, username: 'first' } });
    expect(same.body.errors[0].path).toBe('securityAdmin.username');
    expect((await request(server).get('/api/setup')).body).toEqual({ needed: true });
    const race = await Promise.all([
      setUp({ ...account, securityAdmin }),
      setUp({ ...account, username: 'late', securityAdmin }),
    ]);
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409]);
    const done = race.find(({ status }) => status === 201)?.body;
    expect(done.admin.grants).toMatchObject([{ role: 'system-admin' }]);
    expect(done.securityAdmin.grants).toMatchObject([{ role: 'security-admin' }]);
    expect(race.find(({ status }) => status === 409)?.body.code).toBe('already-set-up');
    expect((await request(server).get('/api/setup')).body).toEqual({ needed: false });
    expect(await cookieOf(house, { username: done.admin.username, password: account.password })).toMatch(
      /^duban=/,
    );
  });
});
