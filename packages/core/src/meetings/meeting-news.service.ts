import type { MeetingToCountersign, NotificationKind } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Notifications } from '../notifications/notifications.service.js';
import { MeetingNewsRepository, type MeetingStanding } from './meeting-news.repository.js';

/** Tells who takes part in a meeting, and who is asked to countersign its minutes, what a change means to them. */
@Injectable()
export class MeetingNews {
  constructor(
    private readonly repository: MeetingNewsRepository,
    private readonly notifications: Notifications,
  ) {}

  /** Makes the change and tells of it, in its transaction: whoever changes meetings need not know who is told what. */
  async ofChange<T>(ctx: RequestContext, id: string, change: () => Promise<T>): Promise<T> {
    const before = await this.repository.standing(ctx, id);
    const answer = await change();
    await this.tell(ctx, id, before);
    return answer;
  }

  async ofNew<T extends { id: string }>(ctx: RequestContext, plan: () => Promise<T>): Promise<T> {
    const meeting = await plan();
    await this.tell(ctx, meeting.id, null);
    return meeting;
  }

  toCountersign(ctx: RequestContext, planId: string): Promise<MeetingToCountersign[]> {
    return this.repository.toCountersign(ctx, planId);
  }

  private async tell(ctx: RequestContext, id: string, before: MeetingStanding | null): Promise<void> {
    const now = await this.repository.standing(ctx, id);
    if (!now) return;
    const told = (kind: NotificationKind, users: readonly string[], more: object) =>
      this.notifications.tell(
        ctx,
        { planId: now.planId, taskId: null, kind, detail: { meetingId: id, meeting: now.title, ...more } },
        { users },
      );
    const came = before?.participants ?? [];
    const when = { heldOn: now.heldOn, ...(now.place ? { place: now.place } : {}) };
    const isNew = (user: string) => !came.includes(user);
    if (now.state === 'withdrawn') {
      if (before?.state !== 'withdrawn')
        await told('meeting-withdrawn', now.participants, {
          heldOn: now.heldOn,
          reason: now.withdrawnReason,
        });
      return;
    }
    await told('meeting-planned', now.participants.filter(isNew), when);
    await told(
      'meeting-left',
      came.filter((user) => !now.participants.includes(user)),
      { heldOn: now.heldOn },
    );
    if (before && (before.heldOn !== now.heldOn || before.place !== now.place))
      await told(
        'meeting-moved',
        now.participants.filter((user) => !isNew(user)),
        when,
      );
    const asked = now.toCountersign.filter((user) => !before?.toCountersign.includes(user));
    await told('minutes-to-sign', asked, {});
  }
}
