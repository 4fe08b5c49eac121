import { officialDate } from '@duban/briefing';
import type { MinutesView, minutesBody } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { actorOf, audit, notFound } from '../kernel/index.js';
import { DecisionRepository } from './decision.repository.js';
import { MeetingRepository, type MeetingRow, type StoredMinutes } from './meeting.repository.js';
import { locked, moveNotPossible, samePerson } from './meetings.errors.js';

/** The record of a meeting: drafted when it closes, countersigned, issued, and locked then; corrections are addenda. */
@Injectable()
export class MinutesKeeper {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly decisions: DecisionRepository,
  ) {}

  /** The first draft: what was decided, in the order of its numbers. */
  async draft(ctx: RequestContext, meeting: MeetingRow): Promise<StoredMinutes> {
    const decisions = await this.decisions.list(ctx, meeting.id);
    const lines = decisions.map(({ number, text, leadUnit, cooperatingUnits, dueDate }) => {
      const lead = leadUnit ? `牵头单位：${leadUnit.name}` : null;
      const others =
        cooperatingUnits.length > 0
          ? `配合单位：${cooperatingUnits.map((unit) => unit.name).join('、')}`
          : null;
      const by = dueDate ? `完成时限：${officialDate(dueDate)}` : null;
      const who = [lead, others, by].filter((each) => each !== null).join('；');
      return `${number}. ${text}${who && `（${who}）`}`;
    });
    const opening = `${officialDate(meeting.heldOn)}，召开${meeting.title}。会议议定以下事项：`;
    return {
      state: 'draft',
      header: `${meeting.title}纪要`,
      number: '',
      text: [opening, ...lines].join('\n'),
      recipients: [],
      issuedOn: null,
      draftedBy: actorOf(ctx).id,
      countersignedBy: [],
      addenda: [],
    };
  }

  private async load(
    ctx: RequestContext,
    meetingId: string,
    isRead = false,
  ): Promise<{ meeting: MeetingRow; minutes: StoredMinutes }> {
    const meeting = await this.meetings.find(ctx, meetingId, isRead);
    if (!meeting?.minutes) throw notFound();
    return { meeting, minutes: meeting.minutes };
  }

  async get(ctx: RequestContext, meetingId: string): Promise<MinutesView> {
    const { meeting, minutes } = await this.load(ctx, meetingId, true);
    const { draftedBy: _, ...rest } = minutes;
    const names = await this.meetings.names(ctx, [
      ...minutes.countersignedBy,
      ...minutes.addenda.map((each) => each.by),
    ]);
    const ref = (id: string) => ({ id, name: names.get(id) ?? '' });
    return {
      ...rest,
      countersignedBy: minutes.countersignedBy.map(ref),
      addenda: minutes.addenda.map((each) => ({ ...each, by: ref(each.by) })),
      version: meeting.version,
    };
  }

  async edit(
    ctx: RequestContext,
    meetingId: string,
    given: z.infer<typeof minutesBody>,
  ): Promise<MinutesView> {
    const { meeting, minutes } = await this.load(ctx, meetingId);
    if (minutes.state !== 'draft') throw locked();
    return this.save(ctx, meeting, { ...minutes, ...given, draftedBy: actorOf(ctx).id }, 'edit');
  }

  /** `countersign` by participants in turn, `issue` by somebody who neither drafted nor countersigned, `reopen` before issue. */
  async move(
    ctx: RequestContext,
    meetingId: string,
    name: 'countersign' | 'issue' | 'reopen',
  ): Promise<MinutesView> {
    const { meeting, minutes } = await this.load(ctx, meetingId);
    const actor = actorOf(ctx);
    const handled = [minutes.draftedBy, ...minutes.countersignedBy];
    if (minutes.state === 'issued' || (name !== 'countersign' && minutes.state === 'draft'))
      throw moveNotPossible();
    if (name === 'reopen')
      return this.save(ctx, meeting, { ...minutes, state: 'draft', countersignedBy: [] }, name);
    if (handled.includes(actor.id)) throw samePerson();
    if (name === 'countersign')
      return this.save(
        ctx,
        meeting,
        { ...minutes, state: 'countersign', countersignedBy: [...minutes.countersignedBy, actor.id] },
        name,
      );
    return this.save(ctx, meeting, { ...minutes, state: 'issued', issuedOn: ctx.today }, name);
  }

  /** Issued minutes are corrected by what is added to them. */
  async addendum(ctx: RequestContext, meetingId: string, text: string): Promise<MinutesView> {
    const { meeting, minutes } = await this.load(ctx, meetingId);
    if (minutes.state !== 'issued') throw moveNotPossible();
    const added = { text, by: actorOf(ctx).id, at: ctx.now.toISOString() };
    return this.save(ctx, meeting, { ...minutes, addenda: [...minutes.addenda, added] }, 'addendum');
  }

  private async save(
    ctx: RequestContext,
    meeting: MeetingRow,
    minutes: StoredMinutes,
    verb: string,
  ): Promise<MinutesView> {
    await this.meetings.update(ctx, meeting, { minutes });
    await audit(ctx, {
      action: `minutes.${verb}`,
      subjectType: 'meeting',
      subjectId: meeting.id,
      planId: meeting.planId,
    });
    return this.get(ctx, meeting.id);
  }
}
