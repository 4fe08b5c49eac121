import { randomUUID } from 'node:crypto';
import type { CreateTaskBody, UpdateTaskBody } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import {
  actorOf,
  audit,
  authorise,
  type EndpointInput,
  notFound,
  Subjects,
  stale,
  validationFailed,
} from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { Plans } from '../plans/plans.service.js';
import { moveNotPossible } from '../plans/refusals.js';
import type { Assignment } from './assignment.entity.js';
import { CarriedTaskRepository } from './carried-tasks.repository.js';
import { assignmentRows, refuseUnknownPeople, taskRow } from './task-input.js';
import { type SeenTask, TaskRepository } from './tasks.repository.js';

const hasFigures = defineError('has-figures', 409, {
  zh: '该任务已有目标值或填报责任，不能改为限阅',
  en: 'The task has targets or duties; a restricted task has none, so that no figure depends on who looks',
});

const hasWork = defineError('has-figures', 409, {
  zh: '该任务已有目标值、填报责任或填报，不能改到其他行动',
  en: 'The task has targets, duties or reports of its area; it cannot move to another one',
});

/** Drafting tasks that the plan does not print, and editing any task while it is a draft. */
@Injectable()
export class TaskDrafts implements OnModuleInit {
  constructor(
    private readonly repository: TaskRepository,
    private readonly carried: CarriedTaskRepository,
    private readonly areas: Areas,
    private readonly plans: Plans,
    private readonly lights: Lights,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('new-task', async (ctx, { params, body }: EndpointInput) => {
      const exists = await this.plans.exists(ctx, (params as { id: string }).id);
      return exists ? { readPermission: 'plan.read', areaId: (body as CreateTaskBody).areaId } : null;
    });
  }

  /** Stores a draft and gives its id. Whoever drafts a restricted task may know of it. */
  async create(ctx: RequestContext, planId: string, body: CreateTaskBody): Promise<string> {
    await this.areas.requireEnabled(ctx, planId, body.areaId);
    const parts = {
      leadUnitId: body.leadUnitId ?? null,
      responsibleUnitIds: body.responsibleUnitIds,
      cooperatingUnitIds: body.cooperatingUnitIds,
    };
    await refuseUnknownPeople(ctx, this.repository, {
      ...parts,
      leaderId: body.leaderId ?? null,
      knowerIds: body.knowerIds,
    });
    const task = taskRow(randomUUID(), { ...body, planId });
    await this.repository.insert(ctx, task);
    await this.repository.insertAssignments(ctx, assignmentRows(task, parts, randomUUID));
    if (body.visibility === 'restricted') {
      const knowers = [...new Set([...body.knowerIds, actorOf(ctx).id])];
      await this.repository.setKnowers(ctx, { planId, taskId: task.id }, knowers);
    }
    await audit(ctx, { action: 'task.create', subjectType: 'task', subjectId: task.id, planId });
    await this.lights.refresh(ctx, planId, [task.id]);
    return task.id;
  }

  /** Changes what the body names and leaves the rest. 409 `move-not-possible` once the task is no draft. */
  async update(ctx: RequestContext, id: string, body: UpdateTaskBody): Promise<void> {
    const task = await this.repository.seen(ctx, id);
    if (!task) throw notFound();
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (task.state !== 'draft') throw moveNotPossible();
    await this.checkPlace(ctx, task, body);
    await this.checkVisibility(ctx, task, body);
    const assignments = await this.repository.assignments(ctx, id);
    const before = partsOf(assignments);
    const parts = {
      leadUnitId: body.leadUnitId === undefined ? before.leadUnitId : body.leadUnitId,
      responsibleUnitIds: body.responsibleUnitIds ?? before.responsibleUnitIds,
      cooperatingUnitIds: body.cooperatingUnitIds ?? before.cooperatingUnitIds,
    };
    const people = { leaderId: body.leaderId ?? null, knowerIds: body.knowerIds ?? [] };
    const having = assignments.map(({ unitId }) => unitId);
    await refuseUnknownPeople(ctx, this.repository, { ...parts, ...people }, having);
    const { title, areaId, origin, visibility, basis, summary, leaderId, dueDate } = body;
    const changes = {
      ...{ title, areaId, origin, visibility, basis, summary, leaderId, dueDate },
      originalDueDate: dueDate,
    };
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    if (!(await this.repository.update(ctx, task, given))) throw stale();
    await this.replaceParts(ctx, { id, planId: task.planId, acceptedOn: null }, assignments, parts);
    await this.replaceKnowers(ctx, task, body);
    await audit(ctx, {
      action: 'task.edit',
      subjectType: 'task',
      subjectId: id,
      planId: task.planId,
      detail: { fields: Object.keys(body) },
    });
    await this.lights.refresh(ctx, task.planId, [id]);
  }

  /**
   * Where the task belongs and what it came from: 422 for another origin of what the plan prints, 403 for an area in
   * which the actor may not propose, 409 for one that is switched off, or where work of its area hangs on the task.
   */
  private async checkPlace(
    ctx: RequestContext,
    task: SeenTask,
    { areaId, origin }: UpdateTaskBody,
  ): Promise<void> {
    if (origin !== undefined && task.origin === 'plan') {
      const message = {
        zh: '计划原文列出的任务，来源不变',
        en: 'the plan prints the task; its origin stays',
      };
      throw validationFailed({ errors: [{ path: 'origin', code: 'printed', message }] });
    }
    if (areaId === undefined || areaId === task.areaId) return;
    authorise(ctx, 'task.propose', { readPermission: 'plan.read', areaId });
    await this.areas.requireEnabled(ctx, task.planId, areaId);
    if ((await this.repository.hasFigures(ctx, task.id)) || (await this.repository.hasReports(ctx, task.id)))
      throw hasWork();
  }

  /**
   * 409 for a restricted task with figures, 422 for another visibility than it had in the plan that it was carried over
   * from: opening it would disclose it there, and hiding it would tell everybody who saw it go on that it is hidden.
   */
  private async checkVisibility(
    ctx: RequestContext,
    task: SeenTask,
    { visibility }: UpdateTaskBody,
  ): Promise<void> {
    if (visibility === undefined || visibility === task.visibility) return;
    if ((await this.carried.task(ctx, task.id))?.carriedFrom) {
      const message = {
        zh: '由上一年度结转的任务，公开范围不变',
        en: 'the task is carried over; its visibility stays as it was',
      };
      throw validationFailed({ errors: [{ path: 'visibility', code: 'carried-over', message }] });
    }
    if (visibility === 'restricted' && (await this.repository.hasFigures(ctx, task.id))) throw hasFigures();
  }

  /** What a unit that still answers for a part of its own gave on below it stays. */
  private async replaceParts(
    ctx: RequestContext,
    task: { id: string; planId: string; acceptedOn: null },
    before: readonly Assignment[],
    parts: ReturnType<typeof partsOf>,
  ): Promise<void> {
    if (JSON.stringify(partsOf(before)) === JSON.stringify(parts)) return;
    const own = new Map(
      before.filter(({ parentId }) => parentId === null).map((each) => [each.unitId, each.id]),
    );
    const rows = assignmentRows(task, parts, randomUUID).map((row) => ({
      ...row,
      id: own.get(row.unitId) ?? row.id,
    }));
    const named = rows.map(({ unitId }) => unitId);
    const below = (above: Assignment): Assignment[] =>
      before
        .filter(({ parentId, unitId }) => parentId === above.id && !named.includes(unitId))
        .flatMap((part) => [part, ...below(part)]);
    await this.repository.clearAssignments(ctx, task.id);
    await this.repository.insertAssignments(ctx, [
      ...rows,
      ...rows.filter(({ role }) => role !== 'cooperating').flatMap(below),
    ]);
  }

  private async replaceKnowers(
    ctx: RequestContext,
    task: { id: string; planId: string; visibility: string },
    body: UpdateTaskBody,
  ): Promise<void> {
    const where = { planId: task.planId, taskId: task.id };
    const visibility = body.visibility ?? task.visibility;
    if (visibility !== 'restricted') {
      if (task.visibility === 'restricted') await this.repository.setKnowers(ctx, where, []);
      return;
    }
    if (body.knowerIds || task.visibility !== 'restricted') {
      const knowers = [...new Set([...(body.knowerIds ?? []), actorOf(ctx).id])];
      await this.repository.setKnowers(ctx, where, knowers);
    }
  }
}

/** Who takes part now, nested parts of other units' parts aside. */
function partsOf(assignments: readonly Assignment[]) {
  const own = assignments.filter((each) => each.parentId === null);
  const withRole = (role: Assignment['role']) =>
    own.filter((each) => each.role === role).map((each) => each.unitId);
  return {
    leadUnitId: withRole('lead')[0] ?? null,
    responsibleUnitIds: withRole('responsible'),
    cooperatingUnitIds: withRole('cooperating'),
  };
}
