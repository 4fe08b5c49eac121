import {
  bulkTaskMoves,
  type Page,
  type TaskMovesBody,
  type TaskMovesResult,
  type TaskOffers,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { authorise, moveMany, validationFailed, whole } from '../kernel/index.js';
import { missingNeeds } from './move-conditions.js';
import { TaskMoves } from './task-moves.service.js';
import { TaskRepository } from './tasks.repository.js';

/** One move of many tasks, each as a single one would be made; one that takes two people is asked for of each. */
@Injectable()
export class TaskBulk {
  constructor(
    private readonly moves: TaskMoves,
    private readonly repository: TaskRepository,
  ) {}

  /** 422 where the move lacks what it needs: for one task as for all. */
  async move(ctx: RequestContext, body: TaskMovesBody): Promise<TaskMovesResult> {
    const { move, dryRun } = body;
    // What comes of a move does not hang on the words of its reason, nor on the date.
    const made = dryRun
      ? { move, reason: '-', dueDate: ctx.today }
      : { move, reason: body.reason, dueDate: body.dueDate };
    const errors = missingNeeds(made, null, ctx.today);
    if (errors.length > 0) throw validationFailed({ errors });
    return moveMany(ctx, body, {
      permitted: async (own, id) =>
        authorise(own, 'task.read', await this.moves.subjectOfMove(own, id, made)),
      possible: (own, id) => this.moves.possible(own, id, move),
      make: (own, id) => this.moves.make(own, id, made),
      stands: (own, id) => this.repository.seen(own, id),
    });
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
