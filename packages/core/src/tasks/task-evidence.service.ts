import type { Page, TaskEvidenceView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import { Attachments } from '../attachments/attachments.service.js';
import {
  actorOf,
  alreadyExists,
  audit,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  sortOf,
  validationFailed,
} from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { moveNotPossible } from '../plans/refusals.js';
import { MilestoneRepository } from './milestones.repository.js';
import { TaskEvidenceRepository } from './task-evidence.repository.js';
import { TaskRepository } from './tasks.repository.js';

const receiving: readonly string[] = ['in-progress', 'closure-review'];

/** Files that show what was done for a task (佐证材料). */
@Injectable()
export class TaskEvidence {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly milestones: MilestoneRepository,
    private readonly repository: TaskEvidenceRepository,
    private readonly attachments: Attachments,
    private readonly areas: Areas,
    private readonly lights: Lights,
  ) {}

  async list(ctx: RequestContext, taskId: string, request: PageRequest): Promise<Page<TaskEvidenceView>> {
    const task = await this.tasks.seen(ctx, taskId);
    if (!task?.known) return { items: [], nextCursor: null, total: 0 };
    const { direction } = sortOf(request.sort);
    const page = { limit: request.limit, offset: offsetOf(request.cursor), direction };
    const { items, total } = await this.repository.page(ctx, { taskId }, page);
    return pageFrom(items, total, request);
  }

  /**
   * Files an attachment of the caller's own as evidence of the task, of one of its milestones, or of a step of a
   * unit's share, which whoever calls has looked up.
   */
  async add(
    ctx: RequestContext,
    taskId: string,
    given: {
      attachmentId: string;
      milestoneId?: string | null | undefined;
      shareMilestoneId?: string;
    },
  ): Promise<TaskEvidenceView> {
    const task = await this.tasks.seen(ctx, taskId);
    if (!task) throw notFound();
    if (!(await this.attachments.isOwn(ctx, given.attachmentId)))
      throw refusedField('attachmentId', 'unknown-attachment', 'no file that you uploaded');
    const milestoneId = given.milestoneId ?? null;
    if (milestoneId && !(await this.milestones.find(ctx, taskId, milestoneId)))
      throw refusedField('milestoneId', 'unknown-milestone', 'no milestone of the task');
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (!receiving.includes(task.state)) throw moveNotPossible();
    if (await this.repository.holds(ctx, taskId, given.attachmentId)) throw alreadyExists();
    const id = await this.repository.add(ctx, {
      planId: task.planId,
      taskId,
      milestoneId,
      shareMilestoneId: given.shareMilestoneId ?? null,
      attachmentId: given.attachmentId,
      addedBy: actorOf(ctx).id,
    });
    await audit(ctx, {
      action: 'task.add-evidence',
      subjectType: 'task',
      subjectId: taskId,
      planId: task.planId,
      detail: { attachmentId: given.attachmentId },
    });
    await this.lights.refresh(ctx, task.planId, [taskId]);
    const { items } = await this.repository.page(
      ctx,
      { taskId, id },
      { limit: 1, offset: 0, direction: 'asc' },
    );
    if (!items[0]) throw notFound();
    return items[0];
  }
}

const refusedField = (path: string, code: string, message: string) =>
  validationFailed({ errors: [{ path, code, message }] });
