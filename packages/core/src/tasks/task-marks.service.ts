import type { LeaderHandoverBody, LightColour, WaiverBody } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import {
  actorOf,
  audit,
  type EndpointInput,
  forbidden,
  notFound,
  Subjects,
  stale,
  validationFailed,
} from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { moveNotPossible } from '../plans/refusals.js';
import { moversOf, noStandIns } from './movers.js';
import { refuseUnknownPeople } from './task-input.js';
import { TaskNews } from './task-news.js';
import { type SeenTask, TaskRepository } from './tasks.repository.js';
import { mayRead, subjectOf } from './tasks.service.js';

const notAssigned = defineError('not-assigned', 409, {
  zh: '该单位不是本任务的责任单位或配合单位',
  en: 'The unit is neither responsible nor cooperating in this task',
});

/** States in which a leader decides; a closed task may be reopened. */
const led = ['draft', 'pending-issue', 'issued', 'in-progress', 'closure-review', 'suspended', 'closed'];
const waiting = ['issued', 'in-progress', 'closure-review'];

/** What a leader gave up to another one. */
export interface LeaderHandover {
  planId: string;
  from: string;
  to: string;
  /** On these tasks; null for all in the plan. */
  taskIds: readonly string[] | null;
  basis: string;
}
type HandoverListener = (ctx: RequestContext, handover: LeaderHandover) => Promise<void>;

/** What is noted on a task without moving it: a light set by hand, waiting for the superior, a part waived. */
@Injectable()
export class TaskMarks implements OnModuleInit {
  private readonly handoverListeners: HandoverListener[] = [];

  constructor(
    private readonly repository: TaskRepository,
    private readonly areas: Areas,
    private readonly lights: Lights,
    private readonly news: TaskNews,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    // Only the head of the lead unit and the plan office say it; a reporter's right to move reaches no further.
    this.subjects.register('task-awaiting', async (ctx, { params }: EndpointInput) => {
      const { id } = params as { id: string };
      const actor = actorOf(ctx);
      await this.repository.lock(ctx, id);
      const task = await this.repository.seen(ctx, id);
      if (!task || !mayRead(actor, task)) return null;
      const movers = moversOf(actor, task, noStandIns);
      if (!movers.includes('lead-head') && !movers.includes('plan-office')) throw forbidden();
      return subjectOf(actor, task);
    });
  }

  /** Sets the light by hand until the end of a day; the computed one stays beside it as a reason. */
  async overrideLight(
    ctx: RequestContext,
    id: string,
    given: { colour: LightColour; reason: string; until: string },
  ): Promise<void> {
    if (given.until < ctx.today) {
      throw validationFailed({
        errors: [{ path: 'until', code: 'date-passed', message: `lies before today, ${ctx.today}` }],
      });
    }
    const { id: by, name } = actorOf(ctx);
    const task = await this.markable(ctx, id, waiting);
    await this.mark(ctx, task, { override: { ...given, by: { id: by, name } } }, 'task.override-light', {
      colour: given.colour,
      until: given.until,
    });
  }

  async clearOverride(ctx: RequestContext, id: string): Promise<void> {
    const task = await this.markable(ctx, id, waiting);
    await this.mark(ctx, task, { override: null }, 'task.clear-light-override', {});
  }

  /** Notes that the task's own work is done and that the superior's acceptance is awaited (待上级验收), or no more. */
  async awaitSuperior(ctx: RequestContext, id: string, awaiting: boolean): Promise<void> {
    const task = await this.markable(ctx, id, ['in-progress']);
    await this.mark(ctx, task, { awaitingSuperior: awaiting }, 'task.await-superior', { awaiting });
  }

  /** Frees a responsible or cooperating unit from reporting its part before the task is closed. */
  async waivePart(ctx: RequestContext, id: string, given: WaiverBody): Promise<void> {
    const task = await this.markable(ctx, id, waiting);
    const part = await this.repository.part(ctx, id, given.unitId);
    if (!part) throw notAssigned();
    await this.setWaiver(ctx, task, part.unitName, given, true);
  }

  /**
   * The unit has to report its part again; not while a closure is in review that was asked for without it. What a merged
   * unit left is in its successor's part: that is not given back.
   */
  async withdrawWaiver(ctx: RequestContext, id: string, given: WaiverBody): Promise<void> {
    const task = await this.markable(ctx, id, ['issued', 'in-progress']);
    const part = await this.repository.part(ctx, id, given.unitId);
    if (!part) throw notAssigned();
    if (!part.isWaived || part.isGone) throw moveNotPossible();
    await this.setWaiver(ctx, task, part.unitName, given, false);
  }

  private async setWaiver(
    ctx: RequestContext,
    task: SeenTask,
    unit: string,
    { unitId, reason }: WaiverBody,
    waived: boolean,
  ): Promise<void> {
    const { id, state } = task;
    const move = waived ? 'waive-part' : 'owe-part';
    await this.repository.waive(ctx, { taskId: id, unitId }, waived ? reason : null);
    await this.repository.addHistory(ctx, task, { move, from: state, to: state, reason, detail: { unit } });
    await this.mark(ctx, task, {}, `task.${move}`, { unitId });
    await this.news.waiver(ctx, task, unitId, { reason, waived });
  }

  /** Another leader decides from now on: of this task, or of every open one of the plan that its leader leads. */
  async handOver(ctx: RequestContext, id: string, given: LeaderHandoverBody): Promise<void> {
    const { leaderId, basis, all } = given;
    const task = await this.markable(ctx, id, led);
    await this.requireLeader(ctx, leaderId);
    if (leaderId === task.leaderId) {
      const message = { zh: '已是该任务的责任领导', en: 'leads the task already' };
      throw validationFailed({ errors: [{ path: 'leaderId', code: 'unchanged', message }] });
    }
    const others =
      all && task.leaderId ? await this.repository.ledBy(ctx, task.planId, task.leaderId, led) : [];
    for (const each of [id, ...others.filter((other) => other !== id)]) {
      await this.repository.lock(ctx, each);
      const handed = await this.repository.seen(ctx, each);
      if (!handed) throw notFound();
      if (!(await this.repository.update(ctx, handed, { leaderId }))) throw stale();
      const { state, planId } = handed;
      const detail = { from: handed.leaderId, to: leaderId };
      const row = { move: 'hand-over-leader', from: state, to: state, reason: basis, detail };
      await this.repository.addHistory(ctx, handed, row);
      await audit(ctx, {
        action: 'task.hand-over-leader',
        subjectType: 'task',
        subjectId: each,
        planId,
        detail,
      });
      await this.news.handedOver(ctx, handed, { leaderId, reason: basis });
    }
    if (!task.leaderId) return;
    const handover = {
      planId: task.planId,
      from: task.leaderId,
      to: leaderId,
      taskIds: all ? null : [id],
      basis,
    };
    for (const listener of this.handoverListeners) await listener(ctx, handover);
  }

  /** Called inside the transaction that gives a leader's tasks to another, once it has: what else was the leader's follows. */
  onHandOver(listener: HandoverListener): void {
    this.handoverListeners.push(listener);
  }

  /** 422 for somebody who is no leader, or whose account is not in use. */
  async requireLeader(ctx: RequestContext, leaderId: string): Promise<void> {
    const nobody = { leadUnitId: null, responsibleUnitIds: [], cooperatingUnitIds: [], knowerIds: [] };
    await refuseUnknownPeople(ctx, this.repository, { ...nobody, leaderId });
  }

  /** Appends to the history of a task what became of something that hangs on it. */
  async record(
    ctx: RequestContext,
    taskId: string,
    row: { move: string; reason: string; detail: Record<string, unknown> },
  ): Promise<void> {
    const task = await this.repository.seen(ctx, taskId);
    if (!task) throw notFound();
    await this.repository.addHistory(ctx, task, { ...row, from: task.state, to: task.state });
  }

  private async markable(ctx: RequestContext, id: string, states: readonly string[]): Promise<SeenTask> {
    const task = await this.repository.seen(ctx, id);
    if (!task) throw notFound();
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (!states.includes(task.state)) throw moveNotPossible();
    return task;
  }

  private async mark(
    ctx: RequestContext,
    task: SeenTask,
    changes: Parameters<TaskRepository['update']>[2],
    action: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    if (!(await this.repository.update(ctx, task, changes))) throw stale();
    await audit(ctx, { action, subjectType: 'task', subjectId: task.id, planId: task.planId, detail });
    await this.lights.refresh(ctx, task.planId, [task.id]);
  }
}
