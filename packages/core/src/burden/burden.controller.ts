import { burdenQuery, burdenSchema } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Burdens } from './burden.service.js';

@Controller('system/burden')
export class BurdenController {
  constructor(private readonly burdens: Burdens) {}

  @Get()
  @Allow('system.read')
  @Endpoint({
    summary: 'What reporting costs: fields that each unit owes each month, and the forms that ask for them',
    query: burdenQuery,
    response: burdenSchema,
    subject: 'plan',
  })
  get(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, z.infer<typeof burdenQuery>>) {
    return this.burdens.of(ctx, query.planId);
  }
}
