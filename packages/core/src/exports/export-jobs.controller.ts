import { exportBody, exportPage, exportSchema, idParams } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { ExportJobs } from './export-jobs.service.js';

type Id = z.infer<typeof idParams>;

@Controller('exports')
export class ExportJobsController {
  constructor(private readonly jobs: ExportJobs) {}

  @Post()
  @Allow('plan.read')
  @Endpoint({
    summary: 'Have a document made: briefing, minutes, ledger, board or text report',
    body: exportBody,
    response: exportSchema,
    subject: 'export',
  })
  start(
    @Ctx() ctx: RequestContext,
    @Input() { body }: EndpointInput<unknown, unknown, z.infer<typeof exportBody>>,
  ) {
    return this.jobs.start(ctx, body);
  }

  @Get()
  @Allow('plan.read')
  @Endpoint({ summary: 'My documents, newest first', response: exportPage })
  list(@Ctx() ctx: RequestContext) {
    return this.jobs.list(ctx);
  }

  @Get(':id')
  @Allow('plan.read')
  @Endpoint({
    summary: 'How far my document is',
    params: idParams,
    response: exportSchema,
    subject: 'own-export',
  })
  get(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.jobs.get(ctx, params.id);
  }

  @Delete(':id')
  @Allow('plan.read')
  @Endpoint({
    summary: 'Cancel my document while it is made',
    params: idParams,
    response: exportSchema,
    subject: 'own-export',
  })
  cancel(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.jobs.cancel(ctx, params.id);
  }

  @Get(':id/file')
  @Allow('plan.read')
  @Endpoint({
    summary: 'My document, kept for seven days',
    params: idParams,
    produces: 'application/octet-stream',
    subject: 'own-export',
  })
  file(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.jobs.file(ctx, params.id);
  }
}
