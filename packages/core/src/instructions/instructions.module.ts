import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { InstructionsController } from './instructions.controller.js';
import { InstructionRepository } from './instructions.repository.js';
import { Instructions } from './instructions.service.js';

@Module({
  imports: [NotificationsModule, TasksModule],
  controllers: [InstructionsController],
  providers: [InstructionRepository, Instructions],
  exports: [Instructions],
})
export class InstructionsModule {}
