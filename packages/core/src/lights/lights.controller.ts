import {
  idParams,
  lightChangePage,
  lightChangeQuery,
  lightMonthsQuery,
  lightMonthsSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { LightHistory } from './light-history.service.js';

type Id = z.infer<typeof idParams>;

@Controller()
export class LightsController {
  constructor(private readonly history: LightHistory) {}

  @Get('tasks/:id/lights')
  @Allow('task.read')
  @Endpoint({
    summary: 'When the light of a task became another one, and why',
    params: idParams,
    query: lightChangeQuery,
    response: lightChangePage,
    subject: 'task',
  })
  changes(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof lightChangeQuery>>,
  ) {
    return this.history.changes(ctx, params.id, query);
  }

  @Get('plans/:id/lights')
  @Allow('figure.read')
  @Endpoint({
    summary: 'The lights of open tasks at each month’s end',
    params: idParams,
    query: lightMonthsQuery,
    response: lightMonthsSchema,
    subject: 'plan',
    consistent: true,
  })
  months(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof lightMonthsQuery>>,
  ) {
    return this.history.monthly(ctx, params.id, query.areaId);
  }
}
