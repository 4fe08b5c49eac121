import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { UrgingsController } from './urgings.controller.js';
import { UrgingRepository } from './urgings.repository.js';
import { Urgings } from './urgings.service.js';

@Module({
  imports: [CalendarModule, NotificationsModule, TasksModule],
  controllers: [UrgingsController],
  providers: [UrgingRepository, Urgings],
  exports: [Urgings],
})
export class UrgingsModule {}
