import { createTargetBody, idParams, targetPage, targetQuery, targetSchema } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Targets } from './targets.service.js';

type Id = z.infer<typeof idParams>;

@Controller()
export class TargetsController {
  constructor(private readonly targets: Targets) {}

  @Get('plans/:id/targets')
  @Allow('figure.read')
  @Endpoint({
    summary: 'Targets of a plan',
    params: idParams,
    query: targetQuery,
    response: targetPage,
    subject: 'plan',
  })
  list(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof targetQuery>>,
  ) {
    return this.targets.list(ctx, { planId: params.id, ...query }, query);
  }

  @Post('plans/:id/targets')
  @Allow('target.propose')
  @Endpoint({
    summary: 'Propose a target; the plan office confirms it',
    params: idParams,
    body: createTargetBody,
    response: targetSchema,
    status: 201,
    subject: 'new-target',
  })
  propose(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof createTargetBody>>,
  ) {
    return this.targets.propose(ctx, params.id, body);
  }

  @Post('targets/:id/confirm')
  @Allow('target.confirm')
  @Endpoint({
    summary: 'Confirm a target that somebody else proposed',
    params: idParams,
    response: targetSchema,
    status: 200,
    subject: 'target',
  })
  confirm(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.targets.confirm(ctx, params.id);
  }
}
