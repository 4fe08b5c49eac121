import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/plans.module.js';
import { BurdenController } from './burden.controller.js';
import { BurdenRepository } from './burden.repository.js';
import { Burdens } from './burden.service.js';

/** What reporting costs those who report. */
@Module({
  imports: [PlansModule],
  controllers: [BurdenController],
  providers: [Burdens, BurdenRepository],
})
export class BurdenModule {}
