import { Module } from '@nestjs/common';
import { ConfigModule } from '../config/config.module.js';
import { ExpectationsModule } from '../expectations/expectations.module.js';
import { LightsModule } from '../lights/lights.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { SharesModule } from '../shares/shares.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { UnitsModule } from '../units/units.module.js';
import { HandoversController } from './handovers.controller.js';
import { HandoverRepository } from './handovers.repository.js';
import { Handovers } from './handovers.service.js';

/** What a merged unit leaves open, handed to its successor. */
@Module({
  imports: [
    ConfigModule,
    ExpectationsModule,
    LightsModule,
    NotificationsModule,
    PlansModule,
    SharesModule,
    TasksModule,
    UnitsModule,
  ],
  controllers: [HandoversController],
  providers: [Handovers, HandoverRepository],
  exports: [Handovers],
})
export class HandoversModule {}
