import { afterEach, expect, test, vi } from 'vitest';
import { api, configureApi, withQuery } from './client.js';
import { ApiProblem } from './problem.js';

const answers = (...responses: (() => Response | Promise<Response>)[]) => {
  const sent: Request[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const { signal: _, ...rest } = init;
    sent.push(new Request(`http://portal.test${path}`, rest));
    return (responses[Math.min(sent.length, responses.length) - 1] as () => Response)();
  });
  return sent;
};
const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status });

afterEach(() => vi.unstubAllGlobals());

test('a change carries the version it rests on, the language, and a key of its own', async () => {
  configureApi({ language: () => 'en', onSignedOut: () => undefined });
  const sent = answers(json({}));
  await api.post('/api/tasks/1/moves', { move: 'issue' }, { ifMatch: 3 });
  expect(sent[0]?.headers.get('if-match')).toBe('"v3"');
  expect(sent[0]?.headers.get('accept-language')).toBe('en');
  expect(sent[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
});

test('a refusal keeps its code, its fields and its request id', async () => {
  answers(
    json(
      {
        type: 'about:blank',
        title: 'x',
        status: 422,
        code: 'validation-failed',
        detail: '填写有误',
        errors: [{ path: 'data.found', code: 'required', message: '必填' }],
        requestId: 'r-1',
      },
      422,
    ),
  );
  const problem = await api.patch('/api/reports/1', {}, { ifMatch: 1 }).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(ApiProblem);
  expect(problem).toMatchObject({ status: 422, code: 'validation-failed', requestId: 'r-1' });
  expect((problem as ApiProblem).at('data.found')).toBe('必填');
});

test('an answer that is no problem document, and none at all, are problems too', async () => {
  answers(() => new Response('<html>', { status: 502 }));
  await expect(api.get('/api/plans')).rejects.toMatchObject({ status: 502, code: 'http-502' });
  answers(() => Promise.reject(new TypeError('failed')));
  await expect(api.get('/api/plans')).rejects.toMatchObject({ status: 0, code: 'network' });
});

test('a lost session is told to the shell, but not by the login itself', async () => {
  let signedOut = 0;
  configureApi({ language: () => 'zh-CN', onSignedOut: () => (signedOut += 1) });
  answers(json({}, 401));
  await api.get('/api/plans').catch(() => undefined);
  await api.post('/api/session', {}).catch(() => undefined);
  expect(signedOut).toBe(1);
});

test('a list is read to its end', async () => {
  const sent = answers(
    json({ items: [1, 2], nextCursor: 'b', total: 3 }),
    json({ items: [3], nextCursor: null, total: 3 }),
  );
  expect(await api.all('/api/units')).toEqual({ items: [1, 2, 3], total: 3 });
  expect(new URL(sent[1]?.url ?? '').searchParams.get('cursor')).toBe('b');
});

test('values that are not set are not sent', () => {
  expect(withQuery('/a', { x: undefined, y: '', z: 0 })).toBe('/a?z=0');
});
