import { Module } from '@nestjs/common';
import { DeputiesModule } from '../deputies/deputies.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { ExtensionsController } from './extensions.controller.js';
import { ExtensionRepository } from './extensions.repository.js';
import { Extensions } from './extensions.service.js';

@Module({
  imports: [DeputiesModule, NotificationsModule, TasksModule],
  controllers: [ExtensionsController],
  providers: [ExtensionRepository, Extensions],
  exports: [Extensions],
})
export class ExtensionsModule {}
