import { Module, type OnModuleInit } from '@nestjs/common';
import { BoardModule } from '../board/board.module.js';
import { Subjects } from '../kernel/index.js';
import { PlansModule } from '../plans/plans.module.js';
import { UnitsModule } from '../units/units.module.js';
import { TextReportsController } from './text-reports.controller.js';
import { TextReportRepository } from './text-reports.repository.js';
import { type TextReportQuery, TextReports } from './text-reports.service.js';

@Module({
  imports: [BoardModule, PlansModule, UnitsModule],
  controllers: [TextReportsController],
  providers: [TextReports, TextReportRepository],
})
export class TextReportsModule implements OnModuleInit {
  constructor(
    private readonly subjects: Subjects,
    private readonly reports: TextReports,
  ) {}

  onModuleInit(): void {
    this.subjects.register(
      'text-report',
      (ctx, { params, query }: { params: { id: string }; query: TextReportQuery }) =>
        this.reports.subject(ctx, params.id, query),
    );
  }
}
