import { type DynamicModule, Module } from '@nestjs/common';
import { BoardModule } from '../board/board.module.js';
import { Sessions } from '../identity/sessions.service.js';
import { Clock, Contexts } from '../kernel/index.js';
import { PlansModule } from '../plans/plans.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { UnitsModule } from '../units/units.module.js';
import { ExportJobsController } from './export-jobs.controller.js';
import { ExportJobRepository } from './export-jobs.repository.js';
import { ExportJobs } from './export-jobs.service.js';
import { ExportKinds } from './export-kinds.js';
import { ExportRunner } from './export-runner.js';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.service.js';

/** Workbooks of what the portal shows, and documents of every kind as jobs; features tell what they make. */
@Module({})
export class ExportsModule {
  /** Without `jobs` a job is done where it was asked for; what another process left behind stays. */
  static with({ jobs }: { jobs: boolean }): DynamicModule {
    const runner = {
      provide: ExportRunner,
      useFactory: (...given: [ExportJobRepository, ExportKinds, Sessions, Contexts, Clock]) =>
        new ExportRunner(...given, jobs),
      inject: [ExportJobRepository, ExportKinds, Sessions, Contexts, Clock],
    };
    return {
      module: ExportsModule,
      global: true,
      imports: [TasksModule, ReportsModule, BoardModule, PlansModule, UnitsModule],
      controllers: [ExportsController, ExportJobsController],
      providers: [Exports, ExportKinds, ExportJobs, ExportJobRepository, runner],
      exports: [ExportKinds, ExportJobs],
    };
  }
}
