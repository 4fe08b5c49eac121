import {
  idParams,
  type UrgingBody,
  type UrgingMoveBody,
  type UrgingsBody,
  urgingBody,
  urgingMoveBody,
  urgingPage,
  urgingQuery,
  urgingSchema,
  urgingsBody,
  urgingsResult,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Urgings } from './urgings.service.js';

type Id = z.infer<typeof idParams>;

@Controller()
export class UrgingsController {
  constructor(private readonly urgings: Urgings) {}

  @Get('plans/:id/urgings')
  @Allow('task.read')
  @Endpoint({
    summary: 'Slips of a plan: to sign, sent, answered, late; drafts for the plan office and leaders',
    params: idParams,
    query: urgingQuery,
    response: urgingPage,
    subject: 'plan',
  })
  list(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof urgingQuery>>,
  ) {
    return this.urgings.list(ctx, params.id, query, query);
  }

  @Get('tasks/:id/urgings')
  @Allow('task.read')
  @Endpoint({
    summary: 'Slips of a task, newest first; drafts for the plan office and leaders',
    params: idParams,
    response: urgingPage,
    subject: 'task',
  })
  ofTask(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.urgings.ofTask(ctx, params.id);
  }

  @Post('tasks/:id/urgings')
  @Allow('urging.issue')
  @Endpoint({
    summary: 'Urge a unit by hand',
    params: idParams,
    body: urgingBody,
    response: urgingSchema,
    status: 201,
    subject: 'task',
  })
  urge(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, UrgingBody>) {
    return this.urgings.urge(ctx, params.id, body);
  }

  @Post('urgings')
  @Allow('task.read')
  @Endpoint({
    summary: 'Urge the lead units of many tasks; each is urged or refused on its own',
    body: urgingsBody,
    response: urgingsResult,
    status: 200,
  })
  urgeMany(@Ctx() ctx: RequestContext, @Input() { body }: EndpointInput<unknown, unknown, UrgingsBody>) {
    return this.urgings.urgeMany(ctx, body);
  }

  @Post('urgings/:id/moves')
  @Allow('urging.move')
  @Endpoint({
    summary: 'Sign a drafted slip, lift one, or answer it',
    params: idParams,
    body: urgingMoveBody,
    response: urgingSchema,
    status: 200,
    subject: 'urging-move',
    precondition: true,
  })
  move(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, UrgingMoveBody>) {
    return this.urgings.move(ctx, params.id, body);
  }
}
