import { randomUUID } from 'node:crypto';
import type { MilestoneView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Milestone } from './milestone.entity.js';

@Injectable()
export class MilestoneRepository {
  find(ctx: RequestContext, taskId: string, id: string): Promise<Milestone | null> {
    return ctx.em.findOneBy(Milestone, { id, taskId });
  }

  async view(ctx: RequestContext, id: string): Promise<MilestoneView | null> {
    const [row] = await ctx.em.query(
      `select m.id, m.title, m.due_date::text as "dueDate", m.done_on::text as "doneOn", m.firm, m.note, m.version,
         (select count(*)::int from task_evidence e where e.milestone_id = m.id) as evidence
       from milestone m where m.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** After the task's last. */
  async append(ctx: RequestContext, given: Omit<Milestone, 'id' | 'position' | 'version'>): Promise<string> {
    const [{ next }] = await ctx.em.query(
      `select coalesce(max(position), 0) + 1 as next from milestone where task_id = $1`,
      [given.taskId],
    );
    const id = randomUUID();
    await ctx.em.insert(Milestone, { ...given, id, position: next, version: 1 });
    return id;
  }

  /** Whether the row had that version. Adds one to it. */
  async update(
    ctx: RequestContext,
    { id, version }: Milestone,
    changes: Partial<Pick<Milestone, 'title' | 'dueDate' | 'firm' | 'doneOn' | 'note'>>,
  ): Promise<boolean> {
    const { affected } = await ctx.em.update(
      Milestone,
      { id, version },
      { ...changes, version: version + 1 },
    );
    return affected === 1;
  }

  async remove(ctx: RequestContext, { id, version }: Milestone): Promise<boolean> {
    const { affected } = await ctx.em.delete(Milestone, { id, version });
    return affected === 1;
  }
}
