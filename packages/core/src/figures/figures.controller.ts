import {
  drillQuery,
  drillSchema,
  rankingQuery,
  rankingSchema,
  seriesQuery,
  seriesSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Drills } from './drill.service.js';
import { Figures } from './figures.service.js';
import { Rankings } from './ranking.service.js';

const keyParams = z.strictObject({ key: z.string().max(130) });
type Key = z.infer<typeof keyParams>;

@Controller('metrics')
export class FiguresController {
  constructor(
    private readonly figures: Figures,
    private readonly drills: Drills,
    private readonly rankings: Rankings,
  ) {}

  @Get(':key/series')
  @Allow('figure.read')
  @Endpoint({
    summary: "A metric's values for a unit, period by period",
    params: keyParams,
    query: seriesQuery,
    response: seriesSchema,
    subject: 'plan',
    consistent: true,
  })
  series(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Key, z.infer<typeof seriesQuery>>,
  ) {
    return this.figures.series(ctx, params.key, query);
  }

  @Get(':key/drill')
  @Allow('figure.read')
  @Endpoint({
    summary: 'Where a figure came from: units, values and reports',
    params: keyParams,
    query: drillQuery,
    response: drillSchema,
    subject: 'plan',
    consistent: true,
  })
  drill(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Key, z.infer<typeof drillQuery>>,
  ) {
    return this.drills.get(ctx, params.key, query);
  }

  @Get(':key/ranking')
  @Allow('ranking.read')
  @Endpoint({
    summary: 'Counties, or departments, by a metric; only where the plan office lets units be ranked',
    params: keyParams,
    query: rankingQuery,
    response: rankingSchema,
    subject: 'plan',
    consistent: true,
  })
  ranking(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Key, z.infer<typeof rankingQuery>>,
  ) {
    return this.rankings.get(ctx, params.key, query);
  }
}
