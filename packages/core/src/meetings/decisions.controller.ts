import {
  carryOutBody,
  decisionBody,
  decisionSchema,
  idParams,
  pageOf,
  settleBody,
  taskDecisionSchema,
  withdrawBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Decisions } from './decisions.service.js';

type Id = z.infer<typeof idParams>;
type Body = z.infer<typeof decisionBody>;

@Controller()
export class DecisionsController {
  constructor(private readonly decisions: Decisions) {}

  @Get('meetings/:id/decisions')
  @Allow('meeting.read')
  @Endpoint({
    summary: "A meeting's decisions",
    params: idParams,
    response: pageOf(decisionSchema),
    subject: 'meeting',
  })
  list(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.decisions.list(ctx, params.id);
  }

  @Get('tasks/:id/decisions')
  @Allow('meeting.read')
  @Endpoint({
    summary: 'The decisions that made, changed or closed a task',
    params: idParams,
    response: pageOf(taskDecisionSchema),
    subject: 'task',
  })
  ofTask(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.decisions.ofTask(ctx, params.id);
  }

  @Post('meetings/:id/decisions')
  @Allow('meeting.decide')
  @Endpoint({
    summary: 'Take a decision down',
    params: idParams,
    body: decisionBody,
    response: decisionSchema,
    subject: 'meeting',
  })
  add(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, Body>) {
    return this.decisions.add(ctx, params.id, body);
  }

  @Patch('decisions/:id')
  @Allow('meeting.decide')
  @Endpoint({
    summary: 'Change a decision while the meeting is open',
    params: idParams,
    body: decisionBody,
    response: decisionSchema,
    subject: 'decision',
    precondition: true,
  })
  update(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, Body>) {
    return this.decisions.update(ctx, params.id, body);
  }

  @Post('decisions/:id/effect')
  @Allow('meeting.decide')
  @Endpoint({
    summary: 'Make a decision a task, an extension, another target or a closure',
    status: 200,
    params: idParams,
    body: carryOutBody,
    response: decisionSchema,
    subject: 'decision',
    precondition: true,
  })
  carryOut(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof carryOutBody>>,
  ) {
    return this.decisions.carryOut(ctx, params.id, body);
  }

  @Post('decisions/:id/settle')
  @Allow('meeting.keep')
  @Endpoint({
    summary: 'Say that a decision was carried out, or take that back',
    status: 200,
    params: idParams,
    body: settleBody,
    response: decisionSchema,
    subject: 'decision',
    precondition: true,
  })
  settle(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof settleBody>>,
  ) {
    return this.decisions.settle(ctx, params.id, body);
  }

  @Post('decisions/:id/withdrawal')
  @Allow('meeting.decide')
  @Endpoint({
    summary: 'Withdraw a decision that was taken down by mistake, before the minutes are issued',
    status: 200,
    params: idParams,
    body: withdrawBody,
    response: decisionSchema,
    subject: 'decision',
    precondition: true,
  })
  withdraw(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof withdrawBody>>,
  ) {
    return this.decisions.withdraw(ctx, params.id, body.reason);
  }
}
