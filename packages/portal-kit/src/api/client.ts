import type { Page } from '@duban/contract';
import { networkProblem, problemOf } from './problem.js';

export type Query = Record<string, string | number | boolean | null | undefined>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface SendOptions {
  /** Version that the change rests on; sent as `If-Match: "v<version>"`. */
  ifMatch?: number;
  /** Of a POST: one key for one intention, kept when it is sent again. Random unless said. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

interface ApiSettings {
  /** Language of refusals. */
  language: () => 'zh-CN' | 'en';
  /** Called when a request other than the session's own finds the session gone. */
  onSignedOut: () => void;
}

let settings: ApiSettings = { language: () => 'zh-CN', onSignedOut: () => undefined };

/** Tells the client what only the shell knows; once, before the first request. */
export function configureApi(next: ApiSettings): void {
  settings = next;
}

export function etagOf(version: number): string {
  return `"v${version}"`;
}

/** `path` with the query's values that are set. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

async function request<T>(method: Method, path: string, body: unknown, options: SendOptions): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': settings.language(),
  };
  const isFile = body instanceof FormData;
  if (body !== undefined && !isFile) headers['Content-Type'] = 'application/json';
  if (options.ifMatch !== undefined) headers['If-Match'] = etagOf(options.ifMatch);
  if (method === 'POST' && path !== sessionPath) {
    headers['Idempotency-Key'] = options.idempotencyKey ?? crypto.randomUUID();
  }
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    body: body === undefined ? undefined : isFile ? body : JSON.stringify(body),
    signal: options.signal,
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw networkProblem();
  });
  if (!response.ok) {
    const problem = await problemOf(response);
    // A wrong password is a 401 as well, but says nothing about the session.
    if (problem.status === 401 && problem.code !== 'wrong-credentials' && path !== sessionPath)
      settings.onSignedOut();
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

const sessionPath = '/api/session';
/** Pages of a list that are read one after another before giving up: 20 × 500 rows. */
const mostPages = 20;

/**
 * The API, by paths such as `/api/plans`. Answers have the shapes of `@duban/contract`; every refusal is
 * thrown as an {@link ApiProblem}.
 */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    request<T>('GET', withQuery(path, query), undefined, { signal }),
  post: <T>(path: string, body: unknown, options: SendOptions = {}) =>
    request<T>('POST', path, body, options),
  put: <T>(path: string, body: unknown, options: SendOptions = {}) => request<T>('PUT', path, body, options),
  patch: <T>(path: string, body: unknown, options: SendOptions = {}) =>
    request<T>('PATCH', path, body, options),
  /** Sends one file as a form of one part. */
  upload: <T>(path: string, file: File, options: SendOptions = {}) => {
    const form = new FormData();
    form.append('file', file);
    return request<T>('POST', path, form, options);
  },
  delete: <T>(path: string, options: SendOptions = {}) => request<T>('DELETE', path, undefined, options),

  /** Every item of a list, page by page. `total` says when even that was not all. */
  async all<T>(
    path: string,
    query: Query = {},
    signal?: AbortSignal,
  ): Promise<{ items: T[]; total: number }> {
    const items: T[] = [];
    let cursor: string | null = null;
    let total = 0;
    for (let page = 0; page < mostPages; page += 1) {
      const answer: Page<T> = await api.get<Page<T>>(path, { limit: 500, ...query, cursor }, signal);
      items.push(...answer.items);
      total = answer.total;
      cursor = answer.nextCursor;
      if (!cursor) break;
    }
    return { items, total };
  },
};
