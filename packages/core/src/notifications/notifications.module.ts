import { Module } from '@nestjs/common';
import { LightsModule } from '../lights/lights.module.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationRepository } from './notifications.repository.js';
import { Notifications } from './notifications.service.js';

@Module({
  imports: [LightsModule],
  controllers: [NotificationsController],
  providers: [NotificationRepository, Notifications],
  exports: [Notifications],
})
export class NotificationsModule {}
