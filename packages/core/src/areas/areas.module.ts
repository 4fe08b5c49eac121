import { type DynamicModule, Module } from '@nestjs/common';
import type { AreaEntry } from './area-entry.js';
import { AreaRegistry } from './area-registry.js';

/** The areas that this house runs with. */
@Module({})
export class AreasModule {
  static with(areas: readonly AreaEntry[]): DynamicModule {
    const registry = { provide: AreaRegistry, useFactory: () => new AreaRegistry(areas) };
    return { module: AreasModule, global: true, providers: [registry], exports: [registry.provide] };
  }
}
