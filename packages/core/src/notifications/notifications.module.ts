import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { LightsModule } from '../lights/lights.module.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationRepository } from './notifications.repository.js';
import { Notifications } from './notifications.service.js';

@Module({
  imports: [CalendarModule, LightsModule],
  controllers: [NotificationsController],
  providers: [NotificationRepository, Notifications],
  exports: [Notifications],
})
export class NotificationsModule {}
