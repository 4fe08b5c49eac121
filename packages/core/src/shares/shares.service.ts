import {
  type BreakdownBody,
  type CompleteShareMilestoneBody,
  divide,
  type GivenMilestone,
  type Page,
  type Share,
  shareRule,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { Areas } from '../areas/areas.service.js';
import { Figures } from '../figures/figures.service.js';
import { UnitTargets } from '../figures/unit-targets.service.js';
import { type EndpointInput, notFound, Subjects, validationFailed, whole } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { moveNotPossible } from '../plans/refusals.js';
import { type AssignmentRow, Assignments } from '../tasks/assignments.service.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { TaskEvidence } from '../tasks/task-evidence.service.js';
import { type SeenTask, Tasks } from '../tasks/tasks.service.js';
import { breakdownFaults, milestoneFaults, noHandler } from './share-checks.js';
import {
  actionsOn,
  changeable,
  differs,
  isLate,
  linesOf,
  reasonMissing,
  requireAccepted,
  subjectOf,
} from './share-rules.js';
import { measured, type OwedTarget, owedTargets } from './share-targets.js';
import { ShareRepository } from './shares.repository.js';

/**
 * 分解: what each unit takes on of a task (签收), who handles it, by when, and what it gives on to the units below.
 * Parts of parts are parts of the task, and no tasks of their own; their targets colour no task.
 */
@Injectable()
export class Shares implements OnModuleInit {
  constructor(
    private readonly repository: ShareRepository,
    private readonly assignments: Assignments,
    private readonly tasks: Tasks,
    private readonly changes: TaskChanges,
    private readonly evidence: TaskEvidence,
    private readonly registry: AreaRegistry,
    private readonly areas: Areas,
    private readonly figures: Figures,
    private readonly targets: UnitTargets,
    private readonly plans: Plans,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('share', async (ctx, { params }: EndpointInput) => {
      const { id, shareId } = params as { id: string; shareId: string };
      const on = await this.tasks.subjectOn(ctx, id, 1);
      const share = on && (await this.assignments.find(ctx, id, shareId));
      return share && { ...subjectOf(on.subject, share), version: share.version };
    });
    this.changes.onMerge(async (ctx, { parts }) => {
      for (const { from, into } of parts) if (from !== into) await this.handOn(ctx, from, into, 'added');
    });
  }

  /**
   * A part that another one of its task, or of the task that took its own over, goes on with. Its sub-targets are
   * `added` to the other's, replace `all` of these, or are `none` of them: they are in the other's already.
   */
  handOn(ctx: RequestContext, from: string, into: string, targets: 'added' | 'all' | 'none'): Promise<void> {
    const adding = this.registry
      .manifests()
      .flatMap((manifest) => this.registry.metricsOfArea(manifest.id))
      .filter(({ metric }) => shareRule(metric) === 'sum')
      .map((each) => each.key);
    return this.repository.handOn(ctx, { from, into, targets, adding });
  }

  /** The parts of a task as a tree, each followed by the parts of it. Of what the asker may not know there is none. */
  async list(ctx: RequestContext, taskId: string): Promise<Page<Share>> {
    const on = await this.tasks.subjectOn(ctx, taskId, 1);
    if (!on || on.task.visibility === 'withheld') return whole([]);
    const rows = await this.assignments.ofTask(ctx, taskId);
    const owed = await this.owed(ctx, on.task, rows);
    const milestones = await this.repository.milestones(ctx, taskId);
    const figures = await this.figures.ofUnits(
      ctx,
      on.task.planId,
      rows.map((row) => row.unit.id),
      [...owed.values()]
        .flat()
        .map((each) => this.registry.metric(each.metric))
        .filter((each) => each !== null),
    );
    const plan = await this.plans.get(ctx, on.task.planId);
    const month = ctx.today.slice(0, 4) === String(plan.year) ? ctx.today.slice(0, 7) : `${plan.year}-12`;
    const enabled = await this.areas.isEnabled(ctx, on.task.planId, on.task.areaId);
    const view = (row: AssignmentRow, depth: number): Share => {
      const { unitKind: _, unitPath: __, ...share } = row;
      const own = owed.get(row.id) ?? [];
      const children = rows.filter((each) => each.parentId === row.id);
      return {
        ...share,
        depth,
        late: isLate(row, on.task.state, ctx.today),
        targets: measured(this.registry, own, figures.get(row.unit.id), month),
        divided: own.flatMap((target) => {
          const values = children.flatMap((child) =>
            (owed.get(child.id) ?? [])
              .filter((each) => each.source === 'share' && each.metric === target.metric)
              .map((each) => each.value),
          );
          if (values.length === 0) return [];
          const { total, verdict } = divide(target, values);
          return [{ metric: target.metric, total, verdict }];
        }),
        milestones: milestones
          .filter((each) => each.shareId === row.id)
          .map(({ shareId: _, ...each }) => ({
            ...each,
            late: each.doneOn === null && each.dueDate < ctx.today,
          })),
        may: enabled ? actionsOn(ctx, on.task, on.subject, row) : [],
      };
    };
    const below = (parentId: string | null, depth: number): Share[] =>
      rows
        .filter((row) => row.parentId === parentId)
        .flatMap((row) => [view(row, depth), ...below(row.id, depth + 1)]);
    return whole(below(null, 0));
  }

  /** 签收: the unit takes its share on. The lead unit does so by accepting the task. */
  async accept(ctx: RequestContext, taskId: string, shareId: string): Promise<Share> {
    const { task, share } = await this.held(ctx, taskId, shareId);
    if (share.role !== 'responsible' || share.acceptedOn !== null) throw moveNotPossible();
    await this.assignments.change(ctx, share, { acceptedOn: ctx.today });
    await this.assignments.note(ctx, task, {
      move: 'share-accept',
      shareId,
      detail: { unit: share.unit.name },
    });
    return this.get(ctx, taskId, shareId);
  }

  /** Names who handles the share: an active person of the unit, who may know of the task; or nobody. */
  async setHandler(
    ctx: RequestContext,
    taskId: string,
    shareId: string,
    { handlerId }: { handlerId: string | null },
  ): Promise<Share> {
    const { task, share } = await this.held(ctx, taskId, shareId);
    if (share.role === 'cooperating') throw moveNotPossible();
    const wanted = handlerId ? [{ userId: handlerId, unitId: share.unit.id }] : [];
    const fit = await this.assignments.handlers(ctx, taskId, wanted);
    if (fit.length < wanted.length) throw validationFailed({ errors: [noHandler('handlerId')] });
    await this.assignments.change(ctx, share, { handlerId });
    const after = await this.assignments.find(ctx, taskId, shareId);
    await this.assignments.note(ctx, task, {
      move: 'share-handler',
      shareId,
      detail: {
        unit: share.unit.name,
        before: share.handler?.name ?? null,
        after: after?.handler?.name ?? null,
      },
    });
    return this.get(ctx, taskId, shareId);
  }

  /** The unit's own steps that are still to be done. */
  async setMilestones(
    ctx: RequestContext,
    taskId: string,
    shareId: string,
    { milestones }: { milestones: GivenMilestone[] },
  ): Promise<Share> {
    const { task, share } = await this.held(ctx, taskId, shareId);
    requireAccepted(share);
    const present = (await this.repository.milestones(ctx, taskId)).filter(
      (each) => each.shareId === shareId && !each.given,
    );
    const errors = milestoneFaults(milestones, 'milestones', present);
    if (errors.length > 0) throw validationFailed({ errors });
    await this.repository.setMilestones(ctx, { id: shareId, planId: task.planId }, false, milestones);
    await this.assignments.change(ctx, share);
    await this.assignments.note(ctx, task, {
      move: 'share-milestones',
      shareId,
      detail: {
        unit: share.unit.name,
        milestones: milestones.map(({ title, dueDate }) => ({ title, dueDate })),
      },
    });
    return this.get(ctx, taskId, shareId);
  }

  /** Notes that a step of the share was done on a day, today at the latest; said again, it corrects the day. */
  async complete(
    ctx: RequestContext,
    taskId: string,
    shareId: string,
    milestoneId: string,
    given: CompleteShareMilestoneBody,
  ): Promise<Share> {
    if (given.doneOn > ctx.today) {
      const message = { zh: `晚于今天(${ctx.today})`, en: `lies after today, ${ctx.today}` };
      throw validationFailed({ errors: [{ path: 'doneOn', code: 'date-ahead', message }] });
    }
    const { task, share } = await this.held(ctx, taskId, shareId);
    const milestone = (await this.repository.milestones(ctx, taskId)).find(
      (each) => each.id === milestoneId && each.shareId === shareId,
    );
    if (!milestone) throw notFound();
    requireAccepted(share);
    // Evidence is taken in from the day on which the task is under way.
    if (task.state !== 'in-progress') throw moveNotPossible();
    await this.repository.complete(ctx, milestoneId, { doneOn: given.doneOn, note: given.note ?? null });
    for (const attachmentId of given.attachmentIds)
      await this.evidence.add(ctx, taskId, { attachmentId, shareMilestoneId: milestoneId });
    await this.assignments.note(ctx, task, {
      move: 'share-milestone-done',
      shareId,
      detail: { unit: share.unit.name, milestone: milestone.title, doneOn: given.doneOn },
    });
    return this.get(ctx, taskId, shareId);
  }

  /**
   * Gives the share's parts to units below it, all at once: whoever is left out has no part any more, with all that
   * it was broken down to itself. 422 by field; `reason` is needed to take away what was accepted or partly done.
   */
  async breakDown(ctx: RequestContext, taskId: string, shareId: string, body: BreakdownBody): Promise<Share> {
    const { task, share } = await this.held(ctx, taskId, shareId);
    requireAccepted(share);
    const parts = await this.assignments.ofTask(ctx, taskId);
    const milestones = await this.repository.milestones(ctx, taskId);
    const wanted = body.children.flatMap(({ unitId, handlerId }) =>
      handlerId ? [{ unitId, userId: handlerId }] : [],
    );
    const unitIds = body.children.map((child) => child.unitId);
    const owed = await this.owed(ctx, task, parts);
    const own = owed.get(shareId) ?? [];
    const below = share.unitPath
      ? await this.assignments.below(ctx, share.unitPath, unitIds)
      : new Map<string, string>();
    const handlers = await this.assignments.handlers(ctx, taskId, wanted);
    const errors = breakdownFaults(body, { share, parts, milestones, owed: own, below, handlers });
    // A part that ended with its unit stays as what it was: it is not given any more, and not taken away.
    const taken = linesOf(
      parts,
      parts.filter(
        (part) => part.parentId === shareId && part.waivedReason === null && !unitIds.includes(part.unit.id),
      ),
    );
    const doneBy = (part: AssignmentRow) =>
      milestones.filter((each) => each.shareId === part.id && each.doneOn);
    const begun = taken.filter((part) => part.acceptedOn || doneBy(part).length > 0);
    if (begun.length > 0 && !body.reason?.trim()) errors.push(reasonMissing(begun));
    if (errors.length > 0) throw validationFailed({ errors: errors.slice(0, 100) });

    await this.assignments.take(ctx, taken);
    const given: string[] = [];
    const changed: string[] = [];
    for (const child of body.children) {
      const present = parts.find((part) => part.unit.id === child.unitId && part.parentId === shareId);
      const rests = { own: owed.get(present?.id ?? '') ?? [], whole: own, milestones };
      if (present && !differs(child, present, rests)) continue;
      (present ? changed : given).push(child.unitId);
      await this.giveOn(ctx, task, share, own, child, present ?? null);
    }
    await this.assignments.change(ctx, share);
    const names = (ids: readonly string[]) => ids.map((id) => below.get(id));
    const reason = body.reason ?? null;
    await this.assignments.note(ctx, task, {
      move: 'share-break-down',
      shareId,
      reason,
      detail: {
        unit: share.unit.name,
        given: names(given),
        changed: names(changed),
        taken: taken.map((part) => ({
          unit: part.unit.name,
          text: part.text,
          acceptedOn: part.acceptedOn,
          done: doneBy(part).map(({ title, doneOn }) => ({ title, doneOn })),
        })),
      },
    });
    const asUnits = (ids: readonly string[]) => ids.map((unitId) => ({ unitId }));
    await this.assignments.tell(ctx, task, {
      unit: share.unit.name,
      given: asUnits(given),
      changed: asUnits(changed),
      taken: asUnits(taken.map((part) => part.unit.id)),
      acceptBy: await this.assignments.acceptBy(ctx, task),
      reason,
    });
    return this.get(ctx, taskId, shareId);
  }

  private async giveOn(
    ctx: RequestContext,
    task: SeenTask,
    share: AssignmentRow,
    owed: readonly OwedTarget[],
    { unitId, text, handlerId, targets, milestones }: BreakdownBody['children'][number],
    present: AssignmentRow | null,
  ): Promise<void> {
    if (present)
      await this.assignments.change(ctx, present, {
        text,
        ...(handlerId === undefined ? {} : { handlerId }),
      });
    const id =
      present?.id ??
      (await this.assignments.give(ctx, task, {
        parentId: share.id,
        unitId,
        text,
        handlerId: handlerId ?? null,
      }));
    // A date that the unit above set itself holds below it too; the plan's own may still move.
    const dated = targets.map((target) => {
      const whole = owed.find((each) => each.metric === target.metric);
      return { ...target, dueDate: target.dueDate ?? (whole?.source === 'share' ? whole.dueDate : null) };
    });
    const place = { id, planId: task.planId };
    await this.repository.setTargets(ctx, place, dated);
    await this.repository.setMilestones(ctx, place, true, milestones);
  }

  /** What each part of the task owes, by its id. */
  private async owed(
    ctx: RequestContext,
    task: SeenTask,
    parts: readonly AssignmentRow[],
  ): Promise<Map<string, OwedTarget[]>> {
    const plan = await this.plans.get(ctx, task.planId);
    const planTargets = await this.repository.planTargets(ctx, { taskId: task.id });
    const subTargets = await this.targets.subTargets(ctx, { taskId: task.id });
    return new Map(
      parts.map((part) => [
        part.id,
        owedTargets(
          this.registry,
          { unitId: part.unit.id, rootUnitId: plan.rootUnitId },
          planTargets,
          subTargets.filter((each) => each.shareId === part.id),
        ),
      ]),
    );
  }

  private async get(ctx: RequestContext, taskId: string, shareId: string): Promise<Share> {
    const { items } = await this.list(ctx, taskId);
    const share = items.find((each) => each.id === shareId);
    if (!share) throw notFound();
    return share;
  }

  /** The share and its task, held to the end of the change; 409 where the area or the task takes no changes. */
  private async held(
    ctx: RequestContext,
    taskId: string,
    shareId: string,
  ): Promise<{ task: SeenTask; share: AssignmentRow }> {
    const task = await this.tasks.held(ctx, taskId);
    const share = await this.assignments.find(ctx, taskId, shareId);
    if (!share) throw notFound();
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (!changeable.includes(task.state)) throw moveNotPossible();
    return { task, share };
  }
}
