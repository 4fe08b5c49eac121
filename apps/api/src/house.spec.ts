import { afterAll, beforeAll, expect, test } from 'vitest';
import { areas } from './areas.js';
import { openTestApi, type TestApi } from './testing/api.testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  api.house.app.getHttpAdapter().getInstance().inject({ method: 'GET', url, headers });

test('an empty system is ready, and asks for its first admin', async () => {
  expect((await get('/api/health/ready')).statusCode).toBe(200);
  const admin = { username: 'first', name: '管理员', password: 'correct horse battery' };
  const setUp = () =>
    api.house.app
      .getHttpAdapter()
      .getInstance()
      .inject({ method: 'POST', url: '/api/setup', payload: admin });
  expect((await setUp()).statusCode).toBe(201);
  expect((await setUp()).json()).toMatchObject({ code: 'already-set-up' });
});

test('publishes OpenAPI 3.1 of its routes', async () => {
  const answer = await get('/api/openapi.json');
  expect(answer.headers['content-type']).toMatch(/application\/json/);
  const document = answer.json();
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/api/session', '/api/tasks/{id}']));
});

test('shows it as a page that runs under the own content security policy', async () => {
  const page = await get('/api/docs');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  const scripts = [...page.body.matchAll(/<script src="\.\/([^"]+)"/g)].map((match) => match[1]);
  expect(scripts).toContain('docs/swagger-ui-init.js');
  for (const script of scripts) expect((await get(`/api/${script}`)).statusCode).toBe(200);
});

test('what is not under /api is the portal, for its own router', async () => {
  for (const url of ['/', '/board', '/tasks/1?tab=history', '/%2e%2e/openapi.json']) {
    const page = await get(url);
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toMatch(/text\/html/);
    expect(page.headers['cache-control']).toBe('no-cache');
    expect(page.body).toContain('督办');
  }
});

test('hashed files are kept for ever, and sent compressed to who takes it', async () => {
  const plain = await get('/assets/main-1a2b3c.js');
  expect(plain.body).toBe('console.log(1)');
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const compressed = await get('/assets/main-1a2b3c.js', { 'accept-encoding': 'br' });
  expect(compressed.headers['content-encoding']).toBe('br');
  expect((await get('/icon.svg')).headers['cache-control']).toBe('public, max-age=0');
});

test('a hashed file of an earlier build and an unknown API route are not answered with a page', async () => {
  for (const url of ['/assets/main-old.js', '/api/nothing', '/api', '/%zz']) {
    const answer = await get(url);
    expect([400, 404], url).toContain(answer.statusCode);
    expect(answer.headers['content-type'], url).not.toMatch(/text\/html/);
  }
  expect((await get('/api/nothing')).json()).toMatchObject({ code: 'not-found', status: 404 });
});

test('lists each area once', () => {
  const ids = areas.map((area) => area.manifest.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(10);
});
