import { type DynamicModule, Module } from '@nestjs/common';
import type { AreaEntry } from './area-entry.js';
import { AreaFigures } from './area-figures.js';
import { AreaRegistry } from './area-registry.js';
import { AreaSettings } from './area-settings.js';
import { AreaSettingsRepository } from './area-settings.repository.js';
import { AreasController } from './areas.controller.js';
import { AreaRepository } from './areas.repository.js';
import { Areas } from './areas.service.js';

/** The areas that this house runs with. */
@Module({})
export class AreasModule {
  static with(areas: readonly AreaEntry[]): DynamicModule {
    const registry = { provide: AreaRegistry, useFactory: () => new AreaRegistry(areas) };
    return {
      module: AreasModule,
      global: true,
      controllers: [AreasController],
      providers: [registry, AreaRepository, AreaSettingsRepository, AreaSettings, AreaFigures, Areas],
      exports: [AreaRegistry, AreaSettings, AreaFigures, Areas],
    };
  }
}
