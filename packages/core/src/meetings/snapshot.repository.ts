import {
  type FrozenReport,
  periodEnd,
  periodStart,
  type Snapshot,
  type SnapshotRef,
  type SnapshotsVerified,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { RegisteredMetric } from '../areas/area-registry.js';
import { contributions, dictionaries, dictionaryParameters } from '../figures/contributions.js';
import { targetStands } from '../figures/target-row.js';

export interface TaskOfPlan {
  id: string;
  visibility: 'open' | 'restricted';
  number: number | null;
  title: string;
  areaId: string;
  state: string;
  dueDate: string | null;
  originalDueDate: string | null;
  closedOn: string | null;
  leadUnit: string | null;
  carriedFrom: string | null;
  carriedOver: boolean;
  note: Snapshot['tasks'][number]['note'];
}

/** A unit whose part of the whole is frozen. */
export interface FrozenUnit {
  id: string;
  name: string;
  kind: string;
  isRoot: boolean;
  /** Stood elsewhere for a part of the year: what its own roll-up holds of that time is another unit's part. */
  moved: boolean;
  /** No longer directly below the root. */
  left: 'closed' | 'moved' | null;
}

export type FrozenSides = Omit<Snapshot['figures'][number], 'value' | 'yearToDate'>;

export interface StoredSnapshot extends SnapshotRef {
  bytes: Buffer;
  /** Whether the bytes still have the hash that they were stored with. */
  intact: boolean;
}

const refColumns = `s.id, s.sequence, to_char(s.taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "takenAt", s.as_of::text as "asOf",
  encode(s.hash, 'hex') as hash, json_build_object('id', u.id, 'name', u.name) as by`;

const inEnabledArea = (alias: string) =>
  `join plan_area pa on pa.plan_id = ${alias}.plan_id and pa.area_id = ${alias}.area_id and pa.enabled`;
/** The unit directly below the root ($1) that a row counts in: where its unit stood when its own period ended. */
const childOf = (alias: string, root: string) =>
  `${alias}.ancestors[array_position(${alias}.ancestors, ${root}::uuid) + 1]`;

/** The act of a revision of a report (by SQL) that counts: the last one. */
const actOf = (move: 'sign' | 'accept', revision: string) =>
  `(select json_build_object('by', a.name, 'behalfOf', h.name, 'at', e.at) from report_event e join app_user a on a.id = e.actor_id
    left join app_user h on h.id = e.behalf_of where e.report_id = r.id and e.revision = ${revision} and e.move = '${move}' order by e.seq desc limit 1)`;
/** A revision of the report \`r\` as a source. */
const sourceOf = (revision: string) =>
  `json_build_object('id', r.id, 'revision', ${revision}, 'areaId', r.area_id, 'unitId', r.unit_id,
    'unit', (select u.name from unit u where u.id = r.unit_id), 'period', r.period,
    'signed', ${actOf('sign', revision)}, 'accepted', ${actOf('accept', revision)})`;

/** Reads all that a snapshot holds (its own transaction sees one state), and keeps what was taken. */
@Injectable()
export class SnapshotRepository {
  /** Those of areas that are switched on: like the board, a snapshot counts no others. */
  async tasks(ctx: RequestContext, planId: string): Promise<TaskOfPlan[]> {
    return ctx.em.query(
      `select t.id, t.visibility, t.number, coalesce(t.title, '') as title, t.area_id as "areaId", t.state, t.due_date::text as "dueDate",
         t.original_due_date::text as "originalDueDate", t.closed_on::text as "closedOn",
         (select u.name from assignment a join unit u on u.id = a.unit_id where a.task_id = t.id and a.role = 'lead') as "leadUnit",
         (select o.id from task o where o.id = t.carried_from and o.visibility = 'open') as "carriedFrom",
         exists (select from task n where n.carried_from = t.id and n.visibility = 'open') as "carriedOver",
         (select json_build_object('period', r.period, 'progress', coalesce(v.data->>'progress', ''), 'problems', coalesce(v.data->>'problems', ''), 'nextSteps', coalesce(v.data->>'next-steps', ''),
             'source', ${sourceOf('v.revision')})
          from report r join report_revision v on v.report_id = r.id and v.revision = r.accepted_revision
          join assignment a on a.task_id = t.id and a.role = 'lead' and a.unit_id = r.unit_id
          where r.task_id = t.id and r.form_key = 'progress-note' order by r.period desc limit 1) as note
       from task t ${inEnabledArea('t')} where t.plan_id = $1 and t.visibility <> 'withheld' order by t.number nulls last, t.id`,
      [planId],
    );
  }

  /**
   * The root unit, and every unit that stands directly below it at some time of the plan year: what one that was closed
   * or moved has reported stays a part of the whole.
   */
  async units(ctx: RequestContext, rootId: string, year: number): Promise<FrozenUnit[]> {
    return ctx.em.query(
      `select u.id, u.name, u.kind, u.id = $1 as "isRoot",
         u.id <> $1 and exists (select from unit_placement other where other.unit_id = u.id and other.parent_id <> $1
           and other.valid_from <= $4 and coalesce(other.valid_to, 'infinity') >= $3) as moved,
         case when p.valid_to < $2 then case when u.closed_on < $2 then 'closed' else 'moved' end end as left
       from unit u cross join lateral (
         select path, valid_to from unit_placement placement
         where unit_id = u.id and (unit_id = $1 or parent_id = $1) and valid_from <= $4 and coalesce(valid_to, 'infinity') >= $3
         order by valid_from desc limit 1) p
       order by u.id = $1 desc, p.path, u.id`,
      [rootId, ctx.today, periodStart(String(year)), periodEnd(String(year))],
    );
  }

  /** The roll-ups of units, as they are kept. */
  async figures(ctx: RequestContext, planId: string, unitIds: readonly string[]): Promise<FrozenSides[]> {
    return ctx.em.query(
      `select unit_id as "unitId", metric, period, numerator::float8, denominator::float8, units, ytd_numerator::float8 as "ytdNumerator",
         ytd_denominator::float8 as "ytdDenominator"
       from rollup where plan_id = $1 and unit_id = any($2) and ytd_units > 0 order by metric, period, unit_id`,
      [planId, unitIds],
    );
  }

  /** What units add to the root's roll-ups from the time alone in which they stood directly below it. */
  async parts(
    ctx: RequestContext,
    plan: { id: string; year: number; rootUnitId: string },
    unitIds: readonly string[],
    metrics: readonly RegisteredMetric[],
  ): Promise<FrozenSides[]> {
    if (unitIds.length === 0) return [];
    return ctx.em.query(
      `with ${dictionaries},
       seen as (
         select o.metric, o.unit_id, o.period, o.numerator, o.denominator,
           case when ${childOf('o', '$9')} = any($10) then array[${childOf('o', '$9')}] else '{}' end as ancestors
         from observation o where o.plan_id = $8 and o.status = 'accepted'
           and o.unit_id in (select unit_id from observation where plan_id = $8 and status = 'accepted' and ancestors && $10::uuid[]))
       select unit_id as "unitId", metric, period, sum(numerator)::float8 as numerator, sum(denominator)::float8 as denominator,
         sum(units)::int as units, sum(ytd_numerator)::float8 as "ytdNumerator", sum(ytd_denominator)::float8 as "ytdDenominator"
       from (${contributions('seen')}) parts group by unit_id, metric, period order by metric, period, unit_id`,
      [...dictionaryParameters(metrics, plan.year), plan.id, plan.rootUnitId, unitIds],
    );
  }

  async reporting(
    ctx: RequestContext,
    plan: { id: string; rootUnitId: string },
    unitIds: readonly string[],
    periods: readonly string[],
  ): Promise<Snapshot['reporting']> {
    return ctx.em.query(
      `select unit.id as "unitId", e.area_id as "areaId", count(*)::int as expected, (count(*) filter (where e.received))::int as received,
         (count(*) filter (where e.first_signed_on <= e.due_on))::int as "onTime"
       from expectation e ${inEnabledArea('e')} join task t on t.id = e.task_id and t.visibility = 'open'
       join unnest($2::uuid[]) as unit (id) on unit.id in ($5, ${childOf('e', '$5')})
       where e.plan_id = $1 and e.ancestors @> array[$5::uuid] and e.period = any($3) and e.waived_reason is null
         and (e.due_on < $4::date or e.received)
       group by unit.id, e.area_id order by unit.id, e.area_id`,
      [plan.id, unitIds, periods, ctx.today, plan.rootUnitId],
    );
  }

  async targets(ctx: RequestContext, planId: string): Promise<Snapshot['targets']> {
    return ctx.em.query(
      `select g.id, g.task_id as "taskId", g.metric, g.unit_id as "unitId", g.value::float8, g.direction, g.measure, g.due_date::text as "dueDate", g.firm, g.source
       from target g join task t on t.id = g.task_id and t.visibility = 'open' ${inEnabledArea('t')} where g.plan_id = $1 and ${targetStands('$2')} order by g.metric, g.unit_id, g.id`,
      [planId, ctx.today],
    );
  }

  /** The revisions that accepted observations rest on. */
  async revisions(ctx: RequestContext, planId: string): Promise<Snapshot['revisions']> {
    const rows: { id: string; revision: number }[] = await ctx.em.query(
      `select distinct report_id as id, revision from observation where plan_id = $1 and status = 'accepted' order by report_id, revision`,
      [planId],
    );
    return rows.map((row) => [row.id, row.revision]);
  }

  /** The reports that accepted observations rest on, in the plan's order of units, and then of periods. */
  async reports(ctx: RequestContext, planId: string): Promise<FrozenReport[]> {
    const rows: { report: FrozenReport }[] = await ctx.em.query(
      `select ${sourceOf('used.revision')} as report
       from (select distinct report_id, revision from observation where plan_id = $1 and status = 'accepted') used
       join report r on r.id = used.report_id join unit u on u.id = r.unit_id order by u.code, r.period, r.id`,
      [planId],
    );
    return rows.map((row) => row.report);
  }

  /** Which report fed which metric. */
  async fed(ctx: RequestContext, planId: string): Promise<{ reportId: string; metric: string }[]> {
    return ctx.em.query(
      `select report_id as "reportId", metric from observation where plan_id = $1 and status = 'accepted' order by metric, report_id`,
      [planId],
    );
  }

  /** Ids of those who may know of a restricted task. */
  async knowers(ctx: RequestContext, taskId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select user_id as id from task_knower where task_id = $1 union select leader_id from task where id = $1 and leader_id is not null
       union select user_id from role_grant where role = 'plan-office'`,
      [taskId],
    );
    return rows.map((row) => row.id);
  }

  /** Of these tasks, those that are restricted now. */
  async restricted(ctx: RequestContext, taskIds: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from task where id = any($1) and visibility = 'restricted'`,
      [taskIds],
    );
    return rows.map((row) => row.id);
  }

  async store(
    ctx: RequestContext,
    snapshot: { id: string; planId: string; meetingId: string; hash: Buffer; bytes: Buffer },
  ): Promise<void> {
    await ctx.em.query(
      `insert into meeting_snapshot (id, plan_id, meeting_id, sequence, taken_at, as_of, taken_by, hash, bytes)
       select $1, $2, $3, coalesce(max(sequence), 0) + 1, $4, $5, $6, $7, $8 from meeting_snapshot where meeting_id = $3`,
      [
        snapshot.id,
        snapshot.planId,
        snapshot.meetingId,
        ctx.now,
        ctx.today,
        ctx.actor?.id,
        snapshot.hash,
        snapshot.bytes,
      ],
    );
  }

  async storeAnnex(
    ctx: RequestContext,
    annex: { planId: string; snapshotId: string; taskId: string; hash: Buffer; bytes: Buffer },
  ): Promise<void> {
    await ctx.em.query(
      `insert into meeting_annex (plan_id, snapshot_id, task_id, hash, bytes) values ($1, $2, $3, $4, $5)`,
      [annex.planId, annex.snapshotId, annex.taskId, annex.hash, annex.bytes],
    );
  }

  async refs(ctx: RequestContext, meetingId: string): Promise<SnapshotRef[]> {
    return ctx.em.query(
      `select ${refColumns} from meeting_snapshot s join app_user u on u.id = s.taken_by where s.meeting_id = $1 order by s.sequence`,
      [meetingId],
    );
  }

  /** The newest snapshot of each meeting. */
  async newestOf(ctx: RequestContext, meetingIds: readonly string[]): Promise<Map<string, SnapshotRef>> {
    const rows: (SnapshotRef & { meetingId: string })[] = await ctx.em.query(
      `select distinct on (s.meeting_id) s.meeting_id as "meetingId", ${refColumns} from meeting_snapshot s join app_user u on u.id = s.taken_by
       where s.meeting_id = any($1) order by s.meeting_id, s.sequence desc`,
      [meetingIds],
    );
    return new Map(rows.map(({ meetingId, ...row }) => [meetingId, row]));
  }

  /** A stored snapshot: the newest, or the one of that sequence. */
  async load(ctx: RequestContext, meetingId: string, sequence?: number): Promise<StoredSnapshot | null> {
    const [row] = await ctx.em.query(
      `select ${refColumns}, s.bytes, sha256(s.bytes) = s.hash as intact from meeting_snapshot s join app_user u on u.id = s.taken_by
       where s.meeting_id = $1 and ($2::int is null or s.sequence = $2) order by s.sequence desc limit 1`,
      [meetingId, sequence ?? null],
    );
    return row ?? null;
  }

  async annexes(
    ctx: RequestContext,
    snapshotId: string,
  ): Promise<{ taskId: string; hash: string; bytes: Buffer; intact: boolean }[]> {
    return ctx.em.query(
      `select task_id as "taskId", encode(hash, 'hex') as hash, bytes, sha256(bytes) = hash as intact from meeting_annex where snapshot_id = $1 order by task_id`,
      [snapshotId],
    );
  }

  /** How many snapshots there are, and those whose bytes, or those of an annex, no longer have their hash. */
  async verify(ctx: RequestContext): Promise<SnapshotsVerified> {
    const altered = await ctx.em.query(
      `select s.meeting_id as "meetingId", s.sequence from meeting_snapshot s
       where sha256(s.bytes) <> s.hash or exists (select from meeting_annex a where a.snapshot_id = s.id and sha256(a.bytes) <> a.hash)
       order by s.taken_at, s.id`,
    );
    const [{ checked }] = await ctx.em.query(`select count(*)::int as checked from meeting_snapshot`);
    return { checked, altered };
  }
}
