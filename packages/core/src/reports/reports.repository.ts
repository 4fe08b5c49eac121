import {
  type ExpectationView,
  type Form,
  type FormData,
  progressNoteKey,
  type ReportState,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { preparedRead, stale } from '../kernel/index.js';
import { planBefore } from '../plans/plan-sql.js';
import { pathOn } from '../units/placement-sql.js';
import { knownTo, reviewersTookPart } from './took-part-sql.js';
import type { Changes, HistoricRevision } from './value-history.js';
import { expected } from './waiting-sql.js';

/** A report's row, with what decisions about it need to know of its surroundings. */
export interface ReportRow {
  id: string;
  planId: string;
  areaId: string;
  formKey: string;
  formVersion: number;
  /** Version of the area's configuration that the report was begun with; 0 for none. */
  configVersion: number;
  taskId: string;
  unitId: string;
  unitName: string;
  unitKind: string;
  unitPath: string | null;
  period: string;
  state: ReportState;
  revision: number;
  acceptedRevision: number | null;
  data: FormData;
  /** Of the revision that is being filled in. */
  changes: Changes;
  comment: string | null;
  mode: 'filled' | 'zero' | 'no-progress';
  filledFor: boolean;
  filledBy: string;
  /** Everybody who ever saved it. */
  writers: string[];
  /** Of one that a reviewer had a part in: whether no reviewer above is left to accept it. */
  reviewersTookPart: boolean;
  submittedBy: string | null;
  signedBy: string | null;
  returned: { reason: string; field: string | null; by: string } | null;
  returnedByName: string | null;
  dueOn: string | null;
  waived: boolean;
  ancestors: string[] | null;
  /** Who may know of the report's task; null where everybody may. */
  knownTo: string[] | null;
  leadUnitId: string | null;
  year: number;
  closedThrough: string | null;
  version: number;
}

export interface ReportIdentity {
  planId: string;
  taskId: string;
  formKey: string;
  unitId: string;
  period: string;
}

/** The plan's closing (alias `p`) as it holds for one expectation (alias `e`) on a day; null while that is reopened. */
export const closedThrough = (today: string) =>
  `case when e.reopened_until >= ${today}::date then null else p.closed_through::text end`;

const expectationColumns = `e.id, e.plan_id as "planId", e.area_id as "areaId", e.form_key as "formKey", e.task_id as "taskId",
  coalesce(t.title, '') as "taskTitle", e.unit_id as "unitId", u.name as "unitName", e.period, to_char(e.opens_on, 'YYYY-MM-DD') as "opensOn",
  to_char(e.due_on, 'YYYY-MM-DD') as "dueOn", e.waived_reason is not null as waived,
  e.waived_reason as "waivedReason", e.reopened_until::text as "reopenedUntil", r.id as "reportId", r.state as "reportState", r.version as "reportVersion",
  to_char(e.first_signed_on, 'YYYY-MM-DD') as "firstSignedOn", e.received`;

/** A report as its row is read on a day, from the tables below. */
const reportColumns = (
  today: string,
) => `r.id, r.plan_id as "planId", r.area_id as "areaId", r.form_key as "formKey", r.form_version as "formVersion",
  r.config_version as "configVersion", r.task_id as "taskId", r.unit_id as "unitId", u.name as "unitName", u.kind as "unitKind", ${pathOn('r.unit_id', `${today}::date`)} as "unitPath",
  r.period, r.state, r.revision, r.accepted_revision as "acceptedRevision", r.data, r.changes, r.comment, r.mode, r.filled_for as "filledFor",
  r.filled_by as "filledBy", r.writers, ${reviewersTookPart(`${today}::date`)} as "reviewersTookPart", r.submitted_by as "submittedBy", r.signed_by as "signedBy", r.returned,
  (select name from app_user where id = (r.returned->>'by')::uuid) as "returnedByName",
  to_char(e.due_on, 'YYYY-MM-DD') as "dueOn", e.waived_reason is not null as waived, e.ancestors, ${knownTo} as "knownTo",
  (select unit_id from assignment where task_id = t.id and role = 'lead') as "leadUnitId",
  p.year, ${closedThrough(today)} as "closedThrough", r.version`;

const reportTables = `report r join unit u on u.id = r.unit_id join task t on t.id = r.task_id join plan p on p.id = r.plan_id
  left join expectation e on e.plan_id = r.plan_id and e.task_id = r.task_id and e.form_key = r.form_key
    and e.unit_id = r.unit_id and e.period = r.period`;

/** Open tasks, and the restricted ones that the actor ($actor) may know of. */
export const visibleTo = (
  actor: string,
) => `(t.visibility = 'open' or (t.visibility = 'restricted' and (t.leader_id = ${actor}
  or exists (select from task_knower k where k.task_id = t.id and k.user_id = ${actor})
  or exists (select from role_grant g where g.role = 'plan-office' and g.user_id = ${actor}))))`;

const opening = (
  report: string,
  revision: string,
) => `(select json_build_object('move', e.move, 'reason', e.reason) from report_event e
  where e.report_id = ${report} and e.revision = ${revision} - 1 and e.move in ('unlock', 'return') order by e.seq desc limit 1)`;

/** Reports before and after the form's task was merged into another one follow each other. */
const sameDuty = `(r.task_id = $2 or $3 <> '${progressNoteKey}' and r.area_id = (select area_id from task where id = $2))`;

const readReport = preparedRead<ReportRow>(
  'reports.report',
  `select ${reportColumns('$2')} from ${reportTables} where r.id = $1`,
);

@Injectable()
export class ReportRepository {
  async find(ctx: RequestContext, id: string): Promise<ReportRow | null> {
    const [row] = await readReport(ctx, [id, ctx.today]);
    return row ?? null;
  }

  /** The unit that would report: kind and today's path. */
  async unit(ctx: RequestContext, id: string): Promise<{ kind: string; path: string | null } | null> {
    const [row] = await ctx.em.query(
      `select kind, ${pathOn('unit.id', '$2::date')} as path from unit where id = $1`,
      [id, ctx.today],
    );
    return row ?? null;
  }

  /** The task that a form's report belongs to: the duty's, or for a progress note the one that is named. */
  async taskOf(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    formKey: string,
    taskId: string | null,
  ): Promise<{ id: string; knownTo: string[] | null } | null> {
    const [row] = await ctx.em.query(
      taskId
        ? `select t.id, ${knownTo} as "knownTo" from task t where t.plan_id = $1 and t.area_id = $2 and t.id = $3 and t.visibility <> 'withheld'`
        : `select t.id, null as "knownTo" from duty d join task t on t.id = d.task_id where d.plan_id = $1 and d.area_id = $2 and d.form_key = $3`,
      [planId, areaId, taskId ?? formKey],
    );
    return row ?? null;
  }

  async expectation(
    ctx: RequestContext,
    key: ReportIdentity,
  ): Promise<{ opensOn: string; waived: boolean; closedThrough: string | null } | null> {
    const [row] = await ctx.em.query(
      `select to_char(e.opens_on, 'YYYY-MM-DD') as "opensOn", e.waived_reason is not null as waived,
         ${closedThrough('$6')} as "closedThrough"
       from expectation e join plan p on p.id = e.plan_id
       where e.plan_id = $1 and e.task_id = $2 and e.form_key = $3 and e.unit_id = $4 and e.period = $5`,
      [key.planId, key.taskId, key.formKey, key.unitId, key.period, ctx.today],
    );
    return row ?? null;
  }

  async yearOf(ctx: RequestContext, planId: string): Promise<number | null> {
    const [row] = await ctx.em.query(`select year from plan where id = $1`, [planId]);
    return row?.year ?? null;
  }

  /**
   * Data of the unit's last accepted report of the form before the period: in the same task for a progress note (or the
   * one that it was carried over from), and for a form, which has one task in a plan, whichever that was then. Where the
   * form has none in the plan, last year's plan has the last: a level does not end with the year.
   */
  async lastAccepted(
    ctx: RequestContext,
    key: ReportIdentity,
  ): Promise<{ period: string; formVersion: number; data: FormData } | null> {
    const [row] = await ctx.em.query(
      `select r.period, v.form_version as "formVersion", v.data from report r join report_revision v on v.report_id = r.id and v.revision = r.accepted_revision
         join plan p on p.id = $1
       where (r.plan_id = p.id or r.plan_id = ${planBefore('p.year', 'p.root_unit_id')})
         and (${sameDuty} or r.task_id = (select carried_from from task where id = $2)) and r.form_key = $3 and r.unit_id = $4 and r.period < $5
       order by r.plan_id = p.id desc, r.period desc limit 1`,
      [key.planId, key.taskId, key.formKey, key.unitId, key.period],
    );
    return row ?? null;
  }

  /** Data of the unit's accepted reports of the form within the year, up to the period. */
  async acceptedInYear(
    ctx: RequestContext,
    key: ReportIdentity,
  ): Promise<{ formVersion: number; data: FormData }[]> {
    return ctx.em.query(
      `select v.form_version as "formVersion", v.data from report r join report_revision v on v.report_id = r.id and v.revision = r.accepted_revision
       where r.plan_id = $1 and ${sameDuty} and r.form_key = $3 and r.unit_id = $4 and r.period <= $5 and left(r.period, 4) = left($5, 4)
       order by r.period`,
      [key.planId, key.taskId, key.formKey, key.unitId, key.period],
    );
  }

  /** The definition that a form had in a version; null for one that was never installed. */
  async definition(
    ctx: RequestContext,
    areaId: string,
    formKey: string,
    version: number,
  ): Promise<Form | null> {
    const [row] = await ctx.em.query(
      `select definition from form_definition where area_id = $1 and key = $2 and version = $3`,
      [areaId, formKey, version],
    );
    return row?.definition ?? null;
  }

  /** False where the report is there already. */
  async insert(
    ctx: RequestContext,
    row: ReportIdentity & {
      id: string;
      areaId: string;
      formVersion: number;
      configVersion: number;
      data: FormData;
      changes: Changes;
      mode: string;
      filledFor: boolean;
      filledBy: string;
    },
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `insert into report (id, plan_id, area_id, form_key, form_version, config_version, task_id, unit_id, period, state, revision, data, mode, filled_for, filled_by, writers, changes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', 1, $10, $11, $12, $13, array[$13::uuid], $14)
       on conflict (plan_id, task_id, form_key, unit_id, period) do nothing returning id`,
      [
        row.id,
        row.planId,
        row.areaId,
        row.formKey,
        row.formVersion,
        row.configVersion,
        row.taskId,
        row.unitId,
        row.period,
        JSON.stringify(row.data),
        row.mode,
        row.filledFor,
        row.filledBy,
        JSON.stringify(row.changes),
      ],
    );
    return rows.length === 1;
  }

  /** Replaces data, unless somebody else changed the report meanwhile: throws 412. */
  async saveData(
    ctx: RequestContext,
    report: ReportRow,
    to: Pick<ReportRow, 'data' | 'changes' | 'comment' | 'mode'>,
  ): Promise<void> {
    const rows = await ctx.em.query(
      `with saved as (update report set data = $3, comment = $4, mode = $5, filled_by = $6, changes = $7,
         writers = case when $6 = any(writers) then writers else writers || $6::uuid end, version = version + 1 where id = $1 and version = $2 returning id)
       select id from saved`,
      [
        report.id,
        report.version,
        JSON.stringify(to.data),
        to.comment,
        to.mode,
        ctx.actor?.id,
        JSON.stringify(to.changes),
      ],
    );
    if (rows.length === 0) throw stale();
  }

  /** Moves a report on, unless somebody else changed it meanwhile: throws 412. */
  async transition(
    ctx: RequestContext,
    report: ReportRow,
    to: {
      state: ReportState;
      revision: number;
      acceptedRevision: number | null;
      submittedBy: string | null;
      signedBy: string | null;
      returned: ReportRow['returned'];
      comment: string | null;
    },
  ): Promise<void> {
    const rows = await ctx.em.query(
      `with moved as (
         update report set state = $3, revision = $4, accepted_revision = $5, submitted_by = $6, signed_by = $7, returned = $8, comment = $9,
           version = version + 1
         where id = $1 and version = $2 returning id)
       select id from moved`,
      [
        report.id,
        report.version,
        to.state,
        to.revision,
        to.acceptedRevision,
        to.submittedBy,
        to.signedBy,
        to.returned && JSON.stringify(to.returned),
        to.comment,
      ],
    );
    if (rows.length === 0) throw stale();
  }

  /** Keeps what is handed in, with who set its values; the next revision begins without. */
  async addRevision(ctx: RequestContext, report: ReportRow, revision: number): Promise<void> {
    await ctx.em.query(
      `with next as (update report set changes = '{}' where id = $2)
       insert into report_revision (plan_id, report_id, revision, form_version, config_version, data, comment, mode, submitted_by, submitted_at, changes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        report.planId,
        report.id,
        revision,
        report.formVersion,
        report.configVersion,
        JSON.stringify(report.data),
        report.comment,
        report.mode,
        ctx.actor?.id,
        ctx.now,
        JSON.stringify(report.changes),
      ],
    );
  }

  async addEvent(
    ctx: RequestContext,
    report: ReportRow,
    event: {
      revision: number;
      move: string;
      to: string;
      behalfOf: string | null;
      reason: string | null;
      field: string | null;
    },
  ): Promise<void> {
    await ctx.em.query(
      `insert into report_event (id, plan_id, report_id, revision, at, business_date, move, from_state, to_state, actor_id, reason, field, request_id, behalf_of)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        report.planId,
        report.id,
        event.revision,
        ctx.now,
        ctx.today,
        event.move,
        report.state,
        event.to,
        ctx.actor?.id,
        event.reason,
        event.field,
        ctx.requestId,
        event.behalfOf,
      ],
    );
  }

  /** Names of accounts, by id. */
  async userNames(ctx: RequestContext, ids: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; name: string }[] = await ctx.em.query(
      `select id, name from app_user where id = any($1)`,
      [[...new Set(ids)]],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** The unlock or the return that began a revision; null for a first one. */
  async opening(
    ctx: RequestContext,
    reportId: string,
    revision: number,
  ): Promise<HistoricRevision['because']> {
    const [row] = await ctx.em.query(`select ${opening('$1::uuid', '$2::int')} as because`, [
      reportId,
      revision,
    ]);
    return row?.because ?? null;
  }

  /** Every revision that was handed in, oldest first, with what tells of its values. */
  async historicRevisions(ctx: RequestContext, reportId: string): Promise<HistoricRevision[]> {
    return ctx.em.query(
      `select v.revision, v.data, v.changes, json_build_object('by', v.submitted_by, 'at', to_json(v.submitted_at)) as "handedIn",
         coalesce((select json_agg(json_build_object('field', e.field, 'by', e.actor_id, 'at', e.at, 'reason', e.reason) order by e.seq)
           from report_event e where e.report_id = v.report_id and e.revision = v.revision and e.move = 'return' and e.field is not null), '[]') as returns,
         ${opening('v.report_id', 'v.revision')} as because
       from report_revision v where v.report_id = $1 order by v.revision`,
      [reportId],
    );
  }

  async revisions(
    ctx: RequestContext,
    reportId: string,
  ): Promise<
    {
      revision: number;
      formVersion: number;
      data: Record<string, unknown>;
      comment: string | null;
      events: {
        move: string;
        at: string;
        by: { id: string; name: string };
        behalfOf: { id: string; name: string } | null;
        reason: string | null;
        field: string | null;
      }[];
    }[]
  > {
    return ctx.em.query(
      `select v.revision, v.form_version as "formVersion", v.data, v.comment, coalesce((
         select json_agg(json_build_object('move', e.move, 'at', e.at, 'by', json_build_object('id', a.id, 'name', a.name),
             'behalfOf', (select json_build_object('id', h.id, 'name', h.name) from app_user h where h.id = e.behalf_of), 'reason', e.reason, 'field', e.field) order by e.seq)
         from report_event e join app_user a on a.id = e.actor_id where e.report_id = v.report_id and e.revision = v.revision), '[]') as events
       from report_revision v where v.report_id = $1 order by v.revision`,
      [reportId],
    );
  }

  /** Expectations by SQL conditions over `e`, `t`, `u`, `r`; `$1` is the actor. */
  async expectations(
    ctx: RequestContext,
    conditions: readonly string[],
    parameters: readonly unknown[],
    order: string,
    page: { limit: number; offset: number },
  ): Promise<{ items: ExpectationView[]; total: number }> {
    const where = [visibleTo('$1'), ...conditions].join(' and ');
    const all = [ctx.actor?.id, ...parameters];
    const items = await ctx.em.query(
      `select ${expectationColumns} from ${expected} where ${where} order by ${order}, e.id limit ${page.limit} offset ${page.offset}`,
      all,
    );
    const [{ total }] = await ctx.em.query(
      `select count(*)::int as total from ${expected} where ${where}`,
      all,
    );
    return { items, total };
  }

  /** Reports by SQL conditions over `r`, `t`, `u`; `$1` is the actor. */
  async list(
    ctx: RequestContext,
    conditions: readonly string[],
    parameters: readonly unknown[],
    order: string,
    page: { limit: number; offset: number },
  ): Promise<{ rows: ReportRow[]; total: number }> {
    const where = [visibleTo('$1'), ...conditions].join(' and ');
    const all = [ctx.actor?.id, ...parameters];
    const rows = await ctx.em.query(
      `select ${reportColumns(`$${all.length + 1}`)} from ${reportTables} where ${where} order by ${order}, r.id limit ${page.limit} offset ${page.offset}`,
      [...all, ctx.today],
    );
    const [{ total }] = await ctx.em.query(
      `select count(*)::int as total from report r join task t on t.id = r.task_id where ${where}`,
      all,
    );
    return { rows, total };
  }
}
