import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Actor,
  type ChangePasswordBody,
  type CreateAccessTokenBody,
  type LoginBody,
  permissionsOf,
  type SessionView,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  Authentication,
  actorOf,
  audit,
  Contexts,
  inTransaction,
  notFound,
  passwordMustChange,
  type SignedIn,
  whole,
} from '../kernel/index.js';
import { locked, refusedField, weakPassword, wrongCredentials } from './identity.errors.js';
import { Identity } from './identity.service.js';
import { hashPassword, passwordFault, passwordMatches } from './password.js';
import { newSecret, secretHash } from './secret.js';
import { type Account, SessionRepository } from './session.repository.js';
import { SessionCookie } from './session-cookie.js';
import { UserRepository } from './user.repository.js';

/** From the fifth failure on, an account that must not be locked answers this much later, in ms. */
const slowDownMs = 1_000;
const tokenPrefix = 'duban_';
/** Longer than anything that we hand out; what is longer is not hashed. */
const maxSecretLength = 100;

/** Signing in, and what proves it afterwards. */
@Injectable()
export class Sessions implements OnModuleInit {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly users: UserRepository,
    private readonly identity: Identity,
    private readonly authentication: Authentication,
    private readonly contexts: Contexts,
    private readonly cookie: SessionCookie,
  ) {}

  onModuleInit(): void {
    this.authentication.use((request) => this.authenticate(request));
  }

  /** Who the request comes from. A token that fails is not made good by a cookie beside it. */
  private async authenticate(request: FastifyRequest): Promise<SignedIn | null> {
    const { authorization } = request.headers;
    const bearer = authorization && /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const secret = authorization === undefined ? this.cookie.read(request) : bearer;
    if (!secret || secret.length > maxSecretLength) return null;
    const ctx = this.contexts.open({ requestId: request.id });
    const hash = secretHash(secret);
    if (authorization === undefined) {
      const found = await this.sessions.bySession(ctx, hash);
      return found && { ...found, via: 'cookie' };
    }
    const found = await this.sessions.byAccessToken(ctx, hash);
    return found && { ...found, via: 'token' };
  }

  /** Somebody in whose name work goes on after their request; null where the account is not active any more. */
  actor(ctx: RequestContext, userId: string): Promise<Actor | null> {
    return this.sessions.actor(ctx, userId);
  }

  /**
   * Opens a session and gives its secret. Takes as long for a name that nobody has.
   * Throws 401 `wrong-credentials`, 423 `locked` after five failures.
   */
  async signIn(
    ctx: RequestContext,
    { username, password }: LoginBody,
    userAgent: string | undefined,
  ): Promise<{ secret: string; view: SessionView }> {
    const account = await this.sessions.account(ctx, 'username', username);
    await this.check(ctx, account?.active ? account : null, password);
    if (!account) throw wrongCredentials();
    const { id, name } = account;
    const user = { id, name, unitId: null, grants: [] };
    const secret = newSecret();
    return inTransaction({ ...ctx, actor: user }, async (ctx) => {
      // Locked, disabled or given another password since it was checked.
      if (!(await this.sessions.admit(ctx, account))) throw wrongCredentials();
      const session = { id: randomUUID(), tokenHash: secretHash(secret), userId: id };
      await this.sessions.open(ctx, { ...session, userAgent: userAgent?.slice(0, 200) ?? null });
      await audit(ctx, { action: 'session.open', subjectType: 'user', subjectId: id });
      return { secret, view: await this.view(ctx) };
    });
  }

  /** Who am I. */
  async view(ctx: RequestContext): Promise<SessionView> {
    const { id, username, name, unitId, unitName, grants } = await this.identity.get(ctx, actorOf(ctx).id);
    const actor = { id, name, unitId, grants: grants.map((grant) => ({ ...grant, unitPath: null })) };
    return {
      user: { id, username, name, unitId, unitName },
      grants,
      takenOver: await this.sessions.takenOver(ctx, id),
      permissions: permissionsOf(actor),
      mustChangePassword: await this.users.mustChangePassword(ctx, id),
      businessDate: ctx.today,
    };
  }

  /** Ends the session; a token stays as it is. */
  async signOut(ctx: RequestContext, sessionId: string | null): Promise<void> {
    if (sessionId === null) return;
    await this.sessions.close(ctx, sessionId);
    await audit(ctx, { action: 'session.close', subjectType: 'user', subjectId: actorOf(ctx).id });
  }

  /** Ends every other session of the user. Throws 422 for a wrong current password and for a weak next one. */
  async changePassword(
    ctx: RequestContext,
    { current, next }: ChangePasswordBody,
    sessionId: string | null,
  ): Promise<void> {
    const account = await this.sessions.account(ctx, 'id', actorOf(ctx).id);
    if (!account) throw notFound();
    const fault = passwordFault(next, account.username);
    if (fault) throw weakPassword(fault, 'next');
    if (next === current)
      throw refusedField('next', 'password-unchanged', 'must differ from the current one');
    await this.check(ctx, account, current, () =>
      refusedField('current', 'wrong-password', 'is not your current password'),
    );
    const passwordHash = await hashPassword(next);
    await inTransaction(ctx, async (ctx) => {
      if (!(await this.sessions.admit(ctx, account))) throw locked();
      await this.users.update(ctx, account.id, { passwordHash, mustChangePassword: false });
      await this.sessions.closeAll(ctx, account.id, sessionId);
      await audit(ctx, { action: 'user.change-password', subjectType: 'user', subjectId: account.id });
    });
  }

  async tokens(ctx: RequestContext) {
    return whole(await this.sessions.tokensOf(ctx, actorOf(ctx).id));
  }

  /** A token that acts for the actor until it expires; its secret is in this answer only. */
  async createToken(ctx: RequestContext, { name, days }: CreateAccessTokenBody) {
    const userId = actorOf(ctx).id;
    if (await this.users.mustChangePassword(ctx, userId)) throw passwordMustChange();
    const token = `${tokenPrefix}${newSecret()}`;
    const id = randomUUID();
    const expiresAt = new Date(ctx.at.getTime() + days * 86_400_000);
    await this.sessions.insertToken(ctx, { id, userId, name, tokenHash: secretHash(token), expiresAt });
    await audit(ctx, {
      action: 'token.create',
      subjectType: 'user',
      subjectId: userId,
      detail: { tokenId: id, days },
    });
    return { id, name, createdAt: ctx.at.toISOString(), expiresAt: expiresAt.toISOString(), token };
  }

  async deleteToken(ctx: RequestContext, id: string): Promise<void> {
    const userId = actorOf(ctx).id;
    if (!(await this.sessions.deleteToken(ctx, userId, id))) throw notFound();
    await audit(ctx, {
      action: 'token.delete',
      subjectType: 'user',
      subjectId: userId,
      detail: { tokenId: id },
    });
  }

  /** Passes or throws; a failure is counted at once, for it must outlive the request that it refuses. */
  private async check(
    ctx: RequestContext,
    account: Account | null,
    password: string,
    refusal: () => Error = wrongCredentials,
  ): Promise<void> {
    if (account?.lockedUntil && account.lockedUntil > ctx.at) throw locked();
    if ((account?.failedLogins ?? 0) >= 5 && !account?.lockedUntil) await sleep(slowDownMs);
    if (await passwordMatches(password, account?.passwordHash ?? null)) return;
    await inTransaction(ctx, async (ctx) => {
      if (account?.isAdmin) await this.users.holdKeepers(ctx);
      if (account) await this.sessions.countFailure(ctx, account.id);
      await audit(ctx, { action: 'session.refuse', subjectType: 'user', subjectId: account?.id ?? null });
    });
    throw refusal();
  }
}
