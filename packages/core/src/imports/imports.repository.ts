import type { ImportView, SheetKey } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { isoInstant } from '../tasks/task-view.js';

/** One that was not touched for so long was interrupted: its process is gone. Nothing of it was saved. */
const patience = `interval '60 seconds'`;
const keptFor = `interval '7 days'`;

const columns = `id, plan_id as "planId", area_id as "areaId", form_key as "formKey", period, total, checked, faulty,
  case when state = 'checking' and touched_at < $2::timestamptz - ${patience} then 'interrupted' else state end as state,
  ${isoInstant('created_at')} as at`;

@Injectable()
export class ImportRepository {
  /** Stores a new run, and drops the person's old ones. */
  async insert(ctx: RequestContext, id: string, key: SheetKey, total: number): Promise<void> {
    await ctx.em.query(
      `delete from import_run where user_id = $1 and created_at < $2::timestamptz - ${keptFor}`,
      [ctx.actor?.id, ctx.at],
    );
    await ctx.em.query(
      `insert into import_run (id, plan_id, user_id, area_id, form_key, period, state, total, created_at, touched_at)
       values ($1, $2, $3, $4, $5, $6, 'checking', $7, $8, $8)`,
      [id, key.planId, ctx.actor?.id, key.areaId, key.formKey, key.period, total, ctx.at],
    );
  }

  /** The person's own run. */
  async find(ctx: RequestContext, id: string): Promise<ImportView | null> {
    const [row] = await ctx.em.query(`select ${columns} from import_run where id = $1 and user_id = $3`, [
      id,
      ctx.at,
      ctx.actor?.id,
    ]);
    return row ?? null;
  }

  /** The person's runs, newest first. */
  list(ctx: RequestContext): Promise<ImportView[]> {
    return ctx.em.query(
      `select ${columns} from import_run where user_id = $1 order by created_at desc limit 50`,
      [ctx.actor?.id, ctx.at],
    );
  }

  async result(ctx: RequestContext, id: string): Promise<Buffer | null> {
    const [row] = await ctx.em.query(`select result from import_run where id = $1 and user_id = $2`, [
      id,
      ctx.actor?.id,
    ]);
    return row?.result ?? null;
  }

  /** Notes how far it got. False once it was cancelled. */
  async progress(
    ctx: RequestContext,
    id: string,
    at: Date,
    checked: number,
    faulty: number,
  ): Promise<boolean> {
    return this.whileChecking(ctx, `checked = $2, faulty = $3, touched_at = $4`, [id, checked, faulty, at]);
  }

  /** Ends it. False where somebody else did. */
  async end(
    ctx: RequestContext,
    id: string,
    end: { state: 'saved' | 'refused' | 'cancelled'; faulty?: number; result?: Buffer },
  ): Promise<boolean> {
    return this.whileChecking(ctx, `state = $2, faulty = coalesce($3::int, faulty), result = $4`, [
      id,
      end.state,
      end.faulty ?? null,
      end.result ?? null,
    ]);
  }

  private async whileChecking(ctx: RequestContext, set: string, values: unknown[]): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with changed as (update import_run set ${set} where id = $1 and state = 'checking' returning id) select id from changed`,
      values,
    );
    return rows.length === 1;
  }

  async unitCodes(ctx: RequestContext): Promise<{ id: string; code: string }[]> {
    return ctx.em.query(`select id, code from unit`);
  }
}
