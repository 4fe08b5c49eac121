import { Module } from '@nestjs/common';
import { ConfigModule } from '../config/config.module.js';
import { ExpectationsModule } from '../expectations/expectations.module.js';
import { LightsModule } from '../lights/lights.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { TargetsModule } from '../targets/targets.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { CarryOvers } from './carry-overs.service.js';
import { NextPlans } from './next-plans.service.js';
import { YearEndController } from './year-end.controller.js';
import { YearEndRepository } from './year-end.repository.js';

@Module({
  imports: [ConfigModule, ExpectationsModule, LightsModule, PlansModule, TargetsModule, TasksModule],
  controllers: [YearEndController],
  providers: [NextPlans, CarryOvers, YearEndRepository],
  exports: [CarryOvers],
})
export class YearEndModule {}
