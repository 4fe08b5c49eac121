import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { notFound, stale } from '../kernel/index.js';
import { moveNotPossible } from '../plans/refusals.js';
import type { Target } from './target.entity.js';
import { type StandingTarget, TargetChangeRepository } from './target-changes.repository.js';

/** What was decided elsewhere about targets. The old row stays and ends; a new one follows it. */
@Injectable()
export class TargetChanges {
  constructor(private readonly repository: TargetChangeRepository) {}

  /** Throws 404 where there is none. */
  async standing(ctx: RequestContext, id: string): Promise<StandingTarget> {
    const target = await this.repository.find(ctx, id);
    if (!target) throw notFound();
    return target;
  }

  /**
   * Gives a target another value from a day on. A trajectory led to the old value and is not carried on. What stands
   * since that very day was in force for no other: it gets the new value itself. Throws 409 where it is not in force,
   * and 412 where it was changed meanwhile.
   */
  async change(
    ctx: RequestContext,
    target: StandingTarget,
    given: { value: number; effectiveOn: string; basis: string | null },
  ): Promise<string> {
    const begunAfter = target.validFrom !== null && target.validFrom > given.effectiveOn;
    if (!target.confirmed || target.validTo !== null || begunAfter) throw moveNotPossible();
    if (target.validFrom === given.effectiveOn) {
      if (!(await this.repository.correct(ctx, target, given))) throw stale();
      return target.id;
    }
    if (!(await this.repository.end(ctx, target, given.effectiveOn))) throw stale();
    return this.repository.follow(ctx, target.id, {
      value: given.value,
      from: given.effectiveOn,
      basis: given.basis,
    });
  }

  /** The targets that stand on a task, of the plan's root unit and of others. */
  ofTask(ctx: RequestContext, taskId: string): Promise<Target[]> {
    return this.repository.ofTask(ctx, taskId);
  }

  /** A draft that is given up leaves no target behind. */
  removeAll(ctx: RequestContext, taskId: string): Promise<void> {
    return this.repository.removeAll(ctx, taskId);
  }

  /** The targets of a task that was merged into another stand there from today on. */
  moveAll(ctx: RequestContext, fromTaskId: string, toTaskId: string): Promise<void> {
    return this.repository.moveAll(ctx, { from: fromTaskId, to: toTaskId, on: ctx.today });
  }
}
