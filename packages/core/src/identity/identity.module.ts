import { type DynamicModule, Module } from '@nestjs/common';
import { UnitsModule } from '../units/units.module.js';
import { Identity } from './identity.service.js';
import { SessionController, TokenController } from './session.controller.js';
import { SessionRepository } from './session.repository.js';
import { SessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.service.js';
import { UserRepository } from './user.repository.js';
import { PeopleController, RolesController, SetupController, UsersController } from './users.controller.js';

@Module({})
export class IdentityModule {
  static with({ tls }: { tls: boolean }): DynamicModule {
    return {
      module: IdentityModule,
      global: true,
      imports: [UnitsModule],
      controllers: [
        SessionController,
        TokenController,
        UsersController,
        PeopleController,
        RolesController,
        SetupController,
      ],
      providers: [
        Identity,
        Sessions,
        UserRepository,
        SessionRepository,
        { provide: SessionCookie, useFactory: () => new SessionCookie(tls) },
      ],
      exports: [Identity, Sessions],
    };
  }
}
