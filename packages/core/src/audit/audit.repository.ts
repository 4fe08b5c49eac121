import type { AuditEntryView, AuditQuery } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

/** Of these the log shows what changed; of everything else only that it did, for it may be restricted. */
const administrative = ['user', 'unit', 'calendar-day'];

@Injectable()
export class AuditRepository {
  /**
   * Rows older than `before`, newest first. Pages by the row's own number: reading the log adds to it,
   * which would shift pages that are counted from the top.
   */
  async list(
    ctx: RequestContext,
    query: AuditQuery,
    before: number | null,
  ): Promise<{ items: AuditEntryView[]; total: number }> {
    const filter = `($1::uuid is null or actor_id = $1) and ($2::text is null or action = $2)
      and ($3::text is null or subject_type = $3) and ($4::uuid is null or plan_id = $4)
      and ($5::date is null or business_date >= $5) and ($6::date is null or business_date <= $6)`;
    const { actor, action, subjectType, planId, from, to, limit } = query;
    const filters = [actor, action, subjectType, planId, from, to].map((each) => each ?? null);
    const [{ total }] = await ctx.em.query(
      `select count(*)::int as total from audit where ${filter}`,
      filters,
    );
    const rows: (Omit<AuditEntryView, 'at'> & { at: Date })[] = await ctx.em.query(
      `select seq::float8 as seq, at, business_date::text as "businessDate", request_id as "requestId",
         case when actor_id is not null then json_build_object('id', actor_id, 'name', actor_name) end as actor,
         action, subject_type as "subjectType", subject_id as "subjectId", plan_id as "planId",
         case when subject_type = any ($8) then detail end as detail
       from audit where ${filter} and ($7::bigint is null or seq < $7)
       order by seq desc limit $9`,
      [...filters, before, administrative, limit],
    );
    return { items: rows.map((row) => ({ ...row, at: row.at.toISOString() })), total };
  }
}
