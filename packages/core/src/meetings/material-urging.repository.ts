import type { OwedMaterial, Text } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

export type UrgingOfMaterial = 'reminder' | 'urging';

export interface CollectingMeeting {
  id: string;
  planId: string;
  title: string;
  collectBy: string;
}

/** How often the area \`a\` was urged for the meeting \`m\`, and when last. */
const urged = `(select count(*)::int from material_urging u
    where u.meeting_id = m.id and u.area_id = a.area_id and u.kind = 'urging') as urged,
  (select max(u.urged_on)::text from material_urging u
    where u.meeting_id = m.id and u.area_id = a.area_id and u.kind = 'urging') as "urgedOn"`;
/** An area that is switched off owes nothing. */
const owes = `a.enabled and not exists (
  select from meeting_material h where h.meeting_id = m.id and h.area_id = a.area_id)`;

@Injectable()
export class MaterialUrgingRepository {
  /** Meetings of the plan that collect material, each held to the end of the transaction. */
  collecting(ctx: RequestContext, planId: string): Promise<CollectingMeeting[]> {
    return ctx.em.query(
      `select id, plan_id as "planId", title, collect_by::text as "collectBy" from meeting
       where plan_id = $1 and state = 'collecting' order by id for no key update`,
      [planId],
    );
  }

  /** Areas that have not handed in. */
  missing(ctx: RequestContext, meetingId: string): Promise<{ areaId: string; title: Text }[]> {
    return ctx.em.query(
      `select a.area_id as "areaId", a.title from meeting m join plan_area a on a.plan_id = m.plan_id
       where m.id = $1 and ${owes} order by a.number, a.area_id`,
      [meetingId],
    );
  }

  urged(
    ctx: RequestContext,
    meetingId: string,
  ): Promise<{ areaId: string; urged: number; urgedOn: string | null }[]> {
    return ctx.em.query(
      `select a.area_id as "areaId", ${urged} from meeting m join plan_area a on a.plan_id = m.plan_id where m.id = $1`,
      [meetingId],
    );
  }

  /** What these areas owe to meetings that collect, the date that comes first on top. */
  owed(ctx: RequestContext, planId: string, areaIds: readonly string[]): Promise<OwedMaterial[]> {
    return ctx.em.query(
      `select m.id as "meetingId", m.title as meeting, a.area_id as "areaId", m.collect_by::text as "collectBy",
         m.collect_by < $3::date as late, ${urged}
       from meeting m join plan_area a on a.plan_id = m.plan_id
       where m.plan_id = $1 and m.state = 'collecting' and a.area_id = any($2) and ${owes}
       order by m.collect_by, m.id, a.number`,
      [planId, areaIds, ctx.today],
    );
  }

  /** Notes that the area is told today; false where it was before, since that date (or ever). */
  async note(
    ctx: RequestContext,
    meeting: Pick<CollectingMeeting, 'id' | 'planId'>,
    areaId: string,
    kind: UrgingOfMaterial,
    since: string | null,
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with noted as (
         insert into material_urging (plan_id, meeting_id, area_id, kind, urged_on, urged_at, urged_by)
         select $1::uuid, $2::uuid, $3::text, $4::text, $5::date, $6::timestamptz, $7::uuid
         where not exists (select from material_urging where meeting_id = $2 and area_id = $3 and kind = $4 and urged_on >= coalesce($8, '-infinity'::date))
         on conflict do nothing returning 1)
       select 1 from noted`,
      [meeting.planId, meeting.id, areaId, kind, ctx.today, ctx.now, ctx.actor?.id ?? null, since],
    );
    return rows.length === 1;
  }

  async forget(ctx: RequestContext, meetingId: string, areaId: string): Promise<void> {
    await ctx.em.query(
      `delete from material_urging where meeting_id = $1 and area_id = $2 and urged_on = $3`,
      [meetingId, areaId, ctx.today],
    );
  }
}
