import { randomUUID } from 'node:crypto';
import type { CarryOut, DecisionView, decisionBody, TaskDecision } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit, type LoadedSubject, notFound, validationFailed } from '../kernel/index.js';
import { DecidedTasks } from '../tasks/decided-tasks.service.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { type DecisionContent, DecisionRepository, type DecisionRow } from './decision.repository.js';
import { MeetingRepository, type MeetingRow } from './meeting.repository.js';
import { carriedOut, incomplete, minutesIssued, notOpen, withdrawn } from './meetings.errors.js';
import { MinutesKeeper } from './minutes.service.js';

/** What a meeting settles (议定事项), and the work that it becomes. */
@Injectable()
export class Decisions {
  constructor(
    private readonly repository: DecisionRepository,
    private readonly meetings: MeetingRepository,
    private readonly changes: TaskChanges,
    private readonly decided: DecidedTasks,
    private readonly minutes: MinutesKeeper,
  ) {}

  async subject(ctx: RequestContext, id: string): Promise<LoadedSubject | null> {
    const row = await this.repository.find(ctx, id);
    return row && { readPermission: 'meeting.read', version: row.version, areaId: row.areaId };
  }

  async list(ctx: RequestContext, meetingId: string) {
    const rows = await this.repository.list(ctx, meetingId);
    return { items: rows.map(view), nextCursor: null, total: rows.length };
  }

  /** What meetings settled about a task, the earliest first. */
  async ofTask(ctx: RequestContext, taskId: string) {
    const rows = await this.repository.ofTask(ctx, taskId);
    return {
      items: rows.map(({ meeting, ...row }): TaskDecision => ({ ...view(row), meeting })),
      nextCursor: null,
      total: rows.length,
    };
  }

  private async row(
    ctx: RequestContext,
    id: string,
  ): Promise<{ decision: DecisionRow; meeting: MeetingRow }> {
    const decision = await this.repository.find(ctx, id);
    const meeting = decision && (await this.meetings.find(ctx, decision.meetingId));
    if (!decision || !meeting) throw notFound();
    return { decision, meeting };
  }

  /** Throws 409 where it was withdrawn. */
  private async standing(ctx: RequestContext, id: string) {
    const found = await this.row(ctx, id);
    if (found.decision.withdrawn) throw withdrawn();
    return found;
  }

  private async one(ctx: RequestContext, id: string): Promise<DecisionView> {
    return view((await this.row(ctx, id)).decision);
  }

  /** Takes a decision down while the meeting is open. */
  async add(
    ctx: RequestContext,
    meetingId: string,
    given: z.infer<typeof decisionBody>,
  ): Promise<DecisionView> {
    const meeting = await this.meetings.find(ctx, meetingId);
    if (!meeting) throw notFound();
    if (meeting.state !== 'open') throw notOpen();
    const id = randomUUID();
    const content = contentOf(given);
    await this.decided.check(ctx, meeting.planId, content);
    await this.repository.insert(ctx, { id, planId: meeting.planId, meetingId, ...content });
    await audit(ctx, {
      action: 'decision.add',
      subjectType: 'decision',
      subjectId: id,
      planId: meeting.planId,
      detail: { meetingId },
    });
    return this.one(ctx, id);
  }

  async update(ctx: RequestContext, id: string, given: z.infer<typeof decisionBody>): Promise<DecisionView> {
    const { decision, meeting } = await this.standing(ctx, id);
    if (meeting.state !== 'open') throw notOpen();
    if (decision.effect !== 'none') throw carriedOut();
    const content = contentOf(given);
    await this.decided.check(ctx, meeting.planId, content);
    await this.repository.update(ctx, decision, content);
    await audit(ctx, {
      action: 'decision.update',
      subjectType: 'decision',
      subjectId: id,
      planId: meeting.planId,
    });
    return this.one(ctx, id);
  }

  /** Makes a decision work, with the meeting as basis: a new task in 待签收, a later date, another target, a closure. */
  async carryOut(ctx: RequestContext, id: string, given: CarryOut): Promise<DecisionView> {
    const { decision, meeting } = await this.standing(ctx, id);
    if (meeting.state !== 'open') throw notOpen();
    if (decision.effect !== 'none') throw carriedOut();
    const basis = `${meeting.title}(${meeting.heldOn})`;
    const order = { reason: decision.text, basis };
    const taskId = await this.effect(ctx, decision, given, order);
    await this.repository.carryOut(ctx, decision, {
      effect: given.effect,
      taskId,
      doneOn: given.effect === 'task' ? null : ctx.today,
    });
    await audit(ctx, {
      action: `decision.${given.effect}`,
      subjectType: 'decision',
      subjectId: id,
      planId: meeting.planId,
      detail: { taskId },
    });
    return this.one(ctx, id);
  }

  private async effect(
    ctx: RequestContext,
    decision: DecisionRow,
    given: CarryOut,
    order: { reason: string; basis: string },
  ): Promise<string> {
    const strange = (Object.keys(given) as (keyof CarryOut)[]).filter(
      (key) => key !== 'effect' && (given[key] ?? null) !== null && !asks[given.effect].includes(key),
    );
    if (strange.length > 0) throw notAskedFor(strange);
    if (given.effect === 'task') return this.makeTask(ctx, decision, given, order.basis);
    if (!given.taskId) refuse('taskId');
    switch (given.effect) {
      case 'extension':
        if (!given.dueDate) refuse('dueDate');
        await this.changes.extend(ctx, given.taskId, { dueDate: given.dueDate, ...order });
        break;
      case 'target':
        if (!given.targetId) refuse('targetId');
        if (given.value === null || given.value === undefined) refuse('value');
        if ((await this.repository.taskOfTarget(ctx, given.targetId)) !== given.taskId) throw notOfTask();
        await this.changes.changeTarget(ctx, given.targetId, {
          value: given.value,
          effectiveOn: ctx.today,
          ...order,
        });
        break;
      case 'closure':
        await this.changes.close(ctx, given.taskId, order);
    }
    return given.taskId;
  }

  /** The meeting has decided: the task goes straight to its lead unit's acceptance. */
  private async makeTask(
    ctx: RequestContext,
    decision: DecisionRow,
    given: CarryOut,
    basis: string,
  ): Promise<string> {
    if (!decision.leadUnit || !decision.dueDate || !decision.areaId) throw incomplete();
    if (!given.leaderId) refuse('leaderId');
    return this.decided.make(ctx, {
      planId: decision.planId,
      areaId: decision.areaId,
      text: decision.text,
      basis,
      leaderId: given.leaderId,
      dueDate: decision.dueDate,
      leadUnitId: decision.leadUnit.id,
      cooperatingUnitIds: decision.cooperatingUnits.map((unit) => unit.id),
    });
  }

  /** Says that a decision without a task was carried out, or takes that back; after the meeting, too. */
  async settle(ctx: RequestContext, id: string, done: boolean): Promise<DecisionView> {
    const { decision, meeting } = await this.standing(ctx, id);
    if (decision.effect === 'task') throw carriedOut();
    await this.repository.settle(ctx, decision, done ? ctx.today : null);
    await audit(ctx, {
      action: 'decision.settle',
      subjectType: 'decision',
      subjectId: id,
      planId: meeting.planId,
      detail: { done },
    });
    return this.one(ctx, id);
  }

  /**
   * Takes back what was taken down by mistake, until the minutes are issued: it stays to be read, and the next meeting
   * does not open with it. The task, date, target or closure that it led to stays, to be changed on its own.
   */
  async withdraw(ctx: RequestContext, id: string, reason: string): Promise<DecisionView> {
    const { decision, meeting } = await this.standing(ctx, id);
    if (meeting.minutes?.state === 'issued') throw minutesIssued();
    if (meeting.state !== 'open' && meeting.state !== 'closed') throw notOpen();
    const before = await this.repository.list(ctx, meeting.id);
    await this.repository.withdraw(ctx, decision, reason);
    await audit(ctx, {
      action: 'decision.withdraw',
      subjectType: 'decision',
      subjectId: id,
      planId: meeting.planId,
      detail: { reason, effect: decision.effect },
    });
    await this.minutes.withdrew(ctx, meeting, before);
    return this.one(ctx, id);
  }
}

/** What each effect takes; anything else is refused, for it would change nothing. */
const asks: Record<CarryOut['effect'], readonly (keyof CarryOut)[]> = {
  task: ['leaderId'],
  extension: ['taskId', 'dueDate'],
  target: ['taskId', 'targetId', 'value'],
  closure: ['taskId'],
};

const notAskedFor = (paths: readonly string[]) =>
  validationFailed({
    errors: paths.map((path) => ({
      path,
      code: 'not-asked-for',
      message: { zh: '与落实方式无关', en: 'this effect takes no such field' },
    })),
  });

function contentOf(given: z.infer<typeof decisionBody>): DecisionContent {
  return {
    text: given.text,
    areaId: given.areaId ?? null,
    leadUnitId: given.leadUnitId ?? null,
    cooperatingUnitIds: given.cooperatingUnitIds,
    dueDate: given.dueDate ?? null,
  };
}

function view({ planId: _, ...decision }: DecisionRow): DecisionView {
  return decision;
}

function refuse(path: string): never {
  throw validationFailed({ errors: [{ path, code: 'required', message: 'needed for this effect' }] });
}

const notOfTask = () =>
  validationFailed({
    errors: [
      {
        path: 'targetId',
        code: 'not-of-task',
        message: { zh: '不是该任务的目标', en: 'no target of the task' },
      },
    ],
  });
