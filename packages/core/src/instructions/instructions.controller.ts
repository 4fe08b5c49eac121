import {
  type InstructedTaskBody,
  type InstructionBody,
  type InstructionMoveBody,
  idParams,
  instructedTaskBody,
  instructionBody,
  instructionMoveBody,
  instructionPage,
  instructionQuery,
  instructionSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Instructions } from './instructions.service.js';

type Id = z.infer<typeof idParams>;

@Controller()
export class InstructionsController {
  constructor(private readonly instructions: Instructions) {}

  @Get('plans/:id/instructions')
  @Allow('task.read')
  @Endpoint({
    summary: 'Instructions of a plan: open, late, answered, closed',
    params: idParams,
    query: instructionQuery,
    response: instructionPage,
    subject: 'plan',
  })
  ofPlan(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof instructionQuery>>,
  ) {
    const { areaId, state, late, holder } = query;
    return this.instructions.ofPlan(ctx, { planId: params.id, areaId, state, late, holder }, query);
  }

  @Get('tasks/:id/instructions')
  @Allow('task.read')
  @Endpoint({
    summary: 'Instructions on a task, newest first',
    params: idParams,
    response: instructionPage,
    subject: 'task',
  })
  ofTask(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.instructions.ofTask(ctx, params.id);
  }

  @Post('tasks/:id/instructions')
  @Allow('instruction.write')
  @Endpoint({
    summary: 'Write an instruction on a task',
    params: idParams,
    body: instructionBody,
    response: instructionSchema,
    status: 201,
    subject: 'task',
  })
  write(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, InstructionBody>) {
    return this.instructions.write(ctx, params.id, body);
  }

  @Post('plans/:id/instructions')
  @Allow('instruction.write')
  @Endpoint({
    summary: 'Begin a task with an instruction',
    params: idParams,
    body: instructedTaskBody,
    response: instructionSchema,
    status: 201,
    subject: 'plan',
  })
  begin(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, InstructedTaskBody>,
  ) {
    return this.instructions.begin(ctx, params.id, body);
  }

  @Post('instructions/:id/moves')
  @Allow('instruction.move')
  @Endpoint({
    summary: 'Answer an instruction, close it, or hand it over to another leader',
    params: idParams,
    body: instructionMoveBody,
    response: instructionSchema,
    status: 200,
    subject: 'instruction-move',
    precondition: true,
  })
  move(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, InstructionMoveBody>,
  ) {
    return this.instructions.move(ctx, params.id, body);
  }
}
