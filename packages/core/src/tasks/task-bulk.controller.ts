import {
  type TaskMovesBody,
  taskMovesBody,
  taskMovesResult,
  taskOffersBody,
  taskOffersPage,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { TaskBulk } from './task-bulk.service.js';

/** Many tasks at once. Not in one transaction: each is moved in its own, and conditional on its version. */
@Controller('tasks/moves')
export class TaskBulkController {
  constructor(private readonly bulk: TaskBulk) {}

  @Post()
  @Allow('task.read')
  @Endpoint({
    summary: 'Make one move of many tasks, each on its own; with dryRun, say what would come of it',
    status: 200,
    body: taskMovesBody,
    response: taskMovesResult,
    unguarded: true,
  })
  move(@Ctx() ctx: RequestContext, @Input() { body }: EndpointInput<unknown, unknown, TaskMovesBody>) {
    return this.bulk.move(ctx, body);
  }

  @Post('offers')
  @Allow('task.read')
  @Endpoint({
    summary: 'The moves that the caller may make now of each of many tasks',
    status: 200,
    body: taskOffersBody,
    response: taskOffersPage,
    unguarded: true,
  })
  offers(
    @Ctx() ctx: RequestContext,
    @Input() { body }: EndpointInput<unknown, unknown, z.infer<typeof taskOffersBody>>,
  ) {
    return this.bulk.offers(ctx, body.ids);
  }
}
