import { openApiDocument } from '@duban/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from './testing/api.testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

test('the interface is the one in openapi.json, which a change of it has to change as well', async () => {
  const document = `${JSON.stringify(openApiDocument(api.house.app), null, 2)}\n`;
  await expect(
    document,
    'The routes say something else than apps/api/openapi.json. If that is meant: pnpm --filter @duban/api openapi',
  ).toMatchFileSnapshot('../openapi.json');
});
