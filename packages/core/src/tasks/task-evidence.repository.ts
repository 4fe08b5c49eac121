import { randomUUID } from 'node:crypto';
import type { TaskEvidenceView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { isoInstant } from './task-view.js';

@Injectable()
export class TaskEvidenceRepository {
  /** Evidence of the task; with an id, that one alone. */
  async page(
    ctx: RequestContext,
    where: { taskId: string; id?: string },
    page: { limit: number; offset: number; direction: 'asc' | 'desc' },
  ): Promise<{ items: TaskEvidenceView[]; total: number }> {
    const items = await ctx.em.query(
      `select e.id, e.attachment_id as "attachmentId", e.milestone_id as "milestoneId",
         e.share_milestone_id as "shareMilestoneId", a.name,
         a.media_type as "mediaType", a.bytes, json_build_object('id', u.id, 'name', u.name) as "addedBy",
         ${isoInstant('e.added_at')} as "addedAt"
       from task_evidence e join attachment a on a.id = e.attachment_id join app_user u on u.id = e.added_by
       where e.task_id = $1 and ($2::uuid is null or e.id = $2)
       order by e.added_at ${page.direction}, e.id limit $3 offset $4`,
      [where.taskId, where.id ?? null, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(
      `select count(*)::int as total from task_evidence where task_id = $1`,
      [where.taskId],
    );
    return { items, total };
  }

  async add(
    ctx: RequestContext,
    given: {
      planId: string;
      taskId: string;
      milestoneId: string | null;
      shareMilestoneId: string | null;
      attachmentId: string;
      addedBy: string;
    },
  ): Promise<string> {
    const id = randomUUID();
    await ctx.em.query(
      `insert into task_evidence (id, plan_id, task_id, milestone_id, share_milestone_id, attachment_id, added_by, added_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        given.planId,
        given.taskId,
        given.milestoneId,
        given.shareMilestoneId,
        given.attachmentId,
        given.addedBy,
        ctx.now,
      ],
    );
    return id;
  }

  async holds(ctx: RequestContext, taskId: string, attachmentId: string): Promise<boolean> {
    const rows = await ctx.em.query(`select 1 from task_evidence where task_id = $1 and attachment_id = $2`, [
      taskId,
      attachmentId,
    ]);
    return rows.length > 0;
  }
}
