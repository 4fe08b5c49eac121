import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../app.js';
import { openTestHouse, type TestHouse } from './house.testing.js';
import { type Person, personOf, standTree } from './people.testing.js';

interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
}

describe('hostile requests to accounts, units, the log and the calendar', () => {
  let house: TestHouse;
  let people: Person[];
  let operations: Operation[];
  let unitId: string;

  beforeAll(async () => {
    house = await openTestHouse([], '2024-09-20');
    unitId = (await standTree(house)).w1;
    people = [];
    for (const role of ['system-admin', 'security-admin', 'auditor', 'plan-office'] as const)
      people.push(await personOf(house, { role }));
    operations = Object.entries(openApiDocument(house.app).paths as Record<string, object>)
      .filter(([path]) => /^\/api\/(units|users|roles|session|tokens|setup|audit|calendar)\b/.test(path))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method, path }) as Operation));
    expect(operations.length).toBeGreaterThan(30);
  });
  afterAll(() => house.close());

  function expectRefusal({ status, headers, body }: Response, what: string): void {
    expect(status, what).toBeLessThan(500);
    if (status < 400) return;
    expect(headers['content-type'], what).toContain('application/problem+json');
    expect(body, what).toMatchObject({
      status,
      code: expect.stringMatching(/^[a-z-]+$/),
      errors: expect.any(Array),
    });
  }

  const filled = (path: string, value: string) => path.replaceAll(/\{\w+\}/g, value);
  const send = ({ method, path }: Operation, person: Person, value: string, body: string) =>
    request(house.app.getHttpServer())
      [method](filled(path, value))
      .set({
        authorization: `Bearer ${person.token}`,
        'content-type': 'application/json',
        'if-match': '"v1"',
      })
      .send(method === 'get' || method === 'delete' ? undefined : body);

  it('never breaks on any body', async () => {
    const deep = `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`;
    const bodies = [
      '',
      'null',
      '[]',
      '"text"',
      '42',
      '{',
      '{"name":',
      '\u0000',
      deep,
      '['.repeat(50_000),
      '{"__proto__":{"name":"x"}}',
      '{"constructor":{"prototype":{"name":"x"}}}',
      '{"name":"\\u0000"}',
      '{"\\u0000":1}',
      JSON.stringify({
        name: 'x'.repeat(200_000),
        username: 'x'.repeat(200_000),
        password: 'x'.repeat(200_000),
      }),
      JSON.stringify({
        name: ['x'],
        username: { $ne: null },
        password: 1e308,
        code: true,
        parentId: [],
        unitId: 1,
      }),
      JSON.stringify({
        from: '0000-00-00',
        on: '9999-99-99',
        parentId: unitId,
        successorId: unitId,
        kind: 'x',
      }),
      JSON.stringify({
        name: '\ud800',
        role: 'toString',
        unitId: '__proto__',
        kind: 'constructor',
        days: -1,
      }),
    ];
    for (const operation of operations)
      for (const body of bodies)
        for (const value of [unitId, randomUUID()])
          expectRefusal(
            await send(operation, people[0] as Person, value, body),
            `${operation.method} ${operation.path} ${body.slice(0, 60)}`,
          );
  }, 120_000);

  it('never breaks on any value in a path or a query', async () => {
    const values = [
      '%00',
      '..%2f..',
      "'--",
      '%ff%fe',
      'x'.repeat(199),
      'x'.repeat(1_000),
      '0000-01-01',
      '-1',
      '%F0%9F%92%A9',
    ];
    for (const operation of operations)
      for (const value of values) {
        const what = `${operation.method} ${operation.path} ${value.slice(0, 20)}`;
        if (operation.path.includes('{'))
          expectRefusal(await send(operation, people[1] as Person, value, '{}'), what);
        else if (operation.method === 'get')
          for (const name of [
            'q',
            'limit',
            'cursor',
            'sort',
            'on',
            'from',
            'year',
            'actor',
            'role',
            '__proto__',
          ])
            expectRefusal(
              await send(
                { ...operation, path: `${operation.path}?${name}=${value}` },
                people[2] as Person,
                '',
                '',
              ),
              `${what} ${name}`,
            );
      }
  }, 120_000);

  it('never breaks on what nobody thought of', async () => {
    const key = fc.constantFrom(
      'name',
      'username',
      'password',
      'code',
      'kind',
      'parentId',
      'unitId',
      'role',
      'from',
      'on',
      'days',
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string({ unit: 'binary' }),
      fc.constant(unitId),
      fc.constant('2024-09-01'),
    );
    const attempt = fc.tuple(
      fc.constantFrom(...operations),
      fc.constantFrom(...people),
      fc.dictionary(key, value),
    );
    await fc.assert(
      fc.asyncProperty(attempt, async ([operation, person, body]) => {
        if (operation.path.startsWith('/api/session')) return;
        const text = JSON.stringify(body);
        expectRefusal(
          await send(operation, person, unitId, text),
          `${operation.method} ${operation.path} ${text}`,
        );
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  it('names the field of what is wrong', async () => {
    const [admin] = people as [Person];
    const fault = async (body: object) => {
      const { status, body: problem } = await admin.ask('post', '/api/units', body);
      return [status, problem.errors[0]?.path];
    };
    const unit = { code: 'x', name: 'X', kind: 'station', parentId: unitId };
    expect(await fault({ ...unit, name: 'a\u0000b' })).toEqual([422, 'name']);
    expect(await fault({ ...unit, name: 'a\ud800b' })).toEqual([422, 'name']);
    expect(await fault({ ...unit, name: 'x'.repeat(5_000) })).toEqual([422, 'name']);
    expect(await fault({ ...unit, name: 7 })).toEqual([422, 'name']);
    expect(await fault({ ...unit, colour: 'red' })).toEqual([422, 'colour']);
    expect(await fault({ ...unit, name: undefined })).toEqual([422, 'name']);
    expect(await fault({ ...unit, from: '2024-02-30' })).toEqual([422, 'from']);
    const broken = await request(house.app.getHttpServer())
      .post('/api/units')
      .set({ authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' })
      .send('{"code": ');
    expect([broken.status, broken.body.code]).toEqual([400, 'unreadable-body']);
    const form = await request(house.app.getHttpServer())
      .post('/api/units')
      .set({ authorization: `Bearer ${admin.token}`, 'content-type': 'application/xml' })
      .send('<unit/>');
    expect([form.status, form.body.code]).toEqual([415, 'unsupported-media-type']);
    const huge = await admin.ask('post', '/api/units', { ...unit, name: 'x'.repeat(2_000_000) });
    expect([huge.status, huge.body.code]).toEqual([413, 'too-large']);
  });
});
