import { randomUUID } from 'node:crypto';
import type { GivenMilestone, ShareMilestone } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { type TargetRow, targetColumns, targetStands } from '../figures/target-row.js';
import type { Within } from '../figures/unit-targets.service.js';

export type MilestoneRow = Omit<ShareMilestone, 'late'> & { shareId: string };

const milestoneColumns = `m.id, m.share_id as "shareId", m.title, m.due_date::text as "dueDate", m.done_on::text as "doneOn",
  m.note, m.given, (select count(*)::int from task_evidence e where e.share_milestone_id = m.id) as evidence`;

@Injectable()
export class ShareRepository {
  /** The plan's targets that hold all year for whoever takes part in the tasks: values alone, no frequencies. */
  planTargets(ctx: RequestContext, within: Within): Promise<TargetRow[]> {
    const ofTask = 'taskId' in within;
    return ctx.em.query(
      `select ${targetColumns} from target join unit on unit.id = target.unit_id
       where ${ofTask ? 'task_id = $1' : `plan_id = $1 and (unit_id = $3 or unit_id = (select root_unit_id from plan where id = $1))`}
         and value is not null and per is null and ${targetStands('$2')} order by position, target.id`,
      ofTask ? [within.taskId, ctx.today] : [within.planId, ctx.today, within.unitId],
    );
  }

  milestones(ctx: RequestContext, taskId: string): Promise<MilestoneRow[]> {
    return ctx.em.query(
      `select ${milestoneColumns} from share_milestone m join assignment a on a.id = m.share_id
       where a.task_id = $1 order by m.due_date, m.position, m.id`,
      [taskId],
    );
  }

  /**
   * What a part still has to do is the other one's: its steps that are not done, and, where the other is a part of a
   * part as well, its sub-targets. Those of `adding` metrics add up; of others the other's own stands.
   */
  async handOn(
    ctx: RequestContext,
    given: { from: string; into: string; targets: 'added' | 'all' | 'none'; adding: readonly string[] },
  ): Promise<void> {
    const { from, into, targets, adding } = given;
    await ctx.em.query(
      `update share_milestone m set share_id = $2, position = m.position + (select coalesce(max(position), 0) + 1 from share_milestone where share_id = $2)
       where m.share_id = $1 and m.done_on is null`,
      [from, into],
    );
    if (targets !== 'added')
      await ctx.em.query(`delete from share_target where share_id = $1`, [targets === 'all' ? into : from]);
    await ctx.em.query(
      `insert into share_target (id, plan_id, share_id, metric, value, due_date)
       select gen_random_uuid(), s.plan_id, $2, s.metric, s.value, s.due_date from share_target s
       join assignment other on other.id = $2 and other.parent_id is not null where s.share_id = $1
       on conflict (share_id, metric) do update
         set value = share_target.value + case when share_target.metric = any($3) then excluded.value else 0 end`,
      [from, into, adding],
    );
    await ctx.em.query(`delete from share_target where share_id = $1`, [from]);
  }

  async setTargets(
    ctx: RequestContext,
    share: { id: string; planId: string },
    targets: readonly { metric: string; value: number; dueDate?: string | null | undefined }[],
  ): Promise<void> {
    await ctx.em.query(`delete from share_target where share_id = $1 and metric <> all($2::text[])`, [
      share.id,
      targets.map((each) => each.metric),
    ]);
    for (const { metric, value, dueDate } of targets) {
      await ctx.em.query(
        `insert into share_target (id, plan_id, share_id, metric, value, due_date) values ($1, $2, $3, $4, $5, $6)
         on conflict (share_id, metric) do update set value = excluded.value, due_date = excluded.due_date`,
        [randomUUID(), share.planId, share.id, metric, value, dueDate ?? null],
      );
    }
  }

  /** The share's open steps of one kind, those that the unit above gave or its own, are these; what is done stays. */
  async setMilestones(
    ctx: RequestContext,
    share: { id: string; planId: string },
    given: boolean,
    milestones: readonly GivenMilestone[],
  ): Promise<void> {
    await ctx.em.query(
      `delete from share_milestone where share_id = $1 and given = $2 and done_on is null and id <> all($3::uuid[])`,
      [share.id, given, milestones.flatMap(({ id }) => (id ? [id] : []))],
    );
    for (const [position, { id, title, dueDate }] of milestones.entries()) {
      if (id)
        await ctx.em.query(
          `update share_milestone set title = $2, due_date = $3, position = $4 where id = $1 and done_on is null`,
          [id, title, dueDate, position],
        );
      else
        await ctx.em.query(
          `insert into share_milestone (id, plan_id, share_id, position, given, title, due_date) values ($1, $2, $3, $4, $5, $6, $7)`,
          [randomUUID(), share.planId, share.id, position, given, title, dueDate],
        );
    }
  }

  async complete(
    ctx: RequestContext,
    id: string,
    { doneOn, note }: { doneOn: string; note: string | null },
  ): Promise<void> {
    await ctx.em.query(`update share_milestone set done_on = $2, note = $3 where id = $1`, [
      id,
      doneOn,
      note,
    ]);
  }
}
