import type { ExportRequest, ExportView, Language, Text } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { isoInstant } from '../tasks/task-view.js';
import type { MadeDocument } from './export-kinds.js';

/** A job that somebody works on. */
export interface ClaimedJob {
  id: string;
  claim: string;
  userId: string;
  requestId: string;
  language: Language;
  request: ExportRequest;
  attempts: number;
}

export type StoredError = Text & { code: string };
export type JobRow = Omit<ExportView, 'error'> & { request: ExportRequest; error: StoredError | null };

/** A file is kept for so long. */
const keptFor = `interval '7 days'`;
/** One that was worked on and not touched for so long was interrupted: its process is gone. */
const patience = `interval '60 seconds'`;

const columns = `id, plan_id as "planId", kind, parameters as request, title, state, done, total,
  file_name as "fileName", media_type as "mediaType", length(result) as size, error, ${isoInstant('created_at')} as at,
  ${isoInstant('ended_at')} as "endedAt",
  case when state = 'done' then ${isoInstant(`(ended_at + ${keptFor})`)} end as "expiresAt"`;

@Injectable()
export class ExportJobRepository {
  /** Holds a person's jobs to the end of the transaction, and tells how many have not come to an end. */
  async openOf(ctx: RequestContext): Promise<number> {
    await ctx.em.query(`select pg_advisory_xact_lock(hashtext('duban.export.' || $1))`, [ctx.actor?.id]);
    const [{ open }] = await ctx.em.query(
      `select count(*)::int as open from export_job where user_id = $1 and state in ('waiting', 'working')`,
      [ctx.actor?.id],
    );
    return open;
  }

  async insert(
    ctx: RequestContext,
    job: { id: string; planId: string; title: string; request: ExportRequest },
  ): Promise<void> {
    await ctx.em.query(
      `insert into export_job (id, plan_id, user_id, request_id, kind, parameters, title, language, state, created_at, touched_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $9)`,
      [
        job.id,
        job.planId,
        ctx.actor?.id,
        ctx.requestId,
        job.request.kind,
        JSON.stringify(job.request),
        job.title,
        ctx.language,
        ctx.at,
      ],
    );
  }

  /** Lets go of all but the person's newest jobs, so that what is kept for one stays bounded. */
  async trim(ctx: RequestContext, kept: number): Promise<void> {
    await ctx.em.query(
      `delete from export_job where state not in ('waiting', 'working') and id in (
         select id from export_job where user_id = $1 order by created_at desc, id offset $2)`,
      [ctx.actor?.id, kept],
    );
  }

  /** The person's own job. */
  async find(ctx: RequestContext, id: string): Promise<JobRow | null> {
    const [row] = await ctx.em.query(`select ${columns} from export_job where id = $1 and user_id = $2`, [
      id,
      ctx.actor?.id,
    ]);
    return row ?? null;
  }

  /** The person's jobs, newest first. */
  list(ctx: RequestContext): Promise<JobRow[]> {
    return ctx.em.query(`select ${columns} from export_job where user_id = $1 order by created_at desc, id`, [
      ctx.actor?.id,
    ]);
  }

  /** The file, while it is kept, for one who may still know of every task that it tells of. */
  async file(ctx: RequestContext, id: string): Promise<{ bytes: Buffer; isKnown: boolean } | null> {
    const { actorId, office } = knowerOf(ctx);
    const [row] = await ctx.em.query(
      `select j.result as bytes, not exists (select from unnest(j.restricted) as r (id)
           left join task t on t.id = r.id where t.id is null or ${knowsTask('$2', '$3')} is not true) as "isKnown"
       from export_job j where j.id = $1 and j.user_id = $2 and j.result is not null
         and j.ended_at > $4::timestamptz - ${keptFor}`,
      [id, actorId, office, ctx.at],
    );
    return row ?? null;
  }

  /** Ends one that has not come to its end; false where it has. */
  async cancel(ctx: RequestContext, id: string): Promise<boolean> {
    return this.changed(
      ctx,
      `update export_job set state = 'cancelled', ended_at = $3, claim = null
       where id = $1 and user_id = $2 and state in ('waiting', 'working')`,
      [id, ctx.actor?.id, ctx.at],
    );
  }

  /** Removes what is older than files are kept; returns how many. */
  async removeOld(ctx: RequestContext): Promise<number> {
    const [{ count }] = await ctx.em.query(
      `with removed as (delete from export_job where ended_at <= $1::timestamptz - ${keptFor} returning 1)
       select count(*)::int as count from removed`,
      [ctx.at],
    );
    return count;
  }

  /** The job that waits longest, or whose worker is gone: from now on it is this claim's alone. */
  async claim(ctx: RequestContext, claim: string): Promise<ClaimedJob | null> {
    const [row] = await ctx.em.query(
      `with next as (
         select id from export_job
         where state = 'waiting' or (state = 'working' and touched_at < $2::timestamptz - ${patience})
         order by created_at, id limit 1 for update skip locked),
       claimed as (
         update export_job j set state = 'working', claim = $1, attempts = attempts + 1, done = 0, total = 0, touched_at = $2
         from next where j.id = next.id
         returning j.id, j.claim, j.user_id as "userId", j.request_id as "requestId", j.language, j.parameters as request, j.attempts)
       select * from claimed`,
      [claim, ctx.at],
    );
    return row ?? null;
  }

  /** Notes how far it is. False where it was cancelled, or is another's by now. */
  progress(ctx: RequestContext, job: ClaimedJob, at: Date, done: number, total: number): Promise<boolean> {
    return this.whileClaimed(ctx, job, 'touched_at = $3, done = $4, total = $5', [at, done, total]);
  }

  touch(ctx: RequestContext, job: ClaimedJob, at: Date): Promise<boolean> {
    return this.whileClaimed(ctx, job, 'touched_at = $3', [at]);
  }

  finish(ctx: RequestContext, job: ClaimedJob, at: Date, made: MadeDocument): Promise<boolean> {
    return this.whileClaimed(
      ctx,
      job,
      `state = 'done', claim = null, done = greatest(total, 1), total = greatest(total, 1), ended_at = $3, touched_at = $3,
       file_name = $4, media_type = $5, result = $6, restricted = $7`,
      [at, made.filename, made.mediaType, made.bytes, made.restricted ?? []],
    );
  }

  fail(ctx: RequestContext, job: ClaimedJob, at: Date, error: StoredError): Promise<boolean> {
    return this.whileClaimed(
      ctx,
      job,
      `state = 'failed', claim = null, ended_at = $3, touched_at = $3, error = $4`,
      [at, JSON.stringify(error)],
    );
  }

  /** Puts it back, for whoever is there next. */
  release(ctx: RequestContext, job: ClaimedJob): Promise<boolean> {
    return this.whileClaimed(ctx, job, `state = 'waiting', claim = null, attempts = attempts - 1`, []);
  }

  private whileClaimed(
    ctx: RequestContext,
    job: ClaimedJob,
    set: string,
    values: unknown[],
  ): Promise<boolean> {
    return this.changed(
      ctx,
      `update export_job set ${set} where id = $1 and claim = $2 and state = 'working'`,
      [job.id, job.claim, ...values],
    );
  }

  private async changed(ctx: RequestContext, update: string, values: unknown[]): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with changed as (${update} returning id) select id from changed`,
      values,
    );
    return rows.length === 1;
  }
}
