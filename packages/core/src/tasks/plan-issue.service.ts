import type { PlanView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { audit } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { moveNotPossible } from '../plans/refusals.js';
import { TaskMoves } from './task-moves.service.js';
import { TaskRepository } from './tasks.repository.js';

/** Issuing a plan (印发): one approval with a document number issues all its drafted tasks at once. */
@Injectable()
export class PlanIssue {
  constructor(
    private readonly plans: Plans,
    private readonly repository: TaskRepository,
    private readonly moves: TaskMoves,
  ) {}

  /** Tasks that lack what issuing needs stay drafts; 409 where no task is ready, or the plan was issued before. */
  async issue(ctx: RequestContext, planId: string, documentNumber: string): Promise<PlanView> {
    await this.plans.markIssued(ctx, planId, documentNumber);
    let issued = 0;
    for (const id of await this.repository.drafted(ctx, planId)) {
      if (await this.moves.issueWithPlan(ctx, id, documentNumber)) issued += 1;
    }
    if (issued === 0) throw moveNotPossible({ errors: [nothingReady] });
    await audit(ctx, {
      action: 'plan.issue',
      subjectType: 'plan',
      subjectId: planId,
      planId,
      detail: { documentNumber },
    });
    return this.plans.get(ctx, planId);
  }
}

const nothingReady = {
  path: 'tasks',
  code: 'missing',
  message:
    'no drafted task of the plan has its lead unit, leader, due date, and a target or milestone; complete one first',
};
