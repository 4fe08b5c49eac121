import {
  completeMilestoneBody,
  idParams,
  listQuery,
  milestoneBody,
  milestoneParams,
  milestoneSchema,
  taskEvidenceBody,
  taskEvidencePage,
  taskEvidenceSchema,
  updateMilestoneBody,
  type WithdrawBody,
  withdrawBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Milestones } from './milestones.service.js';
import { TaskEvidence } from './task-evidence.service.js';

type Id = z.infer<typeof idParams>;
type MilestoneId = z.infer<typeof milestoneParams>;
const evidenceQuery = listQuery({}, ['addedAt']);

/** Milestones and evidence of a task. */
@Controller('tasks/:id')
export class TaskPartsController {
  constructor(
    private readonly milestones: Milestones,
    private readonly evidence: TaskEvidence,
  ) {}

  @Post('milestones')
  @Allow('task.propose')
  @Endpoint({
    summary: 'Add a milestone to a draft',
    params: idParams,
    body: milestoneBody,
    response: milestoneSchema,
    status: 201,
    subject: 'task',
  })
  add(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof milestoneBody>>,
  ) {
    return this.milestones.add(ctx, params.id, body);
  }

  @Patch('milestones/:milestoneId')
  @Allow('task.propose')
  @Endpoint({
    summary: 'Edit a milestone of a draft',
    params: milestoneParams,
    body: updateMilestoneBody,
    response: milestoneSchema,
    subject: 'milestone',
    precondition: true,
  })
  edit(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<MilestoneId, unknown, z.infer<typeof updateMilestoneBody>>,
  ) {
    return this.milestones.edit(ctx, params.id, params.milestoneId, body);
  }

  @Delete('milestones/:milestoneId')
  @Allow('task.propose')
  @Endpoint({
    summary: 'Take a milestone out of a draft',
    params: milestoneParams,
    status: 204,
    subject: 'milestone',
    precondition: true,
  })
  remove(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<MilestoneId>) {
    return this.milestones.remove(ctx, params.id, params.milestoneId);
  }

  @Post('milestones/:milestoneId/completion')
  @Allow('report.write')
  @Endpoint({
    summary: 'Note that a milestone was done',
    params: milestoneParams,
    body: completeMilestoneBody,
    response: milestoneSchema,
    status: 200,
    subject: 'milestone',
  })
  complete(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<MilestoneId, unknown, z.infer<typeof completeMilestoneBody>>,
  ) {
    return this.milestones.complete(ctx, params.id, params.milestoneId, body);
  }

  @Post('milestones/:milestoneId/completion/withdrawal')
  @Allow('report.write')
  @Endpoint({
    summary: 'Open a milestone again that was noted as done by mistake',
    params: milestoneParams,
    body: withdrawBody,
    response: milestoneSchema,
    status: 200,
    subject: 'milestone',
    precondition: true,
  })
  takeBack(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<MilestoneId, unknown, WithdrawBody>,
  ) {
    return this.milestones.takeBack(ctx, params.id, params.milestoneId, body);
  }

  @Get('evidence')
  @Allow('report.read')
  @Endpoint({
    summary: 'Evidence of a task',
    params: idParams,
    query: evidenceQuery,
    response: taskEvidencePage,
    subject: 'task-part',
  })
  list(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof evidenceQuery>>,
  ) {
    return this.evidence.list(ctx, params.id, query);
  }

  @Post('evidence')
  @Allow('report.write')
  @Endpoint({
    summary: 'File an uploaded attachment as evidence',
    params: idParams,
    body: taskEvidenceBody,
    response: taskEvidenceSchema,
    status: 201,
    subject: 'task-part',
  })
  file(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof taskEvidenceBody>>,
  ) {
    return this.evidence.add(ctx, params.id, body);
  }
}
