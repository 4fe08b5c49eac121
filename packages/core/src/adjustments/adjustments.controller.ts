import {
  type AdjustmentBody,
  adjustmentBody,
  adjustmentPage,
  adjustmentQuery,
  adjustmentSchema,
  type DecideBody,
  decideBody,
  idParams,
  planChangePage,
  planChangeQuery,
  type WithdrawBody,
  withdrawBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Adjustments } from './adjustments.service.js';

type Id = z.infer<typeof idParams>;

@Controller()
export class AdjustmentsController {
  constructor(private readonly adjustments: Adjustments) {}

  @Get('plans/:id/adjustments')
  @Allow('task.read')
  @Endpoint({
    summary: 'Adjustments of a plan: proposed, decided, in force',
    params: idParams,
    query: adjustmentQuery,
    response: adjustmentPage,
    subject: 'plan',
  })
  list(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof adjustmentQuery>>,
  ) {
    const { areaId, taskId, kind, state } = query;
    return this.adjustments.list(ctx, { planId: params.id, areaId, taskId, kind, state }, query);
  }

  @Get('plans/:id/changes')
  @Allow('task.read')
  @Endpoint({
    summary: 'Moved dates, changed targets, units and milestones of a plan, whatever decided them',
    params: idParams,
    query: planChangeQuery,
    response: planChangePage,
    subject: 'plan',
  })
  changes(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof planChangeQuery>>,
  ) {
    const { areaId, kind } = query;
    return this.adjustments.planChanges(ctx, { planId: params.id, areaId, kind }, query);
  }

  @Get('tasks/:id/adjustments')
  @Allow('task.read')
  @Endpoint({
    summary: 'Adjustments of a task, newest first',
    params: idParams,
    response: adjustmentPage,
    subject: 'task',
  })
  ofTask(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.adjustments.ofTask(ctx, params.id);
  }

  @Post('tasks/:id/adjustments')
  @Allow('adjustment.propose')
  @Endpoint({
    summary: 'Propose to adjust a task; its responsible leader decides',
    params: idParams,
    body: adjustmentBody,
    response: adjustmentSchema,
    status: 201,
    subject: 'task',
  })
  propose(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, AdjustmentBody>) {
    return this.adjustments.propose(ctx, params.id, body);
  }

  @Post('adjustments/:id/moves')
  @Allow('adjustment.decide')
  @Endpoint({
    summary: 'Approve or refuse an adjustment',
    params: idParams,
    body: decideBody,
    response: adjustmentSchema,
    status: 200,
    subject: 'adjustment',
    precondition: true,
  })
  decide(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, DecideBody>) {
    return this.adjustments.decide(ctx, params.id, body);
  }

  @Post('adjustments/:id/withdrawal')
  @Allow('adjustment.withdraw')
  @Endpoint({
    summary: 'Take back a proposed adjustment, or an approved one before its day',
    params: idParams,
    body: withdrawBody,
    response: adjustmentSchema,
    status: 200,
    subject: 'adjustment',
    precondition: true,
  })
  withdraw(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, WithdrawBody>) {
    return this.adjustments.withdraw(ctx, params.id, body);
  }
}
