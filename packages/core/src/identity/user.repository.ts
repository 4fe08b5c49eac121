import {
  keeperRoles,
  type PersonQuery,
  type PersonView,
  type Role,
  type UserQuery,
  type UserView,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { offsetOf, sortOf } from '../kernel/index.js';
import { RoleGrant, User } from './identity.entity.js';

const userColumns = `u.id, u.username, u.name, u.unit_id as "unitId", unit.name as "unitName", u.active, u.version,
  (select coalesce(json_agg(json_build_object('id', g.id, 'role', g.role, 'unitId', g.unit_id, 'areaId', g.area_id)
     order by g.role, g.id), '[]') from role_grant g where g.user_id = u.id) as grants`;
const sortColumns: Record<string, string> = { username: 'u.username', name: 'u.name' };

export interface NewGrant {
  id: string;
  userId: string;
  role: Role;
  unitId: string | null;
  areaId: string | null;
}

@Injectable()
export class UserRepository {
  async find(ctx: RequestContext, id: string): Promise<UserView | null> {
    const [row] = await ctx.em.query(
      `select ${userColumns} from app_user u left join unit on unit.id = u.unit_id where u.id = $1`,
      [id],
    );
    return row ?? null;
  }

  async list(ctx: RequestContext, query: UserQuery): Promise<{ items: UserView[]; total: number }> {
    const from = `from app_user u left join unit on unit.id = u.unit_id
      where ($1::text is null or position(lower($1) in u.username) > 0 or position(lower($1) in lower(u.name)) > 0)
        and ($2::uuid is null or u.unit_id = $2)
        and ($3::text is null or exists (select 1 from role_grant g where g.user_id = u.id and g.role = $3))`;
    const filters = [query.q ?? null, query.unitId ?? null, query.role ?? null];
    const { key, direction } = sortOf(query.sort);
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, filters);
    const items = await ctx.em.query(
      `select ${userColumns} ${from} order by ${sortColumns[key]} ${direction}, u.id limit $4 offset $5`,
      [...filters, query.limit, offsetOf(query.cursor)],
    );
    return { items, total };
  }

  /**
   * Active people who hold a role in the work, of a unit those who hold one in that very unit. Those who only keep the
   * house (三员) are nobody's to name.
   */
  async people(ctx: RequestContext, query: PersonQuery): Promise<{ items: PersonView[]; total: number }> {
    const from = `from app_user u left join unit on unit.id = u.unit_id
      where u.active and exists (select from role_grant g where g.user_id = u.id and g.role <> all($1)
          and ($4::text is null or g.role = $4))
        and ($2::text is null or position(lower($2) in lower(u.name)) > 0 or position(lower($2) in lower(unit.name)) > 0)
        and ($3::uuid is null or exists (select from role_grant g where g.user_id = u.id and g.unit_id = $3))`;
    const filters = [keeperRoles, query.q ?? null, query.unitId ?? null, query.role ?? null];
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, filters);
    const items = await ctx.em.query(
      `select u.id, u.name, case when unit.id is not null then json_build_object('id', unit.id, 'name', unit.name) end as unit
       ${from} order by u.name ${sortOf(query.sort).direction}, u.id limit $5 offset $6`,
      [...filters, query.limit, offsetOf(query.cursor)],
    );
    return { items, total };
  }

  async count(ctx: RequestContext): Promise<number> {
    const [{ users }] = await ctx.em.query('select count(*)::int as users from app_user');
    return users;
  }

  /** Version of the user's row; in a change, held until it commits, so that no twin passes the same If-Match. */
  async versionOf(ctx: RequestContext, id: string): Promise<number | null> {
    const hold = ctx.em.queryRunner?.isTransactionActive ? 'for no key update' : '';
    const [row] = await ctx.em.query(`select version from app_user where id = $1 ${hold}`, [id]);
    return row?.version ?? null;
  }

  async mustChangePassword(ctx: RequestContext, id: string): Promise<boolean> {
    const [row] = await ctx.em.query('select must_change_password as must from app_user where id = $1', [id]);
    return row?.must ?? false;
  }

  /** One change of who keeps the house at a time: each one counts who is left. */
  async holdKeepers(ctx: RequestContext): Promise<void> {
    await ctx.em.query(`select pg_advisory_xact_lock(hashtextextended('duban.keepers', 0))`);
  }

  /** Of the roles, those that nobody active but the user holds. */
  async rolesWithoutOthers(ctx: RequestContext, userId: string, roles: readonly Role[]): Promise<Role[]> {
    const rows: { role: Role }[] = await ctx.em.query(
      `select role from unnest($2::text[]) role where not exists (
         select 1 from role_grant g join app_user u on u.id = g.user_id
         where g.role = role.role and u.active and u.id <> $1)`,
      [userId, roles],
    );
    return rows.map(({ role }) => role);
  }

  /** False where the username is taken. */
  async insert(
    ctx: RequestContext,
    user: Pick<User, 'id' | 'username' | 'name' | 'unitId' | 'passwordHash' | 'mustChangePassword'>,
  ): Promise<boolean> {
    const rows = await ctx.em.query(
      `insert into app_user (id, username, name, unit_id, password_hash, must_change_password)
       values ($1, $2, $3, $4, $5, $6) on conflict (username) do nothing returning 1`,
      [user.id, user.username, user.name, user.unitId, user.passwordHash, user.mustChangePassword],
    );
    return rows.length > 0;
  }

  async update(
    ctx: RequestContext,
    id: string,
    values: Partial<
      Pick<
        User,
        'name' | 'unitId' | 'active' | 'passwordHash' | 'mustChangePassword' | 'failedLogins' | 'lockedUntil'
      >
    >,
  ): Promise<void> {
    await ctx.em.update(User, { id }, { ...values, version: () => 'version + 1' });
  }

  /** False where the user holds the role with that scope. */
  async insertGrant(ctx: RequestContext, grant: NewGrant): Promise<boolean> {
    const rows = await ctx.em.query(
      `insert into role_grant (id, user_id, role, unit_id, area_id, granted_by, granted_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1`,
      [grant.id, grant.userId, grant.role, grant.unitId, grant.areaId, ctx.actor?.id ?? null, ctx.at],
    );
    return rows.length > 0;
  }

  async deleteGrant(ctx: RequestContext, id: string): Promise<void> {
    await ctx.em.delete(RoleGrant, { id });
  }
}
