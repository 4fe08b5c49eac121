import {
  type Actor,
  allows,
  closedOnTime,
  type DecideBody,
  type ExtensionBody,
  type ExtensionView,
  type LightRules,
  lastDay,
  type OnTime,
  type OnTimeTask,
  type onTimeTaskQuery,
  type Page,
  type WithdrawBody,
} from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { AreaSettings } from '../areas/area-settings.js';
import { Areas } from '../areas/areas.service.js';
import { Deputies } from '../deputies/deputies.service.js';
import {
  actorOf,
  alreadyExists,
  audit,
  type EndpointInput,
  forbidden,
  groupBy,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  Subjects,
  sortOf,
  stale,
  validationFailed,
  whole,
} from '../kernel/index.js';
import { Notifications } from '../notifications/notifications.service.js';
import { moveNotPossible, samePerson } from '../plans/refusals.js';
import { leadsTask } from '../tasks/movers.js';
import { type Ended, TaskChanges } from '../tasks/task-changes.service.js';
import { type SeenTask, Tasks } from '../tasks/tasks.service.js';
import { ExtensionRepository, type ExtensionRow, type JudgedTask } from './extensions.repository.js';

const datePassed = defineError('date-passed', 409, {
  zh: '已过办结期限，不能申请延期；如需变更期限，请由督查室提出调整',
  en: 'The date has passed; only an adjustment, proposed by the plan office, can move it now',
});

/** 延期: asked for by the head of the lead unit, approved by the plan office, granted by the responsible leader. */
@Injectable()
export class Extensions implements OnModuleInit {
  constructor(
    private readonly repository: ExtensionRepository,
    private readonly tasks: Tasks,
    private readonly changes: TaskChanges,
    private readonly deputies: Deputies,
    private readonly areas: Areas,
    private readonly settings: AreaSettings,
    private readonly notifications: Notifications,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    // The head of the lead unit asks, or who stands in for that head.
    this.subjects.register('extension-ask', async (ctx, { params }: EndpointInput) => {
      const on = await this.tasks.subject(ctx, (params as { id: string }).id);
      if (!on || !allows(actorOf(ctx), 'task.read', on.subject)) return null;
      const asks = allows(actorOf(ctx), 'extension.ask', on.subject);
      if (!asks && !(on.task.known && (await this.deputies.standsInFor(ctx, on.task.leadUnitId))))
        throw forbidden();
      return on.subject;
    });
    this.subjects.register('extension', async (ctx, { params }: EndpointInput) => {
      const row = await this.repository.find(ctx, (params as { id: string }).id);
      const on = row && (await this.tasks.subjectOn(ctx, row.taskId, row.version));
      if (!on) return null;
      // Who came first may have decided while we waited for the task.
      const now = await this.repository.find(ctx, row.id);
      return now && { ...on.subject, version: now.version };
    });
    // Whoever asked takes it back, or the head of the unit that asked, or who stands in for that head.
    this.subjects.register('extension-withdrawal', async (ctx, { params }: EndpointInput) => {
      const row = await this.repository.find(ctx, (params as { id: string }).id);
      const on = row && (await this.tasks.subjectOn(ctx, row.taskId, row.version));
      const now = on && (await this.repository.find(ctx, row.id));
      if (!now || !allows(actorOf(ctx), 'task.read', on.subject)) return null;
      if (!(await this.mayWithdraw(ctx, on.task, now))) throw forbidden();
      return { ...on.subject, version: now.version };
    });
    this.changes.onEnd((ctx, ended) => this.lapse(ctx, ended));
  }

  /** A task that ended has no date to move: what was asked is refused, and who asked is told why. */
  private async lapse(ctx: RequestContext, { task, by, reason }: Ended): Promise<void> {
    const decision = { by: { id: by.id, name: by.name }, on: ctx.today, move: 'refuse' as const, reason };
    for (const row of await this.repository.open(ctx, task.id)) {
      if (!(await this.repository.decide(ctx, row, 'refused', decision))) throw stale();
      await this.log(ctx, 'extension.lapse', row);
      await this.notifications.tell(
        ctx,
        {
          planId: row.planId,
          taskId: row.taskId,
          kind: 'extension-decided',
          detail: { outcome: 'refused', dueDate: row.dueDate, reason },
        },
        { users: [row.askedBy.id, row.askedFor?.id ?? null], unitIds: [task.leadUnitId] },
      );
    }
  }

  async list(ctx: RequestContext, taskId: string): Promise<Page<ExtensionView>> {
    const task = await this.tasks.held(ctx, taskId);
    if (!task.known) return whole([]);
    const within = await this.tasks.officeWithinLead(ctx, task);
    const items: ExtensionView[] = [];
    for (const row of await this.repository.list(ctx, taskId))
      items.push(
        view(row, [...movesFor(actorOf(ctx), task, row, within), ...(await this.withdrawal(ctx, task, row))]),
      );
    return whole(items);
  }

  /** Extensions of a plan, of tasks that the asker may know, with the moves that the asker may make now. */
  async ofPlan(
    ctx: RequestContext,
    filter: Parameters<ExtensionRepository['page']>[1],
    request: PageRequest,
  ): Promise<Page<ExtensionView>> {
    const { items, total } = await this.repository.page(ctx, filter, {
      ...sortOf(request.sort),
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    const shown: ExtensionView[] = [];
    for (const row of items) shown.push(view(row, await this.movesOf(ctx, row)));
    return pageFrom(shown, total, request);
  }

  /** Tasks of the plan that the asker may decide an extension of now. */
  async toDecide(ctx: RequestContext, planId: string): Promise<{ taskId: string; moves: string[] }[]> {
    const waiting: { taskId: string; moves: string[] }[] = [];
    for (const row of await this.repository.waiting(ctx, planId))
      if ((await this.movesOf(ctx, row)).length > 0)
        waiting.push({ taskId: row.taskId, moves: ['decide-extension'] });
    return waiting;
  }

  /** What the asker may decide of it now; the task is read only where it can matter. */
  private async movesOf(ctx: RequestContext, row: ExtensionRow): Promise<string[]> {
    const actor = actorOf(ctx);
    const decides = actor.grants.some(({ role }) => role === 'plan-office' || role === 'leader');
    if (!decides || (row.state !== 'asked' && row.state !== 'approved')) return [];
    const on = await this.tasks.subjectOn(ctx, row.taskId, row.version);
    if (!on) return [];
    return movesFor(actor, on.task, row, await this.tasks.officeWithinLead(ctx, on.task));
  }

  private async mayWithdraw(
    ctx: RequestContext,
    task: Pick<SeenTask, 'leadUnitId'>,
    row: ExtensionRow,
  ): Promise<boolean> {
    const actor = actorOf(ctx);
    if (row.askedBy.id === actor.id || row.askedFor?.id === actor.id) return true;
    const heads = actor.grants.some(({ role, unitId }) => role === 'unit-head' && unitId === task.leadUnitId);
    return heads || (await this.deputies.standsInFor(ctx, task.leadUnitId)) !== null;
  }

  private async withdrawal(ctx: RequestContext, task: SeenTask, row: ExtensionRow): Promise<string[]> {
    const waits = row.state === 'asked' || row.state === 'approved';
    return waits && (await this.mayWithdraw(ctx, task, row)) ? ['withdraw'] : [];
  }

  /** Asks for a later date. 409 once the date has passed, or while another one waits. */
  async ask(ctx: RequestContext, taskId: string, body: ExtensionBody): Promise<ExtensionView> {
    const task = await this.tasks.held(ctx, taskId);
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if ((task.state !== 'issued' && task.state !== 'in-progress') || !task.dueDate) throw moveNotPossible();
    if (ctx.today > task.dueDate) throw datePassed();
    if (body.dueDate <= task.dueDate) {
      throw validationFailed({
        errors: [
          {
            path: 'dueDate',
            code: 'not-later',
            message: { zh: `应晚于现期限 ${task.dueDate}`, en: `must lie after ${task.dueDate}` },
          },
        ],
      });
    }
    const { planId, dueDate } = task;
    const askedFor = (await this.deputies.standsInFor(ctx, task.leadUnitId))?.id ?? null;
    const id = await this.repository.insert(ctx, { id: taskId, planId, dueDate, askedFor }, body);
    if (!id) throw alreadyExists();
    await this.log(ctx, 'extension.ask', { id, planId, taskId });
    await this.notifications.tell(
      ctx,
      { planId, taskId, kind: 'extension-asked', detail: { dueDate: body.dueDate } },
      (await this.tasks.officeWithinLead(ctx, task)) ? { users: [task.leaderId] } : { planOffice: true },
    );
    return this.get(ctx, id);
  }

  /** Approves or refuses it, whosever turn it is; the leader's approval moves the date. */
  async decide(ctx: RequestContext, id: string, body: DecideBody): Promise<ExtensionView> {
    const actor = actorOf(ctx);
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    const task = await this.tasks.held(ctx, row.taskId);
    await this.areas.requireEnabled(ctx, row.planId, task.areaId);
    const within = await this.tasks.officeWithinLead(ctx, task);
    if (row.state !== 'asked' && row.state !== 'approved') throw moveNotPossible();
    if (tookPart(actor, row)) throw samePerson();
    if (movesFor(actor, task, row, within).length === 0) throw moveNotPossible();
    const granting = row.state === 'approved' || within;
    // The date was moved further meanwhile: an older wish would bring it back.
    if (granting && body.move === 'approve' && task.dueDate && row.dueDate <= task.dueDate)
      throw moveNotPossible();
    const state = body.move === 'refuse' ? 'refused' : granting ? 'granted' : 'approved';
    const { id: by, name } = actor;
    const decision = {
      by: { id: by, name },
      on: ctx.today,
      move: body.move,
      reason: body.reason ?? null,
    };
    if (!(await this.repository.decide(ctx, row, state, decision))) throw stale();
    await this.log(ctx, `extension.${body.move}`, row);
    const news = { planId: row.planId, taskId: row.taskId };
    if (state === 'granted') {
      const { dueDate, reason } = row;
      await this.changes.extend(ctx, row.taskId, { dueDate, reason, basis: null });
    }
    if (state === 'approved') {
      await this.notifications.tell(
        ctx,
        { ...news, kind: 'extension-asked', detail: { dueDate: row.dueDate } },
        { users: [task.leaderId] },
      );
    } else {
      await this.notifications.tell(
        ctx,
        {
          ...news,
          kind: 'extension-decided',
          detail: { outcome: state, dueDate: row.dueDate, reason: body.reason },
        },
        { users: [row.askedBy.id, row.askedFor?.id ?? null], unitIds: [task.leadUnitId] },
      );
    }
    return this.get(ctx, id);
  }

  /** Takes it back before it was granted; whoever has or had to decide is told. */
  async withdraw(ctx: RequestContext, id: string, { reason }: WithdrawBody): Promise<ExtensionView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    const task = await this.tasks.held(ctx, row.taskId);
    await this.areas.requireEnabled(ctx, row.planId, task.areaId);
    if (row.state !== 'asked' && row.state !== 'approved') throw moveNotPossible();
    const { id: by, name } = actorOf(ctx);
    const decision = { by: { id: by, name }, on: ctx.today, move: 'withdraw' as const, reason };
    if (!(await this.repository.decide(ctx, row, 'withdrawn', decision))) throw stale();
    await this.log(ctx, 'extension.withdraw', row);
    const within = await this.tasks.officeWithinLead(ctx, task);
    const leader = within || row.state === 'approved' ? [task.leaderId] : [];
    await this.notifications.tell(
      ctx,
      {
        planId: row.planId,
        taskId: row.taskId,
        kind: 'extension-decided',
        detail: { outcome: 'withdrawn', dueDate: row.dueDate, reason },
      },
      {
        users: [row.askedBy.id, row.askedFor?.id ?? null, ...leader],
        ...(within ? {} : { planOffice: true }),
      },
    );
    return this.get(ctx, id);
  }

  /** On-time rates against the dates first set and against the extended ones, over open tasks. */
  async onTime(ctx: RequestContext, planId: string): Promise<OnTime> {
    const tasks = await this.judged(ctx, planId);
    const rates = (of: readonly OnTimeTask[]) => ({
      original: rateOf(of, 'original'),
      extended: rateOf(of, 'extended'),
    });
    const areas = [...groupBy(tasks, ({ task }) => task.areaId)].sort(([a], [b]) => a.localeCompare(b));
    return {
      asOf: ctx.today,
      ...rates(tasks),
      areas: areas.map(([areaId, each]) => ({ areaId, ...rates(each) })),
    };
  }

  /** The tasks behind a figure of `onTime`: those that it counts. */
  async onTimeTasks(
    ctx: RequestContext,
    planId: string,
    { areaId, against, outcome }: z.infer<typeof onTimeTaskQuery>,
  ): Promise<Page<OnTimeTask>> {
    const tasks = await this.judged(ctx, planId);
    return whole(
      tasks.filter(
        (each) =>
          (!areaId || each.task.areaId === areaId) &&
          each[against] !== null &&
          (!outcome || each[against] === outcome),
      ),
    );
  }

  private async judged(ctx: RequestContext, planId: string): Promise<OnTimeTask[]> {
    const settings = await this.settings.ofPlan(ctx, planId);
    const tasks = await this.repository.judged(ctx, planId);
    return tasks.map(({ areaId, ...task }) => ({
      ...task,
      original: outcomeOf(task, task.originalDueDate, settings.rules(areaId), ctx.today),
      extended: outcomeOf(task, task.dueDate, settings.rules(areaId), ctx.today),
    }));
  }

  private async get(ctx: RequestContext, id: string): Promise<ExtensionView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    const task = await this.tasks.held(ctx, row.taskId);
    const within = await this.tasks.officeWithinLead(ctx, task);
    return view(row, [
      ...movesFor(actorOf(ctx), task, row, within),
      ...(await this.withdrawal(ctx, task, row)),
    ]);
  }

  private log(ctx: RequestContext, action: string, row: { id: string; planId: string; taskId: string }) {
    return audit(ctx, {
      action,
      subjectType: 'extension',
      subjectId: row.id,
      planId: row.planId,
      detail: { taskId: row.taskId },
    });
  }
}

/** Who asked, for whom it was asked, or who decided before, decides no more. */
function tookPart({ id }: Actor, row: ExtensionRow): boolean {
  return row.askedBy.id === id || row.askedFor?.id === id || row.decisions.some(({ by }) => by.id === id);
}

function movesFor(actor: Actor, task: SeenTask, row: ExtensionRow, officeWithinLead: boolean): string[] {
  if (tookPart(actor, row)) return [];
  const office =
    actor.grants.some((grant) => grant.role === 'plan-office') &&
    (actor.unitId === null || actor.unitId !== task.leadUnitId);
  const mine =
    row.state === 'asked'
      ? office || (officeWithinLead && leadsTask(actor, task))
      : row.state === 'approved' && leadsTask(actor, task);
  return mine ? ['approve', 'refuse'] : [];
}

function view({ planId: _, ...row }: ExtensionRow, moves: string[]): ExtensionView {
  return { ...row, moves };
}

/** How a task stands to a date; null for an open one that was asked to be closed in time, or still may be. */
function outcomeOf(
  { closedOn, requestedOn }: Pick<JudgedTask, 'closedOn' | 'requestedOn'>,
  dueDate: string,
  rules: LightRules,
  today: string,
): OnTimeTask['extended'] {
  if (closedOn !== null) return closedOnTime(dueDate, { closedOn, requestedOn }, rules) ? 'on-time' : 'late';
  return (requestedOn ?? today) > lastDay(dueDate, rules) ? 'late' : null;
}

function rateOf(tasks: readonly OnTimeTask[], against: 'original' | 'extended') {
  const onTime = tasks.filter((task) => task[against] === 'on-time').length;
  const late = tasks.filter((task) => task[against] === 'late').length;
  const of = onTime + late;
  return { of, onTime, late, rate: of === 0 ? null : Math.round((onTime / of) * 1_000_000) / 10_000 };
}
