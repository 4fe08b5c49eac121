import { addWorkingDays, type Ref, type TaskState, type Text } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { Areas } from '../areas/areas.service.js';
import { Calendar } from '../calendar/calendar.service.js';
import { Expectations } from '../expectations/expectations.service.js';
import { actorOf, audit, notFound, stale, validationFailed } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { knowerOf } from '../plans/known-tasks.js';
import { carriedOver, moveNotPossible } from '../plans/refusals.js';
import { TargetChanges } from '../targets/target-changes.service.js';
import { MilestoneRepository } from './milestones.repository.js';
import { type JoinedPart, type Part, TaskChangeRepository } from './task-changes.repository.js';
import { refuseUnknownPeople } from './task-input.js';
import { TaskNews } from './task-news.js';
import { type SeenTask, TaskRepository } from './tasks.repository.js';

/** Why a task is changed: what was decided, and by what (依据: a document, a meeting). */
export interface Decided {
  reason: string;
  basis: string | null;
}
export interface UnitChange {
  leadUnitId?: string | undefined;
  responsibleUnitIds?: readonly string[] | undefined;
  cooperatingUnitIds?: readonly string[] | undefined;
}
export interface MilestoneChange {
  title?: string | undefined;
  dueDate?: string | null | undefined;
  firm?: boolean | undefined;
}

/** A task that ended, closed, archived, terminated or in another one: nothing open may hang on it any more. */
export interface Ended {
  task: SeenTask;
  /** Who decided it. */
  by: Ref;
  /** Why what hung on the task ends with it, as it is shown. */
  reason: string;
}
/** A task that ended in another one, and where its parts go on. */
export interface Merged extends Ended {
  into: SeenTask;
  parts: readonly JoinedPart[];
}
type ReturnListener = (ctx: RequestContext, taskId: string) => Promise<void>;
type EndListener = (ctx: RequestContext, ended: Ended) => Promise<void>;
type MergeListener = (ctx: RequestContext, merged: Merged) => Promise<void>;

const endings: Partial<Record<TaskState, string>> = {
  closed: '任务已办结',
  archived: '任务已归档',
  terminated: '任务已终止',
};
const wholePlan = { actorId: null, office: true };
const underWay: readonly TaskState[] = ['issued', 'in-progress', 'closure-review'];
const changeable: readonly TaskState[] = [...underWay, 'suspended'];

/**
 * Applies to a task what was decided elsewhere: by the approvers of an extension or an adjustment, or by a meeting.
 * Whoever calls has asked who may. Each change keeps the old values in the history and leaves earlier lights alone;
 * an area's own veto is not asked, for the decision stands above it. All throw 404 for a task that the asker may not
 * know, 409 `area-disabled` or `move-not-possible`, and 412 where it was changed meanwhile.
 */
@Injectable()
export class TaskChanges {
  private readonly returnListeners: ReturnListener[] = [];
  private readonly endListeners: EndListener[] = [];
  private readonly mergeListeners: MergeListener[] = [];

  constructor(
    private readonly repository: TaskRepository,
    private readonly changes: TaskChangeRepository,
    private readonly milestones: MilestoneRepository,
    private readonly targets: TargetChanges,
    private readonly areas: Areas,
    private readonly registry: AreaRegistry,
    private readonly calendar: Calendar,
    private readonly expectations: Expectations,
    private readonly lights: Lights,
    private readonly news: TaskNews,
  ) {}

  /** Grants a later date; the original one is kept. 422 for a date that is not later than the present one. */
  async extend(ctx: RequestContext, taskId: string, given: Decided & { dueDate: string }): Promise<void> {
    const task = await this.changeable(ctx, taskId);
    if (given.dueDate <= (task.dueDate ?? ctx.today))
      throw refused('dueDate', 'not-later', {
        zh: `应晚于 ${task.dueDate ?? ctx.today}`,
        en: `must lie after ${task.dueDate ?? ctx.today}`,
      });
    await this.setDate(ctx, task, 'extend', given);
  }

  /** Moves the date, earlier or later, passed or not. */
  async changeDate(ctx: RequestContext, taskId: string, given: Decided & { dueDate: string }): Promise<void> {
    const task = await this.changeable(ctx, taskId);
    await this.setDate(ctx, task, 'adjust-date', given);
  }

  /** Closes the task as of today, whatever was asked for it before. */
  async close(ctx: RequestContext, taskId: string, given: Decided): Promise<void> {
    const task = await this.changeable(ctx, taskId, ['in-progress', 'closure-review']);
    if (task.carriedInto) throw carriedOver();
    await this.update(ctx, task, {
      state: 'closed',
      closedOn: ctx.today,
      pending: null,
      awaitingSuperior: false,
    });
    await this.expectations.stopNotes(ctx, taskId);
    await this.expectations.settleForms(ctx, taskId);
    await this.endedIn(ctx, task, 'closed', actorOf(ctx));
    await this.note(ctx, task, 'close', given, {}, 'closed');
  }

  /** Gives a target another value from a day on: today, or a day to come. The old row ends, a new one follows. */
  async changeTarget(
    ctx: RequestContext,
    targetId: string,
    given: Decided & { value: number; effectiveOn: string },
  ): Promise<string> {
    const target = await this.targets.standing(ctx, targetId);
    const task = await this.changeable(ctx, target.taskId);
    const newId = await this.targets.change(ctx, target, given);
    await this.note(ctx, task, 'adjust-target', given, {
      metric: target.metric,
      unit: target.unitName,
      before: target.value,
      after: given.value,
      effectiveOn: given.effectiveOn,
    });
    return newId;
  }

  /**
   * Gives the task other units; what is left out stays. A new lead unit accepts anew, within a working day; forms and
   * notes of periods that end from today on are then owed by it, unless the old one has begun them.
   */
  async changeUnits(ctx: RequestContext, taskId: string, given: Decided & UnitChange): Promise<void> {
    const before = await this.changes.parts(ctx, taskId);
    const of = (role: Part['role']) => before.filter((part) => part.role === role).map((part) => part.unitId);
    const oldLead = of('lead')[0] ?? null;
    const lead = given.leadUnitId ?? oldLead;
    const responsible = given.responsibleUnitIds ?? of('responsible').filter((id) => id !== lead);
    const cooperating = given.cooperatingUnitIds ?? of('cooperating').filter((id) => id !== lead);
    await refuseUnknownPeople(
      ctx,
      this.repository,
      {
        leadUnitId: lead,
        responsibleUnitIds: responsible,
        cooperatingUnitIds: cooperating,
        leaderId: null,
        knowerIds: [],
      },
      before.map(({ unitId }) => unitId),
    );
    const leadChanges = lead !== oldLead;
    const task = await this.changeable(ctx, taskId, leadChanges ? underWay : changeable);
    const part = (role: Part['role']) => (unitId: string) => ({ unitId, role });
    const acceptBy = addWorkingDays(ctx.today, 1, await this.calendar.load(ctx));
    const parts = [
      ...(lead ? [part('lead')(lead)] : []),
      ...responsible.map(part('responsible')),
      ...cooperating.map(part('cooperating')),
    ];
    const gone = await this.changes.setParts(ctx, task, parts, acceptBy);
    await this.update(ctx, task, leadChanges ? acceptAnew(acceptBy) : {});
    if (leadChanges && oldLead && lead) await this.handOver(ctx, task, oldLead, lead);
    const state = leadChanges ? 'issued' : task.state;
    await this.expectations.resettleNotes(ctx, taskId, state === 'in-progress');
    const names = (parts: readonly (Part & { name: string })[]) =>
      parts.map(({ role, name }) => ({ role, name }));
    const after = await this.changes.parts(ctx, taskId);
    const withThem = gone.filter((each) => each.nested).map((each) => each.name);
    await this.note(
      ctx,
      task,
      'adjust-units',
      given,
      { before: names(before), after: names(after), ...(withThem.length > 0 ? { taken: withThem } : {}) },
      state,
    );
    await this.news.parts(ctx, task, {
      given: after.filter(({ unitId }) => !before.some((each) => each.unitId === unitId)),
      changed: after.filter(({ unitId, role }) =>
        before.some((each) => each.unitId === unitId && each.role !== role),
      ),
      taken: gone,
      acceptBy,
      reason: given.reason,
    });
  }

  /** Changes a step that is not done. */
  async changeMilestone(
    ctx: RequestContext,
    taskId: string,
    milestoneId: string,
    given: Decided & MilestoneChange,
  ): Promise<void> {
    const task = await this.changeable(ctx, taskId);
    const milestone = await this.milestones.find(ctx, taskId, milestoneId);
    if (!milestone) throw notFound();
    if (milestone.doneOn !== null) throw moveNotPossible();
    const { title, dueDate, firm } = given;
    const changed = await this.milestones.update(ctx, milestone, {
      ...(title === undefined ? {} : { title }),
      ...(dueDate === undefined ? {} : { dueDate }),
      ...(firm === undefined ? {} : { firm }),
    });
    if (!changed) throw stale();
    await this.update(ctx, task, {});
    await this.note(ctx, task, 'adjust-milestone', given, {
      milestone: milestone.title,
      before: { title: milestone.title, dueDate: milestone.dueDate, firm: milestone.firm },
      after: {
        title: title ?? milestone.title,
        dueDate: dueDate === undefined ? milestone.dueDate : dueDate,
        firm: firm ?? milestone.firm,
      },
    });
  }

  /** Called inside the transaction that takes a task up again after others went on without it. */
  onReturn(listener: ReturnListener): void {
    this.returnListeners.push(listener);
  }

  async cameBack(ctx: RequestContext, taskId: string): Promise<void> {
    for (const listener of this.returnListeners) await listener(ctx, taskId);
  }

  /** Called inside the transaction that ends a task, once it has ended. */
  onEnd(listener: EndListener): void {
    this.endListeners.push(listener);
  }

  /** Ends what waits for somebody on a task that a move leaves in the state; nothing where the task goes on. */
  async endedIn(ctx: RequestContext, task: SeenTask, state: TaskState, by: Ref): Promise<void> {
    const reason = endings[state];
    if (reason) await this.end(ctx, { task, by, reason });
  }

  /** Tells whoever keeps something open on the task that it ended. */
  async end(ctx: RequestContext, ended: Ended): Promise<void> {
    for (const listener of this.endListeners) await listener(ctx, ended);
  }

  /** Called inside the transaction of a merger, once the task has ended. */
  onMerge(listener: MergeListener): void {
    this.mergeListeners.push(listener);
  }

  /**
   * Ends a task that goes on as part of another one of its area: its units join the other, those that gave work on
   * with all of it; its open steps, targets and forms follow; what was reported stays with it.
   */
  async mergeInto(
    ctx: RequestContext,
    taskId: string,
    intoId: string,
    given: Decided & { by: Ref },
  ): Promise<void> {
    const task = await this.changeable(ctx, taskId);
    if (task.carriedInto) throw carriedOver();
    const into = await this.changeable(ctx, intoId);
    // What joined it now would not go on with it.
    if (into.carriedInto) throw carriedOver();
    const alike =
      into.planId === task.planId && into.areaId === task.areaId && into.visibility === task.visibility;
    if (!alike || into.id === task.id)
      throw refused('intoTaskId', 'not-mergeable', {
        zh: '应为同一行动、同一公开范围的另一任务',
        en: 'must be another task of the same area and visibility',
      });
    await this.update(ctx, task, { state: 'terminated', pending: null, awaitingSuperior: false });
    await this.update(ctx, into, {});
    // Whoever may know the one need not know the other: its title is in the adjustment, not here.
    const reason = '所在任务已并入其他任务';
    const parts = await this.changes.joinParts(ctx, task, intoId, reason);
    await this.changes.joinMilestones(ctx, task, intoId);
    await this.targets.moveAll(ctx, taskId, intoId);
    await this.expectations.moveDuties(ctx, taskId, intoId);
    await this.expectations.stopNotes(ctx, taskId);
    await this.expectations.resettleNotes(ctx, intoId, into.state === 'in-progress');
    await this.expectations.settleForms(ctx, intoId);
    await this.end(ctx, { task, by: given.by, reason });
    for (const listener of this.mergeListeners)
      await listener(ctx, { task, into, parts, by: given.by, reason });
    await this.note(ctx, task, 'merge', given, { into: intoId }, 'terminated');
    await this.note(ctx, into, 'take-in', given, { from: taskId });
    const follow = parts.filter((part) => part.works);
    await this.news.parts(ctx, into, {
      given: follow.filter((part) => part.isNew),
      changed: follow.filter((part) => !part.isNew),
      reason: given.reason,
    });
  }

  /** Units that were given a part of another unit's. */
  nested(ctx: RequestContext, taskId: string): Promise<Ref[]> {
    return this.changes.nested(ctx, taskId);
  }

  /** What an adjustment starts from: the task's parts and its steps, as they stand. */
  async present(ctx: RequestContext, taskId: string) {
    const parts = await this.changes.parts(ctx, taskId);
    const of = (role: Part['role']) =>
      parts.filter((part) => part.role === role).map(({ unitId, name }) => ({ id: unitId, name }));
    const { milestones } = await this.repository.facts(ctx, taskId);
    return {
      leadUnit: of('lead')[0] ?? null,
      responsibleUnits: of('responsible'),
      cooperatingUnits: of('cooperating'),
      milestones,
    };
  }

  /** Forms of the task that the old lead unit reported are the new one's from the running period on. */
  private async handOver(ctx: RequestContext, task: SeenTask, oldLead: string, lead: string): Promise<void> {
    const year = await this.repository.planYear(ctx, task.planId);
    const duties = await this.expectations.duties(ctx, task.planId, task.areaId, ctx.today);
    for (const [formKey, duty] of Object.entries(duties)) {
      const form = this.registry.form(task.areaId, formKey);
      if (!form || duty.taskId !== task.id || !duty.unitIds.includes(oldLead)) continue;
      const unitIds = [...new Set(duty.unitIds.map((id) => (id === oldLead ? lead : id)))];
      await this.expectations.setDuty(ctx, {
        planId: task.planId,
        year,
        areaId: task.areaId,
        form,
        taskId: task.id,
        unitIds,
        from: ctx.today,
      });
    }
  }

  private async setDate(
    ctx: RequestContext,
    task: SeenTask,
    move: string,
    given: Decided & { dueDate: string },
  ): Promise<void> {
    await this.update(ctx, task, { dueDate: given.dueDate });
    await this.note(ctx, task, move, given, { before: task.dueDate, after: given.dueDate });
  }

  private async changeable(
    ctx: RequestContext,
    taskId: string,
    states: readonly TaskState[] = changeable,
  ): Promise<SeenTask> {
    await this.repository.lock(ctx, taskId);
    // The system's own work carries out what was decided of any task.
    const task = await this.repository.seen(ctx, taskId, ctx.actor ? knowerOf(ctx) : wholePlan);
    if (!task) throw notFound();
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (!states.includes(task.state)) throw moveNotPossible();
    return task;
  }

  private async update(
    ctx: RequestContext,
    task: SeenTask,
    changes: Parameters<TaskRepository['update']>[2],
  ): Promise<void> {
    if (!(await this.repository.update(ctx, task, changes))) throw stale();
  }

  /** The history keeps old and new values; the log that it happened. The light follows from what is true now. */
  private async note(
    ctx: RequestContext,
    task: SeenTask,
    move: string,
    given: Decided,
    detail: Record<string, unknown>,
    to: TaskState = task.state,
  ): Promise<void> {
    await this.repository.addHistory(ctx, task, {
      move,
      from: task.state,
      to,
      reason: given.reason,
      detail: { ...detail, ...(given.basis ? { basis: given.basis } : {}) },
    });
    await audit(ctx, {
      action: `task.${move}`,
      subjectType: 'task',
      subjectId: task.id,
      planId: task.planId,
      detail: { from: task.state, to },
    });
    await this.lights.refresh(ctx, task.planId, [task.id]);
  }
}

const acceptAnew = (acceptBy: string) => ({
  state: 'issued' as const,
  acceptedOn: null,
  acceptBy,
  declined: false,
  closureRequestedBy: null,
  preApprovedBy: null,
  pending: null,
  awaitingSuperior: false,
});

const refused = (path: string, code: string, message: Text) =>
  validationFailed({ errors: [{ path, code, message }] });
