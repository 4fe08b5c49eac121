import {
  reportBulkBody,
  reportBulkResult,
  reportMovesBody,
  reportMovesResult,
  sheetQuery,
  sheetSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { BulkMoves } from './bulk-moves.service.js';
import { Sheets } from './sheet.service.js';

/** Many reports at once. */
@Controller('reports')
export class BulkController {
  constructor(
    private readonly moves: BulkMoves,
    private readonly sheets: Sheets,
  ) {}

  @Get('sheet')
  @Allow('plan.read')
  @Endpoint({
    summary: 'One form for one period over the units whose reports I may read',
    query: sheetQuery,
    response: sheetSchema,
    subject: 'plan',
  })
  sheet(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, z.infer<typeof sheetQuery>>) {
    return this.sheets.get(ctx, query);
  }

  @Post('bulk')
  @Allow('plan.read')
  @Endpoint({
    summary: 'Begin or replace drafts of many units; each is saved or refused on its own',
    status: 200,
    body: reportBulkBody,
    response: reportBulkResult,
    subject: 'plan',
  })
  save(
    @Ctx() ctx: RequestContext,
    @Input() { body: { items, ...key } }: EndpointInput<unknown, unknown, z.infer<typeof reportBulkBody>>,
  ) {
    return this.sheets.save(ctx, key, items);
  }

  // Not in one transaction: each report is moved in its own, and conditional on its version.
  @Post('moves')
  @Allow('plan.read')
  @Endpoint({
    summary:
      'Submit, sign, accept or return many reports, each on its own; with dryRun, say what would come of it',
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
