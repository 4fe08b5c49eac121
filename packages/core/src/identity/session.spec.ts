import { randomBytes } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { cookieOf, type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { Identity } from './identity.service.js';
import { newInitialPassword } from './secret.js';

describe('sessions', () => {
  let house: TestHouse;
  let admin: Person;
  let security: Person;
  let tree: Awaited<ReturnType<typeof standTree>>;

  beforeAll(async () => {
    house = await openTestHouse([], '2024-09-20');
    tree = await standTree(house);
    admin = await personOf(house, { role: 'system-admin' });
    security = await personOf(house, { role: 'security-admin' });
  });
  afterAll(() => house.close());

  const server = () => house.app.getHttpServer();
  const signIn = (username: string, password: string) =>
    request(server()).post('/api/session').send({ username, password });
  const whoAmI = (cookie: string) => request(server()).get('/api/session').set('cookie', cookie);
  const outcome = ({ status, body }: request.Response) => [status, body.code];

  it('signs in with a cookie that scripts cannot read, and says who that is', async () => {
    const person = await personOf(house, { role: 'reporter', unitId: tree.e1 });
    const answer = await signIn(person.username, person.password);
    expect(answer.status).toBe(200);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^duban=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    const view = await whoAmI(cookie.split(';')[0] ?? '');
    expect(view.body).toEqual(answer.body);
    expect(view.body).toMatchObject({
      user: { id: person.id, username: person.username, unitId: null, unitName: null },
      grants: [{ role: 'reporter', unitId: tree.e1, areaId: null }],
      mustChangePassword: false,
      businessDate: '2024-09-20',
    });
    expect(view.body.permissions).toContain('report.write');
    expect(view.body.permissions).not.toContain('report.sign');
  });

  it('stores no secret as it is', async () => {
    const person = await personOf(house);
    const secret = (await cookieOf(house, person)).split('=')[1] ?? '';
    const rows = await house.source.query(
      'select s::text as row from session s union all select t::text from access_token t union all select u::text from app_user u',
    );
    const all = rows.map(({ row }: { row: string }) => row).join('\n');
    for (const hidden of [secret, person.token, person.password]) {
      expect(all).not.toContain(hidden);
      expect(all).not.toContain(Buffer.from(hidden).toString('hex'));
    }
    expect(all).toContain('$argon2id$');
  });

  it('asks who it is before it says anything, and answers a wrong password as an unknown name', async () => {
    expect(outcome(await request(server()).get('/api/session'))).toEqual([401, 'not-signed-in']);
    expect(outcome(await request(server()).get('/api/units'))).toEqual([401, 'not-signed-in']);
    expect(outcome(await request(server()).post('/api/units').send({ bad: 1 }))).toEqual([
      401,
      'not-signed-in',
    ]);
    expect(outcome(await request(server()).get('/api/units?x=1'))).toEqual([400, 'unknown-parameter']);
    const wrong = await signIn(admin.username, 'not the password at all');
    const unknown = await signIn('nobody', 'not the password at all');
    expect(outcome(wrong)).toEqual([401, 'wrong-credentials']);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    await signIn(admin.username, admin.password);
  });

  it('lets a cookie change things only from our own pages', async () => {
    const cookie = await cookieOf(house, admin);
    const change = (headers: Record<string, string>) =>
      request(server())
        .post('/api/units')
        .set({ cookie, ...headers })
        .send({ code: 'x' });
    expect(outcome(await change({}))).toEqual([403, 'foreign-origin']);
    expect(outcome(await change({ origin: 'https://elsewhere.example' }))).toEqual([403, 'foreign-origin']);
    expect(outcome(await change({ 'sec-fetch-site': 'cross-site' }))).toEqual([403, 'foreign-origin']);
    expect(outcome(await change({ 'sec-fetch-site': 'same-site' }))).toEqual([403, 'foreign-origin']);
    expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(422);
    expect((await change({ origin: 'http://duban.test', host: 'duban.test' })).status).toBe(422);
  });

  it('signs out, and the cookie opens nothing any more', async () => {
    const person = await personOf(house);
    const cookie = await cookieOf(house, person);
    const answer = await request(server())
      .delete('/api/session')
      .set({ cookie, 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(204);
    expect(String(answer.headers['set-cookie'])).toContain('duban=;');
    expect((await whoAmI(cookie)).status).toBe(401);
  });

  it('ends a session after 30 idle minutes, and after 12 hours in any case', async () => {
    const person = await personOf(house);
    const idle = await cookieOf(house, person);
    house.passMinutes(31);
    expect((await whoAmI(idle)).status).toBe(401);
    const busy = await cookieOf(house, person);
    for (let minutes = 0; minutes < 12 * 60 - 29; minutes += 29) {
      expect((await whoAmI(busy)).status, `after ${minutes} minutes`).toBe(200);
      house.passMinutes(29);
    }
    house.passMinutes(29);
    expect((await whoAmI(busy)).status).toBe(401);
  });

  it('writes that a session was seen at most once a minute', async () => {
    const cookie = await cookieOf(house, admin);
    const seen = async () =>
      (
        await house.source.query(
          'select max(last_seen_at) as at, max(xmin::text::int8) as written from session',
        )
      )[0];
    const before = await seen();
    house.passMinutes(0.9);
    await whoAmI(cookie);
    expect(await seen()).toEqual(before);
    house.passMinutes(0.2);
    await whoAmI(cookie);
    expect((await seen()).at.getTime()).toBe(before.at.getTime() + 66_000);
  });

  it('locks an account for 30 minutes after five failures, also for the right password', async () => {
    const person = await personOf(house, { role: 'viewer' });
    for (let failure = 0; failure < 5; failure += 1)
      expect(outcome(await signIn(person.username, 'not the password at all'))).toEqual([
        401,
        'wrong-credentials',
      ]);
    expect(outcome(await signIn(person.username, person.password))).toEqual([423, 'locked']);
    house.passMinutes(29);
    expect(outcome(await signIn(person.username, person.password))).toEqual([423, 'locked']);
    house.passMinutes(2);
    expect((await signIn(person.username, 'not the password at all')).status).toBe(401);
    expect((await signIn(person.username, person.password)).status).toBe(200);
  });

  it('counts failures that come at once', async () => {
    const person = await personOf(house);
    await Promise.all(Array.from({ length: 8 }, () => signIn(person.username, 'not the password at all')));
    expect((await signIn(person.username, person.password)).status).toBe(423);
  });

  it('forgets failures when the right password comes', async () => {
    const person = await personOf(house);
    for (let round = 0; round < 2; round += 1) {
      for (let failure = 0; failure < 4; failure += 1)
        await signIn(person.username, 'not the password at all');
      expect((await signIn(person.username, person.password)).status).toBe(200);
    }
  });

  it('slows the last admin down instead of locking the house', async () => {
    const second = await personOf(house, { role: 'system-admin' });
    for (let failure = 0; failure < 5; failure += 1) await signIn(second.username, 'not the password at all');
    expect((await signIn(second.username, second.password)).status).toBe(423);
    for (let failure = 0; failure < 5; failure += 1) await signIn(admin.username, 'not the password at all');
    const start = performance.now();
    expect((await signIn(admin.username, admin.password)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(900);
    house.passMinutes(31);
  });

  it('changes a password: the current one asked for, the next one not common, other sessions ended', async () => {
    const person = await personOf(house);
    const [mine, other] = [await cookieOf(house, person), await cookieOf(house, person)];
    const change = (current: string, next: string) =>
      request(server())
        .put('/api/session/password')
        .set({ cookie: mine, 'sec-fetch-site': 'same-origin' })
        .send({ current, next });
    for (const [current, next, path] of [
      ['not the password', 'Blue-Kettle-Runs-77', 'current'],
      [person.password, 'short', 'next'],
      [person.password, 'password1234', 'next'],
      [person.password, 'P@ssw0rd2024!', 'next'],
      [person.password, 'qwertyuiop12', 'next'],
      [person.password, 'aaaaaaaaaaaaaaaa', 'next'],
      [person.password, 'Gongan@110110', 'next'],
      [person.password, `my-${person.username}-is-me`, 'next'],
      [person.password, person.password, 'next'],
    ] as const) {
      const { status, body } = await change(current, next);
      expect([status, body.errors?.[0]?.path], next).toEqual([422, path]);
    }
    expect((await change(person.password, 'Blue-Kettle-Runs-77')).status).toBe(204);
    expect((await whoAmI(mine)).status).toBe(200);
    expect((await whoAmI(other)).status).toBe(401);
    expect((await signIn(person.username, person.password)).status).toBe(401);
    expect((await signIn(person.username, 'Blue-Kettle-Runs-77')).status).toBe(200);
  });

  it('lets an initial password do nothing but be changed', async () => {
    const account = { username: 'newcomer', name: 'New comer', unitId: null };
    const { id, password } = await house.app.get(Identity).createUser(systemContext(house), account);
    await house.app.get(Identity).grant(systemContext(house), id, { role: 'viewer' });
    const cookie = await cookieOf(house, { username: 'newcomer', password });
    const ours = { cookie, 'sec-fetch-site': 'same-origin' };
    expect((await whoAmI(cookie)).body.mustChangePassword).toBe(true);
    expect(outcome(await request(server()).get('/api/units').set(ours))).toEqual([
      403,
      'password-must-change',
    ]);
    expect(outcome(await request(server()).post('/api/tokens').set(ours).send({ name: 'x' }))).toEqual([
      403,
      'password-must-change',
    ]);
    const body = { current: password, next: newInitialPassword() };
    expect((await request(server()).put('/api/session/password').set(ours).send(body)).status).toBe(204);
    expect((await request(server()).get('/api/units').set(ours)).status).toBe(200);
  });

  it('lets scripts in with a token, until it expires or is revoked', async () => {
    const person = await personOf(house, { role: 'viewer' });
    const { status, body } = await person.ask('post', '/api/tokens', { name: 'nightly', days: 1 });
    expect(status).toBe(201);
    const ask = (authorization: string) => request(server()).get('/api/units').set({ authorization });
    expect((await ask(`Bearer ${body.token}`)).status).toBe(200);
    expect((await ask(`bearer ${body.token}`)).status).toBe(200);
    for (const wrong of [
      'Bearer',
      'Bearer x',
      `Basic ${body.token}`,
      `Bearer ${body.token}x`,
      `Bearer ${'a'.repeat(5000)}`,
    ])
      expect((await ask(wrong)).status, wrong.slice(0, 20)).toBe(401);
    const listed = (await person.ask('get', '/api/tokens')).body;
    expect(listed.items.map((each: { name: string }) => each.name).sort()).toEqual(['nightly', 'test']);
    expect(JSON.stringify(listed)).not.toContain(body.token);
    const stranger = await personOf(house);
    expect((await stranger.ask('delete', `/api/tokens/${body.id}`)).status).toBe(404);
    house.passMinutes(24 * 60 + 1);
    expect((await ask(`Bearer ${body.token}`)).status).toBe(401);
    const kept = (await person.ask('post', '/api/tokens', { name: 'kept' })).body;
    expect((await person.ask('delete', `/api/tokens/${kept.id}`)).status).toBe(204);
    expect((await ask(`Bearer ${kept.token}`)).status).toBe(401);
  });

  it('ends everything of a disabled user at once, and sessions of one whose role changes', async () => {
    const person = await personOf(house, { role: 'viewer' });
    const cookie = await cookieOf(house, person);
    expect((await security.ask('get', `/api/users/${person.id}/sessions`)).body.total).toBe(1);
    const granted = await security.ask('post', `/api/users/${person.id}/grants`, { role: 'plan-office' });
    expect(granted.status).toBe(201);
    expect((await whoAmI(cookie)).status).toBe(401);
    const again = await cookieOf(house, person);
    expect((await security.ask('delete', `/api/users/${person.id}/grants/${granted.body.id}`)).status).toBe(
      204,
    );
    expect((await whoAmI(again)).status).toBe(401);
    const last = await cookieOf(house, person);
    const { version } = (await admin.ask('get', `/api/users/${person.id}`)).body;
    expect((await admin.ask('patch', `/api/users/${person.id}`, { active: false }, version)).status).toBe(
      200,
    );
    expect((await whoAmI(last)).status).toBe(401);
    expect((await person.ask('get', '/api/session')).status).toBe(401);
    expect(outcome(await signIn(person.username, person.password))).toEqual([401, 'wrong-credentials']);
  });

  it('opens nothing to a secret that we did not hand out', async () => {
    const secret = randomBytes(32).toString('base64url');
    for (const cookie of [`duban=${secret}`, 'duban=', `duban=${'a'.repeat(5000)}`, 'duban=%00'])
      expect((await whoAmI(cookie)).status).toBe(401);
  });
});

describe('sessions over TLS', () => {
  it('bind their cookie to this host and never send it in the clear', async () => {
    const house = await openTestHouse([], '2024-09-20', { tls: true });
    try {
      const { username, password } = await personOf(house);
      const answer = await request(house.app.getHttpServer())
        .post('/api/session')
        .send({ username, password });
      const cookie = String(answer.headers['set-cookie']);
      expect(cookie).toMatch(
        /^__Host-duban=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      const ask = (sent: string) =>
        request(house.app.getHttpServer()).get('/api/session').set('cookie', sent);
      expect((await ask(cookie.split(';')[0] ?? '')).status).toBe(200);
      expect((await ask((cookie.split(';')[0] ?? '').replace('__Host-', ''))).status).toBe(401);
    } finally {
      await house.close();
    }
  });
});
