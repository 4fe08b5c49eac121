import { handoverQuery, handoverSchema, idParams } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Handovers } from './handovers.service.js';

@Controller('units/:id/handover')
export class HandoversController {
  constructor(private readonly handovers: Handovers) {}

  @Get()
  @Allow('unit.keep')
  @Endpoint({
    summary: 'What closing the unit would hand over to a successor, and whose roles end with it',
    params: idParams,
    query: handoverQuery,
    response: handoverSchema,
    subject: 'unit',
  })
  preview(
    @Ctx() ctx: RequestContext,
    @Input()
    { params, query }: EndpointInput<z.infer<typeof idParams>, z.infer<typeof handoverQuery>>,
  ) {
    return this.handovers.preview(ctx, params.id, query);
  }
}
