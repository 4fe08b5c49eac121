import type { AreaConfig, ConfigDifference, Form } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { Expectations } from '../expectations/expectations.service.js';
import { Targets } from '../targets/targets.service.js';
import type { Place } from './config.repository.js';

type Effects = Awaited<ReturnType<Expectations['setDuty']>>;
export interface ConfigEffects extends Effects {
  move: Awaited<ReturnType<Expectations['reschedule']>>;
}

/** Carries a decided version out into what follows from it: expectations, duties, target rows. */
@Injectable()
export class ConfigProjection {
  constructor(
    private readonly registry: AreaRegistry,
    private readonly expectations: Expectations,
    private readonly targets: Targets,
  ) {}

  /** Applies what differs, from a day on. The version itself is stored before: due days are read from it. */
  async apply(
    ctx: RequestContext,
    place: Place,
    given: { value: AreaConfig; differences: readonly ConfigDifference[]; from: string },
  ): Promise<ConfigEffects> {
    const { planId, areaId, year } = place;
    const effects: ConfigEffects = { appear: [], vanish: [], move: [] };
    const formsWith = (section: string, ...keys: string[]) => [
      ...new Set(
        given.differences
          .filter(({ path }) => path[0] === section && keys.includes(path[2] ?? ''))
          .map(({ path }) => path[1] as string),
      ),
    ];
    for (const formKey of formsWith('duties', 'unitIds')) {
      const form = this.registry.form(areaId, formKey) as Form;
      const { taskId, unitIds } = given.value.duties[formKey] ?? { unitIds: [] };
      if (!taskId) continue;
      const duty = { planId, areaId, year, form, taskId, unitIds, from: given.from };
      const { appear, vanish } = await this.expectations.setDuty(ctx, duty);
      effects.appear.push(...appear);
      effects.vanish.push(...vanish);
    }
    for (const formKey of formsWith('forms', 'due', 'window'))
      effects.move.push(
        ...(await this.expectations.reschedule(ctx, { planId, areaId, year, formKey, from: given.from })),
      );
    if (given.differences.some(({ path }) => path[0] === 'targets'))
      await this.targets.project(ctx, { planId, areaId, from: given.from, targets: given.value.targets });
    return effects;
  }
}
