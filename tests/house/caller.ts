import request, { type Response } from 'supertest';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Sent {
  body?: object | undefined;
  /** Sent as If-Match. */
  version?: number | undefined;
  /** Idempotency-Key */
  key?: string;
  language?: 'zh' | 'en';
}

/** Somebody who asks with an access token, as a script does. */
export interface Caller {
  username: string;
  token: string;
  send(method: Method, path: string, sent?: Sent): Promise<Response>;
  /** The body of a successful answer; throws, with what was answered, for any other. */
  get<T = unknown>(path: string): Promise<T>;
  post<T = unknown>(path: string, body: object, version?: number): Promise<T>;
}

/** Signs in with name and password, and makes a token. */
export async function callerOf(
  url: string,
  { username, password }: { username: string; password: string },
): Promise<Caller> {
  const session = await request(url).post('/api/session').send({ username, password });
  if (session.status !== 200)
    throw new Error(`${username} cannot sign in: ${session.status} ${session.text}`);
  const cookie = String(session.headers['set-cookie']).split(';')[0] ?? '';
  const made = await request(url)
    .post('/api/tokens')
    .set({ cookie, 'sec-fetch-site': 'same-origin' })
    .send({ name: 'test', days: 1 });
  if (made.status !== 201) throw new Error(`${username} gets no token: ${made.status} ${made.text}`);
  const { token } = made.body as { token: string };
  const send: Caller['send'] = async (method, path, { body, version, key, language = 'zh' } = {}) => {
    const test = request(url)
      [method](path)
      .set({ authorization: `Bearer ${token}`, 'accept-language': language });
    if (version !== undefined) test.set('if-match', `"v${version}"`);
    if (key !== undefined) test.set('idempotency-key', key);
    return body === undefined ? test : test.send(body);
  };
  const done = (what: string, { status, text, body }: Response) => {
    if (status < 300) return body;
    throw new Error(`${username}: ${what} was answered ${status} ${text}`);
  };
  return {
    username,
    token,
    send,
    get: async (path) => done(`GET ${path}`, await send('get', path)),
    post: async (path, body, version) => done(`POST ${path}`, await send('post', path, { body, version })),
  };
}
