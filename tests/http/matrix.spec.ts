import { openApiDocument } from '@duban/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoHouse, openDemoHouse } from '../house/demo-house.js';
import { matrixRows, people, type Row } from './matrix.js';

let house: DemoHouse;
let rows: Row[];
beforeAll(async () => {
  house = await openDemoHouse();
  rows = await matrixRows(house);
}, 240_000);
afterAll(() => house?.close());

/** Open to whoever knows the password: core's own specs hold them. */
const byPassword = ['POST /api/session', 'PUT /api/session/password'];

type Operations = Record<string, Record<string, { 'x-permission'?: string; security: unknown[] }>>;
const operations = () =>
  Object.entries(openApiDocument(house.app).paths as Operations).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );

/**
 * `+` got past the policy, whatever came then; the last digit of 401, 403 and 404; else the whole status. A body that
 * no form fits would be 422 for everybody, and so show where somebody should be refused.
 */
function signOf(status: number): string {
  if (status === 401 || status === 403 || status === 404) return String(status % 10);
  return status < 400 || [409, 412, 415, 422].includes(status) ? '+' : String(status);
}

test('every operation stands in the matrix, and one that asks for a permission refuses somebody', () => {
  const listed = new Set(rows.map((row) => row.operation));
  const known = operations()
    .map((each) => each.name)
    .filter((name) => !byPassword.includes(name));
  expect(
    known.filter((name) => !listed.has(name)),
    'say in matrix.ts who may do this, and to what',
  ).toEqual([]);
  expect(
    [...listed].filter((name) => !known.includes(name)),
    'is no operation any more',
  ).toEqual([]);
  for (const { name, operation } of operations().filter((each) => listed.has(each.name))) {
    const signs = rows.filter((row) => row.operation === name).flatMap((row) => row.signs);
    if (operation['x-permission'])
      expect(
        signs.some((sign) => sign !== '+'),
        `${name} refuses nobody`,
      ).toBe(true);
    if (operation['x-permission'])
      expect(
        signs.some((sign) => sign === '+'),
        `${name} is open to nobody`,
      ).toBe(true);
  }
});

/** A version that no row ever had goes with every change: what is allowed ends at 412, if it can. */
async function statusFor(username: string, row: Row): Promise<number> {
  const [method = '', template = ''] = row.operation.split(' ');
  const path = filled(template, row);
  const { status } = await (await house.as(username)).send(
    method.toLowerCase() as 'get',
    row.query ? `${path}?${new URLSearchParams(row.query)}` : path,
    { body: row.body, version: method === 'GET' ? undefined : 0 },
  );
  return status;
}

const filled = (template: string, row: Row | undefined) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => row?.params[name] ?? `{${name}}`);

test('every operation, for every role, on every kind of place: allowed, 403 for those who may read it, else 404', async () => {
  const found: string[] = [];
  for (const row of rows) {
    const ask = async (username: string) => signOf(await statusFor(username, row));
    let signs: string[] = [];
    // Reads side by side; changes one after the other, for a later one may rest on an earlier.
    if (row.operation.startsWith('GET ')) signs = await Promise.all(people.map(ask));
    else for (const username of people) signs.push(await ask(username));
    found.push(`${row.operation} · ${row.place}: ${signs.join(' ')}`);
  }
  expect(found).toEqual(rows.map((row) => `${row.operation} · ${row.place}: ${row.signs.join(' ')}`));
}, 480_000);

test('nobody gets past the door without saying who it is', async () => {
  for (const { name, operation } of operations()) {
    const [method = '', template = ''] = name.split(' ');
    const row = rows.find((each) => each.operation === name);
    const answer = await fetch(`${house.url}${filled(template, row)}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(row?.body ?? {}) }),
    });
    if (operation.security.length > 0) expect(answer.status, name).toBe(401);
    else if (!byPassword.includes(name)) expect([401, 403], name).not.toContain(answer.status);
  }
});
