import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { TargetsModule } from '../targets/targets.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { AdjustmentsController } from './adjustments.controller.js';
import { AdjustmentRepository } from './adjustments.repository.js';
import { Adjustments } from './adjustments.service.js';

@Module({
  imports: [NotificationsModule, TargetsModule, TasksModule],
  controllers: [AdjustmentsController],
  providers: [AdjustmentRepository, Adjustments],
  exports: [Adjustments],
})
export class AdjustmentsModule {}
