import { attachmentSchema, idParams } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Controller, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AllowSignedIn, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Attachments, largestFile } from './attachments.service.js';

const noFile = defineError('unsupported-media-type', 415, {
  zh: '请以 multipart/form-data 上传一个文件',
  en: 'Send one file as multipart/form-data',
});

@Controller('attachments')
export class AttachmentsController {
  constructor(private readonly attachments: Attachments) {}

  // Not in one transaction: a slow upload would hold a connection for as long as it lasts.
  @Post()
  @AllowSignedIn()
  @Endpoint({
    summary: 'Upload a file (multipart/form-data, one part, at most 20 MB)',
    response: attachmentSchema,
    status: 201,
    unguarded: true,
  })
  async upload(@Ctx() ctx: RequestContext, @Req() request: FastifyRequest) {
    if (!request.isMultipart()) throw noFile();
    const file = await request.file({ limits: { fileSize: largestFile, files: 1, fields: 0, parts: 1 } });
    if (!file) throw noFile();
    const key = request.headers['idempotency-key'];
    const bytes = await file.toBuffer();
    return this.attachments.upload(ctx, { name: file.filename, bytes }, typeof key === 'string' ? key : null);
  }

  @Get(':id')
  @AllowSignedIn()
  @Endpoint({
    summary: 'Download a file',
    params: idParams,
    produces: 'application/octet-stream',
  })
  download(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<z.infer<typeof idParams>>) {
    return this.attachments.download(ctx, params.id);
  }
}
