import type { RequestContext } from '@duban/server-kit';

export interface AuditEntry {
  /** `<resource>.<verb>`, as `report.accept`. */
  action: string;
  subjectType: string;
  subjectId?: string | null;
  planId?: string | null;
  /** What changed; never a secret, never the content of something restricted. */
  detail?: Record<string, unknown>;
}

/** Adds a row to the log in the context's transaction: the change and its row commit together. */
export async function audit(ctx: RequestContext, entry: AuditEntry): Promise<void> {
  await ctx.em.query(
    `insert into audit (at, business_date, request_id, actor_id, actor_name, action, subject_type, subject_id, plan_id, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ctx.at,
      ctx.today,
      ctx.requestId,
      ctx.actor?.id ?? null,
      ctx.actor?.name ?? null,
      entry.action,
      entry.subjectType,
      entry.subjectId ?? null,
      entry.planId ?? null,
      JSON.stringify(entry.detail ?? {}),
    ],
  );
}

/** Adds a row for each subject, alike but for its id, in one statement. */
export async function auditEach(
  ctx: RequestContext,
  entry: Omit<AuditEntry, 'subjectId'>,
  subjectIds: readonly string[],
): Promise<void> {
  if (subjectIds.length === 0) return;
  await ctx.em.query(
    `insert into audit (at, business_date, request_id, actor_id, actor_name, action, subject_type, subject_id, plan_id, detail)
     select $1, $2, $3, $4, $5, $6, $7, subject.id, $8, $9 from unnest($10::text[]) as subject (id)`,
    [
      ctx.at,
      ctx.today,
      ctx.requestId,
      ctx.actor?.id ?? null,
      ctx.actor?.name ?? null,
      entry.action,
      entry.subjectType,
      entry.planId ?? null,
      JSON.stringify(entry.detail ?? {}),
      subjectIds,
    ],
  );
}
