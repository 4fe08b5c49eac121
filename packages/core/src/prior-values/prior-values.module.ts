import { Module } from '@nestjs/common';
import { ExpectationsModule } from '../expectations/expectations.module.js';
import { FiguresModule } from '../figures/figures.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { PriorValuesController } from './prior-values.controller.js';
import { PriorValueRepository } from './prior-values.repository.js';
import { PriorValues } from './prior-values.service.js';

/** Last year's values, sent in by workbook. */
@Module({
  imports: [ExpectationsModule, FiguresModule, PlansModule],
  controllers: [PriorValuesController],
  providers: [PriorValues, PriorValueRepository],
  exports: [PriorValues],
})
export class PriorValuesModule {}
