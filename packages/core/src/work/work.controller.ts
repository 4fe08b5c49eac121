import { idSchema, workSchema } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { WorkList } from './work.service.js';

const workQuery = z.strictObject({ planId: idSchema });

@Controller('work')
export class WorkController {
  constructor(private readonly work: WorkList) {}

  @Get()
  @Allow('plan.read')
  @Endpoint({
    summary: 'What waits for me: due, returned, to sign, to review, urged, to decide',
    query: workQuery,
    response: workSchema,
    subject: 'plan',
  })
  get(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, z.infer<typeof workQuery>>) {
    return this.work.of(ctx, query.planId);
  }
}
