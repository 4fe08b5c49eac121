import type { Move, NotificationKind } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Notifications, type Recipients } from '../notifications/notifications.service.js';
import type { SeenTask } from './tasks.repository.js';

/** Parts of a task that changed hands. */
export interface PartNews {
  given?: readonly { unitId: string }[];
  changed?: readonly { unitId: string }[];
  taken?: readonly { unitId: string }[];
  /** Name of the unit whose part they are parts of. */
  unit?: string;
  /** Last day to accept what was given. */
  acceptBy?: string;
  reason?: string | null;
}

/** Tells who has to decide after a task's move, and the lead unit what was decided. */
@Injectable()
export class TaskNews {
  constructor(private readonly notifications: Notifications) {}

  /** A two-person move waits for its second person. */
  async asked(ctx: RequestContext, task: SeenTask, move: Move): Promise<void> {
    await this.tell(ctx, task, 'decision-waiting', move, { users: [task.leaderId] });
  }

  async moved(
    ctx: RequestContext,
    task: SeenTask,
    move: Move,
    { reason, acceptBy }: { reason: string | null; acceptBy: string },
  ): Promise<void> {
    const next = waitingAfter(task, move);
    if (next) await this.tell(ctx, task, 'decision-waiting', move, next);
    if (move.move === 'issue') {
      const given = task.parts.filter(({ role, nested }) => role === 'responsible' && !nested);
      await this.parts(ctx, task, { given, acceptBy });
    }
    if (told.has(move.move)) {
      await this.tell(ctx, task, 'task-decided', move, { headsOf: [task.leadUnitId] }, reason);
    }
  }

  /** Units that got, lost or changed a part of the task. */
  async parts(
    ctx: RequestContext,
    { planId, id: taskId }: Pick<SeenTask, 'planId' | 'id'>,
    news: PartNews,
  ): Promise<void> {
    const { unit, acceptBy, reason } = news;
    const tell = (kind: NotificationKind, units: readonly { unitId: string }[] = [], more: object = {}) =>
      units.length === 0
        ? Promise.resolve()
        : this.notifications.tell(
            ctx,
            { planId, taskId, kind, detail: { ...(unit ? { unit } : {}), ...more } },
            { unitIds: units.map(({ unitId }) => unitId) },
          );
    const said = reason ? { reason } : {};
    await tell('share-given', news.given, acceptBy ? { acceptBy } : {});
    await tell('share-changed', news.changed, said);
    await tell('share-taken', news.taken, said);
  }

  private tell(
    ctx: RequestContext,
    { planId, id: taskId }: SeenTask,
    kind: 'decision-waiting' | 'task-decided',
    { move, title }: Move,
    to: Recipients,
    reason: string | null = null,
  ): Promise<number> {
    return this.notifications.tell(ctx, { planId, taskId, kind, detail: { move, title, reason } }, to);
  }
}

/** Moves after which the lead unit is to know how things stand. */
const told = new Set(['send-back', 'approve-closure', 'reopen', 'suspend', 'resume', 'terminate']);

/** Whose turn it is after a move; null where nobody's in particular. */
function waitingAfter(task: SeenTask, { move }: Move): Recipients | null {
  switch (move) {
    case 'propose':
    case 'decline':
      return { users: [task.leaderId] };
    case 'issue':
      return { unitIds: [task.leadUnitId] };
    case 'request-closure':
      return { areaId: task.areaId };
    case 'pre-approve':
      return { planOffice: true };
    default:
      return null;
  }
}
