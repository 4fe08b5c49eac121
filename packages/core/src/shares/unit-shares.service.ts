import {
  addWorkingDays,
  periodEnd,
  periodOf,
  periodStart,
  periodsOfYear,
  periodYear,
  type UnitSharePage,
  type UnitSharesQuery,
  type Work,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { Calendar } from '../calendar/calendar.service.js';
import { Figures } from '../figures/figures.service.js';
import { UnitTargets } from '../figures/unit-targets.service.js';
import { actorOf, offsetOf, pageFrom, sortOf, validationFailed } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { Units } from '../units/units.service.js';
import { actionsOn, isLate } from './share-rules.js';
import { measured, owedTargets } from './share-targets.js';
import { ShareRepository } from './shares.repository.js';
import { UnitShareRepository, type UnitShareRow } from './unit-shares.repository.js';

/** What a unit, a county bureau say, has of the plan: its own shares and those of the units below it. */
@Injectable()
export class UnitShares {
  constructor(
    private readonly repository: UnitShareRepository,
    private readonly shares: ShareRepository,
    private readonly registry: AreaRegistry,
    private readonly calendar: Calendar,
    private readonly figures: Figures,
    private readonly targets: UnitTargets,
    private readonly plans: Plans,
    private readonly units: Units,
  ) {}

  async of(ctx: RequestContext, planId: string, query: UnitSharesQuery): Promise<UnitSharePage> {
    const plan = await this.plans.get(ctx, planId);
    const unit = await this.units.get(ctx, query.unitId ?? actorOf(ctx).unitId ?? plan.rootUnitId);
    const inYear = ctx.today.slice(0, 4) === String(plan.year);
    const period = query.period ?? (inYear ? periodOf(ctx.today, 'month') : `${plan.year}-12`);
    if (periodYear(period) !== plan.year) {
      const message = { zh: `该计划为 ${plan.year} 年度`, en: `the plan is of ${plan.year}` };
      throw validationFailed({ errors: [{ path: 'query.period', code: 'wrong-year', message }] });
    }
    const { items, total, counts } = await this.repository.page(
      ctx,
      { ...query, planId, unitId: unit.id, periods: endingWithin(period) },
      { ...sortOf(query.sort), limit: query.limit, offset: offsetOf(query.cursor) },
    );
    const planTargets = await this.shares.planTargets(ctx, { planId, unitId: unit.id });
    const subTargets = await this.targets.subTargets(ctx, { planId, unitId: unit.id });
    const owed = new Map(
      items.map(({ task }) => [
        task.id,
        owedTargets(
          this.registry,
          { unitId: unit.id, rootUnitId: plan.rootUnitId },
          planTargets.filter((each) => each.taskId === task.id),
          subTargets.filter((each) => each.taskId === task.id),
        ),
      ]),
    );
    const metrics = [...owed.values()]
      .flat()
      .map((each) => this.registry.metric(each.metric))
      .filter((each) => each !== null);
    const figures = await this.figures.of(ctx, planId, unit.id, metrics);
    const enabled = new Set(plan.areas.filter((area) => area.enabled).map((area) => area.id));
    const month = inYear ? ctx.today.slice(0, 7) : `${plan.year}-12`;
    const rows = items.map((row) => ({
      ...row,
      share: row.share && this.ownShare(ctx, row, unit, enabled.has(row.task.areaId)),
      targets: measured(this.registry, owed.get(row.task.id) ?? [], figures, month),
    }));
    return { ...pageFrom(rows, total, query), unit: { id: unit.id, name: unit.name }, period, counts };
  }

  private ownShare(
    ctx: RequestContext,
    { task, share }: UnitShareRow,
    unit: { id: string; path: string; name: string },
    enabled: boolean,
  ): UnitSharePage['items'][number]['share'] {
    if (!share) return null;
    const { unitKind, ...own } = share;
    const row = {
      ...own,
      taskId: task.id,
      parentId: null,
      unit,
      unitKind,
      unitPath: unit.path,
      waivedReason: null,
    };
    // What the asker may not know of is not among the rows.
    const subject = { readPermission: 'task.read' as const, areaId: task.areaId };
    return {
      ...own,
      late: isLate(own, task.state, ctx.today),
      may: enabled ? actionsOn(ctx, task, subject, row) : [],
    };
  }

  /** What waits for those who report for these units: shares to accept, steps that are late or due in three days. */
  async waitingFor(
    ctx: RequestContext,
    planId: string,
    unitIds: readonly string[],
  ): Promise<Pick<Work, 'sharesToAccept' | 'shareMilestones'>> {
    if (unitIds.length === 0) return { sharesToAccept: [], shareMilestones: [] };
    const until = addWorkingDays(ctx.today, 3, await this.calendar.load(ctx));
    const { shares, milestones } = await this.repository.waiting(ctx, planId, unitIds, until);
    return { sharesToAccept: shares, shareMilestones: milestones };
  }
}

/** Every period of any form that ends within the span. */
const endingWithin = (period: string) =>
  (['month', 'quarter', 'half', 'year'] as const)
    .flatMap((grain) => periodsOfYear(periodYear(period), grain))
    .filter((each) => periodEnd(each) >= periodStart(period) && periodEnd(each) <= periodEnd(period));
