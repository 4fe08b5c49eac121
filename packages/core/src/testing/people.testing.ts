import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GrantBody } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import request, { type Test } from 'supertest';
import { Identity } from '../identity/identity.service.js';
import { Sessions } from '../identity/sessions.service.js';
import { Contexts } from '../kernel/index.js';
import { Units } from '../units/units.service.js';
import type { TestHouse } from './house.testing.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Somebody with an account, who asks with an access token. */
export interface Person {
  id: string;
  username: string;
  password: string;
  token: string;
  /** A request of this person; a version is sent as If-Match. */
  ask(method: Method, path: string, body?: object, version?: number): Test;
}

/** The system's own work: seeds and builders. */
export function systemContext(house: TestHouse): RequestContext {
  return house.app.get(Contexts).open();
}

/** A new account with these roles. */
export async function personOf(house: TestHouse, ...grants: GrantBody[]): Promise<Person> {
  const ctx = systemContext(house);
  const username = `p${randomUUID().slice(0, 8)}`;
  const created = { username, name: username, unitId: null, mustChangePassword: false };
  const { id, password } = await house.app.get(Identity).createUser(ctx, created);
  for (const grant of grants) await house.app.get(Identity).grant(ctx, id, grant);
  const actor = { id, name: username, unitId: null, grants: [] };
  const { token } = await house.app.get(Sessions).createToken({ ...ctx, actor }, { name: 'test', days: 366 });
  const ask: Person['ask'] = (method, path, body, version) => {
    const test = request(house.app.getHttpServer())[method](path).set('authorization', `Bearer ${token}`);
    if (version !== undefined) test.set('if-match', `"v${version}"`);
    return body === undefined ? test : test.send(body);
  };
  return { id, username, password, token, ask };
}

/** Signs in with the password; the cookie to send. */
export async function cookieOf(
  house: TestHouse,
  { username, password }: Pick<Person, 'username' | 'password'>,
): Promise<string> {
  const answer = await request(house.app.getHttpServer()).post('/api/session').send({ username, password });
  if (answer.status !== 200) throw new Error(`${username} cannot sign in: ${answer.text}`);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

/** A small bureau since 2020: two counties, two stations under the first one, one under the second. */
export async function standTree(house: TestHouse) {
  const ctx = systemContext(house);
  const units = house.app.get(Units);
  const from = '2020-01-01';
  const add = async (code: string, kind: 'bureau' | 'county' | 'station', parentId: string | null) =>
    (await units.add(ctx, { code, name: `Unit ${code}`, kind, parentId, from })).id;
  const city = await add('city', 'bureau', null);
  const east = await add('east', 'county', city);
  const west = await add('west', 'county', city);
  const e1 = await add('e1', 'station', east);
  const e2 = await add('e2', 'station', east);
  const w1 = await add('w1', 'station', west);
  return { city, east, west, e1, e2, w1 };
}

/**
 * Runs requests while a transaction of ours holds what the statement locks, so that they meet in the middle of
 * their work instead of one after another, and lets them go on together.
 */
export async function whileHeld<T>(
  house: TestHouse,
  statement: string,
  values: unknown[],
  requests: () => Promise<T>[],
): Promise<T[]> {
  let answers: Promise<T[]> = Promise.resolve([]);
  await house.source.transaction(async (em) => {
    await em.query(statement, values);
    answers = Promise.all(requests());
    await sleep(500);
  });
  return answers;
}
