import { boardQuery, boardSchema, idParams } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Boards } from './board.service.js';

@Controller('plans/:id/board')
export class BoardController {
  constructor(private readonly boards: Boards) {}

  @Get()
  @Allow('figure.read')
  @Endpoint({
    summary: 'The whole plan on one screen, for a unit and a period',
    params: idParams,
    query: boardQuery,
    response: boardSchema,
    subject: 'plan',
    consistent: true,
  })
  get(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<z.infer<typeof idParams>, z.infer<typeof boardQuery>>,
  ) {
    return this.boards.get(ctx, params.id, query);
  }
}
