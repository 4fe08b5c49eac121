import {
  idParams,
  type NewView,
  newViewBody,
  savedViewPage,
  savedViewQuery,
  savedViewSchema,
  type ViewChange,
  viewChangeBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Views } from './views.service.js';

type Id = z.infer<typeof idParams>;

@Controller('views')
export class ViewsController {
  constructor(private readonly views: Views) {}

  @Get()
  @Allow('plan.read')
  @Endpoint({
    summary: 'Views of a page: one’s own, and those that others share',
    query: savedViewQuery,
    response: savedViewPage,
    subject: 'plan',
  })
  list(
    @Ctx() ctx: RequestContext,
    @Input() { query }: EndpointInput<unknown, z.infer<typeof savedViewQuery>>,
  ) {
    return this.views.list(ctx, query);
  }

  @Post()
  @Allow('plan.read')
  @Endpoint({
    summary: 'Save a view of a page under a name',
    body: newViewBody,
    response: savedViewSchema,
    status: 201,
    subject: 'plan',
  })
  save(@Ctx() ctx: RequestContext, @Input() { body }: EndpointInput<unknown, unknown, NewView>) {
    return this.views.save(ctx, body);
  }

  @Patch(':id')
  @Allow('plan.read')
  @Endpoint({
    summary: 'Rename, overwrite or share a view',
    params: idParams,
    body: viewChangeBody,
    response: savedViewSchema,
    subject: 'view',
    precondition: true,
  })
  change(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, ViewChange>) {
    return this.views.change(ctx, params.id, body);
  }

  @Delete(':id')
  @Allow('plan.read')
  @Endpoint({
    summary: 'Delete a view',
    params: idParams,
    status: 204,
    subject: 'view',
    precondition: true,
  })
  async delete(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    await this.views.delete(ctx, params.id);
  }
}
