import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Ctx, Endpoint, Public } from '../kernel/index.js';

const alive = z.object({ status: z.literal('ok') });

@Controller('health')
export class HealthController {
  @Get('live')
  @Public()
  @Endpoint({ summary: 'The process runs', response: alive })
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @Endpoint({ summary: 'The database answers; 503 while it does not', response: alive })
  async ready(@Ctx() ctx: RequestContext) {
    await ctx.em.query('select 1');
    return { status: 'ok' };
  }
}
