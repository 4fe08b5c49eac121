import {
  type CreateTaskBody,
  createTaskBody,
  historyPage,
  idParams,
  issuePlanBody,
  listQuery,
  planSchema,
  taskDetailSchema,
  taskPage,
  taskQuery,
  type UpdateTaskBody,
  updateTaskBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Patch, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { PlanIssue } from './plan-issue.service.js';
import { TaskDrafts } from './task-drafts.service.js';
import { Tasks } from './tasks.service.js';

type Id = z.infer<typeof idParams>;
const historyQuery = listQuery({}, ['at']);

@Controller()
export class TasksController {
  constructor(
    private readonly tasks: Tasks,
    private readonly drafts: TaskDrafts,
    private readonly planIssue: PlanIssue,
  ) {}

  @Get('plans/:id/tasks')
  @Allow('task.read')
  @Endpoint({
    summary: 'Tasks of a plan; its numbered list unless asked otherwise',
    params: idParams,
    query: taskQuery,
    response: taskPage,
    subject: 'plan',
  })
  list(@Ctx() ctx: RequestContext, @Input() { params, query }: EndpointInput<Id, z.infer<typeof taskQuery>>) {
    return this.tasks.list(ctx, { planId: params.id, ...query }, query);
  }

  @Get('tasks/:id')
  @Allow('task.read')
  @Endpoint({ summary: 'One task', params: idParams, response: taskDetailSchema, subject: 'task' })
  get(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.tasks.get(ctx, params.id);
  }

  @Get('tasks/:id/history')
  @Allow('task.read')
  @Endpoint({
    summary: 'What happened to a task, in order',
    params: idParams,
    query: historyQuery,
    response: historyPage,
    subject: 'task',
  })
  history(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof historyQuery>>,
  ) {
    return this.tasks.history(ctx, params.id, query);
  }

  @Post('plans/:id/tasks')
  @Allow('task.propose')
  @Endpoint({
    summary: 'Draft a task that the plan does not print',
    params: idParams,
    body: createTaskBody,
    response: taskDetailSchema,
    status: 201,
    subject: 'new-task',
  })
  async create(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, CreateTaskBody>,
  ) {
    return this.tasks.get(ctx, await this.drafts.create(ctx, params.id, body));
  }

  @Patch('tasks/:id')
  @Allow('task.propose')
  @Endpoint({
    summary: 'Edit a draft',
    params: idParams,
    body: updateTaskBody,
    response: taskDetailSchema,
    subject: 'task',
    precondition: true,
  })
  async update(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, UpdateTaskBody>,
  ) {
    await this.drafts.update(ctx, params.id, body);
    return this.tasks.get(ctx, params.id);
  }

  @Post('plans/:id/issue')
  @Allow('plan.issue')
  @Endpoint({
    summary: 'Issue a plan with all its drafted tasks that are ready',
    params: idParams,
    body: issuePlanBody,
    response: planSchema,
    status: 200,
    subject: 'plan',
  })
  issue(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof issuePlanBody>>,
  ) {
    return this.planIssue.issue(ctx, params.id, body.documentNumber);
  }
}
