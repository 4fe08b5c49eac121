import { randomUUID } from 'node:crypto';
import type { Actor, Language } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from './clock.js';
import { notSignedIn } from './errors.js';

/** Opens contexts: the one place that holds the database. */
@Injectable()
export class Contexts {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  open(given: { requestId?: string; actor?: Actor | null; language?: Language } = {}): RequestContext {
    return {
      requestId: given.requestId ?? randomUUID(),
      actor: given.actor ?? null,
      language: given.language ?? 'zh',
      at: this.clock.at(),
      now: this.clock.now(),
      today: this.clock.today(),
      em: this.source.manager,
    };
  }
}

/** What waits for the end of an open transaction, by its handle. */
const waiting = new WeakMap<EntityManager, (() => void)[]>();

/**
 * Runs the work in the context's transaction, or in a new one of PostgreSQL's own isolation, READ COMMITTED; in a
 * REPEATABLE READ one all reads see one instant. Nothing inside runs side by side: one connection.
 */
export async function inTransaction<T>(
  ctx: RequestContext,
  work: (ctx: RequestContext) => Promise<T>,
  isolation?: 'REPEATABLE READ',
): Promise<T> {
  if (ctx.em.queryRunner?.isTransactionActive) return work(ctx);
  const acts: (() => void)[] = [];
  const own = (em: EntityManager) => {
    waiting.set(em, acts);
    return work({ ...ctx, em });
  };
  // To say what holds anyway would take one more message to the database with each change.
  const result = await (isolation ? ctx.em.transaction(isolation, own) : ctx.em.transaction(own));
  for (const act of acts) act();
  return result;
}

/** Acts once what the context wrote is there for others to see; never where it is undone. */
export function afterCommit(ctx: RequestContext, act: () => void): void {
  const acts = waiting.get(ctx.em);
  if (acts) acts.push(act);
  else act();
}

/** The person who asks. Throws 401 where there is none. */
export function actorOf(ctx: RequestContext): Actor {
  if (!ctx.actor) throw notSignedIn();
  return ctx.actor;
}
