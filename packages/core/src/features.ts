import type { ModuleMetadata } from '@nestjs/common';
import type { HouseOptions } from './app.js';
import { AreasModule } from './areas/areas.module.js';
import { PlansModule } from './plans/plans.module.js';

/** The features, bottom up: a feature uses only those above it in this list. */
export function features(options: HouseOptions): NonNullable<ModuleMetadata['imports']> {
  return [AreasModule.with(options.areas), PlansModule];
}
