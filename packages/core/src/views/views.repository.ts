import { randomUUID } from 'node:crypto';
import { mostViews, type NewView, type SavedView, type ViewChange } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

const columns = `v.id, v.plan_id as "planId", v.page, v.name, v.search, v.shared,
  json_build_object('id', o.id, 'name', o.name) as owner, v.version`;
const tables = `saved_view v join app_user o on o.id = v.owner_id`;
/** More shared views than anybody reads through. */
const mostListed = 500;

@Injectable()
export class ViewRepository {
  /** Own ones first. */
  list(ctx: RequestContext, planId: string, page: string): Promise<SavedView[]> {
    return ctx.em.query(
      `select ${columns} from ${tables} where v.plan_id = $1 and v.page = $2 and (v.owner_id = $3 or v.shared)
       order by v.owner_id <> $3, v.name, v.id limit ${mostListed}`,
      [planId, page, ctx.actor?.id],
    );
  }

  async find(ctx: RequestContext, id: string): Promise<SavedView | null> {
    const [row] = await ctx.em.query(`select ${columns} from ${tables} where v.id = $1`, [id]);
    return row ?? null;
  }

  /** Its id; null where the person has as many of that page as one may. */
  async insert(ctx: RequestContext, view: NewView): Promise<string | null> {
    const rows: { id: string }[] = await ctx.em.query(
      `with saved as (
         insert into saved_view (id, plan_id, owner_id, page, name, search, shared)
         select $1, $2, $3, $4, $5, $6, $7
         where (select count(*) from saved_view where plan_id = $2 and owner_id = $3 and page = $4) < ${mostViews}
         returning id)
       select id from saved`,
      [randomUUID(), view.planId, ctx.actor?.id, view.page, view.name, view.search, view.shared],
    );
    return rows[0]?.id ?? null;
  }

  /** False where it has changed since it was read. */
  async update(ctx: RequestContext, { id, version }: SavedView, change: ViewChange): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with changed as (
         update saved_view set name = coalesce($3, name), search = coalesce($4, search),
           shared = coalesce($5, shared), version = version + 1
         where id = $1 and version = $2 returning id)
       select id from changed`,
      [id, version, change.name ?? null, change.search ?? null, change.shared ?? null],
    );
    return rows.length === 1;
  }

  async delete(ctx: RequestContext, id: string): Promise<void> {
    await ctx.em.query(`delete from saved_view where id = $1`, [id]);
  }
}
