import {
  type Actor,
  type AdjustmentBody,
  type AdjustmentView,
  type DecideBody,
  type Page,
  type PlanChange,
  type Text,
  type WithdrawBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
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
  validationFailed,
  whole,
} from '../kernel/index.js';
import { problemOf } from '../kernel/problem.filter.js';
import { Notifications } from '../notifications/notifications.service.js';
import { datePassed, moveNotPossible, samePerson } from '../plans/refusals.js';
import { TargetChanges } from '../targets/target-changes.service.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { type SeenTask, Tasks } from '../tasks/tasks.service.js';
import {
  type AdjustmentFilter,
  AdjustmentRepository,
  type AdjustmentRow,
  type NewAdjustment,
} from './adjustments.repository.js';

/** What stands and what it is to become, as an adjustment keeps both. */
type Values = Pick<NewAdjustment, 'subjectId' | 'before' | 'after'>;

const adjustable: readonly SeenTask['state'][] = ['issued', 'in-progress', 'closure-review', 'suspended'];
const newestFirst = { key: 'proposedOn', direction: 'desc' as const, limit: 500, offset: 0 };

/** 调整: proposed by the plan office, approved by the responsible leader, in force from a day on. */
@Injectable()
export class Adjustments implements OnModuleInit {
  constructor(
    private readonly repository: AdjustmentRepository,
    private readonly tasks: Tasks,
    private readonly changes: TaskChanges,
    private readonly targets: TargetChanges,
    private readonly areas: Areas,
    private readonly notifications: Notifications,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('adjustment', async (ctx, { params }: EndpointInput) => {
      const row = await this.repository.find(ctx, (params as { id: string }).id);
      const on = row && (await this.tasks.subjectOn(ctx, row.task.id, row.version));
      if (!on) return null;
      const now = await this.repository.find(ctx, row.id);
      return now && { ...on.subject, version: now.version };
    });
    this.changes.onEnd(async (ctx, { task, by, reason }) => {
      for (const row of await this.repository.settleAll(ctx, task.id, by.id, reason)) {
        await this.log(ctx, 'adjustment.lapse', row);
        const { planId, taskId } = row;
        await this.notifications.tell(
          ctx,
          { planId, taskId, kind: 'adjustment-decided', detail: { outcome: 'refused', reason } },
          { users: [row.proposedBy] },
        );
      }
    });
  }

  async list(
    ctx: RequestContext,
    filter: AdjustmentFilter,
    request: PageRequest,
  ): Promise<Page<AdjustmentView>> {
    const { items, total } = await this.repository.page(ctx, filter, {
      ...sortOf(request.sort),
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    return pageFrom(
      items.map((row) => view(actorOf(ctx), row)),
      total,
      request,
    );
  }

  async ofTask(ctx: RequestContext, taskId: string): Promise<Page<AdjustmentView>> {
    const { items } = await this.repository.page(ctx, { taskId }, newestFirst);
    return whole(items.map((row) => view(actorOf(ctx), row)));
  }

  /** Tasks of the plan that the asker may decide an adjustment of now. */
  async toDecide(ctx: RequestContext, planId: string): Promise<{ taskId: string; moves: string[] }[]> {
    const { items } = await this.repository.page(ctx, { planId, state: 'proposed' }, newestFirst);
    return items
      .filter((row) => movesFor(actorOf(ctx), row).includes('approve'))
      .map((row) => ({ taskId: row.task.id, moves: ['decide-adjustment'] }));
  }

  /** Moved dates, changed targets, other units: whatever decided them. */
  async planChanges(
    ctx: RequestContext,
    filter: Parameters<AdjustmentRepository['changes']>[1],
    request: PageRequest,
  ): Promise<Page<PlanChange>> {
    const { items, total } = await this.repository.changes(ctx, filter, {
      direction: sortOf(request.sort).direction,
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    return pageFrom(items, total, request);
  }

  async propose(ctx: RequestContext, taskId: string, body: AdjustmentBody): Promise<AdjustmentView> {
    if (body.effectiveOn < ctx.today)
      throw validationFailed({ errors: [datePassed('effectiveOn', ctx.today)] });
    const task = await this.tasks.held(ctx, taskId);
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (!adjustable.includes(task.state)) throw moveNotPossible();
    const { kind, reason, basis, effectiveOn } = body;
    const { planId } = task;
    const values = await this.values(ctx, task, body);
    const given: NewAdjustment = { planId, taskId, kind, reason, basis, effectiveOn, ...values };
    if (await this.repository.waits(ctx, given)) throw alreadyExists();
    const id = await this.repository.insert(ctx, given);
    await this.log(ctx, 'adjustment.propose', { id, planId, taskId, kind });
    await this.notifications.tell(
      ctx,
      { planId, taskId, kind: 'adjustment-proposed', detail: {} },
      { users: [task.leaderId] },
    );
    return this.get(ctx, id);
  }

  /** What stands now and what is asked for. 422 for what does not belong to the task. */
  private async values(ctx: RequestContext, task: SeenTask, body: AdjustmentBody): Promise<Values> {
    switch (body.kind) {
      case 'date':
        if (body.dueDate < ctx.today) throw validationFailed({ errors: [datePassed('dueDate', ctx.today)] });
        return { subjectId: null, before: { dueDate: task.dueDate }, after: { dueDate: body.dueDate } };
      case 'target': {
        const target = await this.targets.standing(ctx, body.targetId).catch(unless404);
        if (target?.taskId !== task.id || !target.confirmed || target.validTo !== null)
          throw refused('targetId', 'unknown-target', {
            zh: '不是本任务现行的目标值',
            en: 'no target of the task that stands',
          });
        const { metric, unitId, unitName, measure } = target;
        const what = { metric, unit: { id: unitId, name: unitName }, measure };
        return {
          subjectId: target.id,
          before: { ...what, value: target.value },
          after: { ...what, value: body.value },
        };
      }
      case 'units': {
        const { milestones: _, ...before } = await this.changes.present(ctx, task.id);
        const named = async (ids: readonly string[] | undefined) =>
          ids && (await this.repository.unitRefs(ctx, ids));
        const lead = body.leadUnitId
          ? (await this.repository.unitRefs(ctx, [body.leadUnitId]))[0]
          : undefined;
        if (body.leadUnitId && !lead)
          throw refused('leadUnitId', 'unknown-unit', { zh: '没有这个单位', en: 'no such unit' });
        const leadUnit = lead ?? before.leadUnit;
        // A unit that leads from now on takes no other part; lists that were given are refused as they are.
        const others = (units: { id: string; name: string }[]) =>
          units.filter(({ id }) => id !== leadUnit?.id);
        const after = {
          leadUnit,
          responsibleUnits: (await named(body.responsibleUnitIds)) ?? others(before.responsibleUnits),
          cooperatingUnits: (await named(body.cooperatingUnitIds)) ?? others(before.cooperatingUnits),
        };
        refuseTwice(after);
        return { subjectId: null, before, after };
      }
      case 'milestone': {
        const { milestones } = await this.changes.present(ctx, task.id);
        const milestone = milestones.find((each) => each.id === body.milestoneId);
        if (!milestone || milestone.doneOn !== null)
          throw refused('milestoneId', 'unknown-milestone', {
            zh: '不是本任务未完成的节点',
            en: 'no open milestone of the task',
          });
        const { title, dueDate, firm } = milestone;
        const before = { title, dueDate, firm };
        return {
          subjectId: milestone.id,
          before,
          after: {
            title: body.title ?? title,
            dueDate: body.dueDate === undefined ? dueDate : body.dueDate,
            firm: body.firm ?? firm,
          },
        };
      }
      case 'merge': {
        const into = await this.tasks.held(ctx, body.intoTaskId).catch(unless404);
        const alike =
          into?.known &&
          into.id !== task.id &&
          into.planId === task.planId &&
          into.areaId === task.areaId &&
          into.visibility === task.visibility;
        if (!alike)
          throw refused('intoTaskId', 'not-mergeable', {
            zh: '应为同一行动、同一公开范围的另一任务',
            en: 'must be another task of the same area and visibility',
          });
        return {
          subjectId: into.id,
          before: {},
          after: {
            into: { id: into.id, number: into.number, title: into.title },
            // Whoever approves sees whose work goes over with it.
            goesOn: await this.changes.nested(ctx, task.id),
          },
        };
      }
    }
  }

  /** The responsible leader approves it, to take effect on its day, or refuses it. */
  async decide(ctx: RequestContext, id: string, body: DecideBody): Promise<AdjustmentView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    await this.areas.requireEnabled(ctx, row.planId, row.task.areaId);
    if (row.state !== 'proposed') throw moveNotPossible();
    if (row.proposedBy.id === actorOf(ctx).id) throw samePerson();
    const state = body.move === 'approve' ? 'approved' : 'refused';
    if (!(await this.repository.decide(ctx, row, state, body.reason ?? null))) throw stale();
    await this.log(ctx, `adjustment.${body.move}`, { ...row, taskId: row.task.id });
    if (state === 'approved' && row.effectiveOn <= ctx.today) {
      await this.carryOut(ctx, row);
      await this.repository.settle(ctx, id, 'applied');
    }
    const parts = await this.changes.present(ctx, row.task.id);
    await this.notifications.tell(
      ctx,
      {
        planId: row.planId,
        taskId: row.task.id,
        kind: 'adjustment-decided',
        detail: { outcome: body.move, reason: body.reason },
      },
      {
        users: [row.proposedBy.id],
        ...(state === 'approved' ? { unitIds: [parts.leadUnit?.id ?? null], areaId: row.task.areaId } : {}),
      },
    );
    return this.get(ctx, id);
  }

  /**
   * Takes back a proposal that waits (the plan office), or what was approved for a day to come (the leader who may
   * approve). Whoever was told of the one is told of the other.
   */
  async withdraw(ctx: RequestContext, id: string, { reason }: WithdrawBody): Promise<AdjustmentView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    await this.areas.requireEnabled(ctx, row.planId, row.task.areaId);
    if (!movesFor(actorOf(ctx), row).includes('withdraw')) throw moveNotPossible();
    if (!(await this.repository.withdraw(ctx, row, reason))) throw stale();
    await this.log(ctx, 'adjustment.withdraw', { ...row, taskId: row.task.id });
    const parts = await this.changes.present(ctx, row.task.id);
    await this.notifications.tell(
      ctx,
      {
        planId: row.planId,
        taskId: row.task.id,
        kind: 'adjustment-decided',
        detail: { outcome: 'withdrawn', reason },
      },
      {
        users: [row.proposedBy.id, row.leaderId],
        ...(row.state === 'approved'
          ? { unitIds: [parts.leadUnit?.id ?? null], areaId: row.task.areaId }
          : {}),
      },
    );
    return this.get(ctx, id);
  }

  /** Carries out what was approved for a day that has come; one that is no longer possible fails and is told. */
  async applyDue(ctx: RequestContext, planId: string): Promise<number> {
    let applied = 0;
    for (const row of await this.repository.due(ctx, planId)) {
      try {
        // A savepoint: what cannot be carried out leaves nothing behind.
        await ctx.em.transaction((em) => this.carryOut({ ...ctx, em }, row));
        await this.repository.settle(ctx, row.id, 'applied');
        applied += 1;
      } catch (error) {
        const problem = problemOf(error);
        if (!problem || problem.status >= 500) throw error;
        await this.repository.settle(ctx, row.id, 'failed');
        await this.notifications.tell(
          ctx,
          {
            planId,
            taskId: row.task.id,
            kind: 'adjustment-failed',
            detail: { reason: problem.detail.zh },
          },
          { users: [row.proposedBy.id, row.leaderId] },
        );
      }
    }
    return applied;
  }

  private async carryOut(ctx: RequestContext, row: AdjustmentRow): Promise<void> {
    const decided = { reason: row.reason, basis: row.basis };
    const { after } = row;
    const taskId = row.task.id;
    const subject = row.subjectId ?? '';
    const ids = (refs: unknown) => (refs as { id: string }[]).map(({ id }) => id);
    switch (row.kind) {
      case 'date':
        return this.changes.changeDate(ctx, taskId, { ...decided, dueDate: after.dueDate as string });
      case 'target':
        await this.changes.changeTarget(ctx, subject, {
          ...decided,
          value: after.value as number,
          effectiveOn: ctx.today,
        });
        return;
      case 'units': {
        const lead = after.leadUnit as { id: string } | null;
        return this.changes.changeUnits(ctx, taskId, {
          ...decided,
          ...(lead ? { leadUnitId: lead.id } : {}),
          responsibleUnitIds: ids(after.responsibleUnits),
          cooperatingUnitIds: ids(after.cooperatingUnits),
        });
      }
      case 'milestone':
        return this.changes.changeMilestone(ctx, taskId, subject, {
          ...decided,
          title: after.title as string,
          dueDate: after.dueDate as string | null,
          firm: after.firm as boolean,
        });
      case 'merge':
        return this.changes.mergeInto(ctx, taskId, subject, {
          ...decided,
          by: row.decidedBy ?? actorOf(ctx),
        });
    }
  }

  private async get(ctx: RequestContext, id: string): Promise<AdjustmentView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    return view(actorOf(ctx), row);
  }

  private log(
    ctx: RequestContext,
    action: string,
    row: { id: string; planId: string; taskId: string; kind: string },
  ) {
    return audit(ctx, {
      action,
      subjectType: 'adjustment',
      subjectId: row.id,
      planId: row.planId,
      detail: { taskId: row.taskId, kind: row.kind },
    });
  }
}

function movesFor(actor: Actor, row: AdjustmentRow): string[] {
  const holds = (role: string) => actor.grants.some((grant) => grant.role === role);
  const leads = row.leaderId === actor.id && holds('leader');
  const { state } = row;
  return [
    ...(state === 'proposed' && leads && row.proposedBy.id !== actor.id ? ['approve', 'refuse'] : []),
    ...((state === 'proposed' && holds('plan-office')) || (state === 'approved' && leads)
      ? ['withdraw']
      : []),
  ];
}

function view(actor: Actor, row: AdjustmentRow): AdjustmentView {
  const { planId: _, leaderId: __, ...shown } = row;
  return { ...shown, moves: movesFor(actor, row) };
}

/** 422 by field for a unit that would have two parts: who approves could not mend it. */
function refuseTwice(after: {
  leadUnit: { id: string } | null;
  responsibleUnits: { id: string }[];
  cooperatingUnits: { id: string }[];
}): void {
  const taken = new Set(after.leadUnit ? [after.leadUnit.id] : []);
  for (const [path, units] of [
    ['responsibleUnitIds', after.responsibleUnits],
    ['cooperatingUnitIds', after.cooperatingUnits],
  ] as const)
    for (const { id } of units) {
      if (taken.has(id))
        throw refused(path, 'assigned-twice', {
          zh: '该单位在本任务中已有分工',
          en: 'the unit has a part in the task already',
        });
      taken.add(id);
    }
}

const refused = (path: string, code: string, message: Text) =>
  validationFailed({ errors: [{ path, code, message }] });

/** What is not there for the asker is a wrong field of theirs. */
function unless404(error: unknown): null {
  if (problemOf(error)?.status === 404) return null;
  throw error;
}
