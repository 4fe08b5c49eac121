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

/** What is said of a move, and to whom beside those whom it concerns. */
interface Said {
  reason: string | null;
  /** Who asked for it, where it took a second person. */
  askedBy?: readonly (string | null)[];
}

/** Tells who has to decide after a task's move, and those who asked and whom it concerns what was decided. */
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
    { reason, acceptBy, askedBy }: Said & { acceptBy: string },
  ): Promise<void> {
    const next = waitingAfter(task, move);
    if (next) await this.tell(ctx, task, 'decision-waiting', move, next, reason);
    if (move.move === 'issue') {
      const given = task.parts.filter(({ role, nested }) => role === 'responsible' && !nested);
      await this.parts(ctx, task, { given, acceptBy });
    }
    await this.tell(
      ctx,
      task,
      'task-decided',
      move,
      { ...concernedBy(task, move), users: askedBy ?? [] },
      reason,
    );
  }

  /** What two people have to agree to was refused by the second. */
  async refused(ctx: RequestContext, task: SeenTask, move: Move, { reason, askedBy }: Said): Promise<void> {
    await this.tell(ctx, task, 'task-decided', move, { users: askedBy ?? [] }, reason, {
      outcome: 'refused',
    });
  }

  /** What two people had to agree to was taken back: told to the second, who need not decide, and to those who asked. */
  async withdrawn(ctx: RequestContext, task: SeenTask, move: Move, { reason, askedBy }: Said): Promise<void> {
    const users = [task.leaderId, ...(askedBy ?? [])];
    await this.tell(ctx, task, 'task-decided', move, { users }, reason, { outcome: 'withdrawn' });
  }

  /** Another leader decides on the task from now on. */
  async handedOver(
    ctx: RequestContext,
    { planId, id: taskId }: SeenTask,
    { leaderId, reason }: { leaderId: string; reason: string },
  ): Promise<void> {
    const said = { planId, taskId, kind: 'task-handed-over', detail: { reason } } as const;
    await this.notifications.tell(ctx, said, { users: [leaderId] });
  }

  /** A unit need not report its part, or has to again. */
  async waiver(
    ctx: RequestContext,
    task: SeenTask,
    unitId: string,
    { reason, waived }: { reason: string; waived: boolean },
  ): Promise<void> {
    const { planId, id: taskId } = task;
    await this.notifications.tell(
      ctx,
      { planId, taskId, kind: waived ? 'part-waived' : 'part-owed', detail: { reason } },
      { unitIds: [unitId] },
    );
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
    more: { outcome?: string } = {},
  ): Promise<number> {
    return this.notifications.tell(
      ctx,
      { planId, taskId, kind, detail: { move, title, reason, ...more } },
      to,
    );
  }
}

/** Who is to know how things stand after a move, whoever asked for it. */
function concernedBy(task: SeenTask, { move }: Move): Recipients {
  switch (move) {
    // Whoever drafted it: it comes back to them.
    case 'return':
    case 'decline':
      return { planOffice: true, areaId: task.areaId };
    case 'send-back':
      return { headsOf: [task.leadUnitId] };
    case 'approve-closure':
    case 'reopen':
    case 'suspend':
    case 'resume':
    case 'terminate':
      return { headsOf: task.parts.map(({ unitId }) => unitId) };
    default:
      return {};
  }
}

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
