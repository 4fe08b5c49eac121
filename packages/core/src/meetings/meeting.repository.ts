import type { BriefingText, MaterialView, MeetingState, MeetingView, MinutesView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { stale } from '../kernel/index.js';

export interface MeetingRow extends Omit<MeetingView, 'participants' | 'snapshot' | 'minutesState'> {
  stage: Stage | null;
  minutes: StoredMinutes | null;
  briefing: BriefingText | null;
  createdBy: string;
}

/** The page on show, and whose screen turned to it. */
interface Stage {
  page: number;
  by: string;
  screen: string;
  turn: number;
  at: string;
}

type People =
  | 'draftedBy'
  | 'changedBy'
  | 'countersigners'
  | 'countersignedBy'
  | 'mayCountersign'
  | 'mayIssue'
  | 'issuedBy';
export interface StoredMinutes extends Omit<MinutesView, 'version' | People | 'addenda'> {
  drafters: string[];
  changedBy?: string | null;
  countersigners: string[];
  countersignedBy: string[];
  issuedBy: string | null;
  addenda: { text: string; by: string; at: string }[];
}

export interface MaterialRow {
  areaId: string;
  content: Pick<MaterialView, 'situation' | 'problems' | 'nextSteps' | 'matters'>;
  byId: string;
  byName: string;
  at: Date;
  on: string;
  version: number;
}

/** Why a row of \`as\` was withdrawn, by whom and when; null where it stands. */
export function withdrawnOf(as: string): string {
  return `(select json_build_object('reason', ${as}.withdrawn_reason, 'on', ${as}.withdrawn_on, 'by', json_build_object('id', w.id, 'name', w.name))
    from app_user w where w.id = ${as}.withdrawn_by) as withdrawn`;
}

const columns = `m.id, m.plan_id as "planId", m.title, m.held_on::text as "heldOn", m.period, m.collect_by::text as "collectBy", m.place, m.state,
  m.previous_id as "previousId", m.agenda, m.stage, m.minutes, m.briefing, m.created_by as "createdBy",
  ${withdrawnOf('m')}, m.version`;

type Changes = Partial<
  Pick<
    MeetingRow,
    | 'title'
    | 'heldOn'
    | 'period'
    | 'collectBy'
    | 'place'
    | 'state'
    | 'previousId'
    | 'agenda'
    | 'minutes'
    | 'briefing'
  >
>;
const columnOf: Record<keyof Changes, string> = {
  title: 'title',
  heldOn: 'held_on',
  period: 'period',
  collectBy: 'collect_by',
  place: 'place',
  state: 'state',
  agenda: 'agenda',
  minutes: 'minutes',
  briefing: 'briefing',
  previousId: 'previous_id',
};

@Injectable()
export class MeetingRepository {
  /** Within a transaction it is held for a change, unless it is only read. */
  async find(ctx: RequestContext, id: string, isRead = false): Promise<MeetingRow | null> {
    const lock = !isRead && ctx.em.queryRunner?.isTransactionActive ? 'for no key update' : '';
    const [row] = await ctx.em.query(`select ${columns} from meeting m where m.id = $1 ${lock}`, [id]);
    return row ?? null;
  }

  async list(
    ctx: RequestContext,
    planId: string,
    state: MeetingState | null,
    direction: 'asc' | 'desc',
    limit: number,
    offset: number,
  ): Promise<{ rows: MeetingRow[]; total: number }> {
    const where = `m.plan_id = $1 and ($2::text is null or m.state = $2)`;
    const rows = await ctx.em.query(
      `select ${columns} from meeting m where ${where} order by m.held_on ${direction}, m.id limit $3 offset $4`,
      [planId, state, limit, offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total from meeting m where ${where}`, [
      planId,
      state,
    ]);
    return { rows, total };
  }

  /**
   * The last meeting that has opened and was held on or before the day; of one day, the one whose picture is newer. One
   * that is not closed yet counts: what it has settled so far is not passed over. The first meeting of a plan goes on
   * from the last one of the root unit's plan before.
   */
  async previous(ctx: RequestContext, planId: string, heldOn: string): Promise<string | null> {
    const [row] = await ctx.em.query(
      `select m.id from plan own join plan p on p.id = own.id or p.root_unit_id = own.root_unit_id and p.year < own.year
       join meeting m on m.plan_id = p.id and m.state in ('open', 'closed') and m.held_on <= $2
       where own.id = $1
       order by p.id = own.id desc, p.year desc, m.held_on desc,
         (select max(taken_at) from meeting_snapshot where meeting_id = m.id) desc, m.id limit 1`,
      [planId, heldOn],
    );
    return row?.id ?? null;
  }

  /**
   * Has whoever takes the picture just now begin again: they wait for this row, but read from before what is put
   * beside it. The version stays, for areas hand in beside one another.
   */
  async touch(ctx: RequestContext, id: string): Promise<void> {
    await ctx.em.query(`update meeting set version = version where id = $1`, [id]);
  }

  async insert(
    ctx: RequestContext,
    row: Pick<
      MeetingRow,
      | 'id'
      | 'planId'
      | 'title'
      | 'heldOn'
      | 'period'
      | 'collectBy'
      | 'place'
      | 'previousId'
      | 'agenda'
      | 'createdBy'
    >,
  ): Promise<void> {
    await ctx.em.query(
      `insert into meeting (id, plan_id, title, held_on, period, collect_by, place, state, previous_id, agenda, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, 'planned', $8, $9, $10)`,
      [
        row.id,
        row.planId,
        row.title,
        row.heldOn,
        row.period,
        row.collectBy,
        row.place,
        row.previousId,
        JSON.stringify(row.agenda),
        row.createdBy,
      ],
    );
  }

  /** Changes a meeting, unless somebody else has meanwhile: throws 412. */
  async update(
    ctx: RequestContext,
    meeting: Pick<MeetingRow, 'id' | 'version'>,
    changes: Changes,
  ): Promise<void> {
    const keys = Object.keys(changes) as (keyof Changes)[];
    const values = keys.map((key) =>
      ['agenda', 'minutes', 'briefing'].includes(key) ? JSON.stringify(changes[key]) : changes[key],
    );
    const sets = keys.map((key, at) => `${columnOf[key]} = $${at + 3}`);
    const rows = await ctx.em.query(
      `with changed as (update meeting set ${[...sets, 'version = version + 1'].join(', ')} where id = $1 and version = $2 returning id) select id from changed`,
      [meeting.id, meeting.version, ...values],
    );
    if (rows.length === 0) throw stale();
  }

  /** Says of a meeting that it was made by mistake. Throws 412 where somebody else changed it meanwhile. */
  async withdraw(ctx: RequestContext, meeting: MeetingRow, reason: string): Promise<void> {
    const rows = await ctx.em.query(
      `with changed as (update meeting set state = 'withdrawn', withdrawn_by = $3, withdrawn_on = $4, withdrawn_reason = $5, version = version + 1
         where id = $1 and version = $2 returning id) select id from changed`,
      [meeting.id, meeting.version, ctx.actor?.id, ctx.today, reason],
    );
    if (rows.length === 0) throw stale();
  }

  async hasStandingDecisions(ctx: RequestContext, meetingId: string): Promise<boolean> {
    const [row] = await ctx.em.query(
      `select exists (select from decision where meeting_id = $1 and withdrawn_on is null) as stand`,
      [meetingId],
    );
    return row.stand;
  }

  /**
   * What the room shows: no version, for every key press of the presenter is one. Nothing changes where another screen
   * presents and is not taken over, or the same one has turned on since.
   */
  async setStage(ctx: RequestContext, id: string, stage: Stage, takes: boolean): Promise<void> {
    await ctx.em.query(
      `update meeting set stage = $2 where id = $1 and case
         when stage is null then true
         when stage->>'screen' = $3 then (stage->>'turn')::bigint < $4
         else $5 end`,
      [id, JSON.stringify(stage), stage.screen, stage.turn, takes],
    );
  }

  async participants(
    ctx: RequestContext,
    meetingIds: readonly string[],
  ): Promise<{ meetingId: string; id: string; name: string; unit: string | null }[]> {
    return ctx.em.query(
      `select p.meeting_id as "meetingId", u.id, u.name, n.name as unit
       from meeting_participant p join app_user u on u.id = p.user_id left join unit n on n.id = u.unit_id
       where p.meeting_id = any($1) order by u.name, u.id`,
      [meetingIds],
    );
  }

  async setParticipants(
    ctx: RequestContext,
    meeting: { id: string; planId: string },
    userIds: readonly string[],
  ): Promise<void> {
    await ctx.em.query(`delete from meeting_participant where meeting_id = $1`, [meeting.id]);
    await ctx.em.query(
      `insert into meeting_participant (plan_id, meeting_id, user_id) select $1, $2, u.id from app_user u where u.id = any($3::uuid[])`,
      [meeting.planId, meeting.id, userIds],
    );
  }

  /** Of these users, those who are active. */
  async active(ctx: RequestContext, userIds: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select id from app_user where id = any($1::uuid[]) and active`,
      [userIds],
    );
    return rows.map((row) => row.id);
  }

  /** Active users who hold one of these roles, and whether one of a user's is the leader's. */
  async allHolders(
    ctx: RequestContext,
    roles: readonly string[],
  ): Promise<{ id: string; name: string; leads: boolean }[]> {
    return ctx.em.query(
      `select u.id, u.name, bool_or(g.role = 'leader') as leads from app_user u join role_grant g on g.user_id = u.id and g.role = any($1)
       where u.active group by u.id order by u.name, u.id`,
      [roles],
    );
  }

  /** Of these users, the active ones who hold one of these roles. */
  async holders(
    ctx: RequestContext,
    userIds: readonly string[],
    roles: readonly string[],
  ): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select u.id from app_user u where u.id = any($1::uuid[]) and u.active
         and exists (select from role_grant g where g.user_id = u.id and g.role = any($2)) order by u.name, u.id`,
      [userIds, roles],
    );
    return rows.map((row) => row.id);
  }

  /** The version of an area's material; 0 before it is handed in. */
  async materialVersion(ctx: RequestContext, meetingId: string, areaId: string): Promise<number> {
    const [row] = await ctx.em.query(
      `select version from meeting_material where meeting_id = $1 and area_id = $2`,
      [meetingId, areaId],
    );
    return row?.version ?? 0;
  }

  async materials(ctx: RequestContext, meetingId: string): Promise<MaterialRow[]> {
    return ctx.em.query(
      `select m.area_id as "areaId", m.content, u.id as "byId", u.name as "byName", m.handed_in_at as at, m.handed_in_on::text as on, m.version
       from meeting_material m join app_user u on u.id = m.handed_in_by where m.meeting_id = $1 order by m.area_id`,
      [meetingId],
    );
  }

  /** Hands in an area's material, or replaces it; the first day that it came in on stays. */
  async putMaterial(
    ctx: RequestContext,
    meeting: { id: string; planId: string },
    areaId: string,
    content: MaterialRow['content'],
  ): Promise<void> {
    await ctx.em.query(
      `insert into meeting_material (plan_id, meeting_id, area_id, content, handed_in_by, handed_in_at, handed_in_on)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (meeting_id, area_id) do update set content = excluded.content, handed_in_by = excluded.handed_in_by,
         handed_in_at = excluded.handed_in_at, version = meeting_material.version + 1`,
      [meeting.planId, meeting.id, areaId, JSON.stringify(content), ctx.actor?.id, ctx.now, ctx.today],
    );
  }

  async names(ctx: RequestContext, userIds: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; name: string }[] = await ctx.em.query(
      `select id, name from app_user where id = any($1::uuid[])`,
      [userIds],
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  }
}
