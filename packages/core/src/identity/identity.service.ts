import { randomUUID } from 'node:crypto';
import {
  type CreateUserBody,
  type GrantBody,
  keeperRoles,
  type Page,
  type PersonQuery,
  type PersonView,
  policy,
  type Role,
  roleScope,
  roles,
  roleTitles,
  type SetupBody,
  type UpdateUserBody,
  type UserQuery,
  type UserView,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import {
  audit,
  type EndpointInput,
  inTransaction,
  type LoadedSubject,
  notFound,
  pageFrom,
  Subjects,
  whole,
} from '../kernel/index.js';
import { Units } from '../units/units.service.js';
import {
  alreadySetUp,
  grantedAlready,
  lastKeeper,
  refusedField,
  rolesClash,
  usernameTaken,
  weakPassword,
} from './identity.errors.js';
import { hashPassword, passwordFault } from './password.js';
import { newInitialPassword } from './secret.js';
import { SessionRepository } from './session.repository.js';
import { UserRepository } from './user.repository.js';

export interface NewUser {
  id?: string;
  username: string;
  name: string;
  unitId: string | null;
  /** A random one that must be changed when left out. */
  password?: string;
  mustChangePassword?: boolean;
}

/** Roles without which a house could not be kept any more: accounts, and roles. */
const lastingRoles: readonly Role[] = ['system-admin', 'security-admin'];

/** Who there is, and who may do what. */
@Injectable()
export class Identity implements OnModuleInit {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly units: Units,
    private readonly areas: AreaRegistry,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('user', (ctx, input: EndpointInput<{ id: string }>) =>
      this.subject(ctx, input.params.id),
    );
  }

  private async subject(ctx: RequestContext, id: string): Promise<LoadedSubject | null> {
    const version = await this.users.versionOf(ctx, id);
    return version === null ? null : { readPermission: 'user.read', version };
  }

  countUsers(ctx: RequestContext): Promise<number> {
    return this.users.count(ctx);
  }

  async list(ctx: RequestContext, query: UserQuery): Promise<Page<UserView>> {
    const { items, total } = await this.users.list(ctx, query);
    return pageFrom(items, total, query);
  }

  /** Whom one may name: to a meeting, as leader, handler or deputy. */
  async people(ctx: RequestContext, query: PersonQuery): Promise<Page<PersonView>> {
    const { items, total } = await this.users.people(ctx, query);
    return pageFrom(items, total, query);
  }

  /** Throws 404 where there is none. */
  async get(ctx: RequestContext, id: string): Promise<UserView> {
    const user = await this.users.find(ctx, id);
    if (!user) throw notFound();
    return user;
  }

  roles() {
    return whole(
      roles.map((id) => ({
        id,
        title: roleTitles[id],
        scope: roleScope[id],
        permissions: Object.entries(policy).flatMap(([permission, rules]) =>
          rules.some(([role]) => role === id) ? [permission] : [],
        ),
      })),
    );
  }

  /**
   * Adds an account without roles. The password in the answer is in no other place.
   * Throws 409 `already-exists` for a username taken, 422 for a password that is too common.
   */
  createUser(ctx: RequestContext, user: NewUser, at = 'password'): Promise<{ id: string; password: string }> {
    return inTransaction(ctx, async (ctx) => {
      const { id = randomUUID(), username, name, unitId, password = newInitialPassword() } = user;
      const fault = passwordFault(password, username);
      if (fault) throw weakPassword(fault, at);
      await this.refuseUnsuitableUnit(ctx, unitId);
      const passwordHash = await hashPassword(password);
      const mustChangePassword = user.mustChangePassword ?? user.password === undefined;
      const row = { id, username, name, unitId, passwordHash, mustChangePassword };
      if (!(await this.users.insert(ctx, row))) throw usernameTaken();
      await audit(ctx, { action: 'user.create', subjectType: 'user', subjectId: id, detail: { username } });
      return { id, password };
    });
  }

  async create(ctx: RequestContext, body: CreateUserBody): Promise<UserView & { initialPassword: string }> {
    const { id, password } = await this.createUser(ctx, body);
    return { ...(await this.get(ctx, id)), initialPassword: password };
  }

  /** Disabling ends the user's sessions and access tokens at once. */
  async update(ctx: RequestContext, id: string, change: UpdateUserBody): Promise<UserView> {
    const before = await this.get(ctx, id);
    if (change.unitId) await this.refuseUnsuitableUnit(ctx, change.unitId);
    if (change.active === false && before.active) {
      await this.refuseLastKeeper(ctx, before, before.grants);
      await this.sessions.closeAll(ctx, id);
      await this.sessions.deleteTokensOf(ctx, id);
    }
    await this.users.update(ctx, id, change);
    await audit(ctx, { action: 'user.update', subjectType: 'user', subjectId: id, detail: { ...change } });
    return this.get(ctx, id);
  }

  /** A one-time password, for its answer only; ends the user's sessions, access tokens and lock. */
  async resetPassword(ctx: RequestContext, id: string): Promise<{ initialPassword: string }> {
    const initialPassword = newInitialPassword();
    const passwordHash = await hashPassword(initialPassword);
    await this.users.update(ctx, id, {
      passwordHash,
      mustChangePassword: true,
      failedLogins: 0,
      lockedUntil: null,
    });
    await this.sessions.closeAll(ctx, id);
    await this.sessions.deleteTokensOf(ctx, id);
    await audit(ctx, { action: 'user.reset-password', subjectType: 'user', subjectId: id });
    return { initialPassword };
  }

  /**
   * Gives a role, bound to what the role is bound to; ends the user's sessions, so that the next one has it.
   * Throws 409 `roles-clash` where it would join two of the three keepers (三员), or one of them with other work.
   */
  grant(ctx: RequestContext, userId: string, { role, unitId = null, areaId = null }: GrantBody) {
    return inTransaction(ctx, async (ctx) => {
      await this.refuseUnsuitableScope(ctx, { role, unitId, areaId });
      // Holds the user: two roles that clash are not granted side by side.
      if ((await this.users.versionOf(ctx, userId)) === null) throw notFound();
      const user = await this.get(ctx, userId);
      const others = user.grants.filter((grant) => grant.role !== role);
      if (others.some((grant) => keeperRoles.includes(role) || keeperRoles.includes(grant.role)))
        throw rolesClash();
      const grant = { id: randomUUID(), userId, role, unitId, areaId };
      if (!(await this.users.insertGrant(ctx, grant))) throw grantedAlready();
      await this.sessions.closeAll(ctx, userId);
      await audit(ctx, {
        action: 'role.grant',
        subjectType: 'user',
        subjectId: userId,
        detail: { role, unitId, areaId },
      });
      return { id: grant.id, role, unitId, areaId };
    });
  }

  async revoke(ctx: RequestContext, userId: string, grantId: string): Promise<void> {
    const user = await this.get(ctx, userId);
    const grant = user.grants.find((each) => each.id === grantId);
    if (!grant) throw notFound();
    if (user.active) await this.refuseLastKeeper(ctx, user, [grant]);
    await this.users.deleteGrant(ctx, grantId);
    await this.sessions.closeAll(ctx, userId);
    const { role, unitId, areaId } = grant;
    await audit(ctx, {
      action: 'role.revoke',
      subjectType: 'user',
      subjectId: userId,
      detail: { role, unitId, areaId },
    });
  }

  async sessionsOf(ctx: RequestContext, userId: string) {
    return whole(await this.sessions.sessionsOf(ctx, userId));
  }

  async closeSessions(ctx: RequestContext, userId: string): Promise<void> {
    await this.sessions.closeAll(ctx, userId);
    await audit(ctx, { action: 'session.close-all', subjectType: 'user', subjectId: userId });
  }

  /** The first accounts of an empty system. Throws 409 `already-set-up` as soon as there is a user. */
  async setUp(ctx: RequestContext, { securityAdmin, ...admin }: SetupBody) {
    await this.users.holdKeepers(ctx);
    if ((await this.users.count(ctx)) > 0) throw alreadySetUp();
    if (securityAdmin?.username === admin.username) throw usernameTaken('securityAdmin.username');
    return {
      admin: await this.firstAccount(ctx, admin, 'system-admin', 'password'),
      securityAdmin: securityAdmin
        ? await this.firstAccount(ctx, securityAdmin, 'security-admin', 'securityAdmin.password')
        : null,
    };
  }

  private async firstAccount(
    ctx: RequestContext,
    account: { username: string; name: string; password: string },
    role: Role,
    at: string,
  ): Promise<UserView> {
    const { id } = await this.createUser(ctx, { ...account, unitId: null }, at);
    await this.grant(ctx, id, { role });
    return this.get(ctx, id);
  }

  private async refuseUnsuitableUnit(ctx: RequestContext, unitId: string | null): Promise<void> {
    if (unitId === null) return;
    const unit = await this.units.find(ctx, unitId);
    if (!unit || unit.closedOn || unit.kind === 'group')
      throw refusedField('unitId', 'unknown-unit', 'no such unit, or a closed one, or a group');
  }

  private async refuseUnsuitableScope(
    ctx: RequestContext,
    { role, unitId = null, areaId = null }: GrantBody,
  ): Promise<void> {
    const scope = roleScope[role];
    for (const [path, value, wanted] of [
      ['unitId', unitId, scope === 'unit'],
      ['areaId', areaId, scope === 'area'],
    ] as const) {
      if (wanted && value === null)
        throw refusedField(path, 'required', `the role ${role} is bound to this; name it`);
      if (!wanted && value !== null)
        throw refusedField(path, 'not-applicable', `the role ${role} is not bound to this; leave it out`);
    }
    await this.refuseUnsuitableUnit(ctx, unitId);
    if (areaId !== null && !this.areas.get(areaId))
      throw refusedField('areaId', 'unknown-area', 'no such area');
  }

  private async refuseLastKeeper(
    ctx: RequestContext,
    user: UserView,
    grants: UserView['grants'],
  ): Promise<void> {
    const held = lastingRoles.filter((role) => grants.some((grant) => grant.role === role));
    if (held.length === 0) return;
    await this.users.holdKeepers(ctx);
    if ((await this.users.rolesWithoutOthers(ctx, user.id, held)).length > 0) throw lastKeeper();
  }
}
