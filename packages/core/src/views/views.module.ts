import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/plans.module.js';
import { ViewsController } from './views.controller.js';
import { ViewRepository } from './views.repository.js';
import { Views } from './views.service.js';

/** Saved and shared views of pages. */
@Module({
  imports: [PlansModule],
  controllers: [ViewsController],
  providers: [Views, ViewRepository],
})
export class ViewsModule {}
