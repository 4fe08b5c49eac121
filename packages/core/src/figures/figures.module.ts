import { Module, type OnModuleInit } from '@nestjs/common';
import { AreaFigures } from '../areas/area-figures.js';
import { ExpectationsModule } from '../expectations/expectations.module.js';
import { Expectations } from '../expectations/expectations.service.js';
import { PlansModule } from '../plans/plans.module.js';
import { UnitsModule } from '../units/units.module.js';
import { Units } from '../units/units.service.js';
import { DrillRepository } from './drill.repository.js';
import { Drills } from './drill.service.js';
import { FiguresController } from './figures.controller.js';
import { Figures } from './figures.service.js';
import { PriorRepository } from './prior.repository.js';
import { Rankings } from './ranking.service.js';
import { RollupRepository } from './rollup.repository.js';
import { UnitTargetRepository } from './unit-targets.repository.js';
import { UnitTargets } from './unit-targets.service.js';

@Module({
  imports: [ExpectationsModule, PlansModule, UnitsModule],
  controllers: [FiguresController],
  providers: [
    Figures,
    Drills,
    Rankings,
    UnitTargets,
    RollupRepository,
    PriorRepository,
    DrillRepository,
    UnitTargetRepository,
  ],
  exports: [Figures, UnitTargets],
})
export class FiguresModule implements OnModuleInit {
  constructor(
    private readonly units: Units,
    private readonly figures: Figures,
    private readonly expectations: Expectations,
    private readonly areaFigures: AreaFigures,
  ) {}

  /** Guards of areas see figures. A moved unit counts elsewhere from the day of the move on; ended months stay where they were. */
  onModuleInit(): void {
    this.areaFigures.use((ctx, planId, areaId) => this.figures.ofArea(ctx, planId, areaId));
    this.units.onPlacementChange(async (ctx, { unitIds, from }) => {
      await this.expectations.replace(ctx, unitIds, from);
      await this.figures.replace(ctx, unitIds, from);
    });
  }
}
