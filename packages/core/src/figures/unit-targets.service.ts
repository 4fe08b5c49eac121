import { judging, type Period, periodEnd } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry, type RegisteredMetric } from '../areas/area-registry.js';
import { type Held, heldBefore, isRate, standsOn, type TargetRow } from './target-row.js';
import { type SubTargetRow, UnitTargetRepository, type Within } from './unit-targets.repository.js';

export type { SubTargetRow, Within };

/** What is asked of one unit of a plan: on boards, in series, and beside the fields of a report alike. */
export class UnitTargetSet {
  /** @param rows the plan's, the unit's own among them, and behind these its sub-targets */
  constructor(
    private readonly rows: readonly TargetRow[],
    private readonly unitId: string,
    private readonly rootUnitId: string,
    private readonly today: string,
  ) {}

  /** What judges the period; where nothing is asked any more, what stood when it ended. */
  in(metric: RegisteredMetric, period: Period, options: { orEach?: boolean } = {}): TargetRow | null {
    const end = periodEnd(period);
    const now = this.now(metric, options);
    if (now) return judging({ row: now }, this.before(now), end).row;
    return end < this.today ? this.on(end, metric, options) : null;
  }

  now(metric: RegisteredMetric, options: { orEach?: boolean } = {}): TargetRow | null {
    return this.on(this.today, metric, options);
  }

  /** What held before a target of the set, the last first. */
  before(target: TargetRow): Held[] {
    return heldBefore(target, this.rows);
  }

  /**
   * The target that holds for the unit on a day: its own; else its share of another's (分解目标); for a rate else
   * the plan's, with `orEach` also for what every unit has to reach (各县均须达到). Null where nothing is asked.
   */
  private on(
    day: string,
    metric: RegisteredMetric,
    { orEach = false }: { orEach?: boolean },
  ): TargetRow | null {
    const standing = this.rows.filter((row) => row.metric === metric.key && standsOn(row, day));
    const own = standing.find((row) => row.unitId === this.unitId);
    const common = standing.find(
      (row) => row.unitId === this.rootUnitId && (isRate(metric) || (orEach && row.scope === 'each')),
    );
    return own ?? common ?? null;
  }
}

/** The targets of units, those of the plan and those that a breakdown gave. */
@Injectable()
export class UnitTargets {
  constructor(
    private readonly repository: UnitTargetRepository,
    private readonly registry: AreaRegistry,
  ) {}

  /** What is asked of a unit; of one metric, or of all. */
  async of(
    ctx: RequestContext,
    plan: { id: string; rootUnitId: string },
    unitId: string,
    metric: string | null = null,
  ): Promise<UnitTargetSet> {
    const rows = await this.repository.planTargets(ctx, plan.id, [unitId, plan.rootUnitId], metric);
    const given = await this.repository.subTargets(ctx, { planId: plan.id, unitId });
    return new UnitTargetSet(
      [...rows, ...given.flatMap((row) => this.asTarget(row))],
      unitId,
      plan.rootUnitId,
      ctx.today,
    );
  }

  /** Sub-targets as they were given, of a task or of a unit. */
  subTargets(ctx: RequestContext, within: Within): Promise<SubTargetRow[]> {
    return this.repository.subTargets(ctx, within);
  }

  private asTarget({ shareId, demo, ...row }: SubTargetRow): TargetRow[] {
    const metric = this.registry.metric(row.metric)?.metric;
    if (!metric) return [];
    return [
      {
        ...row,
        id: shareId,
        direction: metric.direction,
        measure: metric.measure,
        fromDate: null,
        holdUntil: null,
        per: null,
        baseline: null,
        trajectory: null,
        firm: true,
        scope: 'aggregate',
        source: demo ? 'demo' : 'entered',
        validFrom: null,
        validTo: null,
        corrects: false,
        by: 'share',
      },
    ];
  }
}
