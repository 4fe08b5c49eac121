import { Module } from '@nestjs/common';
import { AdjustmentsModule } from '../adjustments/adjustments.module.js';
import { CalendarModule } from '../calendar/calendar.module.js';
import { ContestsModule } from '../contests/contests.module.js';
import { DeputiesModule } from '../deputies/deputies.module.js';
import { ExtensionsModule } from '../extensions/extensions.module.js';
import { InstructionsModule } from '../instructions/instructions.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { SharesModule } from '../shares/shares.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { UrgingsModule } from '../urgings/urgings.module.js';
import { DigestRepository } from './digest.repository.js';
import { Digests } from './digests.service.js';
import { WorkController } from './work.controller.js';
import { WorkRepository } from './work.repository.js';
import { WorkList } from './work.service.js';

@Module({
  imports: [
    CalendarModule,
    NotificationsModule,
    DeputiesModule,
    ReportsModule,
    TasksModule,
    SharesModule,
    ExtensionsModule,
    AdjustmentsModule,
    UrgingsModule,
    ContestsModule,
    InstructionsModule,
    MeetingsModule,
  ],
  controllers: [WorkController],
  providers: [WorkList, WorkRepository, Digests, DigestRepository],
  exports: [WorkList, Digests],
})
export class WorkModule {}
