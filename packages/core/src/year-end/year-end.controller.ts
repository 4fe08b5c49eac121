import {
  type CarryOversBody,
  carryOverPage,
  carryOversBody,
  idParams,
  type NextPlanBody,
  nextPlanBody,
  planSchema,
  taskMovesResult,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { CarriedTasks } from '../tasks/carried-tasks.service.js';
import { CarryOvers } from './carry-overs.service.js';
import { NextPlans } from './next-plans.service.js';

type Id = z.infer<typeof idParams>;

@Controller()
export class YearEndController {
  constructor(
    private readonly nextPlans: NextPlans,
    private readonly carryOvers: CarryOvers,
    private readonly carried: CarriedTasks,
  ) {}

  @Post('plans/:id/next')
  @Allow('plan.keep')
  @Endpoint({
    summary: 'Draft the plan of the next year, with the areas as they are set in this one and no task yet',
    params: idParams,
    body: nextPlanBody,
    response: planSchema,
    status: 201,
    subject: 'plan',
    precondition: true,
  })
  draft(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, NextPlanBody>) {
    return this.nextPlans.draft(ctx, params.id, body);
  }

  @Get('plans/:id/carry-overs')
  @Allow('plan.keep')
  @Endpoint({
    summary:
      'Unfinished tasks that can go on in the next plan, with the targets whose next stage is to be set',
    params: idParams,
    response: carryOverPage,
    subject: 'plan',
  })
  offers(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.carryOvers.offers(ctx, params.id);
  }

  /** Not in one transaction: each task is carried over in its own, and conditional on its version. */
  @Post('plans/:id/carry-overs')
  @Allow('plan.keep')
  @Endpoint({
    summary: 'Carry tasks over into the next plan, each on its own; with dryRun, say what would come of it',
    status: 200,
    params: idParams,
    body: carryOversBody,
    response: taskMovesResult,
    subject: 'plan',
    unguarded: true,
  })
  carryOver(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, CarryOversBody>,
  ) {
    return this.carryOvers.carryOver(ctx, params.id, body);
  }

  @Delete('tasks/:id/carry-over')
  @Allow('plan.keep')
  @Endpoint({
    summary: 'Give up the draft that a task was carried over as; the task goes on where it was',
    params: idParams,
    status: 204,
    subject: 'task',
    precondition: true,
  })
  takeBack(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.carried.takeBack(ctx, params.id);
  }
}
