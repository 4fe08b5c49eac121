import { type DeputyBody, deputyBody, deputyPage, deputySchema, idParams } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, AllowSignedIn, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Deputies } from './deputies.service.js';

@Controller('deputies')
export class DeputiesController {
  constructor(private readonly deputies: Deputies) {}

  @Get()
  @AllowSignedIn()
  @Endpoint({ summary: 'Deputies that I named, and those whose deputy I am', response: deputyPage })
  list(@Ctx() ctx: RequestContext) {
    return this.deputies.list(ctx);
  }

  @Post()
  @Allow('deputy.name')
  @Endpoint({
    summary: 'Let somebody of my unit sign in my place (授权代签)',
    body: deputyBody,
    response: deputySchema,
    status: 201,
    subject: 'new-deputy',
  })
  name(@Ctx() ctx: RequestContext, @Input() { body }: EndpointInput<unknown, unknown, DeputyBody>) {
    return this.deputies.name(ctx, body);
  }

  @Delete(':id')
  @Allow('deputy.name')
  @Endpoint({ summary: 'Take it back', params: idParams, response: deputySchema, subject: 'deputy' })
  revoke(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<z.infer<typeof idParams>>) {
    return this.deputies.revoke(ctx, params.id);
  }
}
