import type { MeetingState, MeetingToCountersign } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

/** Of a meeting, what people are told of. */
export interface MeetingStanding {
  planId: string;
  title: string;
  heldOn: string;
  place: string | null;
  state: MeetingState;
  withdrawnReason: string | null;
  participants: string[];
  /** Who is asked to countersign and has not: the minutes wait for them. */
  toCountersign: string[];
}

/** Who `user` is, among those whom the minutes of the meeting `m` wait for. */
const waitsFor = (user: string) => `m.state = 'closed' and m.minutes->>'state' <> 'issued'
  and m.minutes->'countersigners' ? ${user} and not m.minutes->'countersignedBy' ? ${user}`;

@Injectable()
export class MeetingNewsRepository {
  async standing(ctx: RequestContext, id: string): Promise<MeetingStanding | null> {
    const [row] = await ctx.em.query(
      `select m.plan_id as "planId", m.title, m.held_on::text as "heldOn", m.place, m.state, m.withdrawn_reason as "withdrawnReason",
         array(select p.user_id::text from meeting_participant p where p.meeting_id = m.id) as participants,
         array(select asked from jsonb_array_elements_text(m.minutes->'countersigners') asked where ${waitsFor('asked')}) as "toCountersign"
       from meeting m where m.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** Meetings of the plan whose minutes wait for the asker's countersignature, the earliest first. */
  toCountersign(ctx: RequestContext, planId: string): Promise<MeetingToCountersign[]> {
    return ctx.em.query(
      `select m.id as "meetingId", m.title as meeting, m.held_on::text as "heldOn" from meeting m
       where m.plan_id = $1 and ${waitsFor('$2::text')} order by m.held_on, m.id`,
      [planId, ctx.actor?.id ?? null],
    );
  }
}
