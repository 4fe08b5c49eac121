import { isQuotient, type Ranking, type RankingQuery } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaSettings } from '../areas/area-settings.js';
import { validationFailed } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { DrillRepository } from './drill.repository.js';
import { Figures } from './figures.service.js';

const rankingOff = defineError('ranking-off', 409, {
  zh: '本计划未开启排名；由督查室决定是否开启',
  en: 'Units of this plan are not ranked; the plan office decides whether they are',
});

type Item = Ranking['items'][number];

/** Units against one another (排名): off unless the plan office lets it, counties and departments apart, stations never. */
@Injectable()
export class Rankings {
  constructor(
    private readonly repository: DrillRepository,
    private readonly figures: Figures,
    private readonly settings: AreaSettings,
    private readonly plans: Plans,
  ) {}

  /** 422 for a metric that units are never ranked by, 409 `ranking-off` where the plan does not rank. */
  async get(ctx: RequestContext, key: string, query: RankingQuery): Promise<Ranking> {
    const metric = this.figures.known(key);
    // What is computed from figures that are never ranked is not ranked either.
    if (!metric.metric.ranked || this.figures.withInputs([metric]).some((each) => !each.metric.ranked))
      throw validationFailed({
        errors: [
          {
            path: 'key',
            code: 'never-ranked',
            message: { zh: '该指标不排名', en: 'units are never ranked by this metric' },
          },
        ],
      });
    const plan = await this.plans.get(ctx, query.planId);
    if (!plan.ranking) throw rankingOff();
    const { minimumBase } = await this.settings.rules(ctx, plan.id, metric.areaId);
    const units = await this.repository.unitsOfKind(ctx, plan.rootUnitId, query.kind, ctx.today);
    const figures = await this.figures.ofUnits(
      ctx,
      plan.id,
      units.map((unit) => unit.id),
      [metric],
    );
    const items = units.map((unit): Item => {
      const figure = figures.get(unit.id)?.at(metric, query.period);
      const sides = query.of === 'value' ? figure : figure?.ytd;
      const denominator = sides?.denominator ?? null;
      return {
        rank: null,
        unit,
        value: (query.of === 'value' ? figure?.value : figure?.yearToDate) ?? null,
        numerator: sides?.numerator ?? null,
        denominator,
        smallBase:
          isQuotient(metric.metric) && denominator !== null && denominator > 0 && denominator < minimumBase,
      };
    });
    const better = metric.metric.direction === 'at-most' ? -1 : 1;
    return {
      metric: key,
      period: query.period,
      kind: query.kind,
      of: query.of,
      items: ranked(items, better),
    };
  }
}

/** Equals share a rank, and the next one counts them all: 1, 2, 2, 4. What cannot be ranked comes last. */
function ranked(items: readonly Item[], better: 1 | -1): Item[] {
  const judged = items.filter((item) => item.value !== null && !item.smallBase);
  return items
    .map((item) => ({
      ...item,
      rank: judged.includes(item)
        ? 1 + judged.filter((other) => better * ((other.value ?? 0) - (item.value ?? 0)) > 0).length
        : null,
    }))
    .sort((a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER));
}
