import {
  type BreakdownBody,
  breakdownBody,
  type CompleteShareMilestoneBody,
  completeShareMilestoneBody,
  idParams,
  shareHandlerBody,
  shareMilestoneParams,
  shareMilestonesBody,
  sharePage,
  shareParams,
  shareSchema,
  type UnitSharesQuery,
  unitSharePage,
  unitSharesQuery,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post, Put } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Shares } from './shares.service.js';
import { UnitShares } from './unit-shares.service.js';

type Id = z.infer<typeof idParams>;
type ShareId = z.infer<typeof shareParams>;
type MilestoneId = z.infer<typeof shareMilestoneParams>;

/** 分解: the parts of a task, and a unit's parts of the plan. */
@Controller()
export class SharesController {
  constructor(
    private readonly shares: Shares,
    private readonly unitShares: UnitShares,
  ) {}

  @Get('plans/:id/shares')
  @Allow('task.read')
  @Endpoint({
    summary: 'What a unit and the units below it have a part in: acceptance, targets, steps, reports',
    params: idParams,
    query: unitSharesQuery,
    response: unitSharePage,
    subject: 'plan',
  })
  ofUnit(@Ctx() ctx: RequestContext, @Input() { params, query }: EndpointInput<Id, UnitSharesQuery>) {
    return this.unitShares.of(ctx, params.id, query);
  }

  @Get('tasks/:id/shares')
  @Allow('task.read')
  @Endpoint({
    summary: 'The parts of a task as a tree, each followed by what it was broken down to',
    params: idParams,
    response: sharePage,
    subject: 'task',
  })
  list(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.shares.list(ctx, params.id);
  }

  @Post('tasks/:id/shares/:shareId/accept')
  @Allow('share.accept')
  @Endpoint({
    summary: 'Take a share on for one’s unit (签收)',
    params: shareParams,
    response: shareSchema,
    status: 200,
    subject: 'share',
    precondition: true,
  })
  accept(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<ShareId>) {
    return this.shares.accept(ctx, params.id, params.shareId);
  }

  @Put('tasks/:id/shares/:shareId/handler')
  @Allow('share.break-down')
  @Endpoint({
    summary: 'Name who handles a share (承办人), or nobody',
    params: shareParams,
    body: shareHandlerBody,
    response: shareSchema,
    subject: 'share',
    precondition: true,
  })
  setHandler(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<ShareId, unknown, z.infer<typeof shareHandlerBody>>,
  ) {
    return this.shares.setHandler(ctx, params.id, params.shareId, body);
  }

  @Put('tasks/:id/shares/:shareId/milestones')
  @Allow('share.break-down')
  @Endpoint({
    summary: 'Set the unit’s own steps that are still to be done',
    params: shareParams,
    body: shareMilestonesBody,
    response: shareSchema,
    subject: 'share',
    precondition: true,
  })
  setMilestones(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<ShareId, unknown, z.infer<typeof shareMilestonesBody>>,
  ) {
    return this.shares.setMilestones(ctx, params.id, params.shareId, body);
  }

  @Post('tasks/:id/shares/:shareId/milestones/:milestoneId/completion')
  @Allow('report.write')
  @Endpoint({
    summary: 'Note that a step of a share was done, with the files that show it',
    params: shareMilestoneParams,
    body: completeShareMilestoneBody,
    response: shareSchema,
    status: 200,
    subject: 'share',
  })
  complete(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<MilestoneId, unknown, CompleteShareMilestoneBody>,
  ) {
    return this.shares.complete(ctx, params.id, params.shareId, params.milestoneId, body);
  }

  @Put('tasks/:id/shares/:shareId/breakdown')
  @Allow('share.break-down')
  @Endpoint({
    summary: 'Break a share down to units below it (分解), all at once',
    params: shareParams,
    body: breakdownBody,
    response: shareSchema,
    subject: 'share',
    precondition: true,
  })
  breakDown(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<ShareId, unknown, BreakdownBody>,
  ) {
    return this.shares.breakDown(ctx, params.id, params.shareId, body);
  }
}
