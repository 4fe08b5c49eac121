import { snapshotsVerifiedSchema } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get } from '@nestjs/common';
import { Allow, Ctx, Endpoint } from '../kernel/index.js';
import { Snapshots } from './snapshot.service.js';

@Controller('system/snapshots')
export class SnapshotsController {
  constructor(private readonly snapshots: Snapshots) {}

  @Get()
  @Allow('system.read')
  @Endpoint({
    summary: 'Whether the stored bytes of all snapshots still have their hashes',
    response: snapshotsVerifiedSchema,
  })
  verify(@Ctx() ctx: RequestContext) {
    return this.snapshots.verify(ctx);
  }
}
