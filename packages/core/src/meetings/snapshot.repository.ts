import type { Snapshot, SnapshotRef, SnapshotsVerified } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
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
  note: Snapshot['tasks'][number]['note'];
}

export type FrozenSides = Omit<Snapshot['figures'][number], 'value' | 'yearToDate'>;

export interface StoredSnapshot extends SnapshotRef {
  bytes: Buffer;
  /** Whether the bytes still have the hash that they were stored with. */
  intact: boolean;
}

const refColumns = `s.id, s.sequence, to_char(s.taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "takenAt", s.as_of::text as "asOf",
  encode(s.hash, 'hex') as hash, json_build_object('id', u.id, 'name', u.name) as by`;

/** Reads all that a snapshot holds (its own transaction sees one state), and keeps what was taken. */
@Injectable()
export class SnapshotRepository {
  async tasks(ctx: RequestContext, planId: string): Promise<TaskOfPlan[]> {
    return ctx.em.query(
      `select t.id, t.visibility, t.number, coalesce(t.title, '') as title, t.area_id as "areaId", t.state, t.due_date::text as "dueDate",
         t.original_due_date::text as "originalDueDate", t.closed_on::text as "closedOn",
         (select u.name from assignment a join unit u on u.id = a.unit_id where a.task_id = t.id and a.role = 'lead') as "leadUnit",
         (select json_build_object('period', r.period, 'progress', coalesce(v.data->>'progress', ''), 'problems', coalesce(v.data->>'problems', ''), 'nextSteps', coalesce(v.data->>'next-steps', ''))
          from report r join report_revision v on v.report_id = r.id and v.revision = r.accepted_revision
          join assignment a on a.task_id = t.id and a.role = 'lead' and a.unit_id = r.unit_id
          where r.task_id = t.id and r.form_key = 'progress-note' order by r.period desc limit 1) as note
       from task t where t.plan_id = $1 and t.visibility <> 'withheld' order by t.number nulls last, t.id`,
      [planId],
    );
  }

  /** The root unit and its direct children of today. */
  async units(ctx: RequestContext, rootId: string): Promise<Snapshot['units']> {
    return ctx.em.query(
      `select u.id, u.name, u.kind, u.id = $1 as "isRoot" from unit_placement p join unit u on u.id = p.unit_id
       where (p.unit_id = $1 or p.parent_id = $1) and p.valid_from <= $2 and (p.valid_to is null or p.valid_to >= $2)
       order by u.id = $1 desc, p.path`,
      [rootId, ctx.today],
    );
  }

  async figures(ctx: RequestContext, planId: string, unitIds: readonly string[]): Promise<FrozenSides[]> {
    return ctx.em.query(
      `select unit_id as "unitId", metric, period, numerator::float8, denominator::float8, units, ytd_numerator::float8 as "ytdNumerator",
         ytd_denominator::float8 as "ytdDenominator"
       from rollup where plan_id = $1 and unit_id = any($2) and ytd_units > 0 order by metric, period, unit_id`,
      [planId, unitIds],
    );
  }

  async reporting(
    ctx: RequestContext,
    planId: string,
    unitIds: readonly string[],
    periods: readonly string[],
  ): Promise<Snapshot['reporting']> {
    return ctx.em.query(
      `select unit.id as "unitId", e.area_id as "areaId", count(*)::int as expected, (count(*) filter (where e.received))::int as received,
         (count(*) filter (where e.first_signed_on <= e.due_on))::int as "onTime"
       from unnest($2::uuid[]) as unit (id) join expectation e on e.ancestors @> array[unit.id]
       join task t on t.id = e.task_id and t.visibility = 'open'
       where e.plan_id = $1 and e.period = any($3) and e.waived_reason is null and (e.due_on < $4::date or e.received)
       group by unit.id, e.area_id order by unit.id, e.area_id`,
      [planId, unitIds, periods, ctx.today],
    );
  }

  async targets(ctx: RequestContext, planId: string): Promise<Snapshot['targets']> {
    return ctx.em.query(
      `select g.id, g.task_id as "taskId", g.metric, g.unit_id as "unitId", g.value::float8, g.direction, g.measure, g.due_date::text as "dueDate", g.firm, g.source
       from target g join task t on t.id = g.task_id and t.visibility = 'open' where g.plan_id = $1 and ${targetStands('$2')} order by g.metric, g.unit_id, g.id`,
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

  /** Ids of those who may know of a restricted task. */
  async knowers(ctx: RequestContext, taskId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select user_id as id from task_knower where task_id = $1 union select leader_id from task where id = $1 and leader_id is not null
       union select user_id from role_grant where role = 'plan-office'`,
      [taskId],
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
