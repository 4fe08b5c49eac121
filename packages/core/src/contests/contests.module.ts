import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { ContestsController } from './contests.controller.js';
import { ContestRepository } from './contests.repository.js';
import { Contests } from './contests.service.js';

@Module({
  imports: [NotificationsModule, TasksModule],
  controllers: [ContestsController],
  providers: [ContestRepository, Contests],
  exports: [Contests],
})
export class ContestsModule {}
