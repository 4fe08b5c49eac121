import type { ReportMovesBody, ReportMovesResult } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { authorise, forbidden, moveMany } from '../kernel/index.js';
import { ReportReader } from './report-reader.service.js';
import { Reports } from './reports.service.js';

/** One move of many reports, each as a single one would be made. */
@Injectable()
export class BulkMoves {
  constructor(
    private readonly reports: Reports,
    private readonly reader: ReportReader,
  ) {}

  move(ctx: RequestContext, body: ReportMovesBody): Promise<ReportMovesResult> {
    const { move } = body;
    return moveMany(ctx, body, {
      permitted: async (own, id) => {
        const subject = authorise(own, 'report.read', await this.reader.subject(own, id));
        if (!(await this.reader.mayMake(own, move, subject))) throw forbidden();
        return subject;
      },
      possible: async (own, id) => {
        const { row, to } = await this.reports.possibleMove(own, id, move);
        return { state: to, behalfOf: move === 'sign' ? await this.reader.signsFor(own, row) : null };
      },
      make: (own, id) => this.reports.move(own, id, body),
      stands: (own, id) => this.reader.row(own, id),
    });
  }
}
