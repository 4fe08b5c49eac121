import {
  type ClosePeriodsBody,
  closePeriodsBody,
  closingQuery,
  closingSchema,
  idParams,
  listQuery,
  planPage,
  planSchema,
  rankingSettingBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Put } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Plans } from './plans.service.js';

/** Newest first, for that is the one in work. */
const planQuery = listQuery({}, ['year']).extend({ sort: z.enum(['year', '-year']).default('-year') });

@Controller('plans')
export class PlansController {
  constructor(private readonly plans: Plans) {}

  @Get()
  @Allow('plan.read')
  @Endpoint({ summary: 'Plans', query: planQuery, response: planPage })
  list(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, z.infer<typeof planQuery>>) {
    return this.plans.list(ctx, query);
  }

  @Get(':id')
  @Allow('plan.read')
  @Endpoint({ summary: 'One plan', params: idParams, response: planSchema, subject: 'plan' })
  get(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<z.infer<typeof idParams>>) {
    return this.plans.get(ctx, params.id);
  }

  @Get(':id/closing')
  @Allow('plan.keep')
  @Endpoint({
    summary:
      'Reports of the periods that end on or before a day and are not closed: missing, and to be decided on',
    params: idParams,
    query: closingQuery,
    response: closingSchema,
    subject: 'plan',
  })
  closing(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<z.infer<typeof idParams>, z.infer<typeof closingQuery>>,
  ) {
    return this.plans.closing(ctx, params.id, query.closedThrough);
  }

  @Put(':id/closed-through')
  @Allow('plan.keep')
  @Endpoint({
    summary: 'Close the periods that ended on or before a day, or open them again',
    params: idParams,
    body: closePeriodsBody,
    response: planSchema,
    subject: 'plan',
    precondition: true,
  })
  closePeriods(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<z.infer<typeof idParams>, unknown, ClosePeriodsBody>,
  ) {
    return this.plans.closePeriods(ctx, params.id, body);
  }

  @Put(':id/ranking')
  @Allow('plan.keep')
  @Endpoint({
    summary: 'Let units be ranked, counties and departments apart, or no longer',
    params: idParams,
    body: rankingSettingBody,
    response: planSchema,
    subject: 'plan',
    precondition: true,
  })
  setRanking(
    @Ctx() ctx: RequestContext,
    @Input()
    { params, body }: EndpointInput<z.infer<typeof idParams>, unknown, z.infer<typeof rankingSettingBody>>,
  ) {
    return this.plans.setRanking(ctx, params.id, body.enabled);
  }
}
