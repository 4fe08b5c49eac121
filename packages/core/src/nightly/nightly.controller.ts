import { jobRunPage, jobRunQuery, jobRunSchema } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { NightlyRun } from './nightly-run.service.js';

@Controller('system/jobs')
export class NightlyController {
  constructor(private readonly nightly: NightlyRun) {}

  @Get()
  @Allow('system.read')
  @Endpoint({
    summary: 'Runs of the nightly job, one a business date',
    query: jobRunQuery,
    response: jobRunPage,
  })
  list(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, z.infer<typeof jobRunQuery>>) {
    return this.nightly.list(ctx, query);
  }

  @Post('nightly')
  @Allow('job.run')
  @Endpoint({
    summary: 'Run the nightly job now; what was done is not done twice',
    response: jobRunSchema,
    status: 200,
  })
  run(@Ctx() ctx: RequestContext) {
    return this.nightly.runNow(ctx);
  }
}
