import { Module } from '@nestjs/common';
import { ReportsModule } from '../reports/reports.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { WorkController } from './work.controller.js';
import { WorkRepository } from './work.repository.js';
import { WorkList } from './work.service.js';

@Module({
  imports: [ReportsModule, TasksModule],
  controllers: [WorkController],
  providers: [WorkList, WorkRepository],
})
export class WorkModule {}
