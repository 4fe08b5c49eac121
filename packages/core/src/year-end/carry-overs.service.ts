import {
  type CarryOverPage,
  type CarryOversBody,
  type LightRules,
  lastDay,
  type TaskMovesResult,
} from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { Areas } from '../areas/areas.service.js';
import { Expectations } from '../expectations/expectations.service.js';
import { authorise, moveMany, notFound, validationFailed, whole } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { Plans } from '../plans/plans.service.js';
import { TargetChanges } from '../targets/target-changes.service.js';
import { Targets } from '../targets/targets.service.js';
import { CarriedTasks } from '../tasks/carried-tasks.service.js';
import { type SeenTask, Tasks } from '../tasks/tasks.service.js';
import { type PlanOfYear, YearEndRepository } from './year-end.repository.js';

const noNextPlan = defineError('no-next-plan', 409, {
  zh: '尚无下一年度计划，请先建立',
  en: 'There is no plan of the next year; draft it first',
});

/** 结转: unfinished tasks of a plan go on in the next one, with their yearly stage targets (年度阶段目标) and forms. */
@Injectable()
export class CarryOvers {
  constructor(
    private readonly repository: YearEndRepository,
    private readonly plans: Plans,
    private readonly areas: Areas,
    private readonly settings: AreaSettings,
    private readonly registry: AreaRegistry,
    private readonly tasks: Tasks,
    private readonly carried: CarriedTasks,
    private readonly targets: Targets,
    private readonly targetChanges: TargetChanges,
    private readonly expectations: Expectations,
    private readonly lights: Lights,
  ) {}

  /** What may go on, and where to. */
  async offers(ctx: RequestContext, planId: string): Promise<CarryOverPage> {
    return {
      ...whole(await this.repository.offers(ctx, planId)),
      nextPlan: await this.repository.next(ctx, planId),
    };
  }

  /** Carries each of the tasks over on its own. 409 without a next plan, 422 for a stage of no target of theirs. */
  async carryOver(ctx: RequestContext, planId: string, body: CarryOversBody): Promise<TaskMovesResult> {
    const next = await this.repository.next(ctx, planId);
    if (!next) throw noNextPlan();
    const stages = await this.stages(ctx, planId, body);
    return moveMany(ctx, body, {
      permitted: async (own, id) => {
        const found = await this.tasks.subject(own, id);
        if (found?.task.planId !== planId) throw notFound();
        authorise(own, 'plan.keep', found.subject);
        return found.subject;
      },
      possible: async (own, id) => {
        const task = await this.tasks.held(own, id);
        await this.areas.requireEnabled(own, planId, task.areaId);
        await this.areas.requireEnabled(own, next.id, task.areaId);
        this.carried.requirePossible(task);
        return { state: task.state, behalfOf: null };
      },
      make: (own, id) => this.one(own, id, next, stages),
      stands: async (own, id) => (await this.tasks.subject(own, id))?.task ?? null,
    });
  }

  /** Of the tasks' targets, the value that each is to have next year. */
  private async stages(ctx: RequestContext, planId: string, body: CarryOversBody) {
    const offered = await this.repository.offers(ctx, planId);
    const known = new Set(
      offered
        .filter((task) => body.ids.includes(task.id))
        .flatMap((task) => task.targets.map((target) => target.id)),
    );
    const message = { zh: '不是所选任务的目标值', en: 'no target of the chosen tasks' };
    const errors = body.stages.flatMap(({ targetId }, at) =>
      known.has(targetId) ? [] : [{ path: `stages.${at}.targetId`, code: 'unknown-target', message }],
    );
    if (errors.length > 0) throw validationFailed({ errors: errors.slice(0, 100) });
    return new Map(body.stages.map(({ targetId, value }) => [targetId, value]));
  }

  private async one(
    ctx: RequestContext,
    id: string,
    next: PlanOfYear,
    stages: ReadonlyMap<string, number>,
  ): Promise<void> {
    const task = await this.tasks.held(ctx, id);
    const { year, rootUnitId } = await this.plans.get(ctx, task.planId);
    const draftId = await this.carried.carryOver(ctx, task, next);
    if (task.visibility === 'open') {
      await this.setTargets(ctx, task, { draftId, next, rootUnitId, stages });
      await this.setDuties(ctx, task, draftId, next);
    }
    await this.lights.refresh(ctx, next.id, [draftId]);
    if (hasSettled(year, await this.settings.rules(ctx, task.planId, task.areaId), ctx.today))
      await this.carried.end(ctx, id);
  }

  /**
   * Targets of the plan's root begin with the stage that was given, those of units that asked for as much as the root
   * with the same; any other is a slot, to be set. None leads from last year's level.
   */
  private async setTargets(
    ctx: RequestContext,
    task: SeenTask,
    given: { draftId: string; next: PlanOfYear; rootUnitId: string; stages: ReadonlyMap<string, number> },
  ): Promise<void> {
    const { draftId, next, rootUnitId, stages } = given;
    const before = await this.targetChanges.ofTask(ctx, task.id);
    const ofRoot = before.filter((each) => each.unitId === rootUnitId);
    const alike = (each: (typeof before)[number]) =>
      ofRoot.find(
        (root) => root.metric === each.metric && root.per === each.per && root.value === each.value,
      );
    const gone = await this.repository.goneUnits(
      ctx,
      before.map((each) => each.unitId),
    );
    await this.targets.add(
      ctx,
      before
        .filter((each) => this.registry.metric(each.metric) && !gone.includes(each.unitId))
        .map((each) => ({
          planId: next.id,
          taskId: draftId,
          areaId: each.areaId,
          metric: each.metric,
          unitId: each.unitId,
          direction: each.direction,
          measure: each.measure,
          value: stages.get(each.id) ?? stages.get(alike(each)?.id ?? '') ?? null,
          dueDate: each.dueDate && inYear(each.dueDate, next.year),
          per: each.per,
          firm: each.firm,
          scope: each.scope,
          source: 'entered' as const,
          basis: each.basis,
          position: each.position,
        })),
    );
  }

  /** The task's forms go on with those who report them, from the next year's first day or today. */
  private async setDuties(
    ctx: RequestContext,
    task: SeenTask,
    draftId: string,
    next: PlanOfYear,
  ): Promise<void> {
    const firstDay = `${next.year}-01-01`;
    const from = firstDay > ctx.today ? firstDay : ctx.today;
    const taken = await this.expectations.duties(ctx, next.id, task.areaId, from);
    const last = await this.expectations.duties(ctx, task.planId, task.areaId, ctx.today);
    for (const [formKey, { taskId, unitIds }] of Object.entries(last)) {
      const form = this.registry.form(task.areaId, formKey);
      if (taskId !== task.id || !form || taken[formKey]) continue;
      const gone = await this.repository.goneUnits(ctx, unitIds);
      await this.expectations.setDuty(ctx, {
        planId: next.id,
        year: next.year,
        areaId: task.areaId,
        form,
        taskId: draftId,
        unitIds: unitIds.filter((each) => !gone.includes(each)),
        from,
      });
    }
  }

  /** Ends the plan's tasks that go on in the next one, once their area has settled the year. Returns how many. */
  async endAll(ctx: RequestContext, plan: { id: string; year: number }): Promise<number> {
    let count = 0;
    const settings = await this.settings.ofPlan(ctx, plan.id);
    for (const { id } of (await this.plans.get(ctx, plan.id)).areas)
      if (hasSettled(plan.year, settings.rules(id), ctx.today))
        count += await this.carried.endAll(ctx, plan.id, id);
    return count;
  }
}

/** The year's last reports come in until the settling day (结算日) of the next; until then they colour its tasks. */
const hasSettled = (year: number, rules: LightRules, today: string) =>
  today > lastDay(`${year}-12-31`, rules);

/** The same day of another year; the last of February where that year has no 29th. */
const inYear = (date: string, year: number) => `${year}${date.slice(4)}`.replace('-02-29', '-02-28');
