import { createHash } from 'node:crypto';
import type { RequestContext } from '@duban/server-kit';
import { actorOf } from './context.js';
import { inProgress, keyReused } from './errors.js';

export interface StoredAnswer {
  status: number;
  etag: string | null;
  response: string;
}

export interface IdempotentRequest {
  method: string;
  path: string;
  key: string;
  body: unknown;
}

const hash = (value: string) => createHash('sha256').update(value).digest();

/**
 * The answer that the same request got before, within 24 hours. Holds the key until the transaction ends:
 * a twin in flight is told so at once, rather than waiting and doing the work twice.
 */
export async function replay(ctx: RequestContext, request: IdempotentRequest): Promise<StoredAnswer | null> {
  const actor = actorOf(ctx);
  const lock = hash(`${actor.id} ${request.method} ${request.path} ${request.key}`).readBigInt64BE(0);
  const [{ held }] = await ctx.em.query('select pg_try_advisory_xact_lock($1) as held', [lock.toString()]);
  if (!held) throw inProgress();
  const [row] = await ctx.em.query(
    `select status, etag, response, body_hash from idempotency
     where actor_id = $1 and method = $2 and path = $3 and key = $4 and created_at > $5::timestamptz - interval '24 hours'`,
    [actor.id, request.method, request.path, request.key, ctx.at],
  );
  if (!row) return null;
  if (!hash(JSON.stringify(request.body ?? null)).equals(row.body_hash)) throw keyReused();
  return row;
}

/** Stores the answer in the transaction that made the change. */
export async function remember(
  ctx: RequestContext,
  request: IdempotentRequest,
  answer: StoredAnswer,
): Promise<void> {
  await ctx.em.query(
    `insert into idempotency (actor_id, method, path, key, body_hash, status, etag, response, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (actor_id, method, path, key) do update
       set body_hash = excluded.body_hash, status = excluded.status, etag = excluded.etag,
           response = excluded.response, created_at = excluded.created_at`,
    [
      actorOf(ctx).id,
      request.method,
      request.path,
      request.key,
      hash(JSON.stringify(request.body ?? null)),
      answer.status,
      answer.etag,
      answer.response,
      ctx.at,
    ],
  );
}
