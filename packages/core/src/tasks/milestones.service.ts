import type { MilestoneView, WithdrawBody } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import {
  actorOf,
  audit,
  type EndpointInput,
  notFound,
  Subjects,
  stale,
  validationFailed,
} from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { moveNotPossible } from '../plans/refusals.js';
import type { Milestone } from './milestone.entity.js';
import { MilestoneRepository } from './milestones.repository.js';
import { type SeenTask, TaskRepository } from './tasks.repository.js';
import { subjectOf } from './tasks.service.js';

type Plan = Partial<Pick<Milestone, 'title' | 'dueDate' | 'firm'>>;

/** The dated steps of a task: laid down while it is a draft, done while it is in progress. */
@Injectable()
export class Milestones implements OnModuleInit {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly repository: MilestoneRepository,
    private readonly areas: Areas,
    private readonly lights: Lights,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('milestone', async (ctx, { params }: EndpointInput) => {
      const { id, milestoneId } = params as { id: string; milestoneId: string };
      await this.tasks.lock(ctx, id);
      const task = await this.tasks.seen(ctx, id);
      const milestone = task?.known ? await this.repository.find(ctx, id, milestoneId) : null;
      return task && milestone && { ...subjectOf(actorOf(ctx), task), version: milestone.version };
    });
  }

  async add(
    ctx: RequestContext,
    taskId: string,
    given: { title: string; dueDate?: string | null | undefined; firm: boolean },
  ): Promise<MilestoneView> {
    const task = await this.changeable(ctx, taskId, ['draft']);
    const id = await this.repository.append(ctx, {
      planId: task.planId,
      taskId,
      title: given.title,
      dueDate: given.dueDate ?? null,
      firm: given.firm,
      doneOn: null,
      note: null,
    });
    await this.log(ctx, task, 'milestone.add', id);
    return this.view(ctx, id);
  }

  async edit(ctx: RequestContext, taskId: string, id: string, given: Plan): Promise<MilestoneView> {
    const task = await this.changeable(ctx, taskId, ['draft']);
    await this.change(ctx, taskId, id, given);
    await this.log(ctx, task, 'milestone.edit', id);
    return this.view(ctx, id);
  }

  async remove(ctx: RequestContext, taskId: string, id: string): Promise<void> {
    const task = await this.changeable(ctx, taskId, ['draft']);
    const milestone = await this.repository.find(ctx, taskId, id);
    if (!milestone) throw notFound();
    if (!(await this.repository.remove(ctx, milestone))) throw stale();
    await this.log(ctx, task, 'milestone.remove', id);
  }

  /** Notes that it was done on a day, today at the latest; said again, it corrects the day. */
  async complete(
    ctx: RequestContext,
    taskId: string,
    id: string,
    given: { doneOn: string; note?: string | null | undefined },
  ): Promise<MilestoneView> {
    if (given.doneOn > ctx.today) {
      throw validationFailed({
        errors: [
          {
            path: 'doneOn',
            code: 'date-ahead',
            message: { zh: `晚于今天(${ctx.today})`, en: `lies after today, ${ctx.today}` },
          },
        ],
      });
    }
    const task = await this.changeable(ctx, taskId, ['in-progress']);
    await this.change(ctx, taskId, id, { doneOn: given.doneOn, note: given.note ?? null });
    await this.log(ctx, task, 'milestone.complete', id);
    return this.view(ctx, id);
  }

  /** It was noted as done by mistake: it is open again, and the history keeps what was noted. */
  async takeBack(
    ctx: RequestContext,
    taskId: string,
    id: string,
    { reason }: WithdrawBody,
  ): Promise<MilestoneView> {
    const task = await this.changeable(ctx, taskId, ['in-progress']);
    const milestone = await this.repository.find(ctx, taskId, id);
    if (!milestone) throw notFound();
    const { title, doneOn, note } = milestone;
    if (doneOn === null) throw moveNotPossible();
    await this.change(ctx, taskId, id, { doneOn: null, note: null });
    await this.tasks.addHistory(ctx, task, {
      move: 'milestone-undone',
      from: task.state,
      to: task.state,
      reason,
      detail: { milestone: title, doneOn, note },
    });
    await this.log(ctx, task, 'milestone.take-back', id);
    return this.view(ctx, id);
  }

  private async changeable(
    ctx: RequestContext,
    taskId: string,
    states: readonly SeenTask['state'][],
  ): Promise<SeenTask> {
    const task = await this.tasks.seen(ctx, taskId);
    if (!task) throw notFound();
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (!states.includes(task.state)) throw moveNotPossible();
    return task;
  }

  private async change(
    ctx: RequestContext,
    taskId: string,
    id: string,
    changes: Parameters<MilestoneRepository['update']>[2],
  ): Promise<void> {
    const milestone = await this.repository.find(ctx, taskId, id);
    if (!milestone) throw notFound();
    if (!(await this.repository.update(ctx, milestone, changes))) throw stale();
  }

  private async log(ctx: RequestContext, task: SeenTask, action: string, subjectId: string): Promise<void> {
    await audit(ctx, {
      action,
      subjectType: 'milestone',
      subjectId,
      planId: task.planId,
      detail: { taskId: task.id },
    });
    await this.lights.refresh(ctx, task.planId, [task.id]);
  }

  private async view(ctx: RequestContext, id: string): Promise<MilestoneView> {
    const view = await this.repository.view(ctx, id);
    if (!view) throw notFound();
    return view;
  }
}
