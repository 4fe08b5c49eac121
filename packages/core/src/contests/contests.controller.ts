import {
  type ContestAnswer,
  type ContestBody,
  contestAnswerBody,
  contestBody,
  contestPage,
  contestQuery,
  contestSchema,
  idParams,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Contests } from './contests.service.js';

type Id = z.infer<typeof idParams>;

@Controller()
export class ContestsController {
  constructor(private readonly contests: Contests) {}

  @Get('plans/:id/light-contests')
  @Allow('task.read')
  @Endpoint({
    summary: 'Objections to lights of a plan, answered or not',
    params: idParams,
    query: contestQuery,
    response: contestPage,
    subject: 'plan',
  })
  ofPlan(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof contestQuery>>,
  ) {
    const { areaId, answered } = query;
    return this.contests.ofPlan(ctx, { planId: params.id, areaId, answered }, query);
  }

  @Get('tasks/:id/light-contests')
  @Allow('task.read')
  @Endpoint({
    summary: 'Objections to the light of a task, newest first',
    params: idParams,
    response: contestPage,
    subject: 'task',
  })
  ofTask(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.contests.ofTask(ctx, params.id);
  }

  @Post('tasks/:id/light-contests')
  @Allow('light.contest')
  @Endpoint({
    summary: 'Contest the light of a task that one’s unit takes part in',
    params: idParams,
    body: contestBody,
    response: contestSchema,
    status: 201,
    subject: 'task-headed',
  })
  raise(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, ContestBody>) {
    return this.contests.raise(ctx, params.id, body);
  }

  @Post('light-contests/:id/answer')
  @Allow('light.answer')
  @Endpoint({
    summary: 'Answer an objection',
    params: idParams,
    body: contestAnswerBody,
    response: contestSchema,
    status: 200,
    subject: 'light-contest',
    precondition: true,
  })
  answer(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, ContestAnswer>) {
    return this.contests.answer(ctx, params.id, body);
  }
}
