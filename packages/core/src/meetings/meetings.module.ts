import { Module, type OnModuleInit } from '@nestjs/common';
import { BoardModule } from '../board/board.module.js';
import { CalendarModule } from '../calendar/calendar.module.js';
import { FiguresModule } from '../figures/figures.module.js';
import { Subjects } from '../kernel/index.js';
import { LightsModule } from '../lights/lights.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { DecisionRepository } from './decision.repository.js';
import { DecisionsController } from './decisions.controller.js';
import { Decisions } from './decisions.service.js';
import { DocumentsController } from './documents.controller.js';
import { Documents } from './documents.service.js';
import { MaterialUrgingRepository } from './material-urging.repository.js';
import { MaterialUrging } from './material-urging.service.js';
import { MeetingRepository } from './meeting.repository.js';
import { MeetingNewsRepository } from './meeting-news.repository.js';
import { MeetingNews } from './meeting-news.service.js';
import { MeetingsController } from './meetings.controller.js';
import { Meetings } from './meetings.service.js';
import { MinutesKeeper } from './minutes.service.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { Snapshots } from './snapshot.service.js';
import { SnapshotsController } from './snapshots.controller.js';

@Module({
  imports: [
    BoardModule,
    CalendarModule,
    FiguresModule,
    LightsModule,
    NotificationsModule,
    PlansModule,
    TasksModule,
  ],
  controllers: [MeetingsController, DecisionsController, DocumentsController, SnapshotsController],
  providers: [
    Meetings,
    Snapshots,
    Decisions,
    MinutesKeeper,
    Documents,
    MeetingRepository,
    SnapshotRepository,
    DecisionRepository,
    MaterialUrging,
    MaterialUrgingRepository,
    MeetingNews,
    MeetingNewsRepository,
  ],
  exports: [MaterialUrging, MeetingNews],
})
export class MeetingsModule implements OnModuleInit {
  constructor(
    private readonly subjects: Subjects,
    private readonly meetings: Meetings,
    private readonly decisions: Decisions,
  ) {}

  onModuleInit(): void {
    this.subjects.register('meeting', (ctx, { params }: { params: { id: string } }) =>
      this.meetings.subject(ctx, params.id),
    );
    this.subjects.register('meeting-area', (ctx, { params }: { params: { id: string; areaId: string } }) =>
      this.meetings.materialSubject(ctx, params.id, params.areaId),
    );
    this.subjects.register('decision', (ctx, { params }: { params: { id: string } }) =>
      this.decisions.subject(ctx, params.id),
    );
  }
}
