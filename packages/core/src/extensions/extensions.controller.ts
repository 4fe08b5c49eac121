import {
  type DecideBody,
  decideBody,
  type ExtensionBody,
  extensionBody,
  extensionPage,
  extensionQuery,
  extensionSchema,
  idParams,
  onTimeSchema,
  onTimeTaskPage,
  onTimeTaskQuery,
  type WithdrawBody,
  withdrawBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Extensions } from './extensions.service.js';

type Id = z.infer<typeof idParams>;

@Controller()
export class ExtensionsController {
  constructor(private readonly extensions: Extensions) {}

  @Get('plans/:id/extensions')
  @Allow('task.read')
  @Endpoint({
    summary: 'Extensions of a plan: asked for, approved, granted, refused',
    params: idParams,
    query: extensionQuery,
    response: extensionPage,
    subject: 'plan',
  })
  ofPlan(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof extensionQuery>>,
  ) {
    const { areaId, state } = query;
    return this.extensions.ofPlan(ctx, { planId: params.id, areaId, state }, query);
  }

  @Get('tasks/:id/extensions')
  @Allow('task.read')
  @Endpoint({
    summary: 'Extensions of a task, newest first',
    params: idParams,
    response: extensionPage,
    subject: 'task',
  })
  list(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.extensions.list(ctx, params.id);
  }

  @Post('tasks/:id/extensions')
  @Allow('task.read')
  @Endpoint({
    summary: 'Ask for a later date before the present one passes',
    params: idParams,
    body: extensionBody,
    response: extensionSchema,
    status: 201,
    subject: 'extension-ask',
  })
  ask(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, ExtensionBody>) {
    return this.extensions.ask(ctx, params.id, body);
  }

  @Post('extensions/:id/moves')
  @Allow('extension.decide')
  @Endpoint({
    summary: 'Approve or refuse an extension',
    params: idParams,
    body: decideBody,
    response: extensionSchema,
    status: 200,
    subject: 'extension',
    precondition: true,
  })
  decide(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, DecideBody>) {
    return this.extensions.decide(ctx, params.id, body);
  }

  @Post('extensions/:id/withdrawal')
  @Allow('task.read')
  @Endpoint({
    summary: 'Take back an extension that was asked for, before it is granted',
    params: idParams,
    body: withdrawBody,
    response: extensionSchema,
    status: 200,
    subject: 'extension-withdrawal',
    precondition: true,
  })
  withdraw(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, WithdrawBody>) {
    return this.extensions.withdraw(ctx, params.id, body);
  }

  @Get('plans/:id/on-time')
  @Allow('figure.read')
  @Endpoint({
    summary: 'On-time rates against the dates first set and against the extended ones',
    params: idParams,
    response: onTimeSchema,
    subject: 'plan',
  })
  onTime(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.extensions.onTime(ctx, params.id);
  }

  @Get('plans/:id/on-time/tasks')
  @Allow('figure.read')
  @Endpoint({
    summary: 'The tasks behind an on-time rate',
    params: idParams,
    query: onTimeTaskQuery,
    response: onTimeTaskPage,
    subject: 'plan',
  })
  onTimeTasks(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof onTimeTaskQuery>>,
  ) {
    return this.extensions.onTimeTasks(ctx, params.id, query);
  }
}
