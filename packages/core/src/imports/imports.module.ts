import { Module } from '@nestjs/common';
import { ReportsModule } from '../reports/reports.module.js';
import { ImportsController } from './imports.controller.js';
import { ImportRepository } from './imports.repository.js';
import { Imports } from './imports.service.js';

/** Workbooks of drafts, sent in. */
@Module({
  imports: [ReportsModule],
  controllers: [ImportsController],
  providers: [Imports, ImportRepository],
})
export class ImportsModule {}
