import { randomUUID } from 'node:crypto';
import { findMove, type TaskState } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import { Expectations } from '../expectations/expectations.service.js';
import { audit, notFound, stale } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { carriedOver, moveNotPossible } from '../plans/refusals.js';
import { TargetChanges } from '../targets/target-changes.service.js';
import type { Assignment } from './assignment.entity.js';
import { CarriedTaskRepository } from './carried-tasks.repository.js';
import { MilestoneRepository } from './milestones.repository.js';
import type { Task } from './task.entity.js';
import { TaskChanges } from './task-changes.service.js';
import { taskRow } from './task-input.js';
import { TaskNews } from './task-news.js';
import { type SeenTask, TaskRepository } from './tasks.repository.js';

const reportsBegun = defineError('reports-begun', 409, {
  zh: '已有单位在下一年度计划中填报，不能撤回结转',
  en: 'A unit has begun to report on it in the next plan; it cannot be taken back',
});

/** What a task's year ends with where it goes on; what is in review is decided on first. */
const unfinished: readonly TaskState[] = ['draft', 'pending-issue', 'issued', 'in-progress', 'suspended'];
const ended: readonly TaskState[] = ['closed', 'archived', 'terminated'];
const wholePlan = { actorId: null, office: true };

/** The plan that tasks go on in. */
export interface NextPlan {
  id: string;
  year: number;
}

/**
 * 结转: an unfinished task goes on as a draft of the next plan, and the two are linked. It stays what it is until its
 * own year is settled, so that the year's last weeks count; then it ends. Whoever calls has asked who may.
 */
@Injectable()
export class CarriedTasks {
  constructor(
    private readonly repository: TaskRepository,
    private readonly carried: CarriedTaskRepository,
    private readonly areas: Areas,
    private readonly milestones: MilestoneRepository,
    private readonly changes: TaskChanges,
    private readonly targets: TargetChanges,
    private readonly expectations: Expectations,
    private readonly lights: Lights,
    private readonly news: TaskNews,
  ) {}

  /** Throws 409 for a task that is finished, waits for somebody's decision, or was carried over before. */
  requirePossible(task: SeenTask): void {
    if (task.carriedInto) throw carriedOver();
    if (!unfinished.includes(task.state) || task.pending) throw moveNotPossible();
  }

  /**
   * Drafts the task in the next plan: with its printed number, leader, units that stand still, and steps that are not
   * done. A step's date goes on where it lies in the years to come, else it is to be set. Gives the draft's id.
   */
  async carryOver(ctx: RequestContext, task: SeenTask, next: NextPlan): Promise<string> {
    this.requirePossible(task);
    const before = await this.carried.task(ctx, task.id);
    if (!before) throw notFound();
    const { leaderId } = before;
    const parts = await this.repository.assignments(ctx, task.id);
    const unitIds = await this.carried.standing(
      ctx,
      parts.map((part) => part.unitId),
    );
    const there = await this.repository.existing(ctx, { units: [], users: leaderId ? [leaderId] : [] });
    const yearEnd = `${next.year}-12-31`;
    const until = before.multiYearUntil;
    const row = taskRow(randomUUID(), {
      planId: next.id,
      areaId: before.areaId,
      number: await this.numberIn(ctx, before, next),
      title: before.title,
      outlineTitle: before.outlineTitle,
      visibility: before.visibility,
      origin: before.origin,
      basis: before.basis,
      summary: before.summary,
      leaderId:
        leaderId && there.users.includes(leaderId) && there.leaders.includes(leaderId) ? leaderId : null,
      dueDate: until !== null && until >= `${next.year}-01-01` && until < yearEnd ? until : yearEnd,
      multiYearUntil: until,
      carriedFrom: task.id,
    });
    await this.repository.insert(ctx, row);
    await this.repository.insertAssignments(ctx, anew(parts, row, unitIds));
    if (before.visibility === 'restricted')
      await this.repository.setKnowers(
        ctx,
        { planId: row.planId, taskId: row.id },
        await this.carried.knowers(ctx, task.id),
      );
    for (const { title, dueDate, firm, note } of await this.carried.openMilestones(ctx, task.id)) {
      const date = dueDate !== null && dueDate >= `${next.year}-01-01` ? dueDate : null;
      const step = { planId: row.planId, taskId: row.id, title, dueDate: date, firm, doneOn: null, note };
      await this.milestones.append(ctx, step);
    }
    if (!(await this.repository.update(ctx, task, {}))) throw stale();
    await this.note(ctx, task, 'carry-over', task.state, { year: next.year });
    await audit(ctx, { action: 'task.create', subjectType: 'task', subjectId: row.id, planId: row.planId });
    return row.id;
  }

  /**
   * The printed number, where the next plan has it free. A restricted task goes on without: one that is withheld from
   * all does not go on, and whoever sees the next plan's list must not tell the two apart by it.
   */
  private async numberIn(
    ctx: RequestContext,
    { number, visibility }: Task,
    next: NextPlan,
  ): Promise<number | null> {
    if (number === null || visibility !== 'open') return null;
    return (await this.carried.isFree(ctx, next.id, number)) ? number : null;
  }

  /** Ends the area's tasks that go on in the next plan; its year is settled. Returns how many. */
  async endAll(ctx: RequestContext, planId: string, areaId: string): Promise<number> {
    const ids = await this.carried.toEnd(ctx, planId, areaId);
    for (const id of ids) await this.end(ctx, id);
    return ids.length;
  }

  /** Ends a task that goes on in the next plan: it is neither asked for nor coloured here any more. */
  async end(ctx: RequestContext, taskId: string): Promise<void> {
    await this.repository.lock(ctx, taskId);
    const task = await this.repository.seen(ctx, taskId, wholePlan);
    if (!task?.carriedInto || ended.includes(task.state)) return;
    const { pending, leaderId } = task;
    const cleared = { pending: null, awaitingSuperior: false };
    if (!(await this.repository.update(ctx, task, { state: 'terminated', ...cleared }))) throw stale();
    await this.expectations.stopNotes(ctx, taskId);
    await this.expectations.settleForms(ctx, taskId);
    const by = await this.carried.carriedBy(ctx, taskId);
    const reason = '任务已结转至下一年度计划';
    if (by) await this.changes.end(ctx, { task, by, reason });
    const asked = pending && findMove(task.state, pending.move);
    if (asked) {
      const askedBy = [pending.by, pending.behalfOf ?? null, leaderId];
      await this.news.refused(ctx, task, asked, { reason, askedBy });
    }
    await this.note(ctx, task, 'year-end', 'terminated', {});
    await this.lights.refresh(ctx, task.planId, [taskId]);
  }

  /**
   * Gives up the draft that a task was carried over as; the task goes on where it was. The draft ends without number,
   * targets and forms. Throws 409 for a task that is no such draft, or one on which a unit has begun to report.
   */
  async takeBack(ctx: RequestContext, draftId: string): Promise<void> {
    const draft = await this.repository.seen(ctx, draftId);
    const row = await this.carried.task(ctx, draftId);
    if (!draft || !row) throw notFound();
    if (!row.carriedFrom || row.state !== 'draft') throw moveNotPossible();
    await this.repository.lock(ctx, row.carriedFrom);
    const task = await this.repository.seen(ctx, row.carriedFrom, wholePlan);
    if (!task) throw notFound();
    for (const { planId, areaId } of [draft, task]) await this.areas.requireEnabled(ctx, planId, areaId);
    if (!(await this.expectations.dropDuties(ctx, draftId))) throw reportsBegun();
    await this.targets.removeAll(ctx, draftId);
    const givenUp = { state: 'terminated', number: null, origin: 'added', carriedFrom: null } as const;
    if (!(await this.repository.update(ctx, draft, givenUp))) throw stale();
    await this.note(ctx, draft, 'take-back', 'terminated', {});
    const before = task.state === 'terminated' ? await this.carried.stateBefore(ctx, task.id) : null;
    if (!(await this.repository.update(ctx, task, before ? { state: before } : {}))) throw stale();
    await this.note(ctx, task, 'take-back', before ?? task.state, {});
    if (before) await this.changes.cameBack(ctx, task.id);
    await this.lights.refresh(ctx, draft.planId, [draftId]);
    await this.lights.refresh(ctx, task.planId, [task.id]);
  }

  private async note(
    ctx: RequestContext,
    task: SeenTask,
    move: string,
    to: TaskState,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await this.repository.addHistory(ctx, task, { move, from: task.state, to, reason: null, detail });
    const { id: subjectId, planId } = task;
    await audit(ctx, { action: `task.${move}`, subjectType: 'task', subjectId, planId, detail: { to } });
  }
}

/** The same parts in another task, to be accepted anew; of a unit whose work was taken over, nothing goes on. */
function anew(
  parts: readonly Assignment[],
  { id: taskId, planId }: { id: string; planId: string },
  standing: readonly string[],
): Assignment[] {
  const ids = new Map(parts.map((part) => [part.id, randomUUID()]));
  const below = (parentId: string | null): Assignment[] =>
    parts
      .filter((part) => part.parentId === parentId && standing.includes(part.unitId))
      .flatMap((part) => [
        {
          ...part,
          id: ids.get(part.id) as string,
          planId,
          taskId,
          parentId: part.parentId && (ids.get(part.parentId) as string),
          acceptedOn: null,
          handlerId: null,
          waivedReason: null,
          givenOn: null,
          acceptBy: null,
          version: 1,
        },
        ...below(part.id),
      ]);
  return below(null);
}
