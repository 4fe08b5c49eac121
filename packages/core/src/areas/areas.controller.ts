import {
  areaIdSchema,
  areaSchema,
  formViewSchema,
  idParams,
  idSchema,
  listQuery,
  metricViewSchema,
  type Page,
  pageOf,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input, offsetOf, pageFrom } from '../kernel/index.js';
import { Areas } from './areas.service.js';

/** What areas declare is short and comes in the order of its declaration: a whole page unless asked otherwise. */
const declared = listQuery({ planId: idSchema.optional(), areaId: areaIdSchema.optional() }, ['order'])
  .omit({ sort: true })
  .extend({ limit: z.coerce.number().int().min(1).max(500).default(500) });
const areaQuery = declared.omit({ areaId: true });
const metricQuery = declared.omit({ planId: true });

const newAreaBody = z.strictObject({ areaId: areaIdSchema });

type Declared = z.infer<typeof declared>;

function page<T>(all: T[], query: { limit: number; cursor?: string | undefined }): Page<T> {
  const from = offsetOf(query.cursor);
  return pageFrom(all.slice(from, from + query.limit), all.length, { ...query, sort: 'order' });
}

@Controller()
export class AreasController {
  constructor(private readonly areas: Areas) {}

  @Get('areas')
  @Allow('area.read')
  @Endpoint({
    summary: 'Areas of a plan, or those installed',
    query: areaQuery,
    response: pageOf(areaSchema),
    subject: 'plan',
  })
  async list(
    @Ctx() ctx: RequestContext,
    @Input() { query }: EndpointInput<unknown, z.infer<typeof areaQuery>>,
  ) {
    return page(await this.areas.list(ctx, query.planId), query);
  }

  @Post('plans/:id/areas')
  @Allow('area.enable')
  @Endpoint({
    summary: 'Give a plan an installed area, under its next number',
    params: idParams,
    body: newAreaBody,
    response: areaSchema,
    subject: 'plan',
  })
  join(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<z.infer<typeof idParams>, unknown, z.infer<typeof newAreaBody>>,
  ) {
    return this.areas.join(ctx, params.id, body.areaId);
  }

  @Get('forms')
  @Allow('area.read')
  @Endpoint({
    summary: 'Forms as they are installed; with a plan, their task and reporting units',
    query: declared,
    response: pageOf(formViewSchema),
    subject: 'plan',
  })
  async forms(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, Declared>) {
    return page(await this.areas.forms(ctx, query.planId, query.areaId), query);
  }

  @Get('metrics')
  @Allow('area.read')
  @Endpoint({
    summary: 'Metrics with their definition and source',
    query: metricQuery,
    response: pageOf(metricViewSchema),
  })
  metrics(@Input() { query }: EndpointInput<unknown, z.infer<typeof metricQuery>>) {
    return page(this.areas.metrics(query.areaId), query);
  }
}
