import { randomUUID } from 'node:crypto';
import type { JobRun } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `id, job, business_date::text as "businessDate", ${instant('started_at')} as "startedAt",
  ${instant('finished_at')} as "finishedAt", outcome, counts, error, attempts`;

@Injectable()
export class JobRunRepository {
  /** Holds the job to the end of the transaction: whoever comes second waits, and finds it done. */
  async lock(ctx: RequestContext, job: string): Promise<void> {
    await ctx.em.query(`select pg_advisory_xact_lock(hashtext('duban.job.' || $1))`, [job]);
  }

  async lastDone(ctx: RequestContext, job: string): Promise<string | null> {
    const [row] = await ctx.em.query(
      `select max(business_date)::text as last from job_run where job = $1 and outcome = 'done'`,
      [job],
    );
    return row.last;
  }

  async isDone(ctx: RequestContext, job: string, date: string): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `select 1 from job_run where job = $1 and business_date = $2 and outcome = 'done'`,
      [job, date],
    );
    return rows.length > 0;
  }

  /** One row a job and business date: the last attempt's outcome. */
  async record(
    ctx: RequestContext,
    run: Pick<JobRun, 'job' | 'businessDate' | 'outcome' | 'counts' | 'error'> & {
      startedAt: Date;
      finishedAt: Date;
    },
  ): Promise<JobRun> {
    const [row] = await ctx.em.query(
      `with recorded as (
         insert into job_run (id, job, business_date, started_at, finished_at, outcome, counts, error)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (job, business_date) do update set started_at = excluded.started_at, finished_at = excluded.finished_at,
           outcome = excluded.outcome, counts = excluded.counts, error = excluded.error, attempts = job_run.attempts + 1
         returning *)
       select ${columns} from recorded`,
      [
        randomUUID(),
        run.job,
        run.businessDate,
        run.startedAt,
        run.finishedAt,
        run.outcome,
        JSON.stringify(run.counts),
        run.error,
      ],
    );
    return row;
  }

  async page(
    ctx: RequestContext,
    page: { direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: JobRun[]; total: number }> {
    const items = await ctx.em.query(
      `select ${columns} from job_run order by business_date ${page.direction}, job limit $1 offset $2`,
      [page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total from job_run`);
    return { items, total };
  }
}
