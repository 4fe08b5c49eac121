import { randomUUID } from 'node:crypto';
import type { GivenMilestone, ShareMilestone } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { type TargetRow, targetColumns, targetStands } from '../lights/target-row.js';

/** A sub-target with where it comes from. */
export interface SubTargetRow {
  shareId: string;
  taskId: string;
  unitId: string;
  unitName: string;
  areaId: string;
  metric: string;
  value: number;
  /** Its own date, else that of the plan's target that it is a part of. */
  dueDate: string | null;
  /** Whether it is a part of a demo target. */
  demo: boolean;
}

export type MilestoneRow = Omit<ShareMilestone, 'late'> & { shareId: string };

/** Whose targets and steps are asked for: all of a task's, or one unit's over the plan. */
export type Within = { taskId: string } | { planId: string; unitId: string };

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

  /** Sub-targets, each with the source and the date of the target at the top of its line. */
  subTargets(ctx: RequestContext, within: Within): Promise<SubTargetRow[]> {
    const ofTask = 'taskId' in within;
    return ctx.em.query(
      `with recursive own as (
         select s.id, s.metric, s.value, s.due_date, a.id as share_id, a.task_id, a.unit_id, a.parent_id
         from share_target s join assignment a on a.id = s.share_id
         where ${ofTask ? 'a.task_id = $1' : 's.plan_id = $1 and a.unit_id = $3'}),
       line as (
         select own.id, own.metric, own.task_id, own.unit_id, own.parent_id, 0 as step from own
         union all
         select line.id, line.metric, line.task_id, a.unit_id, a.parent_id, step + 1 from line join assignment a on a.id = line.parent_id)
       select own.share_id as "shareId", own.task_id as "taskId", own.unit_id as "unitId", u.name as "unitName", t.area_id as "areaId",
         own.metric, own.value::float8 as value, coalesce(own.due_date, top.due_date, t.due_date)::text as "dueDate",
         coalesce(top.source = 'demo', false) as demo
       from own join task t on t.id = own.task_id join plan on plan.id = t.plan_id join unit u on u.id = own.unit_id
       left join lateral (
         select g.source, g.due_date from line join target g on g.task_id = line.task_id and g.metric = line.metric
           and g.unit_id in (line.unit_id, plan.root_unit_id) and g.value is not null and g.per is null and ${targetStands('$2')}
         where line.id = own.id and line.parent_id is null order by g.unit_id = plan.root_unit_id, g.position limit 1) top on true
       order by own.metric`,
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
