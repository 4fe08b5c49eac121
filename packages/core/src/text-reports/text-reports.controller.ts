import { idParams, textReportFields } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { handOut } from '../exports/export-kinds.js';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { TextReports } from './text-reports.service.js';

const textReportQuery = z.strictObject(textReportFields);

@Controller('plans/:id')
export class TextReportsController {
  constructor(private readonly reports: TextReports) {}

  @Get('text-report.docx')
  @Allow('report.read')
  @Endpoint({
    summary: 'A text report of a period, for a unit or an area, as a Word draft that names its sources',
    params: idParams,
    query: textReportQuery,
    produces: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    subject: 'text-report',
    consistent: true,
  })
  async render(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<z.infer<typeof idParams>, z.infer<typeof textReportQuery>>,
  ) {
    return handOut(ctx, await this.reports.render(ctx, params.id, query));
  }
}
