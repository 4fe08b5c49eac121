import type { Ref } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { inTransaction } from './context.js';
import { notFound, stale } from './errors.js';
import { refusalOf } from './refusal.js';
import type { LoadedSubject } from './subjects.js';

/** A move as it would be made of one thing, in the order in which a single one is refused. */
export interface OneMove<State extends string> {
  /** The thing. Throws where it is not visible (404), or the move not permitted (403). */
  permitted(ctx: RequestContext, id: string): Promise<LoadedSubject>;
  /** Where the thing would stand, and the head in whose place it would be moved. Throws where it is not possible. */
  possible(ctx: RequestContext, id: string): Promise<{ state: State; behalfOf: Ref | null }>;
  make(ctx: RequestContext, id: string): Promise<unknown>;
  /** Where a thing that is visible stands. */
  stands(ctx: RequestContext, id: string): Promise<{ state: State; version: number } | null>;
}

interface Moved<State extends string> {
  id: string;
  outcome: 'done' | 'possible' | 'refused';
  state: State | null;
  version: number | null;
  behalfOf: Ref | null;
  code: string | null;
  message: string | null;
}

/**
 * One move of many things, each in a transaction of its own and as a single one would be: one that is refused keeps
 * no other back, and none holds its row (nor what hangs on it: an accept locks roll-ups of the whole plan) until all
 * are done. Each carries the version that was read: sent again, it does no harm.
 */
export async function moveMany<State extends string>(
  ctx: RequestContext,
  { ids, versions, dryRun }: { ids: readonly string[]; versions: readonly number[]; dryRun: boolean },
  move: OneMove<State>,
): Promise<{ dryRun: boolean; done: number; refused: number; results: Moved<State>[] }> {
  const results: Moved<State>[] = [];
  for (const [at, id] of ids.entries()) {
    try {
      results.push(
        await inTransaction(ctx, async (own) => {
          const { version = null } = await move.permitted(own, id);
          if (version !== versions[at]) throw stale();
          const would = { id, ...(await move.possible(own, id)), code: null, message: null };
          if (dryRun) return { ...would, outcome: 'possible', version };
          await move.make(own, id);
          const now = await move.stands(own, id);
          // A move can take what it moves out of its mover's sight.
          return {
            ...would,
            outcome: 'done',
            state: now?.state ?? would.state,
            version: now?.version ?? null,
          };
        }),
      );
    } catch (error) {
      const { status, code, message } = refusalOf(error, ctx.language);
      const now = status === notFound().status ? null : await move.stands(ctx, id);
      const stands = { state: now?.state ?? null, version: now?.version ?? null, behalfOf: null };
      results.push({ id, outcome: 'refused', ...stands, code, message });
    }
  }
  const refused = results.filter((each) => each.outcome === 'refused').length;
  return { dryRun, done: dryRun ? 0 : results.length - refused, refused, results };
}
