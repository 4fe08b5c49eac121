import {
  type CreateUserBody,
  createdUserSchema,
  createUserBody,
  type GrantBody,
  grantBody,
  grantParams,
  grantSchema,
  idParams,
  type PersonQuery,
  personPage,
  personQuery,
  resetPasswordSchema,
  rolePage,
  type SetupBody,
  sessionEntryPage,
  setupBody,
  setupDoneSchema,
  setupSchema,
  type UpdateUserBody,
  type UserQuery,
  updateUserBody,
  userPage,
  userQuery,
  userSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { Allow, AllowSignedIn, Ctx, Endpoint, type EndpointInput, Input, Public } from '../kernel/index.js';
import { Identity } from './identity.service.js';

type Id = { id: string };

@Controller('users')
export class UsersController {
  constructor(private readonly identity: Identity) {}

  @Get()
  @Allow('user.read')
  @Endpoint({ summary: 'Accounts', query: userQuery, response: userPage })
  list(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, UserQuery>) {
    return this.identity.list(ctx, input.query);
  }

  @Get(':id')
  @Allow('user.read')
  @Endpoint({ summary: 'An account', params: idParams, response: userSchema, subject: 'user' })
  get(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id>) {
    return this.identity.get(ctx, input.params.id);
  }

  @Post()
  @Allow('user.keep')
  @Endpoint({
    summary: 'Add an account without roles; its one-time password is shown once',
    body: createUserBody,
    response: createdUserSchema,
    shownOnce: 'initialPassword',
  })
  create(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, unknown, CreateUserBody>) {
    return this.identity.create(ctx, input.body);
  }

  @Patch(':id')
  @Allow('user.keep')
  @Endpoint({
    summary: 'Change or disable an account',
    params: idParams,
    body: updateUserBody,
    response: userSchema,
    subject: 'user',
    precondition: true,
  })
  update(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id, unknown, UpdateUserBody>) {
    return this.identity.update(ctx, input.params.id, input.body);
  }

  @Post(':id/password-reset')
  @Allow('user.keep')
  @Endpoint({
    summary: 'Give an account a one-time password, shown once',
    params: idParams,
    response: resetPasswordSchema,
    shownOnce: 'initialPassword',
    status: 200,
    subject: 'user',
  })
  resetPassword(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id>) {
    return this.identity.resetPassword(ctx, input.params.id);
  }

  @Post(':id/grants')
  @Allow('role.grant')
  @Endpoint({
    summary: 'Give a role; ends the sessions of the account',
    params: idParams,
    body: grantBody,
    response: grantSchema,
    subject: 'user',
  })
  grant(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id, unknown, GrantBody>) {
    return this.identity.grant(ctx, input.params.id, input.body);
  }

  @Delete(':id/grants/:grantId')
  @Allow('role.grant')
  @Endpoint({
    summary: 'Take a role away; ends the sessions of the account',
    params: grantParams,
    status: 204,
    subject: 'user',
  })
  revoke(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id & { grantId: string }>) {
    return this.identity.revoke(ctx, input.params.id, input.params.grantId);
  }

  @Get(':id/sessions')
  @Allow('session.keep')
  @Endpoint({
    summary: 'Open sessions of an account',
    params: idParams,
    response: sessionEntryPage,
    subject: 'user',
  })
  sessions(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id>) {
    return this.identity.sessionsOf(ctx, input.params.id);
  }

  @Delete(':id/sessions')
  @Allow('session.keep')
  @Endpoint({ summary: 'End all sessions of an account', params: idParams, status: 204, subject: 'user' })
  closeSessions(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id>) {
    return this.identity.closeSessions(ctx, input.params.id);
  }
}

@Controller('people')
export class PeopleController {
  constructor(private readonly identity: Identity) {}

  @Get()
  @Allow('people.read')
  @Endpoint({ summary: 'People whom one may name', query: personQuery, response: personPage })
  list(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, PersonQuery>) {
    return this.identity.people(ctx, input.query);
  }
}

@Controller('roles')
export class RolesController {
  constructor(private readonly identity: Identity) {}

  @Get()
  @AllowSignedIn()
  @Endpoint({ summary: 'The roles, and what each may do somewhere', response: rolePage })
  list() {
    return this.identity.roles();
  }
}

@Controller('setup')
export class SetupController {
  constructor(private readonly identity: Identity) {}

  @Get()
  @Public()
  @Endpoint({ summary: 'Whether the system waits for its first admin', response: setupSchema })
  async state(@Ctx() ctx: RequestContext) {
    return { needed: (await this.identity.countUsers(ctx)) === 0 };
  }

  @Post()
  @Public()
  @Endpoint({
    summary: 'Make the first admins of an empty system',
    body: setupBody,
    response: setupDoneSchema,
    secret: true,
  })
  setUp(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, unknown, SetupBody>) {
    return this.identity.setUp(ctx, input.body);
  }
}
