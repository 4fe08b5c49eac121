import {
  type Actor,
  allows,
  type ContestAnswer,
  type ContestBody,
  type ContestView,
  type Page,
} from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import {
  actorOf,
  alreadyExists,
  audit,
  type EndpointInput,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  Subjects,
  sortOf,
  stale,
  whole,
} from '../kernel/index.js';
import { Notifications } from '../notifications/notifications.service.js';
import { moveNotPossible, samePerson } from '../plans/refusals.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { type SeenTask, Tasks } from '../tasks/tasks.service.js';
import { ContestRepository, type ContestRow } from './contests.repository.js';

const notAssigned = defineError('not-assigned', 409, {
  zh: '您所负责的单位在本任务中没有分工',
  en: 'No unit of yours has a part in this task',
});

const newestFirst = { direction: 'desc' as const, limit: 500, offset: 0 };

/** 异议: the head of a unit that takes part contests a light, and the plan office answers. The light follows facts alone. */
@Injectable()
export class Contests implements OnModuleInit {
  constructor(
    private readonly repository: ContestRepository,
    private readonly tasks: Tasks,
    private readonly changes: TaskChanges,
    private readonly areas: Areas,
    private readonly notifications: Notifications,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.changes.onEnd(async (ctx, { task, by, reason }) => {
      for (const { id, raisedBy } of await this.repository.answerAll(ctx, task.id, by.id, reason)) {
        const { planId, id: taskId } = task;
        await this.log(ctx, 'light.answer', { id, planId, taskId });
        await this.notifications.tell(
          ctx,
          { planId, taskId, kind: 'contest-answered', detail: { outcome: 'rejected', reason } },
          { users: [raisedBy] },
        );
      }
    });
    this.subjects.register('light-contest', async (ctx, { params }: EndpointInput) => {
      const row = await this.repository.find(ctx, (params as { id: string }).id);
      const on = row && (await this.tasks.subjectOn(ctx, row.taskId, row.version));
      const now = on && (await this.repository.find(ctx, row.id));
      return now ? { ...on.subject, version: now.version } : null;
    });
  }

  async ofTask(ctx: RequestContext, taskId: string): Promise<Page<ContestView>> {
    const actor = actorOf(ctx);
    const { items } = await this.repository.page(ctx, { taskId }, newestFirst);
    return whole(items.map((row) => view(actor, row)));
  }

  /** Objections of a plan, of tasks that the asker may know. */
  async ofPlan(
    ctx: RequestContext,
    filter: Parameters<ContestRepository['page']>[1],
    request: PageRequest,
  ): Promise<Page<ContestView>> {
    const actor = actorOf(ctx);
    const { items, total } = await this.repository.page(ctx, filter, {
      direction: sortOf(request.sort).direction,
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    return pageFrom(
      items.map((row) => view(actor, row)),
      total,
      request,
    );
  }

  async toDecide(ctx: RequestContext, planId: string): Promise<{ taskId: string; moves: string[] }[]> {
    const actor = actorOf(ctx);
    if (!allows(actor, 'light.answer')) return [];
    const { items } = await this.repository.page(ctx, { planId, answered: false }, newestFirst);
    return items
      .filter((row) => row.raisedBy.id !== actor.id)
      .map((row) => ({ taskId: row.taskId, moves: ['answer-contest'] }));
  }

  async raise(ctx: RequestContext, taskId: string, body: ContestBody): Promise<ContestView> {
    const task = await this.tasks.held(ctx, taskId);
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (!['issued', 'in-progress', 'closure-review'].includes(task.state)) throw moveNotPossible();
    const { planId } = task;
    const unitId = unitOf(actorOf(ctx), task, body.unitId);
    if (!unitId) throw notAssigned();
    const id = await this.repository.insert(ctx, { planId, taskId, unitId, reason: body.reason });
    if (!id) throw alreadyExists();
    await this.log(ctx, 'light.contest', { id, planId, taskId });
    await this.notifications.tell(
      ctx,
      { planId, taskId, kind: 'contest-raised', detail: {} },
      { planOffice: true },
    );
    return this.get(ctx, id);
  }

  async answer(ctx: RequestContext, id: string, body: ContestAnswer): Promise<ContestView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    if (row.answer) throw moveNotPossible();
    if (row.raisedBy.id === actorOf(ctx).id) throw samePerson();
    if (!(await this.repository.answer(ctx, row, body))) throw stale();
    const { planId, taskId } = row;
    await this.log(ctx, 'light.answer', { id, planId, taskId });
    await this.notifications.tell(
      ctx,
      { planId, taskId, kind: 'contest-answered', detail: { outcome: body.upheld ? 'upheld' : 'rejected' } },
      { users: [row.raisedBy.id] },
    );
    return this.get(ctx, id);
  }

  private async get(ctx: RequestContext, id: string): Promise<ContestView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    return view(actorOf(ctx), row);
  }

  private log(ctx: RequestContext, action: string, row: { id: string; planId: string; taskId: string }) {
    return audit(ctx, {
      action,
      subjectType: 'light-contest',
      subjectId: row.id,
      planId: row.planId,
      detail: { taskId: row.taskId },
    });
  }
}

/** The unit that speaks: the named one, or the first that the actor heads, of those that take part. */
function unitOf(actor: Actor, task: SeenTask, named: string | undefined): string | null {
  const headed = task.parts
    .map((part) => part.unitId)
    .filter((id) => actor.grants.some((grant) => grant.role === 'unit-head' && grant.unitId === id));
  if (named) return headed.includes(named) ? named : null;
  return headed[0] ?? null;
}

function view(actor: Actor, { planId: _, ...row }: ContestRow): ContestView {
  const answers = !row.answer && row.raisedBy.id !== actor.id && allows(actor, 'light.answer');
  return { ...row, moves: answers ? ['answer'] : [] };
}
