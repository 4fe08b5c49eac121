import { allows, type updateReportBody } from '@duban/contract';
import { Module, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { DeputiesModule } from '../deputies/deputies.module.js';
import { ExpectationsModule } from '../expectations/expectations.module.js';
import { FiguresModule } from '../figures/figures.module.js';
import { actorOf, forbidden, Subjects } from '../kernel/index.js';
import { LightsModule } from '../lights/lights.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { BulkController } from './bulk.controller.js';
import { BulkMoves } from './bulk-moves.service.js';
import { ClosingNews } from './closing-news.js';
import type { NewReport } from './new-report.js';
import { ReportNews } from './report-news.js';
import { ReportReader } from './report-reader.service.js';
import { ReportsController } from './reports.controller.js';
import { ReportRepository } from './reports.repository.js';
import { Reports } from './reports.service.js';
import { SheetRepository } from './sheet.repository.js';
import { Sheets } from './sheet.service.js';
import { WaiversController } from './waivers.controller.js';
import { Waivers } from './waivers.service.js';

@Module({
  imports: [
    DeputiesModule,
    ExpectationsModule,
    FiguresModule,
    LightsModule,
    NotificationsModule,
    PlansModule,
  ],
  controllers: [BulkController, WaiversController, ReportsController],
  providers: [
    ClosingNews,
    ReportNews,
    Reports,
    ReportReader,
    ReportRepository,
    Waivers,
    BulkMoves,
    Sheets,
    SheetRepository,
  ],
  exports: [Reports, ReportReader, Sheets],
})
export class ReportsModule implements OnModuleInit {
  constructor(
    private readonly subjects: Subjects,
    private readonly reports: Reports,
    private readonly reader: ReportReader,
    private readonly waivers: Waivers,
  ) {}

  onModuleInit(): void {
    this.subjects.register('report', (ctx, { params }: { params: { id: string } }) =>
      this.reader.subject(ctx, params.id),
    );
    this.subjects.register('new-report', (ctx, { body }: { body: NewReport }) =>
      this.reports.subjectOfNew(ctx, body),
    );
    this.subjects.register('expectation', (ctx, { params }: { params: { id: string } }) =>
      this.waivers.subject(ctx, params.id),
    );
    // A form's own bounds and checks are shapes too: refused before the version is looked at.
    this.subjects.register(
      'report-data',
      async (ctx, { params, body }: { params: { id: string }; body: z.infer<typeof updateReportBody> }) => {
        const subject = await this.reader.subject(ctx, params.id);
        // A draft made a zero report in one click brings no data of its own.
        if (body.data && subject && allows(actorOf(ctx), 'report.read', subject))
          await this.reports.checkData(ctx, params.id, body.data);
        return subject;
      },
    );
    // Which permission a move asks for depends on the move: the table says so.
    this.subjects.register(
      'report-move',
      async (
        ctx,
        { params, body }: { params: { id: string }; body: Parameters<Reports['checkMove']>[2] },
      ) => {
        await this.reports.checkMove(ctx, params.id, body);
        const subject = await this.reader.subject(ctx, params.id);
        if (
          subject &&
          allows(actorOf(ctx), 'report.read', subject) &&
          !(await this.reader.mayMake(ctx, body.move, subject))
        )
          throw forbidden();
        return subject;
      },
    );
  }
}
