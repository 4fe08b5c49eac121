import { Module } from '@nestjs/common';
import { BoardModule } from '../board/board.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.service.js';

/** Workbooks of what the portal shows. */
@Module({
  imports: [TasksModule, BoardModule, PlansModule],
  controllers: [ExportsController],
  providers: [Exports],
})
export class ExportsModule {}
