import { openApiDocument } from '@duban/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoHouse, openDemoHouse } from '../house/demo-house.js';
import { matrixRows, type Row } from './matrix.js';

/** Random requests beside the fixed ones. */
const runs = Number(process.env.DUBAN_FUZZ_RUNS ?? 400);

interface Operation {
  name: string;
  method: string;
  path: string;
  query: string[];
  hasBody: boolean;
}
interface Attempt {
  operation: Operation;
  params?: Record<string, string>;
  query?: string;
  payload?: string | undefined;
  mediaType?: string;
}
interface Answer {
  status: number;
  type: string;
  body: { code?: string; requestId?: string; errors?: { path: string }[] };
}

let house: DemoHouse;
let operations: Operation[];
let rows: Map<string, Row>;
let tokens: string[];
beforeAll(async () => {
  house = await openDemoHouse();
  // A well-formed request of each operation, to be spoilt.
  rows = new Map((await matrixRows(house)).map((row) => [row.operation, row]));
  operations = operationsOf(house);
  tokens = [];
  for (const username of [
    'planoffice',
    'lead-grassroots',
    'reporter-x1',
    'admin',
    'security',
    'auditor',
    'viewer',
  ])
    tokens.push((await house.as(username)).token);
}, 240_000);
afterAll(() => house?.close());

interface Described {
  parameters: { name: string; in: string }[];
  requestBody?: object;
}

function operationsOf({ app }: DemoHouse): Operation[] {
  const paths = openApiDocument(app).paths as Record<string, Record<string, Described>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      query: parameters.filter((each) => each.in === 'query').map((each) => each.name),
      hasBody: requestBody !== undefined,
    })),
  );
}

/** Sends it through the application's whole stack but the socket: thousands a run. */
async function send(attempt: Attempt, token: string): Promise<Answer> {
  const { operation, payload } = attempt;
  const row = rows.get(operation.name);
  const given = { ...row?.params, ...attempt.params };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? 'x');
  const query = attempt.query ?? (row?.query ? `${new URLSearchParams(row.query)}` : '');
  const { statusCode, headers, body } = await house.app.inject({
    method: operation.method as 'POST',
    url: query ? `${path}?${query}` : path,
    headers: {
      authorization: `Bearer ${token}`,
      'if-match': '"v1"',
      ...(payload === undefined ? {} : { 'content-type': attempt.mediaType ?? 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload }),
  });
  const type = String(headers['content-type'] ?? '');
  return { status: statusCode, type, body: type.includes('json') && body ? JSON.parse(body) : {} };
}

/** What every answer has to be, whatever was asked; the faults of the one at hand. */
function faultsOf({ status, type, body }: Answer): string[] {
  if (status < 400) return [];
  const faults: string[] = [];
  if (status >= 500) faults.push(`answered ${status}`);
  if (!type.startsWith('application/problem+json')) faults.push(`refused as ${type}`);
  if (!/^[a-z][a-z-]*(\.[a-z-]+)?$/.test(body.code ?? '')) faults.push(`code ${body.code}`);
  if (!body.requestId) faults.push('no requestId');
  if (status === 422 && body.code !== 'idempotency-key-reused' && !body.errors?.every((each) => each.path))
    faults.push('422 without a path');
  if (status === 422 && body.errors?.length === 0) faults.push('422 without errors');
  return faults;
}

/** Sends all, and gives what was wrong with the answers, each with its request. */
async function offend(
  attempts: Iterable<Attempt>,
  check: (answer: Answer, attempt: Attempt) => string[] = () => [],
) {
  const found: string[] = [];
  let at = 0;
  for (const attempt of attempts) {
    const answer = await send(attempt, tokens[at++ % tokens.length] ?? '');
    const faults = [...faultsOf(answer), ...check(answer, attempt)];
    const sent = [
      attempt.params ? JSON.stringify(attempt.params) : '',
      attempt.query ?? '',
      attempt.payload ?? '',
    ];
    if (faults.length > 0)
      found.push(
        `${attempt.operation.name} ${sent.map((each) => each.slice(0, 120)).join(' ')}: ${faults.join(', ')}`,
      );
  }
  expect(at).toBeGreaterThan(0);
  return found;
}

const long = 'x'.repeat(5_000);
const strangeInPath = [
  ...[
    '%00',
    '..%2f..%2fetc',
    "';--",
    '%ff%fe',
    '__proto__',
    'constructor',
    '-1',
    'NaN',
    '%F0%9F%92%A9',
    'null',
  ],
  ...[
    'x'.repeat(199),
    'x'.repeat(2_000),
    '00000000-0000-0000-0000-000000000000',
    '%E7%BA%A2',
    '1e400',
    '%2e%2e',
  ],
];
const strangeInQuery = [
  ...[
    '',
    '%00',
    '-1',
    '0',
    '1e400',
    'NaN',
    'Infinity',
    '999999999999999999999',
    'null',
    '[]',
    "';--",
    '%ff',
    long,
  ],
  ...[
    '0000-00-00',
    '2024-13',
    '9999-99-99',
    '__proto__',
    '%F0%9F%92%A9',
    '00000000-0000-0000-0000-000000000000',
  ],
];
const strangeValues: unknown[] = [
  ...[null, true, -1, 0, 1.5, 1e308, -1e308, 2 ** 53, '', ' ', long, 'a\u0000b', '\ud800', '\u202e'],
  ...[[], [[]], {}, { a: { b: 1 } }, [null], 'NaN', '2024-02-30', '0000-01-01', '9999-12-31', 'toString'],
  ...[
    { toString: 1 },
    { $ne: null },
    '00000000-0000-0000-0000-000000000000',
    Array.from({ length: 2_000 }, () => 'x'),
  ],
];

const withBody = () => operations.filter((each) => each.hasBody);
/** What signs in or changes a password hashes for tens of milliseconds, and is asked less often. */
const isDear = ({ path }: Operation) => /\/session|\/setup|password/.test(path);
const bodyOf = (operation: Operation) => (rows.get(operation.name)?.body ?? {}) as Record<string, unknown>;

describe('whatever is sent to any operation, by anybody, is answered below 500 and as documented', () => {
  test('in the path', async () => {
    const attempts = operations
      .filter(({ path }) => path.includes('{'))
      .flatMap((operation) =>
        [...operation.path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) =>
          strangeInPath.map((value) => ({
            operation,
            params: { [name]: value },
            payload: payloadOf(operation),
          })),
        ),
      );
    expect(await offend(attempts)).toEqual([]);
  }, 240_000);

  test('in the query', async () => {
    const attempts = operations
      .filter(({ query }) => query.length > 0)
      .flatMap((operation) => {
        const base = rows.get(operation.name)?.query ?? {};
        return operation.query.flatMap((name) => {
          const others = new URLSearchParams(Object.entries(base).filter(([key]) => key !== name));
          const one = strangeInQuery.map((value) => `${others}&${name}=${value}`);
          return [...one, `${others}&${name}=a&${name}=b`, `${others}&${name}[x]=1`].map((query) => ({
            operation,
            query,
          }));
        });
      });
    expect(await offend(attempts)).toEqual([]);
  }, 240_000);

  test('as the value of any field', async () => {
    const attempts = withBody()
      .filter((operation) => !isDear(operation))
      .flatMap((operation) =>
        Object.keys(bodyOf(operation)).flatMap((field) =>
          strangeValues.map((value) => ({
            operation,
            payload: JSON.stringify({ ...bodyOf(operation), [field]: value }),
          })),
        ),
      );
    expect(await offend(attempts)).toEqual([]);
  }, 240_000);

  test('as anything at all', async () => {
    const cheap = withBody().filter((operation) => !isDear(operation));
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...strangeValues),
    );
    const spoilt = fc
      .tuple(fc.constantFrom(...cheap), fc.constantFrom(...tokens))
      .chain(([operation, token]) => {
        const fields = Object.keys(bodyOf(operation));
        const field = fields.length > 0 ? fc.constantFrom(...fields) : fc.string();
        return fc.tuple(
          fc.constant(operation),
          fc.constant(token),
          fc.dictionary(field, value, { maxKeys: 3 }),
        );
      });
    await fc.assert(
      fc.asyncProperty(spoilt, async ([operation, token, changes]) => {
        const payload = JSON.stringify({ ...bodyOf(operation), ...changes });
        const faults = faultsOf(await send({ operation, payload }, token));
        expect(faults, `${operation.name} ${payload.slice(0, 300)}`).toEqual([]);
      }),
      { numRuns: runs },
    );
  }, 240_000);
});

const payloadOf = (operation: Operation) =>
  operation.hasBody ? JSON.stringify(bodyOf(operation)) : undefined;

/** Which of its paths a refusal has to name. */
const naming = (status: number, path: string) => (answer: Answer) =>
  answer.status === status && answer.body.errors?.some((each) => each.path === path)
    ? []
    : [`not ${status} naming ${path}, but ${answer.status} ${JSON.stringify(answer.body.errors)}`];

describe('what can be told is told, and where', () => {
  test('a body that cannot be read is 400', async () => {
    const bodies = [
      '{',
      '{"a":',
      '[1,',
      '"',
      '\u0000',
      '{"a":1}}',
      'NaN',
      '{"a":NaN}',
      '{"a":Infinity}',
      "{'a':1}",
      '[['.repeat(20_000),
    ];
    const attempts = withBody().flatMap((operation) => bodies.map((payload) => ({ operation, payload })));
    expect(
      await offend(attempts, ({ status }) => (status === 400 ? [] : [`${status} instead of 400`])),
    ).toEqual([]);
  }, 240_000);

  test('a body that is no object, is empty, or nests without end is 422', async () => {
    const deep = `${'{"a":'.repeat(400)}1${'}'.repeat(400)}`;
    const attempts = withBody().flatMap((operation) =>
      ['[]', '"text"', '42', 'true', deep].map((payload) => ({ operation, payload })),
    );
    expect(
      await offend(attempts, ({ status }) => (status === 422 ? [] : [`${status} instead of 422`])),
    ).toEqual([]);
  }, 240_000);

  test('another media type than JSON is refused, and more than a megabyte is 413', async () => {
    const attempts = (mediaType: string) =>
      withBody().map((operation) => ({ operation, payload: 'a=1', mediaType }));
    const only =
      (...statuses: number[]) =>
      ({ status }: Answer) =>
        statuses.includes(status) ? [] : [`${status} instead of ${statuses}`];
    expect(await offend(attempts('application/xml'), only(415))).toEqual([]);
    expect(await offend(attempts('text/plain'), only(415))).toEqual([]);
    // This one is read as fields that no form has.
    expect(await offend(attempts('application/x-www-form-urlencoded'), only(415, 422))).toEqual([]);
    const huge = JSON.stringify({ name: 'x'.repeat(2_000_000) });
    const large = withBody().map((operation) => ({ operation, payload: huge }));
    expect(await offend(large, ({ status }) => (status === 413 ? [] : [`${status} instead of 413`]))).toEqual(
      [],
    );
  }, 240_000);

  test('an unknown parameter is 400 by its name, at every operation', async () => {
    const attempts = operations.map((operation) => ({
      operation,
      query: 'nonsense=1',
      payload: payloadOf(operation),
    }));
    expect(await offend(attempts, naming(400, 'nonsense'))).toEqual([]);
  });

  test('an unknown field is 422 by its name, and so is one that would reach a prototype', async () => {
    const attempts = (extra: string) =>
      withBody().map((operation) => ({
        operation,
        payload: JSON.stringify(bodyOf(operation)).replace(
          /\}$/,
          `${Object.keys(bodyOf(operation)).length > 0 ? ',' : ''}${extra}}`,
        ),
      }));
    expect(await offend(attempts('"nonsense":1'), naming(422, 'nonsense'))).toEqual([]);
    const proto = await offend(attempts('"__proto__":{"admin":true}'), ({ status }) =>
      status === 400 || status === 422 ? [] : [`${status}: a prototype key passed`],
    );
    expect(proto).toEqual([]);
    expect(
      await offend(attempts('"constructor":{"prototype":{"admin":true}}'), ({ status }) =>
        status === 400 || status === 422 ? [] : [`${status}`],
      ),
    ).toEqual([]);
  });

  test('U+0000 is 422 by its field', async () => {
    const attempts = withBody().flatMap((operation) =>
      Object.keys(bodyOf(operation)).map((field) => ({
        operation,
        payload: JSON.stringify({ ...bodyOf(operation), [field]: 'a\u0000b' }),
      })),
    );
    const check = (answer: Answer, { payload = '' }: Attempt) => {
      const body = JSON.parse(payload) as Record<string, unknown>;
      const field = Object.keys(body).find((key) => body[key] === 'a\u0000b') ?? '';
      return naming(422, field)(answer);
    };
    expect(await offend(attempts, check)).toEqual([]);
  });

  test('of a report, the cell that is wrong is named: negative, no number, beyond all bounds, a part above its whole', async () => {
    const reporter = await house.as('reporter-x1');
    const begin = (data: object) =>
      reporter.send('post', '/api/reports', {
        body: {
          planId: house.planId,
          areaId: 'grassroots',
          formKey: 'dispute-diversion',
          unitId: house.unit('X1'),
          period: '2024-09',
          data,
        },
      });
    const whole = { disputes: 10, diverted: 5, 'repeat-calls': 1 };
    for (const value of [-1, 1.5, '5', true, [], {}, 1e300, 2 ** 53, 'NaN', 'Infinity']) {
      const { status, body } = await begin({ ...whole, diverted: value });
      expect([status, body.errors?.[0]?.path], JSON.stringify(value)).toEqual([422, 'data.diverted']);
    }
    const strange = await begin({ ...whole, persons: 1 });
    expect([strange.status, strange.body.errors[0].path]).toEqual([422, 'data.persons']);
    const literal = await fetch(`${house.url}/api/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${reporter.token}` },
      body: '{"data":{"diverted":1e400}}',
    });
    expect(literal.status).toBe(422);
    // A draft may be half-filled; what is handed in may not contradict itself.
    const draft = await begin({ ...whole, diverted: 11 });
    if (draft.status === 201) {
      const path = `/api/reports/${draft.body.id}/moves`;
      const handed = await reporter.send('post', path, {
        body: { move: 'submit' },
        version: draft.body.version,
      });
      expect([handed.status, handed.body.errors?.[0]?.path]).toEqual([422, 'data.diverted']);
    } else expect([draft.status, draft.body.errors?.[0]?.path]).toEqual([422, 'data.diverted']);
  });

  test('the people who sent all this can still do their work', async () => {
    for (const username of ['planoffice', 'lead-grassroots', 'reporter-x1', 'viewer'])
      expect((await (await house.as(username)).send('get', `/api/plans/${house.planId}/board`)).status).toBe(
        200,
      );
  });
});
