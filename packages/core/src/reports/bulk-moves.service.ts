import type { ReportMovesBody, ReportMovesResult } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { authorise, forbidden, inTransaction, notFound, refusalOf, stale } from '../kernel/index.js';
import { ReportReader } from './report-reader.service.js';
import { Reports } from './reports.service.js';

type Result = ReportMovesResult['results'][number];

/**
 * One move of many reports. Each is made in a transaction of its own: an accept locks roll-ups of the whole plan
 * until it commits, so that one transaction for all would stop every other reviewer meanwhile, and two of them
 * could wait for each other for ever. Each carries the version that was read: sent again, it does no harm.
 */
@Injectable()
export class BulkMoves {
  constructor(
    private readonly reports: Reports,
    private readonly reader: ReportReader,
  ) {}

  async move(ctx: RequestContext, body: ReportMovesBody): Promise<ReportMovesResult> {
    const results: Result[] = [];
    for (const [at, id] of body.ids.entries()) {
      const version = body.versions[at] as number;
      try {
        results.push(await inTransaction(ctx, (own) => this.one(own, id, version, body)));
      } catch (error) {
        const { status, code, message } = refusalOf(error, ctx.language);
        const now = status === notFound().status ? null : await this.reader.row(ctx, id);
        results.push({
          id,
          outcome: 'refused',
          state: now?.state ?? null,
          version: now?.version ?? null,
          code,
          message,
        });
      }
    }
    const refused = results.filter((each) => each.outcome === 'refused').length;
    return { dryRun: body.dryRun, done: body.dryRun ? 0 : results.length - refused, refused, results };
  }

  /** Refused in the order of a single move: not visible, not permitted, changed meanwhile, not possible. */
  private async one(
    ctx: RequestContext,
    id: string,
    version: number,
    body: ReportMovesBody,
  ): Promise<Result> {
    const subject = authorise(ctx, 'report.read', await this.reader.subject(ctx, id));
    if (!(await this.reader.mayMake(ctx, body.move, subject))) throw forbidden();
    if (subject.version !== version) throw stale();
    if (body.dryRun) {
      const { to } = await this.reports.possibleMove(ctx, id, body.move);
      return { id, outcome: 'possible', state: to, version, code: null, message: null };
    }
    const moved = await this.reports.move(ctx, id, body);
    return { id, outcome: 'done', state: moved.state, version: moved.version, code: null, message: null };
  }
}
