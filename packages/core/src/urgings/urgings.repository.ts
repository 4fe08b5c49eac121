import { randomUUID } from 'node:crypto';
import type { Text, UrgingCause, UrgingFacts, UrgingLevel, UrgingState, UrgingView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { isShut } from '../plans/closed-periods.js';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';
import { refOf, taskRefOf } from '../tasks/refs.js';

export type UrgingRow = Omit<UrgingView, 'moves' | 'title' | 'text'> & {
  /** Null for slips by hand, and for those from before names could be configured. */
  title: Text | null;
  planId: string;
  leaderId: string | null;
  leadUnitId: string | null;
  text: string | null;
  facts: UrgingFacts | null;
};

export interface NewUrging {
  planId: string;
  taskId: string;
  unitId: string;
  level: UrgingLevel;
  /** The step's name as it is configured that day; null by hand. */
  title: Text | null;
  about: string | null;
  dueDate: string | null;
  facts: UrgingFacts | null;
  text: string | null;
  state: 'drafted' | 'issued';
  answerBy: string;
}

/** Something with a date that is not done: whom it would be urged of. */
export interface OpenDate {
  taskId: string;
  areaId: string;
  unitId: string;
  leaderId: string | null;
  cause: UrgingCause;
  /** Names it, so that no slip of a level is written twice while it stands. */
  about: string;
  subject: Text | null;
  /** Of a report: its form, for the title. */
  formKey: string | null;
  period: string | null;
  dueDate: string;
}

export interface UrgingFilter {
  planId?: string;
  taskId?: string;
  areaId?: string | undefined;
  level?: string | undefined;
  unitIds?: readonly string[] | undefined;
  states?: readonly UrgingState[] | undefined;
  late?: boolean | undefined;
  /** Not of areas that are switched off: theirs wait for nobody. */
  enabled?: boolean | undefined;
}

/** What was written about an open date before: the levels, and how far the last answer holds the next one back. */
export interface Written {
  levels: UrgingLevel[];
  answeredOn: string | null;
  promisedFor: string | null;
}

/** `$1` of the columns: the business date, by which an answer is late. */
const lead = `(select l.unit_id from assignment l where l.task_id = t.id and l.role = 'lead')`;
const columns = `s.id, s.plan_id as "planId", ${taskRefOf} as task, t.leader_id as "leaderId", ${lead} as "leadUnitId",
  ${refOf('unit', 's.unit_id')} as unit, s.level, s.title, s.facts, s.text, s.state, s.due_date::text as "dueDate",
  s.answer_by::text as "answerBy", s.drafted_on::text as "draftedOn", s.issued_on::text as "issuedOn",
  s.state = 'issued' and s.answer_by < $1::date as late, ${refOf('app_user', 's.created_by')} as "createdBy", ${refOf('app_user', 's.signed_by')} as "signedBy",
  case when s.acknowledged_by is not null then json_build_object('by', ${refOf('app_user', 's.acknowledged_by')},
    'on', s.acknowledged_on, 'measures', s.measures, 'promisedFor', s.promised_for) end as acknowledgement, s.version`;

const sorts: Record<string, string> = { draftedOn: 's.drafted_on', answerBy: 's.answer_by' };

/** Whether the task is still to be urged: a closure that was asked for waits for others. */
const underWay = `t.state in ('issued', 'in-progress')`;

@Injectable()
export class UrgingRepository {
  /** Newest first unless said. A draft is its signers' alone: the plan office and the leaders. */
  async list(
    ctx: RequestContext,
    filter: UrgingFilter,
    drafts: boolean,
    page: { key: string; direction: 'asc' | 'desc'; limit: number; offset: number } | null = null,
  ): Promise<{ items: UrgingRow[]; total: number }> {
    const { actorId, office } = knowerOf(ctx);
    const where = `from urging s join task t on t.id = s.task_id
       where ${knowsTask('$2', '$3')} and ($4::uuid is null or s.plan_id = $4) and ($5::uuid is null or s.task_id = $5)
         and ($6::uuid[] is null or s.unit_id = any($6)) and ($7::text[] is null or s.state = any($7))
         and ($8::boolean or s.issued_on is not null) and ($9::text is null or t.area_id = $9)
         and ($10::text is null or s.level = $10)
         and ($11::boolean is null or (s.state = 'issued' and s.answer_by < $1::date) = $11)
         and ($12::boolean is not true or exists (select from plan_area pa where pa.plan_id = t.plan_id and pa.area_id = t.area_id and pa.enabled))`;
    const values = [
      ctx.today,
      actorId,
      office,
      filter.planId ?? null,
      filter.taskId ?? null,
      filter.unitIds ?? null,
      filter.states ?? null,
      drafts,
      filter.areaId ?? null,
      filter.level ?? null,
      filter.late ?? null,
      filter.enabled ?? null,
    ];
    const order = page ? `${sorts[page.key] ?? 's.drafted_on'} ${page.direction}` : 's.drafted_on desc';
    const items: UrgingRow[] = await ctx.em.query(
      `select ${columns} ${where} order by ${order}, s.level, s.id ${page ? 'limit $13 offset $14' : ''}`,
      page ? [...values, page.limit, page.offset] : values,
    );
    if (!page) return { items, total: items.length };
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${where}`, values);
    return { items, total };
  }

  async find(ctx: RequestContext, id: string): Promise<UrgingRow | null> {
    const [row] = await ctx.em.query(
      `select ${columns} from urging s join task t on t.id = s.task_id where s.id = $2`,
      [ctx.today, id],
    );
    return row ?? null;
  }

  async unitRef(ctx: RequestContext, id: string): Promise<{ id: string; name: string } | null> {
    const [row] = await ctx.em.query(`select id, name from unit where id = $1`, [id]);
    return row ?? null;
  }

  /** Its id; null where a slip of that level was written about it before. */
  async insert(ctx: RequestContext, given: NewUrging): Promise<string | null> {
    const rows: { id: string }[] = await ctx.em.query(
      `with written as (
         insert into urging (id, plan_id, task_id, unit_id, level, about, due_date, facts, text, state, answer_by, drafted_on, issued_on, created_by, title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::date, case when $10 = 'issued' then $12::date end, $13, $14)
         on conflict (task_id, unit_id, about, level) where about is not null do nothing returning id)
       select id from written`,
      [
        randomUUID(),
        given.planId,
        given.taskId,
        given.unitId,
        given.level,
        given.about,
        given.dueDate,
        given.facts && JSON.stringify(given.facts),
        given.text,
        given.state,
        given.answerBy,
        ctx.today,
        ctx.actor?.id ?? null,
        given.title && JSON.stringify(given.title),
      ],
    );
    return rows[0]?.id ?? null;
  }

  /** Whether it had that version. */
  async sign(
    ctx: RequestContext,
    { id, version }: UrgingRow,
    given: { text: string | null; answerBy: string },
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with signed as (
         update urging set state = 'issued', issued_on = $3, signed_by = $4, text = coalesce($5, text), answer_by = $6,
           version = version + 1 where id = $1 and version = $2 returning 1) select 1 from signed`,
      [id, version, ctx.today, ctx.actor?.id, given.text, given.answerBy],
    );
    return rows.length > 0;
  }

  /** Nobody answers for a task that has ended. */
  async liftAll(ctx: RequestContext, taskId: string, reason: string): Promise<void> {
    await ctx.em.query(
      `update urging set state = 'lifted', about = null, lifted_reason = $2, version = version + 1
       where task_id = $1 and state in ('drafted', 'issued')`,
      [taskId, reason],
    );
  }

  async lift(ctx: RequestContext, { id, version }: UrgingRow, reason: string): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with lifted as (update urging set state = 'lifted', lifted_reason = $3, version = version + 1
         where id = $1 and version = $2 returning 1) select 1 from lifted`,
      [id, version, reason],
    );
    return rows.length > 0;
  }

  async acknowledge(
    ctx: RequestContext,
    { id, version }: UrgingRow,
    given: { measures: string; promisedFor: string },
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with answered as (
         update urging set state = 'acknowledged', acknowledged_by = $3, acknowledged_on = $4, measures = $5,
           promised_for = $6, version = version + 1 where id = $1 and version = $2 returning 1) select 1 from answered`,
      [id, version, ctx.actor?.id, ctx.today, given.measures, given.promisedFor],
    );
    return rows.length > 0;
  }

  /**
   * Lifts the system's slips whose cause is gone: done, closed, or due on another day. How many. Whatever became of
   * them, they are about nothing from then on: where the cause comes back, each step is written anew. An area that is
   * switched off pauses: its slips wait.
   */
  async liftSettled(ctx: RequestContext, planId: string, standing: readonly OpenDate[]): Promise<number> {
    const [{ count }] = await ctx.em.query(
      `with gone as (
         select s.id, s.state in ('drafted', 'issued') as waits from urging s join task t on t.id = s.task_id
         join plan_area pa on pa.plan_id = t.plan_id and pa.area_id = t.area_id and pa.enabled
         where s.plan_id = $1 and s.about is not null
           and not exists (select from unnest($2::uuid[], $3::uuid[], $4::text[]) as open (task_id, unit_id, about)
             where open.task_id = s.task_id and open.unit_id = s.unit_id and open.about = s.about)),
       settled as (
         update urging s set about = null, state = case when gone.waits then 'lifted' else s.state end, version = version + 1
         from gone where s.id = gone.id returning gone.waits)
       select count(*) filter (where waits)::int as count from settled`,
      [
        planId,
        standing.map((each) => each.taskId),
        standing.map((each) => each.unitId),
        standing.map((each) => each.about),
      ],
    );
    return count;
  }

  /** What was written about each date that stood open since, as `task unit about`. */
  async written(ctx: RequestContext, planId: string): Promise<Map<string, Written>> {
    const rows: ({ key: string } & Written)[] = await ctx.em.query(
      `select s.task_id || ' ' || s.unit_id || ' ' || s.about as key, array_agg(s.level) as levels,
         max(s.acknowledged_on)::text as "answeredOn",
         (array_agg(s.promised_for order by s.acknowledged_on desc nulls last))[1]::text as "promisedFor"
       from urging s where s.plan_id = $1 and s.about is not null group by 1`,
      [planId],
    );
    return new Map(rows.map((row) => [row.key, row]));
  }

  /**
   * Every date of the plan that is open: tasks' own and their milestones' with the lead unit, reports past due with
   * the unit that owes them and can still hand them in. Areas that are switched off owe nothing. For the system's own work restricted tasks too; for
   * a person only one area's, of tasks that they may know.
   */
  async openDates(
    ctx: RequestContext,
    planId: string,
    horizon: string,
    known: { areaId: string } | null = null,
  ): Promise<OpenDate[]> {
    const { actorId, office } = knowerOf(ctx);
    return ctx.em.query(
      `with led as (
         select t.id, t.area_id, t.leader_id, t.due_date, t.state, ${lead} as unit_id
         from task t join plan_area pa on pa.plan_id = t.plan_id and pa.area_id = t.area_id and pa.enabled
         where t.plan_id = $1 and ${underWay} and t.visibility <> 'withheld'
           and ($4::text is null or (t.area_id = $4 and ${knowsTask('$5', '$6')})))
       select led.id as "taskId", led.area_id as "areaId", led.unit_id as "unitId", led.leader_id as "leaderId",
         'date' as cause, 'date:' || led.due_date as about, null::jsonb as subject, null as "formKey", null as period,
         led.due_date::text as "dueDate"
       from led where led.unit_id is not null and led.due_date <= $2::date
       union all
       select led.id, led.area_id, led.unit_id, led.leader_id, 'milestone', 'milestone:' || m.id || ':' || m.due_date,
         jsonb_build_object('zh', m.title, 'en', m.title), null, null, m.due_date::text
       from led join milestone m on m.task_id = led.id
       where led.unit_id is not null and m.done_on is null and m.due_date <= $2::date
       union all
       select led.id, led.area_id, e.unit_id, led.leader_id, 'report', 'report:' || e.form_key || ':' || e.period,
         null, e.form_key, e.period, e.due_on::text
       from led join expectation e on e.task_id = led.id
       where not e.received and e.waived_reason is null and e.due_on < $3::date and not ${isShut('$3')}
       order by 1, 6`,
      [planId, horizon, ctx.today, known?.areaId ?? null, actorId, office],
    );
  }
}
