import {
  createReportBody,
  directions,
  expectationPage,
  expectationQuery,
  formViewSchema,
  idParams,
  moveOfferSchema,
  periodSchema,
  reportMoveBody,
  reportPage,
  reportQuery,
  reportSchema,
  revisionPage,
  updateReportBody,
  valueChangePage,
  valueChangeQuery,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { ReportReader } from './report-reader.service.js';
import { Reports } from './reports.service.js';

type Id = z.infer<typeof idParams>;
const contextSchema = z.object({
  lastPeriod: periodSchema.nullable(),
  last: z.record(z.string(), z.unknown()).nullable(),
  yearToDate: z.record(z.string(), z.number().nullable()),
  /** What is asked of the unit of each metric that the form feeds. */
  targets: z.array(
    z.object({
      metric: z.string(),
      value: z.number(),
      direction: z.enum(directions),
      measure: z.string(),
      by: z.enum(['plan', 'share']),
    }),
  ),
});
const reportFormSchema = formViewSchema
  .omit({ areaId: true, taskId: true, unitIds: true })
  .meta({ id: 'ReportForm' });
const newContextQuery = z.strictObject(createReportBody.omit({ data: true, mode: true }).shape);

@Controller()
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly reader: ReportReader,
  ) {}

  @Get('expectations')
  @Allow('plan.read')
  @Endpoint({
    summary: 'What is due from whom, with the state of the report that answers it',
    query: expectationQuery,
    response: expectationPage,
    subject: 'plan',
  })
  expectations(
    @Ctx() ctx: RequestContext,
    @Input() { query }: EndpointInput<unknown, z.infer<typeof expectationQuery>>,
  ) {
    return this.reader.expected(ctx, query);
  }

  @Get('reports')
  @Allow('plan.read')
  @Endpoint({ summary: 'Reports that I may read', query: reportQuery, response: reportPage, subject: 'plan' })
  list(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, z.infer<typeof reportQuery>>) {
    return this.reader.list(ctx, query);
  }

  @Post('reports')
  @Allow('report.write')
  @Endpoint({
    summary: 'Begin a report',
    body: createReportBody,
    response: reportSchema,
    subject: 'new-report',
  })
  begin(
    @Ctx() ctx: RequestContext,
    @Input() { body }: EndpointInput<unknown, unknown, z.infer<typeof createReportBody>>,
  ) {
    return this.reports.begin(ctx, body);
  }

  @Get('reports/context')
  @Allow('plan.read')
  @Endpoint({
    summary: 'What stands beside the fields of a report that is about to begin',
    query: newContextQuery,
    response: contextSchema,
    subject: 'plan',
  })
  contextOfNew(
    @Ctx() ctx: RequestContext,
    @Input() { query }: EndpointInput<unknown, z.infer<typeof newContextQuery>>,
  ) {
    return this.reports.contextOfNew(ctx, query);
  }

  @Get('reports/:id')
  @Allow('report.read')
  @Endpoint({ summary: 'A report', params: idParams, response: reportSchema, subject: 'report' })
  get(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.reader.get(ctx, params.id);
  }

  @Patch('reports/:id')
  @Allow('report.write')
  @Endpoint({
    summary: "Replace a draft's data whole, or make a one-click report of it",
    params: idParams,
    body: updateReportBody,
    response: reportSchema,
    subject: 'report-data',
    precondition: true,
  })
  save(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof updateReportBody>>,
  ) {
    return this.reports.save(ctx, params.id, body);
  }

  @Get('reports/:id/form')
  @Allow('report.read')
  @Endpoint({
    summary: 'The form that the report was begun with, as the plan had set it then',
    params: idParams,
    response: reportFormSchema,
    subject: 'report',
  })
  form(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.reader.formById(ctx, params.id);
  }

  @Get('reports/:id/context')
  @Allow('report.read')
  @Endpoint({
    summary: 'Last accepted values and the year so far, for each field',
    params: idParams,
    response: contextSchema,
    subject: 'report',
  })
  context(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.reader.contextOf(ctx, params.id);
  }

  @Get('reports/:id/moves')
  @Allow('report.read')
  @Endpoint({
    summary: 'The moves that I may make now',
    params: idParams,
    response: z.array(moveOfferSchema),
    subject: 'report',
  })
  moves(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.reader.moves(ctx, params.id);
  }

  @Post('reports/:id/moves')
  @Allow('report.read')
  @Endpoint({
    summary: 'Submit, sign, accept, return or unlock',
    status: 200,
    params: idParams,
    body: reportMoveBody,
    response: reportSchema,
    subject: 'report-move',
    precondition: true,
  })
  move(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof reportMoveBody>>,
  ) {
    return this.reports.move(ctx, params.id, body);
  }

  @Get('reports/:id/revisions')
  @Allow('report.read')
  @Endpoint({
    summary: 'Every submitted revision, with what happened to it',
    params: idParams,
    response: revisionPage,
    subject: 'report',
  })
  revisions(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.reader.revisions(ctx, params.id);
  }

  @Get('reports/:id/values')
  @Allow('report.read')
  @Endpoint({
    summary: 'Who set which field to what, when, in which revision; newest first',
    params: idParams,
    query: valueChangeQuery,
    response: valueChangePage,
    subject: 'report',
  })
  values(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof valueChangeQuery>>,
  ) {
    return this.reader.values(ctx, params.id, query.field);
  }
}
