import type { Colour, FormData, Light, TaskFacts, TaskState } from '@duban/contract';
import { progressNoteKey } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { type TargetRow, targetColumns } from '../figures/target-row.js';
import { preparedRead } from '../kernel/index.js';
import { isShut } from '../plans/closed-periods.js';

export interface TaskRow {
  id: string;
  areaId: string;
  year: number;
  rootUnitId: string;
  visibility: TaskFacts['visibility'];
  state: TaskState;
  carriedOver: boolean;
  dueDate: string | null;
  closedOn: string | null;
  closureRequestedOn: string | null;
  awaitingSuperior: boolean;
  override: { colour: Colour; reason: string; until: string; by: { name: string } } | null;
  leadUnitId: string | null;
}

export interface OwedRow {
  taskId: string;
  formKey: string;
  unitId: string;
  unitName: string;
  period: string;
  pastDue: boolean;
  received: boolean;
  waived: boolean;
}

export interface NoteRow {
  taskId: string;
  unitId: string;
  unitName: string;
  period: string;
  mode: string;
  accepted: boolean;
  pastDue: boolean;
  data: FormData | null;
}

/** A task whose light was another colour before. */
export interface TurnedRed {
  planId: string;
  taskId: string;
  areaId: string;
  leaderId: string | null;
  leadUnitId: string | null;
}

const date = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;

const lit = `light as (
  select * from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::text[]) as light (task_id, colour, closed, reasons, rules))`;
const kept = `insert into task_light (plan_id, task_id, as_of, colour, closed, reasons, rules)
  select $1, task_id, $7::date, colour, closed, reasons, rules from light
  on conflict (task_id, as_of) do update set colour = excluded.colour, closed = excluded.closed,
    reasons = excluded.reasons, rules = excluded.rules`;

type StoredLight = Light & { taskId: string; described: unknown };
const litParameters = (ctx: RequestContext, planId: string, lights: readonly StoredLight[]) => [
  planId,
  lights.map((each) => each.taskId),
  lights.map((each) => each.colour),
  lights.map((each) => each.closed),
  lights.map((each) => JSON.stringify(each.described)),
  lights.map((each) => each.ruleVersion),
  ctx.today,
];

const readTasks = preparedRead<TaskRow>(
  'lights.tasks',
  `select t.id, t.area_id as "areaId", p.year, p.root_unit_id as "rootUnitId", t.visibility, t.state,
         t.state = 'terminated' and exists (select from task n where n.carried_from = t.id) as "carriedOver", ${date('t.due_date')} as "dueDate",
         ${date('t.closed_on')} as "closedOn", t.awaiting_superior as "awaitingSuperior", t.override,
         (select unit_id from assignment where task_id = t.id and role = 'lead') as "leadUnitId",
         (select ${date('h.business_date')} from task_history h where h.task_id = t.id and h.move = 'request-closure'
            and h.business_date <= $2::date and not exists (select from task_history b where b.task_id = t.id and b.seq > h.seq
              and b.business_date <= $2::date and b.to_state in ('issued', 'in-progress'))
            order by h.seq desc limit 1) as "closureRequestedOn"
       from task t join plan p on p.id = t.plan_id where t.id = any($1)`,
);

const readMilestones = preparedRead<TaskFacts['milestones'][number] & { taskId: string }>(
  'lights.milestones',
  `select task_id as "taskId", id, title, ${date('due_date')} as "dueDate",
         case when done_on <= $2::date then ${date('done_on')} end as "doneOn", firm
       from milestone where task_id = any($1) and due_date is not null order by position`,
);

const readTargets = preparedRead<TargetRow>(
  'lights.targets',
  `select ${targetColumns} from target join unit on unit.id = target.unit_id
       where confirmed and (valid_from is null or valid_from <= $2::date) and (task_id = any($1) or valid_to < $2::date and exists (
         select from target next where next.task_id = any($1) and next.valid_from is not null and next.plan_id = target.plan_id
           and next.metric = target.metric and next.unit_id = target.unit_id)) order by position, target.id`,
);

const readOwed = preparedRead<OwedRow>(
  'lights.owed',
  `select e.task_id as "taskId", e.form_key as "formKey", e.unit_id as "unitId", u.name as "unitName", e.period,
         e.due_on < $2::date as "pastDue", e.received and coalesce(e.first_signed_on <= $2::date, true) as received, e.waived_reason is not null as waived
       from expectation e join unit u on u.id = e.unit_id
       join plan_area pa on pa.plan_id = e.plan_id and pa.area_id = e.area_id and pa.enabled
       where e.task_id = any($1) and e.due_on < $2::date and (e.received or not ${isShut('$2')}) order by e.period, e.form_key, u.code`,
);

const readNotes = preparedRead<NoteRow>(
  'lights.notes',
  `select e.task_id as "taskId", e.unit_id as "unitId", u.name as "unitName", e.period, coalesce(v.mode, r.mode, '') as mode,
         v.report_id is not null as accepted, e.due_on < $2::date as "pastDue", v.data
       from expectation e join unit u on u.id = e.unit_id
       left join report r on r.plan_id = e.plan_id and r.task_id = e.task_id and r.form_key = e.form_key
         and r.unit_id = e.unit_id and r.period = e.period and (r.state = 'signed' or r.accepted_revision is not null)
         and coalesce(e.first_signed_on <= $2::date, true)
       left join report_revision v on v.report_id = r.id and v.revision = r.accepted_revision
       where e.task_id = any($1) and e.form_key = $3 and e.waived_reason is null and (e.due_on < $2::date or r.id is not null) order by e.period desc, u.code`,
);

/** Facts as they stood on the context's day: what came later is not there yet. */
@Injectable()
export class LightRepository {
  async tasks(ctx: RequestContext, ids: readonly string[]): Promise<TaskRow[]> {
    return readTasks(ctx, [ids, ctx.today]);
  }

  async milestones(
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<(TaskFacts['milestones'][number] & { taskId: string })[]> {
    return readMilestones(ctx, [ids, ctx.today]);
  }

  /** Targets that stand or stood: the tasks' own, and what theirs followed in a task that was merged into one of them. */
  async targets(ctx: RequestContext, ids: readonly string[]): Promise<TargetRow[]> {
    return readTargets(ctx, [ids, ctx.today]);
  }

  /**
   * What is owed of the tasks' forms in periods past due, or came in. Areas that are switched off owe nothing, and
   * nobody owes what closed periods keep them from handing in.
   */
  async owed(ctx: RequestContext, ids: readonly string[]): Promise<OwedRow[]> {
    return readOwed(ctx, [ids, ctx.today]);
  }

  /**
   * The progress notes of the tasks that are past due or came in, newest first; what was waived says nothing. Of one
   * that is unlocked the accepted revision stands until the next one is accepted.
   */
  async notes(ctx: RequestContext, ids: readonly string[]): Promise<NoteRow[]> {
    return readNotes(ctx, [ids, ctx.today, progressNoteKey]);
  }

  /** Stores the lights, and each in the day's history. Returns those that were known before and turned red. */
  async store(ctx: RequestContext, planId: string, lights: readonly StoredLight[]): Promise<TurnedRed[]> {
    return ctx.em.query(
      `with ${lit},
       cached as (
         update task set light_colour = light.colour, light_closed = light.closed, light_reasons = light.reasons,
           light_as_of = $7::date, light_rules = light.rules
         from light, (select id, light_colour, light_as_of from task where id = any($2::uuid[])) old
         where task.id = light.task_id and old.id = task.id
         returning task.id, task.area_id, task.leader_id,
           light.colour = 'red' and old.light_colour is distinct from 'red' and old.light_as_of is not null as turned),
       kept as (${kept})
       select $1::uuid as "planId", cached.id as "taskId", cached.area_id as "areaId", cached.leader_id as "leaderId",
         (select unit_id from assignment a where a.task_id = cached.id and a.role = 'lead') as "leadUnitId"
       from cached where turned`,
      litParameters(ctx, planId, lights),
    );
  }

  /** Puts the lights into the day's history alone. */
  async keep(ctx: RequestContext, planId: string, lights: readonly StoredLight[]): Promise<void> {
    await ctx.em.query(`with ${lit} ${kept}`, litParameters(ctx, planId, lights));
  }

  /** Tasks whose light was last computed while one set by hand held, which holds no more. */
  async expired(ctx: RequestContext, planId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from task where plan_id = $1 and (override->>'until')::date < $2::date
         and light_as_of <= (override->>'until')::date order by id`,
      [planId, ctx.today],
    );
    return rows.map((row) => row.id);
  }

  /** Tasks with a light, of the areas that are switched on (of one, or of all). Elsewhere lights stand still. */
  async taskIds(ctx: RequestContext, planId: string, areaId: string | null = null): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select t.id from task t join plan_area pa on pa.plan_id = t.plan_id and pa.area_id = t.area_id and pa.enabled
       where t.plan_id = $1 and ($2::text is null or t.area_id = $2) and t.visibility <> 'withheld' order by t.id`,
      [planId, areaId],
    );
    return rows.map((row) => row.id);
  }
}
