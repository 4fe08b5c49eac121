import { type DynamicModule, Module } from '@nestjs/common';
import { AdjustmentsModule } from '../adjustments/adjustments.module.js';
import { CalendarModule } from '../calendar/calendar.module.js';
import { HandoversModule } from '../handovers/handovers.module.js';
import { LightsModule } from '../lights/lights.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { UrgingsModule } from '../urgings/urgings.module.js';
import { WorkModule } from '../work/work.module.js';
import { YearEndModule } from '../year-end/year-end.module.js';
import { JobRunRepository } from './job-runs.repository.js';
import { NightlyController } from './nightly.controller.js';
import { NightlyRun } from './nightly-run.service.js';
import { NightlyTimer } from './nightly-timer.js';

@Module({})
export class NightlyModule {
  /** Without `jobs` nothing runs by itself; it can still be run by hand. */
  static with({ jobs }: { jobs: boolean }): DynamicModule {
    return {
      module: NightlyModule,
      imports: [
        AdjustmentsModule,
        CalendarModule,
        HandoversModule,
        LightsModule,
        MeetingsModule,
        PlansModule,
        UrgingsModule,
        WorkModule,
        YearEndModule,
      ],
      controllers: [NightlyController],
      providers: [
        JobRunRepository,
        NightlyRun,
        {
          provide: NightlyTimer,
          useFactory: (nightly: NightlyRun) => new NightlyTimer(nightly, jobs),
          inject: [NightlyRun],
        },
      ],
      exports: [NightlyRun],
    };
  }
}
