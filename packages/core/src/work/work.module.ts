import { Module } from '@nestjs/common';
import { AdjustmentsModule } from '../adjustments/adjustments.module.js';
import { ContestsModule } from '../contests/contests.module.js';
import { DeputiesModule } from '../deputies/deputies.module.js';
import { ExtensionsModule } from '../extensions/extensions.module.js';
import { InstructionsModule } from '../instructions/instructions.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { SharesModule } from '../shares/shares.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { UrgingsModule } from '../urgings/urgings.module.js';
import { WorkController } from './work.controller.js';
import { WorkRepository } from './work.repository.js';
import { WorkList } from './work.service.js';

@Module({
  imports: [
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
  providers: [WorkList, WorkRepository],
})
export class WorkModule {}
