import {
  awaitingSuperiorBody,
  idParams,
  type LeaderHandoverBody,
  leaderHandoverBody,
  lightOverrideBody,
  moveOfferSchema,
  type TaskMoveBody,
  taskDetailSchema,
  taskMoveBody,
  waiverBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { TaskMarks } from './task-marks.service.js';
import { TaskMoves } from './task-moves.service.js';
import { Tasks } from './tasks.service.js';

type Id = z.infer<typeof idParams>;

@Controller('tasks/:id')
export class TaskMovesController {
  constructor(
    private readonly moves: TaskMoves,
    private readonly marks: TaskMarks,
    private readonly tasks: Tasks,
  ) {}

  @Get('moves')
  @Allow('task.read')
  @Endpoint({
    summary: 'The moves that the caller may make now',
    params: idParams,
    response: z.array(moveOfferSchema),
    subject: 'task',
  })
  offers(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.moves.offers(ctx, params.id);
  }

  // Who may make which move, by right or in a head's place, is the subject's to say.
  @Post('moves')
  @Allow('task.read')
  @Endpoint({
    summary: 'Make a move, ask for one that takes two people, or decide on it',
    params: idParams,
    body: taskMoveBody,
    response: taskDetailSchema,
    status: 200,
    subject: 'task-move',
    precondition: true,
  })
  async move(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, TaskMoveBody>,
  ) {
    await this.moves.make(ctx, params.id, body);
    return this.tasks.get(ctx, params.id);
  }

  @Put('light-override')
  @Allow('task.override-light')
  @Endpoint({
    summary: 'Set a light by hand until a day',
    params: idParams,
    body: lightOverrideBody,
    response: taskDetailSchema,
    subject: 'task',
    precondition: true,
  })
  async override(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof lightOverrideBody>>,
  ) {
    await this.marks.overrideLight(ctx, params.id, body);
    return this.tasks.get(ctx, params.id);
  }

  @Delete('light-override')
  @Allow('task.override-light')
  @Endpoint({
    summary: 'Let the computed light stand again',
    params: idParams,
    response: taskDetailSchema,
    subject: 'task',
    precondition: true,
  })
  async clearOverride(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    await this.marks.clearOverride(ctx, params.id);
    return this.tasks.get(ctx, params.id);
  }

  @Put('awaiting-superior')
  @Allow('task.move')
  @Endpoint({
    summary: 'Note that the superior’s acceptance is awaited, or no more',
    params: idParams,
    body: awaitingSuperiorBody,
    response: taskDetailSchema,
    subject: 'task-awaiting',
    precondition: true,
  })
  async await(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof awaitingSuperiorBody>>,
  ) {
    await this.marks.awaitSuperior(ctx, params.id, body.awaiting);
    return this.tasks.get(ctx, params.id);
  }

  @Post('leader-handover')
  @Allow('plan.keep')
  @Endpoint({
    summary:
      'Give the task, or all open ones of its leader, to another leader, with the instructions that wait for that one',
    params: idParams,
    body: leaderHandoverBody,
    response: taskDetailSchema,
    status: 200,
    subject: 'task',
    precondition: true,
  })
  async handOver(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, LeaderHandoverBody>,
  ) {
    await this.marks.handOver(ctx, params.id, body);
    return this.tasks.get(ctx, params.id);
  }

  @Post('waivers')
  @Allow('plan.keep')
  @Endpoint({
    summary: 'Free a unit from reporting its part',
    params: idParams,
    body: waiverBody,
    response: taskDetailSchema,
    status: 200,
    subject: 'task',
  })
  async waive(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof waiverBody>>,
  ) {
    await this.marks.waivePart(ctx, params.id, body);
    return this.tasks.get(ctx, params.id);
  }

  @Post('waivers/withdrawal')
  @Allow('plan.keep')
  @Endpoint({
    summary: 'Let a unit report its part again',
    params: idParams,
    body: waiverBody,
    response: taskDetailSchema,
    status: 200,
    subject: 'task',
    precondition: true,
  })
  async withdrawWaiver(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof waiverBody>>,
  ) {
    await this.marks.withdrawWaiver(ctx, params.id, body);
    return this.tasks.get(ctx, params.id);
  }
}
