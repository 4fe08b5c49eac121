import {
  addDays,
  addWorkingDays,
  isWorkingDay,
  type OwedMaterial,
  type Text,
  type UrgedMaterials,
  type WorkCalendar,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Calendar } from '../calendar/calendar.service.js';
import { actorOf, audit, notFound, validationFailed } from '../kernel/index.js';
import { Notifications } from '../notifications/notifications.service.js';
import {
  type CollectingMeeting,
  MaterialUrgingRepository,
  type UrgingOfMaterial,
} from './material-urging.repository.js';
import { MeetingRepository } from './meeting.repository.js';
import { notCollecting, notLate } from './meetings.errors.js';

type Outcome = keyof UrgedMaterials;

/**
 * Asks the leads of areas for the material that a meeting collects: they are reminded on the working day before the
 * date, and urged on every working day after it; once a day, whoever does it. Missed days are made up by one urging.
 */
@Injectable()
export class MaterialUrging {
  constructor(
    private readonly repository: MaterialUrgingRepository,
    private readonly meetings: MeetingRepository,
    private readonly notifications: Notifications,
    private readonly calendar: Calendar,
  ) {}

  /** What the business date brings by itself. A second time on the same date nobody is told. */
  async urgeDue(ctx: RequestContext, planId: string): Promise<{ reminded: number; urged: number }> {
    const told = { reminder: 0, urging: 0 };
    const calendar = await this.calendar.load(ctx);
    for (const meeting of await this.repository.collecting(ctx, planId)) {
      const due = dueOn(ctx.today, meeting.collectBy, calendar);
      if (due) told[due.kind] += (await this.tellMissing(ctx, meeting, due)).urged.length;
    }
    return { reminded: told.reminder, urged: told.urging };
  }

  /** By the keeper, now: all late ones, or one. Throws 409 where the meeting does not collect, or nothing is late; 422 for an unknown area. */
  async urge(ctx: RequestContext, meetingId: string, areaId: string | null): Promise<UrgedMaterials> {
    const meeting = await this.meetings.find(ctx, meetingId);
    if (!meeting) throw notFound();
    if (meeting.state !== 'collecting') throw notCollecting();
    const areas = await this.repository.urged(ctx, meetingId);
    if (areaId !== null && !areas.some((area) => area.areaId === areaId)) throw unknownArea();
    if (ctx.today <= meeting.collectBy) throw notLate();
    const outcomes = await this.tellMissing(ctx, meeting, { kind: 'urging', since: ctx.today }, areaId);
    if (Object.values(outcomes).every((areas) => areas.length === 0)) throw notLate();
    return outcomes;
  }

  /** What the asker's areas owe. */
  async owedBy(ctx: RequestContext, planId: string): Promise<OwedMaterial[]> {
    const led = actorOf(ctx).grants.flatMap(({ role, areaId }) =>
      role === 'area-lead' && areaId ? [areaId] : [],
    );
    return led.length > 0 ? this.repository.owed(ctx, planId, led) : [];
  }

  private async tellMissing(
    ctx: RequestContext,
    meeting: CollectingMeeting,
    due: Due,
    areaId: string | null = null,
  ): Promise<UrgedMaterials> {
    const outcomes: UrgedMaterials = { urged: [], already: [], unled: [] };
    for (const area of await this.repository.missing(ctx, meeting.id)) {
      if (areaId === null || area.areaId === areaId)
        outcomes[await this.tell(ctx, meeting, area, due)].push(area.areaId);
    }
    if (outcomes.urged.length > 0)
      await audit(ctx, {
        action: due.kind === 'urging' ? 'meeting.urge-materials' : 'meeting.remind-materials',
        subjectType: 'meeting',
        subjectId: meeting.id,
        planId: meeting.planId,
        detail: { areaIds: outcomes.urged },
      });
    return outcomes;
  }

  private async tell(
    ctx: RequestContext,
    meeting: CollectingMeeting,
    area: { areaId: string; title: Text },
    { kind, since }: Due,
  ): Promise<Outcome> {
    if (!(await this.repository.note(ctx, meeting, area.areaId, kind, since))) return 'already';
    const told = await this.notifications.tell(
      ctx,
      {
        planId: meeting.planId,
        taskId: null,
        kind: kind === 'urging' ? 'material-late' : 'material-due',
        detail: {
          meetingId: meeting.id,
          meeting: meeting.title,
          areaId: area.areaId,
          area: area.title,
          collectBy: meeting.collectBy,
        },
      },
      { areaId: area.areaId },
    );
    if (told > 0) return 'urged';
    await this.repository.forget(ctx, meeting.id, area.areaId);
    return 'unled';
  }
}

const unknownArea = () =>
  validationFailed({
    errors: [
      { path: 'areaId', code: 'unknown-area', message: { zh: '没有这个行动', en: 'no area of the plan' } },
    ],
  });

/** What is asked for, unless it was since that date; a reminder comes once. */
interface Due {
  kind: UrgingOfMaterial;
  since: string | null;
}

/**
 * A reminder from the last working day before the date on, urging on every working day after it. A working day on which
 * nobody ran is made up on the day that follows, even if that is none.
 */
function dueOn(today: string, collectBy: string, calendar: WorkCalendar): Due | null {
  let worked = today;
  while (!isWorkingDay(worked, calendar)) worked = addDays(worked, -1);
  if (worked > collectBy) return { kind: 'urging', since: worked };
  const isNear = today <= collectBy && addWorkingDays(today, 1, calendar) >= collectBy;
  return isNear ? { kind: 'reminder', since: null } : null;
}
