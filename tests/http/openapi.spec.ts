import { openApiDocument } from '@duban/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoHouse, openDemoHouse } from '../house/demo-house.js';

type Json = Record<string, unknown>;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Json;
}
interface Operation {
  operationId: string;
  parameters: Parameter[];
  responses: Record<string, { description: string; content?: Record<string, Json> }>;
  requestBody?: { content: Record<string, { schema: Json }> };
}

let house: DemoHouse;
let document: Json & {
  openapi: string;
  info: Json;
  paths: Record<string, Record<string, Operation>>;
  components: Json;
};
beforeAll(async () => {
  house = await openDemoHouse();
  document = await (await fetch(`${house.url}/api/openapi.json`)).json();
}, 240_000);
afterAll(() => house?.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** Every object within, with the place where it stands. */
function* objectsIn(value: unknown, place = '#'): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [place, value as Json];
  for (const [key, each] of Object.entries(value)) yield* objectsIn(each, `${place}/${key}`);
}

test('the interface is served as it is declared, with a page to read it', async () => {
  expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument(house.app))));
  const page = await fetch(`${house.url}/api/docs`);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
});

test('the document has the structure of OpenAPI 3.1', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(operations().length).toBeGreaterThan(60);
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(ids).toHaveLength(new Set(ids).size);
  for (const { path, method, operation } of operations()) {
    const where = `${method} ${path}`;
    expect(path, where).toMatch(/^(\/[a-z][a-z.-]*|\/\{\w+\})+$/);
    expect(['get', 'post', 'put', 'patch', 'delete'], where).toContain(method);
    const inPath = operation.parameters.filter((each) => each.in === 'path');
    expect(inPath.map((each) => each.name).sort(), where).toEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort(),
    );
    expect(
      inPath.every((each) => each.required === true),
      where,
    ).toBe(true);
    for (const parameter of operation.parameters) {
      expect(['path', 'query', 'header'], where).toContain(parameter.in);
      expect(parameter.schema, `${where} ${parameter.name}`).toBeTypeOf('object');
    }
    const names = operation.parameters.map((each) => `${each.in} ${each.name}`);
    expect(names, where).toHaveLength(new Set(names).size);
    const statuses = Object.keys(operation.responses);
    expect(
      statuses.some((status) => /^2\d\d$/.test(status)),
      where,
    ).toBe(true);
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(status, where).toMatch(/^([1-5]\d\d|default)$/);
      expect(response.description, where).toBeTypeOf('string');
    }
    expect(operation.responses.default?.content, where).toHaveProperty(['application/problem+json']);
    if (method === 'get') expect(operation.requestBody, where).toBeUndefined();
  }
});

test('its schemas are JSON Schema 2020-12, and every reference leads somewhere', () => {
  const types = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'];
  for (const [place, each] of objectsIn(document)) {
    if (typeof each.$ref === 'string') {
      const target = each.$ref
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], document);
      expect(target, `${place} refers to ${each.$ref}`).toBeDefined();
    }
    if (!/\/(schema|schemas\/\w+)(\/|$)/.test(place) || /\/properties$/.test(place)) continue;
    // Words of OpenAPI 3.0 that 3.1 does not know.
    expect(each, place).not.toHaveProperty('nullable');
    if ('exclusiveMinimum' in each) expect(each.exclusiveMinimum, place).toBeTypeOf('number');
    if ('exclusiveMaximum' in each) expect(each.exclusiveMaximum, place).toBeTypeOf('number');
    if (typeof each.type === 'string') expect(types, place).toContain(each.type);
    if ('required' in each && Array.isArray(each.required) && each.properties)
      for (const name of each.required)
        expect(Object.keys(each.properties), `${place} requires ${name}`).toContain(name);
    if (typeof each.pattern === 'string')
      expect(() => new RegExp(each.pattern as string, 'u'), place).not.toThrow();
  }
});

test('what scripts rely on is in it', () => {
  const all = operations().map(({ method, path }) => `${method} ${path}`);
  const fixed = [
    ...['post /api/session', 'get /api/session', 'delete /api/session', 'get /api/health/live'],
    ...['get /api/health/ready', 'get /api/plans', 'get /api/plans/{id}', 'get /api/plans/{id}/board'],
    ...[
      'get /api/plans/{id}/tasks',
      'get /api/tasks/{id}',
      'get /api/tasks/{id}/moves',
      'post /api/tasks/{id}/moves',
    ],
    ...['get /api/tasks/{id}/history', 'get /api/areas', 'get /api/plans/{id}/targets', 'get /api/forms'],
    ...['get /api/reports', 'post /api/reports', 'get /api/reports/{id}', 'patch /api/reports/{id}'],
    ...[
      'post /api/reports/{id}/moves',
      'get /api/metrics',
      'get /api/metrics/{key}/series',
      'get /api/units',
    ],
    ...['get /api/users', 'get /api/roles', 'get /api/audit', 'post /api/attachments'],
  ];
  expect(fixed.filter((each) => !all.includes(each))).toEqual([]);
});

test('every change that needs the version that was read says so', () => {
  const needing = operations().filter(({ operation }) =>
    operation.parameters.some((each) => each.name === 'If-Match'),
  );
  const unconditional = operations().filter(
    ({ method, path, operation }) =>
      (method === 'patch' || (method === 'post' && path.endsWith('{id}/moves'))) &&
      !operation.parameters.some((each) => each.name === 'If-Match'),
  );
  expect(needing.length).toBeGreaterThan(10);
  expect(unconditional.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
