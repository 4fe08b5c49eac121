import { reportMovesBody, reportMovesResult } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { BulkMoves } from './bulk-moves.service.js';

/** Many reports at once. */
@Controller('reports')
export class BulkController {
  constructor(private readonly moves: BulkMoves) {}

  // Not in one transaction: each report is moved in its own, and conditional on its version.
  @Post('moves')
  @Allow('plan.read')
  @Endpoint({
    summary: 'Accept or return many reports, each on its own; with dryRun, say what would come of it',
    status: 200,
    body: reportMovesBody,
    response: reportMovesResult,
    unguarded: true,
  })
  move(
    @Ctx() ctx: RequestContext,
    @Input() { body }: EndpointInput<unknown, unknown, z.infer<typeof reportMovesBody>>,
  ) {
    return this.moves.move(ctx, body);
  }
}
