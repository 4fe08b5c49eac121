import type { Page } from '@duban/contract';
import { validationFailed } from './errors.js';

export interface PageRequest {
  sort: string;
  limit: number;
  cursor?: string | undefined;
}

/** Where a cursor points: rows to leave out. Throws 422 for one that we did not make. */
export function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = Number(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (Number.isSafeInteger(offset) && offset >= 0 && offset <= 10_000_000) return offset;
  throw validationFailed({
    errors: [{ path: 'query.cursor', code: 'unknown-cursor', message: 'not a cursor of this list' }],
  });
}

/** A page of rows that were selected with `limit` and `offset`. */
export function pageFrom<T>(items: T[], total: number, request: PageRequest): Page<T> {
  const end = offsetOf(request.cursor) + items.length;
  return { items, nextCursor: end < total ? Buffer.from(String(end)).toString('base64url') : null, total };
}

/** A list that is short by nature: one page. */
export function whole<T>(items: T[]): Page<T> {
  return { items, nextCursor: null, total: items.length };
}

/** `-dueDate` → `{key: 'dueDate', direction: 'desc'}`; the key is one of the endpoint's own. */
export function sortOf(sort: string): { key: string; direction: 'asc' | 'desc' } {
  return sort.startsWith('-') ? { key: sort.slice(1), direction: 'desc' } : { key: sort, direction: 'asc' };
}
