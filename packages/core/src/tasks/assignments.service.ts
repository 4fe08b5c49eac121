import { addWorkingDays } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Calendar } from '../calendar/calendar.service.js';
import { audit, stale } from '../kernel/index.js';
import { AssignmentRepository, type AssignmentRow } from './assignments.repository.js';
import { daysToAccept } from './move-effects.js';
import { type PartNews, TaskNews } from './task-news.js';
import { type SeenTask, TaskRepository } from './tasks.repository.js';

export type { AssignmentRow } from './assignments.repository.js';

/** The rows behind who takes part in a task (责任分工). Whoever calls has asked who may, and holds the task. */
@Injectable()
export class Assignments {
  constructor(
    private readonly repository: AssignmentRepository,
    private readonly tasks: TaskRepository,
    private readonly calendar: Calendar,
    private readonly news: TaskNews,
  ) {}

  ofTask(ctx: RequestContext, taskId: string): Promise<AssignmentRow[]> {
    return this.repository.ofTask(ctx, taskId);
  }

  find(ctx: RequestContext, taskId: string, id: string): Promise<AssignmentRow | null> {
    return this.repository.find(ctx, taskId, id);
  }

  /** Gives a unit a part of another unit's part; it has as long to accept it as a lead unit has. */
  async give(
    ctx: RequestContext,
    task: SeenTask,
    given: { parentId: string; unitId: string; text: string; handlerId: string | null },
  ): Promise<string> {
    const acceptBy = await this.acceptBy(ctx, task);
    return this.repository.insert(ctx, { ...given, planId: task.planId, taskId: task.id, acceptBy });
  }

  async acceptBy(ctx: RequestContext, task: SeenTask): Promise<string> {
    return addWorkingDays(ctx.today, daysToAccept(task), await this.calendar.load(ctx));
  }

  /** Adds one to its version; 412 where somebody else was first. */
  async change(
    ctx: RequestContext,
    row: Pick<AssignmentRow, 'id' | 'version'>,
    changes: Parameters<AssignmentRepository['update']>[2] = {},
  ): Promise<void> {
    if (!(await this.repository.update(ctx, row, changes))) throw stale();
  }

  /** Takes parts away, with the parts of them. */
  take(ctx: RequestContext, rows: readonly Pick<AssignmentRow, 'id'>[]): Promise<void> {
    return this.repository.remove(
      ctx,
      rows.map((row) => row.id),
    );
  }

  /** Names of those of the units that stand below the path today, by id. */
  below(ctx: RequestContext, path: string, unitIds: readonly string[]): Promise<Map<string, string>> {
    return this.repository.below(ctx, path, unitIds);
  }

  handlers(...given: Parameters<AssignmentRepository['handlers']>) {
    return this.repository.handlers(...given);
  }

  tell(ctx: RequestContext, task: SeenTask, news: PartNews): Promise<void> {
    return this.news.parts(ctx, task, news);
  }

  /** The task's history keeps what changed; the log that it did. The task itself stays where it is. */
  async note(
    ctx: RequestContext,
    task: SeenTask,
    row: { move: string; shareId: string; reason?: string | null; detail: Record<string, unknown> },
  ): Promise<void> {
    await this.tasks.addHistory(ctx, task, {
      move: row.move,
      from: task.state,
      to: task.state,
      reason: row.reason ?? null,
      detail: row.detail,
    });
    await audit(ctx, {
      action: `share.${row.move}`,
      subjectType: 'share',
      subjectId: row.shareId,
      planId: task.planId,
      detail: { taskId: task.id },
    });
  }
}
