import type { AccessTokenView, Actor, SessionEntryView, SessionView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { preparedRead } from '../kernel/index.js';
import { actingGrant } from '../units/acting-grant-sql.js';
import { lastPlacementBy } from '../units/placement-sql.js';
import { AccessToken, Session } from './identity.entity.js';

/** What a sign-in is checked against. */
export interface Account {
  id: string;
  name: string;
  username: string;
  passwordHash: string;
  active: boolean;
  failedLogins: number;
  lockedUntil: Date | null;
  isAdmin: boolean;
}

export interface Credential {
  actor: Actor;
  sessionId: string | null;
  mustChangePassword: boolean;
}

const isAdmin = `exists (select 1 from role_grant g where g.user_id = u.id and g.role = 'system-admin')`;

/** The user `u` as the policy sees them, with the grants where their units stand on the day, closed ones where they last did. */
const actor = (day: string) => `
    json_build_object('id', u.id, 'name', u.name, 'unitId', u.unit_id, 'grants', (
      select coalesce(json_agg(json_build_object('role', g.role, 'unitId', g.unit_id, 'unitPath', placement.path,
        'areaId', g.area_id) order by g.role, g.id, g.unit_id), '[]')
      from ${actingGrant} g left join unit_placement placement on placement.unit_id = g.unit_id and ${lastPlacementBy(day)}
      where g.user_id = u.id)) as actor`;
/** The active user behind a credential, on the day ($3). */
const user = `u.must_change_password as "mustChangePassword", ${actor('$3')}`;

// Whether it is alive is told, not asked: a condition on times would make PostgreSQL plan with every request.
const readBySession = preparedRead<Credential & { alive: boolean; seenLongAgo: boolean }>(
  'identity.session',
  `select s.id as "sessionId", ${user},
     u.active and s.expires_at > $2 and s.last_seen_at > $2::timestamptz - interval '30 minutes' as alive,
     s.last_seen_at < $2::timestamptz - interval '1 minute' as "seenLongAgo"
   from session s join app_user u on u.id = s.user_id where s.token_hash = $1`,
);
const readByAccessToken = preparedRead<Credential & { alive: boolean }>(
  'identity.access-token',
  `select null as "sessionId", ${user}, u.active and t.expires_at > $2 as alive
   from access_token t join app_user u on u.id = t.user_id where t.token_hash = $1`,
);

@Injectable()
export class SessionRepository {
  /**
   * Whose session it is; idle for 30 minutes, or 12 hours old, it is nobody's. That it was seen is written at
   * most once a minute: a read stays a read.
   */
  async bySession(ctx: RequestContext, tokenHash: Buffer): Promise<Credential | null> {
    const [row] = await readBySession(ctx, [tokenHash, ctx.at, ctx.today]);
    if (!row?.alive) return null;
    const { actor, sessionId, mustChangePassword } = row;
    if (row.seenLongAgo)
      await ctx.em.query('update session set last_seen_at = $2 where id = $1 and last_seen_at < $2', [
        sessionId,
        ctx.at,
      ]);
    return { actor, sessionId, mustChangePassword };
  }

  async byAccessToken(ctx: RequestContext, tokenHash: Buffer): Promise<Credential | null> {
    const [row] = await readByAccessToken(ctx, [tokenHash, ctx.at, ctx.today]);
    if (!row?.alive) return null;
    const { actor, sessionId, mustChangePassword } = row;
    return { actor, sessionId, mustChangePassword };
  }

  /** An active user as the policy sees them today. */
  async actor(ctx: RequestContext, userId: string): Promise<Actor | null> {
    const [row] = await ctx.em.query(
      `select ${actor('$2::date')} from app_user u where u.id = $1 and u.active`,
      [userId, ctx.today],
    );
    return row?.actor ?? null;
  }

  /** Merged units that the person acts for, each with the one of their units that took it over. */
  takenOver(ctx: RequestContext, userId: string): Promise<SessionView['takenOver']> {
    return ctx.em.query(
      `select gone.id as "unitId", gone.taken_over_by as "by" from unit gone
       where gone.taken_over_by in (select unit_id from role_grant where user_id = $1) order by gone.code`,
      [userId],
    );
  }

  async account(ctx: RequestContext, by: 'id' | 'username', value: string): Promise<Account | null> {
    const [row] = await ctx.em.query(
      `select id, name, username, password_hash as "passwordHash", active, failed_logins as "failedLogins",
              locked_until as "lockedUntil", ${isAdmin} as "isAdmin"
       from app_user u where ${by} = $1`,
      [value],
    );
    return row ?? null;
  }

  /**
   * Counts a failure; the fifth locks for 30 minutes, but never the last system admin who could still sign in.
   * Changes nothing while the account is locked.
   */
  async countFailure(ctx: RequestContext, id: string): Promise<void> {
    await ctx.em.query(
      `update app_user u set
         failed_logins = case when locked_until <= $2 then 1 else failed_logins + 1 end,
         locked_until = case
           when (locked_until is null and failed_logins + 1 >= 5) and not (${isAdmin} and not exists (
             select 1 from app_user other join role_grant g on g.user_id = other.id and g.role = 'system-admin'
             where other.id <> u.id and other.active
               and (other.locked_until is null or other.locked_until <= $2)))
           then $2::timestamptz + interval '30 minutes' end
       where id = $1 and (locked_until is null or locked_until <= $2)`,
      [id, ctx.at],
    );
  }

  /** Forgets the failures. False where the account was locked, disabled or given another password meanwhile. */
  async admit(ctx: RequestContext, { id, passwordHash }: Account): Promise<boolean> {
    const [, count] = await ctx.em.query(
      `update app_user set failed_logins = 0, locked_until = null
       where id = $1 and password_hash = $3 and active and (locked_until is null or locked_until <= $2)`,
      [id, ctx.at, passwordHash],
    );
    return count === 1;
  }

  /** Opens a session of 12 hours, and clears away the user's dead ones. */
  async open(
    ctx: RequestContext,
    session: Pick<Session, 'id' | 'tokenHash' | 'userId' | 'userAgent'>,
  ): Promise<void> {
    await ctx.em.query(
      `delete from session where user_id = $1
         and (expires_at <= $2 or last_seen_at <= $2::timestamptz - interval '30 minutes')`,
      [session.userId, ctx.at],
    );
    const expiresAt = new Date(ctx.at.getTime() + 12 * 3_600_000);
    await ctx.em.insert(Session, { ...session, createdAt: ctx.at, lastSeenAt: ctx.at, expiresAt });
  }

  async close(ctx: RequestContext, id: string): Promise<void> {
    await ctx.em.delete(Session, { id });
  }

  /** Ends the user's sessions, but for the one that is kept. */
  async closeAll(ctx: RequestContext, userId: string, kept: string | null = null): Promise<void> {
    await ctx.em.query('delete from session where user_id = $1 and id is distinct from $2::uuid', [
      userId,
      kept,
    ]);
  }

  async sessionsOf(ctx: RequestContext, userId: string): Promise<SessionEntryView[]> {
    const rows: { id: string; createdAt: Date; lastSeenAt: Date; userAgent: string | null }[] =
      await ctx.em.query(
        `select id, created_at as "createdAt", last_seen_at as "lastSeenAt", user_agent as "userAgent"
         from session where user_id = $1 and expires_at > $2
           and last_seen_at > $2::timestamptz - interval '30 minutes' order by created_at desc, id`,
        [userId, ctx.at],
      );
    return rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
    }));
  }

  async insertToken(ctx: RequestContext, token: Omit<AccessToken, 'createdAt'>): Promise<void> {
    await ctx.em.insert(AccessToken, { ...token, createdAt: ctx.at });
  }

  async tokensOf(ctx: RequestContext, userId: string): Promise<AccessTokenView[]> {
    const rows: { id: string; name: string; createdAt: Date; expiresAt: Date }[] = await ctx.em.query(
      `select id, name, created_at as "createdAt", expires_at as "expiresAt" from access_token
       where user_id = $1 and expires_at > $2 order by created_at desc, id`,
      [userId, ctx.at],
    );
    return rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    }));
  }

  /** False where the user has no such token. */
  async deleteToken(ctx: RequestContext, userId: string, id: string): Promise<boolean> {
    const { affected } = await ctx.em.delete(AccessToken, { id, userId });
    return (affected ?? 0) > 0;
  }

  async deleteTokensOf(ctx: RequestContext, userId: string): Promise<void> {
    await ctx.em.delete(AccessToken, { userId });
  }
}
