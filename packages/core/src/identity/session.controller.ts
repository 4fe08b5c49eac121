import {
  accessTokenPage,
  type ChangePasswordBody,
  type CreateAccessTokenBody,
  changePasswordBody,
  createAccessTokenBody,
  createdAccessTokenSchema,
  idParams,
  type LoginBody,
  loginBody,
  sessionSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowSignedIn, Ctx, Endpoint, type EndpointInput, Input, Public } from '../kernel/index.js';
import { SessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.service.js';

@Controller('session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @Public()
  @Endpoint({
    summary: 'Sign in',
    body: loginBody,
    response: sessionSchema,
    status: 200,
    unguarded: true,
    secret: true,
  })
  async signIn(
    @Ctx() ctx: RequestContext,
    @Input() input: EndpointInput<unknown, unknown, LoginBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { secret, view } = await this.sessions.signIn(ctx, input.body, request.headers['user-agent']);
    this.cookie.write(reply, secret);
    return view;
  }

  @Get()
  @AllowSignedIn()
  @Endpoint({ summary: 'Who am I, and what may I do', response: sessionSchema })
  view(@Ctx() ctx: RequestContext) {
    return this.sessions.view(ctx);
  }

  @Delete()
  @AllowSignedIn()
  @Endpoint({ summary: 'Sign out', status: 204 })
  async signOut(
    @Ctx() ctx: RequestContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.sessions.signOut(ctx, request.duban.signedIn?.sessionId ?? null);
    this.cookie.clear(reply);
  }

  @Put('password')
  @AllowSignedIn()
  @Endpoint({
    summary: 'Change my password; ends my other sessions',
    body: changePasswordBody,
    status: 204,
    unguarded: true,
    secret: true,
  })
  changePassword(
    @Ctx() ctx: RequestContext,
    @Input() input: EndpointInput<unknown, unknown, ChangePasswordBody>,
    @Req() request: FastifyRequest,
  ) {
    return this.sessions.changePassword(ctx, input.body, request.duban.signedIn?.sessionId ?? null);
  }
}

@Controller('tokens')
export class TokenController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @AllowSignedIn()
  @Endpoint({ summary: 'My access tokens', response: accessTokenPage })
  list(@Ctx() ctx: RequestContext) {
    return this.sessions.tokens(ctx);
  }

  @Post()
  @AllowSignedIn()
  @Endpoint({
    summary: 'Make an access token for scripts; its secret is shown once',
    body: createAccessTokenBody,
    response: createdAccessTokenSchema,
    shownOnce: 'token',
  })
  create(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, unknown, CreateAccessTokenBody>) {
    return this.sessions.createToken(ctx, input.body);
  }

  @Delete(':id')
  @AllowSignedIn()
  @Endpoint({ summary: 'Revoke an access token of mine', params: idParams, status: 204 })
  delete(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<{ id: string }>) {
    return this.sessions.deleteToken(ctx, input.params.id);
  }
}
