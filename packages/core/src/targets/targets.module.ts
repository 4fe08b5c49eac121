import { Module } from '@nestjs/common';
import { LightsModule } from '../lights/lights.module.js';
import { TargetChangeRepository } from './target-changes.repository.js';
import { TargetChanges } from './target-changes.service.js';
import { TargetsController } from './targets.controller.js';
import { TargetRepository } from './targets.repository.js';
import { Targets } from './targets.service.js';

@Module({
  imports: [LightsModule],
  controllers: [TargetsController],
  providers: [TargetRepository, Targets, TargetChangeRepository, TargetChanges],
  exports: [Targets, TargetChanges],
})
export class TargetsModule {}
