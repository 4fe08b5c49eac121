import { randomUUID } from 'node:crypto';
import {
  type ConfiguredTarget,
  type CreateTargetBody,
  type Direction,
  type Grain,
  matchTargets,
  type Page,
  sameTarget,
  type TargetView,
} from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
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
} from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { samePerson } from '../plans/refusals.js';
import type { Target } from './target.entity.js';
import { type TargetFilter, TargetRepository } from './targets.repository.js';

const targetNotPossible = defineError('target-not-possible', 409, {
  zh: '未公开的任务不设目标值',
  en: 'A task that is not open carries no target',
});
const alreadyConfirmed = defineError('already-confirmed', 409, {
  zh: '该目标值已确认',
  en: 'This target was confirmed before',
});

/** A target as a seed or an import gives it. Direction and measure are the metric's unless said. */
export interface TargetInput {
  planId: string;
  taskId: string;
  areaId: string;
  /** Full key, area and metric. */
  metric: string;
  unitId: string;
  direction?: Direction;
  measure?: string;
  /** Null: an empty slot, to be proposed. */
  value: number | null;
  from?: string | null;
  dueDate?: string | null;
  holdUntil?: string | null;
  per?: Grain | null;
  baseline?: number | null;
  trajectory?: { date: string; value: number }[] | null;
  firm?: boolean;
  scope?: 'aggregate' | 'each';
  source: 'document' | 'demo' | 'entered';
  basis?: string | null;
  confirmed?: boolean;
  proposedBy?: string | null;
  /** First day on which it stands; always has unless said. */
  validFrom?: string | null;
  /** It corrects what stood before it. */
  corrects?: boolean;
  position?: number;
}

@Injectable()
export class Targets implements OnModuleInit {
  constructor(
    private readonly repository: TargetRepository,
    private readonly registry: AreaRegistry,
    private readonly areas: Areas,
    private readonly lights: Lights,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('target', async (ctx, { params }: EndpointInput) => {
      const target = await this.repository.find(ctx, (params as { id: string }).id);
      return target && { readPermission: 'plan.read', areaId: target.areaId, version: target.version };
    });
    this.subjects.register('new-target', async (ctx, { params, body }: EndpointInput) => {
      const task = await this.repository.task(ctx, (body as CreateTargetBody).taskId);
      if (task?.planId !== (params as { id: string }).id) return null;
      return { readPermission: 'plan.read', areaId: task.areaId };
    });
  }

  async list(ctx: RequestContext, filter: TargetFilter, request: PageRequest): Promise<Page<TargetView>> {
    const { items, total } = await this.repository.page(ctx, filter, {
      ...sortOf(request.sort),
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    return pageFrom(items, total, request);
  }

  /**
   * Stores targets; for seeds and imports, asks no policy. Throws for a metric that no area declares, and for a
   * task that is not open: what is restricted has no target, so that no figure depends on who looks.
   */
  async add(ctx: RequestContext, inputs: readonly TargetInput[]): Promise<string[]> {
    const targets = inputs.map((input, at) => this.complete({ position: at, ...input }));
    const visibilities = await this.repository.visibilities(
      ctx,
      targets.map((each) => each.taskId),
    );
    const closed = targets.find((each) => visibilities.get(each.taskId) !== 'open');
    if (closed) {
      throw new Error(
        `task ${closed.taskId} is not open and carries no target. Fix: leave ${closed.metric} out.`,
      );
    }
    await this.repository.insert(ctx, targets);
    return targets.map((each) => each.id);
  }

  private complete(input: TargetInput): Target {
    const metric = this.registry.metric(input.metric);
    if (!metric || metric.areaId !== input.areaId) {
      throw new Error(
        `area "${input.areaId}" declares no metric "${input.metric}". Fix: name one of its metrics by its full key.`,
      );
    }
    return {
      direction: metric.metric.direction,
      measure: metric.metric.measure,
      from: null,
      dueDate: null,
      holdUntil: null,
      per: null,
      baseline: null,
      trajectory: null,
      firm: true,
      scope: 'aggregate',
      basis: null,
      confirmed: true,
      proposedBy: null,
      validFrom: null,
      validTo: null,
      corrects: false,
      position: 0,
      ...input,
      id: randomUUID(),
      version: 1,
    };
  }

  /** The area's targets that stand on a day, as a configuration says them. */
  async ofArea(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    on: string,
  ): Promise<(ConfiguredTarget & { id: string })[]> {
    return (await this.repository.ofArea(ctx, planId, areaId))
      .filter((row) => (row.validFrom ?? on) <= on && (row.validTo ?? on) >= on)
      .map(asConfigured);
  }

  /**
   * Lets exactly these targets stand in the area from a day on. What says the same stays; what changes ends with the
   * day before and its successor takes its place; nothing is lost. Whoever calls decides who may, and the lights.
   */
  async project(
    ctx: RequestContext,
    given: { planId: string; areaId: string; from: string; targets: readonly ConfiguredTarget[] },
  ): Promise<void> {
    const { planId, areaId, from } = given;
    const all = await this.repository.ofArea(ctx, planId, areaId);
    const rows = new Map(all.map((row) => [row.id, row]));
    const standing = all.filter((row) => row.validTo === null || row.validTo >= from).map(asConfigured);
    const match = matchTargets(standing, given.targets);
    const begin = (target: ConfiguredTarget, before: Target | undefined) => {
      // One that says what an earlier one said (a rollback) is that one again: from the document, at its place.
      const earlier = all.find((row) => sameTarget(asConfigured(row), target));
      return this.complete({
        ...withoutUndefined(target),
        planId,
        areaId,
        source: earlier?.source ?? 'entered',
        position: (earlier ?? before)?.position ?? all.length,
        measure: (earlier ?? before)?.measure ?? this.registry.metric(target.metric)?.metric.measure ?? '',
        validFrom: from,
        corrects: true,
      });
    };
    await this.repository.carryOn(
      ctx,
      match.same.map((pair) => pair.before.id),
      from,
    );
    const over = [...match.changed.map((pair) => pair.before), ...match.ended];
    await this.repository.end(
      ctx,
      over.map((each) => each.id),
      from,
    );
    await this.repository.insert(ctx, [
      ...match.changed.map(({ before, after }) => begin(after, rows.get(before.id))),
      ...match.added.map((target) => begin(target, undefined)),
    ]);
  }

  /** Proposes a target; it speaks nowhere until somebody else confirms it. */
  async propose(ctx: RequestContext, planId: string, body: CreateTargetBody): Promise<TargetView> {
    const task = await this.repository.task(ctx, body.taskId);
    if (!task) throw notFound();
    if (this.registry.metric(body.metric)?.areaId !== task.areaId)
      throw refusedField('metric', 'unknown-metric', 'no metric of the task’s area');
    if (!(await this.repository.unitExists(ctx, body.unitId)))
      throw refusedField('unitId', 'unknown-unit', 'no open unit');
    await this.areas.requireEnabled(ctx, planId, task.areaId);
    if (task.visibility !== 'open') throw targetNotPossible();
    const target = this.complete({
      ...withoutUndefined(body),
      planId,
      areaId: task.areaId,
      source: 'entered',
      confirmed: false,
      proposedBy: actorOf(ctx).id,
      position: await this.repository.nextPosition(ctx, body.taskId),
    });
    if (await this.repository.isSaid(ctx, target)) throw alreadyExists();
    await this.repository.insert(ctx, [target]);
    await audit(ctx, {
      action: 'target.propose',
      subjectType: 'target',
      subjectId: target.id,
      planId,
      detail: { metric: target.metric, unitId: target.unitId, value: target.value },
    });
    return this.view(ctx, planId, target.id);
  }

  /** Confirms a proposed target; it takes the place of one empty slot: of the same basis, else for the same figure. */
  async confirm(ctx: RequestContext, id: string): Promise<TargetView> {
    const target = await this.repository.find(ctx, id);
    if (!target) throw notFound();
    if (target.confirmed) throw alreadyConfirmed();
    if (target.proposedBy === actorOf(ctx).id) throw samePerson();
    await this.areas.requireEnabled(ctx, target.planId, target.areaId);
    if (await this.repository.isSaid(ctx, target)) throw alreadyExists();
    const slot = await this.repository.slotOf(ctx, target);
    if (!(await this.repository.confirm(ctx, target))) throw stale();
    if (slot) await this.repository.remove(ctx, slot);
    await audit(ctx, {
      action: 'target.confirm',
      subjectType: 'target',
      subjectId: id,
      planId: target.planId,
      detail: { metric: target.metric, unitId: target.unitId, value: target.value },
    });
    await this.lights.refresh(ctx, target.planId, [target.taskId]);
    return this.view(ctx, target.planId, id);
  }

  private async view(ctx: RequestContext, planId: string, id: string): Promise<TargetView> {
    const { items } = await this.repository.page(
      ctx,
      { planId, id },
      { key: 'task', direction: 'asc', limit: 1, offset: 0 },
    );
    if (!items[0]) throw notFound();
    return items[0];
  }
}

/** What a target says, as configurations do. */
function asConfigured(row: Target): ConfiguredTarget & { id: string } {
  const { id, taskId, metric, unitId, direction, value, from, dueDate, holdUntil, per } = row;
  const { baseline, trajectory, firm, scope, basis } = row;
  const said = { id, taskId, metric, unitId, direction, value, from, dueDate, holdUntil, per };
  return {
    ...said,
    per: per as ConfiguredTarget['per'],
    baseline,
    trajectory,
    firm,
    scope,
    basis,
  };
}

const refusedField = (path: string, code: string, message: string) =>
  validationFailed({ errors: [{ path, code, message }] });

/** An absent field must not overwrite what the metric says. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
