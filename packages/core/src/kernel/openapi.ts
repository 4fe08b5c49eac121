import { problemSchema } from '@duban/contract';
import { z } from 'zod';
import type { Route } from './routes.js';

type Json = Record<string, unknown>;

/** JSON Schema of a zod schema; what has an id of its own goes into `named` and is referred to. */
type Convert = (schema: z.ZodType, io: 'input' | 'output') => Json;

function converter(named: Record<string, Json>): Convert {
  return (schema, io) => {
    const {
      $schema: _,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json;
    for (const [id, each] of Object.entries($defs as Record<string, Json>))
      named[id] ??= withComponentRefs(each);
    return withComponentRefs(root);
  };
}

function withComponentRefs(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

function parametersOf(schemaOf: Convert, schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: each,
  }));
}

function operation(schemaOf: Convert, { spec, access, controller, handler, method }: Route): Json {
  const status = String(spec.status ?? (method === 'POST' ? 201 : 200));
  const content = spec.response
    ? { 'application/json': { schema: schemaOf(spec.response, 'output') } }
    : spec.produces
      ? { [spec.produces]: {} }
      : undefined;
  const headers = [
    ...(spec.precondition
      ? [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }]
      : []),
    ...(method === 'POST' && !spec.unguarded
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            schema: { type: 'string', maxLength: 200 },
          },
        ]
      : []),
  ];
  return {
    operationId: `${controller.replace(/Controller$/, '')}.${handler}`,
    summary: spec.summary,
    tags: [controller.replace(/Controller$/, '')],
    security: access.public ? [] : [{ session: [] }, { token: [] }],
    ...(access.permission ? { 'x-permission': access.permission } : {}),
    parameters: [
      ...parametersOf(schemaOf, spec.params, 'path'),
      ...parametersOf(schemaOf, spec.query, 'query'),
      ...headers,
    ],
    ...(spec.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(spec.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [status]: { description: 'Done', ...(content ? { content } : {}) },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/**
 * OpenAPI 3.1 of the routes, from the very schemas that they enforce. `data` are those that a route chooses among at
 * run time, by the name under which they are published.
 */
export function openApiOf(routes: Route[], version: string, data: Record<string, z.ZodType> = {}): Json {
  const named: Record<string, Json> = {};
  const schemaOf = converter(named);
  schemaOf(problemSchema, 'output');
  for (const [name, schema] of Object.entries(data)) named[name] = schemaOf(schema, 'input');
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(schemaOf, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Duban', version, description: '督办: carries out an annual work plan' },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(named).sort(([one], [other]) => (one < other ? -1 : 1))),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'duban' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
