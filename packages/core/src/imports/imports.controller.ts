import { idParams, importPage, importSchema, sheetQuery } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { xlsxType } from '../exports/cells.js';
import { Allow, AllowSignedIn, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { largestWorkbook } from './bounded-zip.js';
import { Imports } from './imports.service.js';

type Id = z.infer<typeof idParams>;
const noFile = defineError('unsupported-media-type', 415, {
  zh: '请以 multipart/form-data 上传一个工作簿',
  en: 'Send one workbook as multipart/form-data',
});

@Controller()
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @Get('exports/template.xlsx')
  @Allow('plan.read')
  @Endpoint({
    summary: 'A form over the units that I may fill in for, to be sent in as an import',
    query: sheetQuery,
    produces: xlsxType,
    subject: 'plan',
  })
  template(
    @Ctx() ctx: RequestContext,
    @Input() { query }: EndpointInput<unknown, z.infer<typeof sheetQuery>>,
  ) {
    return this.imports.template(ctx, query);
  }

  // Not in one transaction: the upload is slow, and the work goes on after the answer.
  @Post('imports')
  @AllowSignedIn()
  @Endpoint({
    summary: 'Import a filled template (multipart/form-data, one part, at most 5 MB): all rows or none',
    response: importSchema,
    status: 201,
    unguarded: true,
  })
  async start(@Ctx() ctx: RequestContext, @Req() request: FastifyRequest) {
    if (!request.isMultipart()) throw noFile();
    const file = await request.file({ limits: { fileSize: largestWorkbook, files: 1, fields: 0, parts: 1 } });
    if (!file) throw noFile();
    const key = request.headers['idempotency-key'];
    return this.imports.start(ctx, await file.toBuffer(), typeof key === 'string' ? key : null);
  }

  @Get('imports')
  @AllowSignedIn()
  @Endpoint({ summary: 'My imports, newest first', response: importPage })
  list(@Ctx() ctx: RequestContext) {
    return this.imports.list(ctx);
  }

  @Get('imports/:id')
  @AllowSignedIn()
  @Endpoint({ summary: 'How far my import is', params: idParams, response: importSchema })
  get(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.imports.find(ctx, params.id);
  }

  @Delete('imports/:id')
  @AllowSignedIn()
  @Endpoint({ summary: 'Cancel my import', params: idParams, response: importSchema })
  cancel(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.imports.cancel(ctx, params.id);
  }

  @Get('imports/:id/result.xlsx')
  @AllowSignedIn()
  @Endpoint({
    summary: 'The workbook that was sent in, with what is wrong marked in its cells',
    params: idParams,
    produces: xlsxType,
  })
  result(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.imports.result(ctx, params.id);
  }
}
