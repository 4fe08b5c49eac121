import type { NextPlanBody, PlanView, Text } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { Areas } from '../areas/areas.service.js';
import { AreaConfigs } from '../config/config.service.js';
import { alreadyExists, validationFailed } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { YearEndRepository } from './year-end.repository.js';

/** The next year's plan, drafted from the running one: its areas as they are set, and no task yet. */
@Injectable()
export class NextPlans {
  constructor(
    private readonly repository: YearEndRepository,
    private readonly plans: Plans,
    private readonly areas: Areas,
    private readonly registry: AreaRegistry,
    private readonly configs: AreaConfigs,
  ) {}

  /** 422 for a year that is not the next one, or begins later than next year; 409 where the bureau has it. */
  async draft(ctx: RequestContext, planId: string, body: NextPlanBody): Promise<PlanView> {
    await this.repository.lock(ctx, planId);
    const plan = await this.plans.get(ctx, planId);
    const { year, title, announcedTasks } = body;
    if (year !== plan.year + 1)
      throw refusedYear({ zh: `应为 ${plan.year + 1}`, en: `must be ${plan.year + 1}` });
    if (year > Number(ctx.today.slice(0, 4)) + 1)
      throw refusedYear({ zh: '该年度尚早', en: 'lies more than a year ahead' });
    const present = await this.repository.next(ctx, planId);
    if (present) {
      const message = {
        zh: `已有该年度计划：${present.title}`,
        en: `the year has its plan: ${present.title}`,
      };
      throw alreadyExists({ errors: [{ path: 'year', code: 'already-exists', message }] });
    }
    const areas = plan.areas.filter((area) => this.registry.get(area.id));
    const id = await this.plans.create(ctx, {
      year,
      title,
      announcedTasks,
      bureau: plan.bureau,
      rootUnitId: plan.rootUnitId,
      areas: areas.map((area) => ({ areaId: area.id, number: area.number, title: area.title })),
    });
    await this.configs.copy(ctx, planId, id);
    for (const area of areas)
      if (!area.enabled) await this.areas.setEnabled(ctx, { planId: id, areaId: area.id }, false);
    return this.plans.get(ctx, id);
  }
}

const refusedYear = (message: Text) =>
  validationFailed({ errors: [{ path: 'year', code: 'wrong-year', message }] });
