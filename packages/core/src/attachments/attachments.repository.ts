import type { Subject } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { pathOn } from '../units/placement-sql.js';
import { Attachment } from './attachment.entity.js';

const path = pathOn('u.id', '$4::date');

@Injectable()
export class AttachmentRepository {
  find(ctx: RequestContext, id: string): Promise<Attachment | null> {
    return ctx.em.findOneBy(Attachment, { id });
  }

  async insert(ctx: RequestContext, attachment: Attachment): Promise<void> {
    await ctx.em.insert(Attachment, attachment);
  }

  /** Of these, the ids of those that the user uploaded. */
  async own(ctx: RequestContext, ids: readonly string[], userId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from attachment where id = any($1) and uploaded_by = $2`,
      [ids, userId],
    );
    return rows.map((row) => row.id);
  }

  async ofReport(ctx: RequestContext, reportId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select attachment_id as id from report_attachment where report_id = $1`,
      [reportId],
    );
    return rows.map((row) => row.id);
  }

  async bindToReport(
    ctx: RequestContext,
    report: { planId: string; reportId: string },
    ids: readonly string[],
  ): Promise<void> {
    await ctx.em.query(
      `insert into report_attachment (plan_id, report_id, attachment_id)
       select $1, $2, id from unnest($3::uuid[]) as id on conflict do nothing`,
      [report.planId, report.reportId, ids],
    );
  }

  /** What the attachment belongs to, as the policy sees it: each unit's part in a task, each report. */
  async subjects(ctx: RequestContext, id: string): Promise<Subject[]> {
    const { actorId, office } = knowerOf(ctx);
    return ctx.em.query(
      `select t.area_id as "areaId", u.id as "unitId", ${path} as "unitPath", u.kind as "unitKind"
       from task_evidence e join task t on t.id = e.task_id
       join assignment a on a.task_id = t.id join unit u on u.id = a.unit_id
       where e.attachment_id = $3 and ${knowsTask('$1', '$2')}
       union all
       select r.area_id, u.id, ${path}, u.kind
       from report_attachment ra join report r on r.id = ra.report_id join task t on t.id = r.task_id
       join unit u on u.id = r.unit_id
       where ra.attachment_id = $3 and ${knowsTask('$1', '$2')}`,
      [actorId, office, id, ctx.today],
    );
  }
}
