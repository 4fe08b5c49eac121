import { Module } from '@nestjs/common';
import { ExpectationsModule } from '../expectations/expectations.module.js';
import { LightsModule } from '../lights/lights.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { UnitsModule } from '../units/units.module.js';
import { HandoversController } from './handovers.controller.js';
import { HandoverRepository } from './handovers.repository.js';
import { Handovers } from './handovers.service.js';

/** What a merged unit leaves open, handed to its successor. */
@Module({
  imports: [ExpectationsModule, LightsModule, NotificationsModule, PlansModule, UnitsModule],
  controllers: [HandoversController],
  providers: [Handovers, HandoverRepository],
  exports: [Handovers],
})
export class HandoversModule {}
