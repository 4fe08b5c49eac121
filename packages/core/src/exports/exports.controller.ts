import { boardExportQuery, type LedgerQuery, ledgerQuery } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { xlsxType } from './cells.js';
import { handOut } from './export-kinds.js';
import { Exports } from './exports.service.js';

@Controller('exports')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Get('tasks.xlsx')
  @Allow('task.read')
  @Endpoint({
    summary: 'The ledger (台账): the task table as filtered, sorted and grouped, as a workbook',
    query: ledgerQuery,
    produces: xlsxType,
    subject: 'plan',
  })
  async ledger(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, LedgerQuery>) {
    return handOut(ctx, await this.exports.ledger(ctx, query));
  }

  @Get('board.xlsx')
  @Allow('figure.read')
  @Endpoint({
    summary: 'The board of a unit and a period as a workbook',
    query: boardExportQuery,
    produces: xlsxType,
    subject: 'plan',
    consistent: true,
  })
  async board(
    @Ctx() ctx: RequestContext,
    @Input() { query }: EndpointInput<unknown, z.infer<typeof boardExportQuery>>,
  ) {
    return handOut(ctx, await this.exports.board(ctx, query));
  }
}
