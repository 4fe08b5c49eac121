import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { FiguresModule } from '../figures/figures.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { LightHistoryRepository } from './light-history.repository.js';
import { LightHistory } from './light-history.service.js';
import { LightsController } from './lights.controller.js';
import { LightRepository } from './lights.repository.js';
import { Lights } from './lights.service.js';

@Module({
  imports: [CalendarModule, FiguresModule, PlansModule],
  controllers: [LightsController],
  providers: [Lights, LightRepository, LightHistory, LightHistoryRepository],
  exports: [Lights, LightHistory],
})
export class LightsModule {}
