import { randomUUID } from 'node:crypto';
import type { CarryOut, DecisionView, decisionBody, settleBody, TaskDecision, Text } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit, type LoadedSubject, notFound, validationFailed } from '../kernel/index.js';
import { Notifications } from '../notifications/notifications.service.js';
import { DecidedTasks } from '../tasks/decided-tasks.service.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { type DecisionContent, DecisionRepository, type DecisionRow } from './decision.repository.js';
import { MeetingRepository, type MeetingRow } from './meeting.repository.js';
import { MeetingNews } from './meeting-news.service.js';
import { carriedOut, minutesIssued, notOpen, withdrawn } from './meetings.errors.js';
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
    private readonly notifications: Notifications,
    private readonly news: MeetingNews,
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
    const { decision, meeting } = await this.undone(ctx, id);
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

  /** One that may be changed or carried out now. What was settled by word is refused like what took effect: 409. */
  private async undone(ctx: RequestContext, id: string) {
    const found = await this.standing(ctx, id);
    if (found.meeting.state !== 'open') throw notOpen();
    if (found.decision.did !== 'none' || found.decision.done) throw carriedOut();
    return found;
  }

  /** Makes a decision work, with the meeting as basis: a new task in 待签收, a later date, another target, a closure. */
  async carryOut(ctx: RequestContext, id: string, given: CarryOut): Promise<DecisionView> {
    const { decision, meeting } = await this.undone(ctx, id);
    const strange = (Object.keys(given) as (keyof CarryOut)[]).filter(
      (key) => key !== 'effect' && (given[key] ?? null) !== null && !asks[given.effect].includes(key),
    );
    if (strange.length > 0) throw notAskedFor(strange);
    const basis = `${meeting.title}(${meeting.heldOn})`;
    const { effect } = given;
    const said = {
      areaId: decision.areaId,
      leadUnitId: decision.leadUnit?.id ?? null,
      dueDate: decision.dueDate,
    };
    const done =
      effect === 'task'
        ? await this.makeTask(ctx, decision, { ...said, ...present(given) }, basis)
        : { ...said, taskId: await this.change(ctx, meeting, given, { reason: decision.text, basis }) };
    const { taskId } = done;
    await this.repository.carryOut(ctx, decision, {
      ...done,
      effect,
      doneOn: effect === 'task' ? null : ctx.today,
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

  /** Changes a task of the meeting's plan, and tells the heads of its lead unit. Answers which one. */
  private async change(
    ctx: RequestContext,
    meeting: MeetingRow,
    given: CarryOut,
    order: { reason: string; basis: string },
  ): Promise<string> {
    const { effect, taskId, dueDate, targetId, value } = given;
    refuseMissing(given, asks[effect]);
    if (!taskId) throw notFound();
    const task = await this.repository.task(ctx, taskId);
    if (!task) throw refused('taskId', 'unknown-task', { zh: '没有这个任务', en: 'no such task' });
    if (task.planId !== meeting.planId)
      throw refused('taskId', 'other-plan', {
        zh: '不是本次会议所属计划的任务',
        en: 'a task of another plan than the meeting is of',
      });
    if (effect === 'extension' && dueDate) {
      if (dueDate < ctx.today)
        throw refused('dueDate', 'passed', { zh: `不得早于 ${ctx.today}`, en: `not before ${ctx.today}` });
      await this.changes.extend(ctx, taskId, { dueDate, ...order });
    } else if (effect === 'target' && targetId && typeof value === 'number') {
      if ((await this.repository.taskOfTarget(ctx, targetId)) !== taskId)
        throw refused('targetId', 'not-of-task', { zh: '不是该任务的目标', en: 'no target of the task' });
      await this.changes.changeTarget(ctx, targetId, { value, effectiveOn: ctx.today, ...order });
    } else await this.changes.close(ctx, taskId, order);
    await this.notifications.tell(
      ctx,
      {
        planId: meeting.planId,
        taskId,
        kind: 'meeting-decided',
        detail: {
          meetingId: meeting.id,
          meeting: meeting.title,
          title: did[effect],
          ...(dueDate ? { dueDate } : {}),
          reason: order.reason,
        },
      },
      { headsOf: [task.leadUnitId] },
    );
    return taskId;
  }

  /** The meeting has decided: the task goes straight to its lead unit's acceptance. 422, by field, for what is missing. */
  private async makeTask(
    ctx: RequestContext,
    decision: DecisionRow,
    given: Partial<Record<'areaId' | 'leadUnitId' | 'dueDate' | 'leaderId', string | null>>,
    basis: string,
  ) {
    refuseMissing(given, asks.task);
    const { areaId, leadUnitId, dueDate, leaderId } = given;
    if (!areaId || !leadUnitId || !dueDate || !leaderId) throw notFound();
    const work = { areaId, leadUnitId, dueDate };
    const taskId = await this.decided.make(ctx, {
      ...work,
      planId: decision.planId,
      text: decision.text,
      basis,
      leaderId,
      cooperatingUnitIds: decision.cooperatingUnits.map((unit) => unit.id),
    });
    return { ...work, taskId };
  }

  /**
   * Says of a decision that nothing else settles that it was carried out, or takes that back; after the meeting, too.
   * One whose task was terminated is settled with a word on it: 422 without. Any other that took effect is as its task
   * is: 409.
   */
  async settle(
    ctx: RequestContext,
    id: string,
    { done, note }: z.infer<typeof settleBody>,
  ): Promise<DecisionView> {
    const { decision, meeting } = await this.standing(ctx, id);
    if (decision.did !== 'none' && !decision.taskEnded) throw carriedOut();
    if (done && decision.taskEnded) refuseMissing({ note }, ['note']);
    await this.repository.settle(ctx, decision, done ? ctx.today : null, (done && note) || null);
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
    await this.news.ofChange(ctx, meeting.id, () => this.minutes.withdrew(ctx, meeting, before));
    return this.one(ctx, id);
  }
}

/** What each effect takes, and needs; anything else is refused, for it would change nothing. */
const asks: Record<CarryOut['effect'], readonly (keyof CarryOut)[]> = {
  task: ['leadUnitId', 'areaId', 'dueDate', 'leaderId'],
  extension: ['taskId', 'dueDate'],
  target: ['taskId', 'targetId', 'value'],
  closure: ['taskId'],
};

/** What its lead unit is told of a task. */
const did: Partial<Record<CarryOut['effect'], Text>> = {
  extension: { zh: '延长时限', en: 'Extended' },
  target: { zh: '调整目标', en: 'Target changed' },
  closure: { zh: '办结销号', en: 'Closed' },
};

function contentOf(given: z.infer<typeof decisionBody>): DecisionContent {
  return {
    text: given.text,
    areaId: given.areaId ?? null,
    leadUnitId: given.leadUnitId ?? null,
    cooperatingUnitIds: given.cooperatingUnitIds,
    dueDate: given.dueDate ?? null,
  };
}

function view({ planId: _, did: _did, ...decision }: DecisionRow): DecisionView {
  return decision;
}

/** Without what is empty. */
function present(given: CarryOut): Partial<CarryOut> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** 422, by field, for what is needed and not given. */
function refuseMissing(given: Readonly<Record<string, unknown>>, needed: readonly string[]): void {
  const errors = needed
    .filter((path) => (given[path] ?? null) === null)
    .map((path) => ({ path, code: 'required', message: { zh: '必填', en: 'needed for this' } }));
  if (errors.length > 0) throw validationFailed({ errors });
}

const notAskedFor = (paths: readonly string[]) =>
  validationFailed({
    errors: paths.map((path) => ({
      path,
      code: 'not-asked-for',
      message: { zh: '与落实方式无关', en: 'this effect takes no such field' },
    })),
  });

const refused = (path: string, code: string, message: Text) =>
  validationFailed({ errors: [{ path, code, message }] });
