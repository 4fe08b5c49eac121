import {
  bulkTaskMoves,
  type Page,
  type TaskMovesBody,
  type TaskMovesResult,
  type TaskOffers,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { authorise, inTransaction, notFound, refusalOf, stale, whole } from '../kernel/index.js';
import { TaskMoves } from './task-moves.service.js';
import { TaskRepository } from './tasks.repository.js';

type Result = TaskMovesResult['results'][number];

/**
 * One move of many tasks, each in a transaction of its own and as a single one would be: one that is refused keeps
 * no other back, and none holds its row until all are done. Each carries the version that was read: sent again, it
 * does no harm.
 */
@Injectable()
export class TaskBulk {
  constructor(
    private readonly moves: TaskMoves,
    private readonly repository: TaskRepository,
  ) {}

  async move(ctx: RequestContext, body: TaskMovesBody): Promise<TaskMovesResult> {
    const results: Result[] = [];
    for (const [at, id] of body.ids.entries()) {
      const version = body.versions[at] as number;
      try {
        results.push(await inTransaction(ctx, (own) => this.one(own, id, version, body)));
      } catch (error) {
        const { status, code, message } = refusalOf(error, ctx.language);
        const now = status === notFound().status ? null : await this.repository.seen(ctx, id);
        const stands = { state: now?.state ?? null, version: now?.version ?? null };
        results.push({ id, outcome: 'refused', ...stands, code, message });
      }
    }
    const refused = results.filter((each) => each.outcome === 'refused').length;
    return { dryRun: body.dryRun, done: body.dryRun ? 0 : results.length - refused, refused, results };
  }

  /** Refused in the order of a single move: not visible, not permitted, changed meanwhile, not possible. */
  private async one(
    ctx: RequestContext,
    id: string,
    version: number,
    { move, reason, dryRun }: TaskMovesBody,
  ): Promise<Result> {
    // A reason is asked for when it is made: what comes of it does not hang on its words.
    const made = { move, reason: dryRun ? '-' : reason };
    const subject = authorise(ctx, 'task.read', await this.moves.subjectOfMove(ctx, id, made));
    if (subject.version !== version) throw stale();
    const { to } = await this.moves.possible(ctx, id, move);
    if (dryRun) return { id, outcome: 'possible', state: to, version, code: null, message: null };
    await this.moves.make(ctx, id, made);
    const now = await this.repository.seen(ctx, id);
    return {
      id,
      outcome: 'done',
      state: now?.state ?? to,
      version: now?.version ?? null,
      code: null,
      message: null,
    };
  }

  /** Which of the moves that many can make each of the tasks offers the caller. */
  async offers(ctx: RequestContext, ids: readonly string[]): Promise<Page<TaskOffers>> {
    const items: TaskOffers[] = [];
    for (const id of ids) {
      const task = await this.repository.seen(ctx, id);
      if (!task) continue;
      const moves = await this.moves.offers(ctx, id);
      const many = task.pending ? [] : moves.filter(({ move }) => bulkTaskMoves.includes(move));
      items.push({ id, version: task.version, moves: many });
    }
    return whole(items);
  }
}
