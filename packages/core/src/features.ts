import type { ModuleMetadata } from '@nestjs/common';
import { AdjustmentsModule } from './adjustments/adjustments.module.js';
import type { HouseOptions } from './app.js';
import { AreasModule } from './areas/areas.module.js';
import { AttachmentsModule } from './attachments/attachments.module.js';
import { AuditModule } from './audit/audit.module.js';
import { BoardModule } from './board/board.module.js';
import { BurdenModule } from './burden/burden.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { ConfigModule } from './config/config.module.js';
import { ContestsModule } from './contests/contests.module.js';
import { DeputiesModule } from './deputies/deputies.module.js';
import { ExpectationsModule } from './expectations/expectations.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { ExtensionsModule } from './extensions/extensions.module.js';
import { FeedsModule } from './feeds/feeds.module.js';
import { FiguresModule } from './figures/figures.module.js';
import { HandoversModule } from './handovers/handovers.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { InstructionsModule } from './instructions/instructions.module.js';
import { LightsModule } from './lights/lights.module.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { NightlyModule } from './nightly/nightly.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { PlansModule } from './plans/plans.module.js';
import { PriorValuesModule } from './prior-values/prior-values.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SharesModule } from './shares/shares.module.js';
import { TargetsModule } from './targets/targets.module.js';
import { TasksModule } from './tasks/tasks.module.js';
import { TextReportsModule } from './text-reports/text-reports.module.js';
import { UnitsModule } from './units/units.module.js';
import { UrgingsModule } from './urgings/urgings.module.js';
import { ViewsModule } from './views/views.module.js';
import { WorkModule } from './work/work.module.js';
import { YearEndModule } from './year-end/year-end.module.js';

/** The features, bottom up: a feature uses only those above it in this list. */
export function features(options: HouseOptions): NonNullable<ModuleMetadata['imports']> {
  const jobs = options.jobs ?? false;
  const identity = IdentityModule.with({ tls: options.tls ?? false });
  return [
    AreasModule.with(options.areas),
    UnitsModule,
    identity,
    AuditModule,
    CalendarModule,
    PlansModule,
    ViewsModule,
    ExpectationsModule,
    FiguresModule,
    LightsModule,
    NotificationsModule,
    AttachmentsModule.with(options.dataDir),
    TargetsModule,
    ConfigModule,
    DeputiesModule,
    TasksModule,
    SharesModule,
    ExtensionsModule,
    AdjustmentsModule,
    HandoversModule,
    UrgingsModule,
    ContestsModule,
    InstructionsModule,
    ReportsModule,
    BoardModule,
    ExportsModule.with({ jobs }),
    ImportsModule,
    PriorValuesModule,
    BurdenModule,
    MeetingsModule,
    TextReportsModule,
    WorkModule,
    FeedsModule,
    YearEndModule,
    NightlyModule.with({ jobs }),
  ];
}
