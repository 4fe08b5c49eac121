import { Module } from '@nestjs/common';
import { ExpectationsModule } from '../expectations/expectations.module.js';
import { LightsModule } from '../lights/lights.module.js';
import { TargetsModule } from '../targets/targets.module.js';
import { UrgingsModule } from '../urgings/urgings.module.js';
import { ConfigController } from './config.controller.js';
import { ConfigRepository } from './config.repository.js';
import { AreaConfigs } from './config.service.js';
import { ConfigChanges } from './config-changes.js';
import { ConfigPreviews } from './config-preview.js';
import { ConfigProjection } from './config-projection.js';
import { ConfigReader } from './config-reader.service.js';

/** What an area is set to in a plan, and whether it takes part. */
@Module({
  imports: [ExpectationsModule, LightsModule, TargetsModule, UrgingsModule],
  controllers: [ConfigController],
  providers: [ConfigRepository, ConfigChanges, ConfigReader, ConfigPreviews, ConfigProjection, AreaConfigs],
  exports: [AreaConfigs, ConfigReader],
})
export class ConfigModule {}
