import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { DeputiesModule } from '../deputies/deputies.module.js';
import { ExpectationsModule } from '../expectations/expectations.module.js';
import { LightsModule } from '../lights/lights.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { TargetsModule } from '../targets/targets.module.js';
import { AssignmentRepository } from './assignments.repository.js';
import { Assignments } from './assignments.service.js';
import { CarriedTaskRepository } from './carried-tasks.repository.js';
import { CarriedTasks } from './carried-tasks.service.js';
import { DecidedTasks } from './decided-tasks.service.js';
import { MilestoneRepository } from './milestones.repository.js';
import { Milestones } from './milestones.service.js';
import { PlanIssue } from './plan-issue.service.js';
import { TaskBulkController } from './task-bulk.controller.js';
import { TaskBulk } from './task-bulk.service.js';
import { TaskChangeRepository } from './task-changes.repository.js';
import { TaskChanges } from './task-changes.service.js';
import { TaskDrafts } from './task-drafts.service.js';
import { TaskEvidenceRepository } from './task-evidence.repository.js';
import { TaskEvidence } from './task-evidence.service.js';
import { TaskMarks } from './task-marks.service.js';
import { TaskMovesController } from './task-moves.controller.js';
import { TaskMoves } from './task-moves.service.js';
import { TaskNews } from './task-news.js';
import { TaskPartsController } from './task-parts.controller.js';
import { TaskReader } from './task-reader.repository.js';
import { TasksController } from './tasks.controller.js';
import { TaskRepository } from './tasks.repository.js';
import { Tasks } from './tasks.service.js';

@Module({
  imports: [
    CalendarModule,
    DeputiesModule,
    ExpectationsModule,
    LightsModule,
    NotificationsModule,
    PlansModule,
    TargetsModule,
  ],
  controllers: [TasksController, TaskBulkController, TaskMovesController, TaskPartsController],
  providers: [
    TaskRepository,
    TaskReader,
    MilestoneRepository,
    TaskEvidenceRepository,
    TaskChangeRepository,
    AssignmentRepository,
    Assignments,
    TaskChanges,
    DecidedTasks,
    CarriedTaskRepository,
    CarriedTasks,
    Tasks,
    TaskDrafts,
    TaskMoves,
    TaskBulk,
    TaskNews,
    TaskMarks,
    Milestones,
    TaskEvidence,
    PlanIssue,
  ],
  exports: [Tasks, TaskMarks, TaskMoves, TaskChanges, DecidedTasks, CarriedTasks, TaskEvidence, Assignments],
})
export class TasksModule {}
