import type { ImportView, SheetKey, Text } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { isoInstant } from '../tasks/task-view.js';

/**
 * One that was not touched for so long was interrupted: its process is gone, or it comes too late. Nothing of it was
 * saved, and nothing will be.
 */
const patience = `interval '60 seconds'`;
const keptFor = `interval '7 days'`;

export type StoredError = Text & { code: string };
export type ImportRow = Omit<ImportView, 'error'> & { error: StoredError | null };

const columns = `id, plan_id as "planId", area_id as "areaId", form_key as "formKey", period, total, checked, faulty, error,
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
  async find(ctx: RequestContext, id: string): Promise<ImportRow | null> {
    const [row] = await ctx.em.query(`select ${columns} from import_run where id = $1 and user_id = $3`, [
      id,
      ctx.at,
      ctx.actor?.id,
    ]);
    return row ?? null;
  }

  /** The person's runs, newest first. */
  list(ctx: RequestContext): Promise<ImportRow[]> {
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

  /** Notes how far it got. False once it was cancelled or given up. */
  progress(ctx: RequestContext, id: string, at: Date, checked: number, faulty: number): Promise<boolean> {
    return this.whileChecking(ctx, id, at, `checked = $3, faulty = $4`, [checked, faulty]);
  }

  touch(ctx: RequestContext, id: string, at: Date): Promise<boolean> {
    return this.whileChecking(ctx, id, at, `state = state`, []);
  }

  /** Ends it. False where somebody else did, or it was given up. */
  end(
    ctx: RequestContext,
    id: string,
    at: Date,
    end: {
      state: 'saved' | 'refused' | 'cancelled' | 'failed';
      faulty?: number;
      result?: Buffer;
      error?: StoredError;
    },
  ): Promise<boolean> {
    const set = `state = $3, faulty = coalesce($4::int, faulty), result = $5, error = $6`;
    const error = end.error && JSON.stringify(end.error);
    return this.whileChecking(ctx, id, at, set, [
      end.state,
      end.faulty ?? null,
      end.result ?? null,
      error ?? null,
    ]);
  }

  private async whileChecking(
    ctx: RequestContext,
    id: string,
    at: Date,
    set: string,
    values: unknown[],
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with changed as (
         update import_run set touched_at = $2, ${set}
         where id = $1 and state = 'checking' and touched_at >= $2::timestamptz - ${patience} returning id)
       select id from changed`,
      [id, at, ...values],
    );
    return rows.length === 1;
  }

  async unitCodes(ctx: RequestContext): Promise<{ id: string; code: string }[]> {
    return ctx.em.query(`select id, code from unit`);
  }
}
