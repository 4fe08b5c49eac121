import {
  idParams,
  priorImportPage,
  priorImportParams,
  priorImportQuery,
  priorImportSchema,
  priorTemplateQuery,
  priorValuePage,
  priorValueQuery,
} from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Controller, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { xlsxType } from '../exports/cells.js';
import { largestWorkbook } from '../imports/bounded-zip.js';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { PriorValues } from './prior-values.service.js';

type Id = z.infer<typeof idParams>;
const noFile = defineError('unsupported-media-type', 415, {
  zh: '请以 multipart/form-data 上传一个工作簿',
  en: 'Send one workbook as multipart/form-data',
});

@Controller('plans/:id/prior-values')
export class PriorValuesController {
  constructor(private readonly values: PriorValues) {}

  @Get()
  @Allow('figure.read')
  @Endpoint({
    summary: "Last year's values as they were imported, with their source",
    params: idParams,
    query: priorValueQuery,
    response: priorValuePage,
    subject: 'plan',
  })
  list(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof priorValueQuery>>,
  ) {
    return this.values.list(ctx, { planId: params.id, ...query }, query);
  }

  @Get('template.xlsx')
  @Allow('prior.import')
  @Endpoint({
    summary: "An area's metrics over last year's periods, to be filled in and sent in as an import",
    params: idParams,
    query: priorTemplateQuery,
    produces: xlsxType,
    subject: 'plan',
  })
  template(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof priorTemplateQuery>>,
  ) {
    return this.values.template(ctx, params.id, query.areaId);
  }

  @Get('imports')
  @Allow('prior.import')
  @Endpoint({
    summary: "Imports of last year's values, newest first",
    params: idParams,
    response: priorImportPage,
    subject: 'plan',
  })
  imports(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.values.imports(ctx, params.id);
  }

  // Not in one transaction: a slow upload would hold a connection for as long as it lasts.
  @Post('imports')
  @Allow('prior.import')
  @Endpoint({
    summary: "Import last year's values (multipart/form-data, one part, at most 5 MB): all rows or none",
    params: idParams,
    query: priorImportQuery,
    response: priorImportSchema,
    status: 201,
    subject: 'plan',
    unguarded: true,
  })
  async import(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof priorImportQuery>>,
    @Req() request: FastifyRequest,
  ) {
    if (!request.isMultipart()) throw noFile();
    const file = await request.file({ limits: { fileSize: largestWorkbook, files: 1, fields: 0, parts: 1 } });
    if (!file) throw noFile();
    const key = request.headers['idempotency-key'];
    const bytes = await file.toBuffer();
    return this.values.import(ctx, params.id, query, bytes, typeof key === 'string' ? key : null);
  }

  @Get('imports/:importId/result.xlsx')
  @Allow('prior.import')
  @Endpoint({
    summary: 'The workbook that was sent in, with what is wrong marked in its cells',
    params: priorImportParams,
    produces: xlsxType,
    subject: 'plan',
  })
  result(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<z.infer<typeof priorImportParams>>) {
    return this.values.result(ctx, params.id, params.importId);
  }
}
