import type { DeputyBody, DeputyView, Ref } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { belongsTo, inForce } from './deputy-sql.js';

/** Who answers for a unit: it, or who took it over. */
const ownerOf = (unit: string) => `(select coalesce(taken_over_by, id) from unit where id = ${unit})`;
const columns = `d.id, json_build_object('id', u.id, 'name', u.name) as unit,
  json_build_object('id', h.id, 'name', h.name) as head, json_build_object('id', p.id, 'name', p.name) as deputy,
  d.forms, d.valid_from::text as "from", d.valid_to::text as "to", d.revoked_on::text as "revokedOn", d.tasks,
  (${inForce('$1::date')}) as "inForce"`;
const tables = `deputy d join unit u on u.id = d.unit_id join app_user h on h.id = d.head_id join app_user p on p.id = d.deputy_id`;

@Injectable()
export class DeputyRepository {
  async insert(ctx: RequestContext, id: string, body: DeputyBody): Promise<void> {
    await ctx.em.query(
      `insert into deputy (id, unit_id, head_id, deputy_id, forms, tasks, valid_from, valid_to, named_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        body.unitId,
        ctx.actor?.id,
        body.deputyId,
        body.forms ?? null,
        body.tasks,
        body.from,
        body.to,
        ctx.now,
      ],
    );
  }

  async find(ctx: RequestContext, id: string): Promise<DeputyView | null> {
    const [row] = await ctx.em.query(`select ${columns} from ${tables} where d.id = $2`, [ctx.today, id]);
    return row ?? null;
  }

  /** Those that the person named, or was named in; newest first. */
  list(ctx: RequestContext): Promise<DeputyView[]> {
    return ctx.em.query(
      `select ${columns} from ${tables} where d.head_id = $2 or d.deputy_id = $2 order by d.named_at desc, d.id limit 200`,
      [ctx.today, ctx.actor?.id],
    );
  }

  async revoke(ctx: RequestContext, id: string): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with revoked as (update deputy set revoked_on = $2 where id = $1 and revoked_on is null returning id) select id from revoked`,
      [id, ctx.today],
    );
    return rows.length === 1;
  }

  /** Whether the person is active and holds a role in the unit. */
  async belongs(ctx: RequestContext, userId: string, unitId: string): Promise<boolean> {
    const [{ belongs }] = await ctx.em.query(`select ${belongsTo('$1', '$2')} as belongs`, [userId, unitId]);
    return belongs;
  }

  /** The head in whose place the person may sign the unit's form today. */
  async headFor(ctx: RequestContext, unitId: string, form: string): Promise<Ref | null> {
    const [row] = await ctx.em.query(
      `select h.id, h.name from deputy d join app_user h on h.id = d.head_id
       where ${inForce('$1::date')} and d.unit_id = ${ownerOf('$2')} and d.deputy_id = $3
         and (d.forms is null or $4 = any(d.forms)) order by d.named_at desc limit 1`,
      [ctx.today, unitId, ctx.actor?.id, form],
    );
    return row ?? null;
  }

  /** The head in whose place the person may act today on the tasks that the unit leads. */
  async headForTasks(ctx: RequestContext, unitId: string): Promise<Ref | null> {
    const [row] = await ctx.em.query(
      `select h.id, h.name from deputy d join app_user h on h.id = d.head_id
       where ${inForce('$1::date')} and d.unit_id = ${ownerOf('$2')} and d.deputy_id = $3 and d.tasks order by d.named_at desc limit 1`,
      [ctx.today, unitId, ctx.actor?.id],
    );
    return row ?? null;
  }

  /** Units, taken over ones too, for which the person may sign something today, with the forms (null: all) and whose deputy; last named first. */
  async unitsOf(ctx: RequestContext): Promise<{ unitId: string; forms: string[] | null; head: Ref }[]> {
    return ctx.em.query(
      `select unit.id as "unitId", d.forms, json_build_object('id', h.id, 'name', h.name) as head
       from deputy d join app_user h on h.id = d.head_id join unit on d.unit_id in (unit.id, unit.taken_over_by)
       where ${inForce('$1::date')} and d.deputy_id = $2 order by d.named_at desc`,
      [ctx.today, ctx.actor?.id],
    );
  }
}
