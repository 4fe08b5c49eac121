import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { FiguresModule } from '../figures/figures.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { UnitsModule } from '../units/units.module.js';
import { SharesController } from './shares.controller.js';
import { ShareRepository } from './shares.repository.js';
import { Shares } from './shares.service.js';
import { UnitShareRepository } from './unit-shares.repository.js';
import { UnitShares } from './unit-shares.service.js';

@Module({
  imports: [CalendarModule, FiguresModule, PlansModule, TasksModule, UnitsModule],
  controllers: [SharesController],
  providers: [Shares, ShareRepository, UnitShares, UnitShareRepository],
  exports: [Shares, UnitShares],
})
export class SharesModule {}
