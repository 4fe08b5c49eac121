import { randomUUID } from 'node:crypto';
import type { Actor, Language } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
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

/** Runs the work in the context's transaction, or in a new one. Nothing inside runs side by side: one connection. */
export async function inTransaction<T>(
  ctx: RequestContext,
  work: (ctx: RequestContext) => Promise<T>,
): Promise<T> {
  if (ctx.em.queryRunner?.isTransactionActive) return work(ctx);
  return ctx.em.transaction((em) => work({ ...ctx, em }));
}

/** The person who asks. Throws 401 where there is none. */
export function actorOf(ctx: RequestContext): Actor {
  if (!ctx.actor) throw notSignedIn();
  return ctx.actor;
}
