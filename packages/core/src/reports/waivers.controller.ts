import { expectationSchema, idParams, type ReopenBody, reopenBody, waiveBody } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Waivers } from './waivers.service.js';

type Id = z.infer<typeof idParams>;

@Controller('expectations/:id')
export class WaiversController {
  constructor(private readonly waivers: Waivers) {}

  @Post('waive')
  @Allow('report.waive')
  @Endpoint({
    summary: 'Waive a report that is expected (免报)',
    status: 200,
    params: idParams,
    body: waiveBody,
    response: expectationSchema,
    subject: 'expectation',
  })
  waive(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof waiveBody>>,
  ) {
    return this.waivers.set(ctx, params.id, body.reason);
  }

  @Delete('waive')
  @Allow('report.waive')
  @Endpoint({
    summary: 'Expect a report again that was waived',
    params: idParams,
    response: expectationSchema,
    subject: 'expectation',
  })
  expectAgain(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.waivers.set(ctx, params.id, null);
  }

  @Post('reopening')
  @Allow('report.reopen')
  @Endpoint({
    summary: 'Let a report of a closed period through until a day',
    status: 200,
    params: idParams,
    body: reopenBody,
    response: expectationSchema,
    subject: 'expectation',
  })
  reopen(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, ReopenBody>) {
    return this.waivers.reopen(ctx, params.id, body);
  }

  @Delete('reopening')
  @Allow('report.reopen')
  @Endpoint({
    summary: 'Let the closing of the period hold again',
    params: idParams,
    response: expectationSchema,
    subject: 'expectation',
  })
  closeAgain(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.waivers.reopen(ctx, params.id, null);
  }
}
