import { type AuditQuery, auditPage, auditQuery } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { AuditLog } from './audit.service.js';

@Controller('audit')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @Allow('audit.read')
  @Endpoint({ summary: 'The log, newest first', query: auditQuery, response: auditPage })
  list(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, AuditQuery>) {
    return this.log.read(ctx, input.query);
  }
}
