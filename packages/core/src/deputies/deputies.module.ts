import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { UnitsModule } from '../units/units.module.js';
import { DeputiesController } from './deputies.controller.js';
import { DeputyRepository } from './deputies.repository.js';
import { Deputies } from './deputies.service.js';

/** Who signs in a head's place. */
@Module({
  imports: [NotificationsModule, UnitsModule],
  controllers: [DeputiesController],
  providers: [Deputies, DeputyRepository],
  exports: [Deputies],
})
export class DeputiesModule {}
