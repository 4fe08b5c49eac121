import { randomUUID } from 'node:crypto';
import { type Actor, allows, type HistoryEntry, type Page, type Permission } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  actorOf,
  type EndpointInput,
  inTransaction,
  type LoadedSubject,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  RawJson,
  Subjects,
  sortOf,
} from '../kernel/index.js';
import type { Assignment } from './assignment.entity.js';
import { MilestoneRepository } from './milestones.repository.js';
import { leadsTask } from './movers.js';
import { assignmentRows, type NewTask, taskRow } from './task-input.js';
import { type TaskFilter, TaskReader } from './task-reader.repository.js';
import { type SeenTask, TaskRepository } from './tasks.repository.js';

export type { SeenTask } from './tasks.repository.js';

/** Reading tasks, and storing those that a seed or an import brings. */
@Injectable()
export class Tasks implements OnModuleInit {
  constructor(
    private readonly repository: TaskRepository,
    private readonly reader: TaskReader,
    private readonly milestones: MilestoneRepository,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    const seen = async (ctx: RequestContext, { params }: EndpointInput) => {
      const { id } = params as { id: string };
      await this.repository.lock(ctx, id);
      return this.repository.seen(ctx, id);
    };
    this.subjects.register('task', async (ctx, input: EndpointInput) => {
      const task = await seen(ctx, input);
      return task && subjectOf(actorOf(ctx), task);
    });
    this.subjects.register('task-part', async (ctx, input: EndpointInput) => {
      const task = await seen(ctx, input);
      return task && partOf(actorOf(ctx), task, ['report.write', 'report.read']);
    });
    this.subjects.register('task-headed', async (ctx, input: EndpointInput) => {
      const task = await seen(ctx, input);
      return task && partOf(actorOf(ctx), task, ['light.contest']);
    });
  }

  async list(ctx: RequestContext, filter: TaskFilter, request: PageRequest): Promise<RawJson> {
    const offset = offsetOf(request.cursor);
    const { items, count, total } = await this.reader.page(ctx, filter, {
      ...sortOf(request.sort),
      limit: request.limit,
      offset,
    });
    const { nextCursor } = pageFrom(Array.from({ length: count }), total, request);
    return new RawJson(`{"items":${items},"nextCursor":${JSON.stringify(nextCursor)},"total":${total}}`);
  }

  async get(ctx: RequestContext, id: string): Promise<RawJson> {
    const found = await this.reader.detail(ctx, id);
    if (!found) throw notFound();
    return new RawJson(found.json, found.version);
  }

  /** What a task is, as the asker sees it. */
  async brief(
    ctx: RequestContext,
    id: string,
  ): Promise<Pick<SeenTask, 'id' | 'number' | 'title' | 'areaId' | 'state'>> {
    const task = await this.repository.seen(ctx, id);
    if (!task) throw notFound();
    return task;
  }

  /** The task as the asker sees it, its row held to the end of a change. Throws 404 where it is not there for them. */
  async held(ctx: RequestContext, id: string): Promise<SeenTask> {
    await this.repository.lock(ctx, id);
    const task = await this.repository.seen(ctx, id);
    if (!task) throw notFound();
    return task;
  }

  /** The task and its subject, its row held; null where it is not there for the asker. */
  async subject(ctx: RequestContext, id: string): Promise<{ task: SeenTask; subject: LoadedSubject } | null> {
    await this.repository.lock(ctx, id);
    const task = await this.repository.seen(ctx, id);
    return task && { task, subject: subjectOf(actorOf(ctx), task) };
  }

  /** Something that hangs on a task, as the policy sees it; null where the asker may not know of the task. */
  async subjectOn(
    ctx: RequestContext,
    taskId: string,
    version: number,
  ): Promise<{ task: SeenTask; subject: LoadedSubject } | null> {
    await this.repository.lock(ctx, taskId);
    const task = await this.repository.seen(ctx, taskId);
    return task?.known ? { task, subject: { ...subjectOf(actorOf(ctx), task), version } } : null;
  }

  /** Whether the whole plan office belongs to the lead unit, so that the responsible leader takes its place. */
  async officeWithinLead(ctx: RequestContext, task: SeenTask): Promise<boolean> {
    if (!task.leadUnitId) return false;
    return this.repository.heldOnlyWithin(ctx, 'plan-office', task.areaId, task.leadUnitId);
  }

  /** What happened to the task, in order. Nothing edits it. */
  async history(ctx: RequestContext, id: string, request: PageRequest): Promise<Page<HistoryEntry>> {
    const { items, total } = await this.reader.history(ctx, id, {
      limit: request.limit,
      offset: offsetOf(request.cursor),
      direction: sortOf(request.sort).direction,
    });
    return pageFrom(items, total, request);
  }

  /**
   * Stores a task with those who take part; for seeds and imports, asks no policy and opens no expectation. One
   * that starts beyond draft gets a history row `import`.
   */
  create(ctx: RequestContext, given: NewTask): Promise<string> {
    return inTransaction(ctx, async (own) => {
      const task = taskRow(randomUUID(), given);
      await this.repository.insert(own, task);
      await this.repository.insertAssignments(
        own,
        assignmentRows(
          task,
          {
            leadUnitId: given.leadUnitId ?? null,
            responsibleUnitIds: given.responsibleUnitIds ?? [],
            cooperatingUnitIds: given.cooperatingUnitIds ?? [],
          },
          randomUUID,
        ),
      );
      if (given.knowerIds?.length) {
        await this.repository.setKnowers(own, { planId: task.planId, taskId: task.id }, given.knowerIds);
      }
      if (task.state !== 'draft' && task.state !== 'withheld') {
        const row = { move: 'import', from: task.state, to: task.state, reason: null, detail: {} };
        await this.repository.addHistory(own, task, row);
      }
      return task.id;
    });
  }

  /** Gives a unit a part in a task; for seeds and imports. */
  async assign(
    ctx: RequestContext,
    given: Pick<Assignment, 'planId' | 'taskId' | 'unitId' | 'role'> & Partial<Assignment>,
  ): Promise<string> {
    const id = randomUUID();
    await this.repository.insertAssignments(ctx, [
      {
        acceptedOn: null,
        handlerId: null,
        parentId: null,
        waivedReason: null,
        text: null,
        givenOn: null,
        acceptBy: null,
        ...given,
        id,
        version: 1,
      },
    ]);
    return id;
  }

  /** Adds a milestone after the task's last; for seeds and imports. */
  milestone(
    ctx: RequestContext,
    given: {
      planId: string;
      taskId: string;
      title: string;
      dueDate?: string | null;
      firm?: boolean;
      doneOn?: string | null;
      note?: string | null;
    },
  ): Promise<string> {
    return this.milestones.append(ctx, { dueDate: null, firm: true, doneOn: null, note: null, ...given });
  }
}

/** The task as the policy sees it. Nobody leads what is withheld: any leader may decide on its disclosure. */
export function subjectOf(actor: Actor, task: SeenTask): LoadedSubject {
  return {
    readPermission: 'task.read',
    version: task.version,
    areaId: task.areaId,
    unitId: task.leadUnitId,
    unitPath: task.leadUnitPath,
    unitKind: task.leadUnitKind,
    leadUnitId: task.leadUnitId,
    leaderId: leadsTask(actor, task) ? actor.id : task.leaderId,
    knownTo: task.visibility === 'restricted' && task.known ? [actor.id] : null,
  };
}

export function mayRead(actor: Actor, task: SeenTask): boolean {
  return allows(actor, 'task.read', subjectOf(actor, task));
}

/** The task as the unit sees it whose part the actor has one of these rights over; the lead unit's where there is none. */
function partOf(actor: Actor, task: SeenTask, rights: readonly Permission[]): LoadedSubject {
  const whole = subjectOf(actor, task);
  const parts = task.parts.map(({ unitId, path, kind }) => ({
    ...whole,
    unitId,
    unitPath: path,
    unitKind: kind,
  }));
  for (const right of rights) {
    const own = parts.find((part) => allows(actor, right, part));
    if (own) return own;
  }
  return whole;
}
