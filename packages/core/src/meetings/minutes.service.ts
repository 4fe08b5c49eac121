import { officialDate } from '@duban/briefing';
import { type MinutesView, type minutesBody, policy, type Ref } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { actorOf, audit, notFound, validationFailed } from '../kernel/index.js';
import { DecisionRepository, type DecisionRow } from './decision.repository.js';
import { MeetingRepository, type MeetingRow, type StoredMinutes } from './meeting.repository.js';
import { locked, moveNotPossible, notAsked, samePerson, unsigned, withdrawn } from './meetings.errors.js';

const deciders = policy['meeting.decide'].map(([role]) => role);

/** The record of a meeting: drafted when it closes, countersigned, issued, and locked then; corrections are addenda. */
@Injectable()
export class MinutesKeeper {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly decisions: DecisionRepository,
  ) {}

  /** The first draft: who came, what was decided, and who is asked to countersign. */
  async draft(ctx: RequestContext, meeting: MeetingRow): Promise<StoredMinutes> {
    const drafter = actorOf(ctx).id;
    const came = await this.meetings.participants(ctx, [meeting.id]);
    const asked = await this.meetings.holders(
      ctx,
      came.map((person) => person.id),
      deciders,
    );
    return {
      state: 'draft',
      header: `${meeting.title}纪要`,
      title: '',
      number: '',
      issuer: '',
      text: draftText(meeting, await this.decisions.list(ctx, meeting.id)),
      present: came.map(({ unit, name }) => [unit, name].filter(Boolean).join(' ')),
      absent: [],
      observing: [],
      recipients: [],
      printedBy: '',
      printedOn: null,
      drafters: [drafter],
      changedBy: null,
      countersigners: asked.filter((id) => id !== drafter),
      countersignedBy: [],
      issuedBy: null,
      issuedOn: null,
      addenda: [],
    };
  }

  /**
   * What a withdrawn decision does to drafted minutes: whoever signed signed another text, so they are a draft again;
   * a text that nobody edited is drafted anew, an edited one stays for the secretary to change. Whoever withdrew it
   * neither countersigns nor issues alone what nobody else has looked at since.
   */
  async withdrew(ctx: RequestContext, meeting: MeetingRow, before: readonly DecisionRow[]): Promise<void> {
    const { minutes } = meeting;
    if (!minutes) return;
    const edited = minutes.text !== draftText(meeting, before);
    const text = edited ? minutes.text : draftText(meeting, await this.decisions.list(ctx, meeting.id));
    const by = actorOf(ctx).id;
    const changedBy = minutes.drafters.includes(by) ? (minutes.changedBy ?? null) : by;
    const redrafted: StoredMinutes = { ...minutes, text, changedBy, state: 'draft', countersignedBy: [] };
    await this.save(ctx, meeting, redrafted, 'withdraw-decision');
  }

  private async load(
    ctx: RequestContext,
    meetingId: string,
    isRead = false,
  ): Promise<{ meeting: MeetingRow; minutes: StoredMinutes }> {
    const meeting = await this.meetings.find(ctx, meetingId, isRead);
    if (!meeting?.minutes) throw notFound();
    if (!isRead && meeting.state === 'withdrawn') throw withdrawn();
    return { meeting, minutes: meeting.minutes };
  }

  async get(ctx: RequestContext, meetingId: string): Promise<MinutesView> {
    const { meeting, minutes } = await this.load(ctx, meetingId, true);
    const { drafters, changedBy, ...rest } = minutes;
    const names = await this.meetings.names(ctx, [
      ...drafters,
      ...(changedBy ? [changedBy] : []),
      ...minutes.countersigners,
      ...minutes.countersignedBy,
      ...(minutes.issuedBy ? [minutes.issuedBy] : []),
      ...minutes.addenda.map((each) => each.by),
    ]);
    const ref = (id: string): Ref => ({ id, name: names.get(id) ?? '' });
    const all = minutes.state === 'issued' ? [] : await this.meetings.allHolders(ctx, deciders);
    const refs = (people: typeof all): Ref[] => people.map(({ id, name }) => ({ id, name }));
    return {
      ...rest,
      draftedBy: drafters.map(ref),
      changedBy: changedBy ? ref(changedBy) : null,
      countersigners: minutes.countersigners.map(ref),
      countersignedBy: minutes.countersignedBy.map(ref),
      mayCountersign: refs(all.filter(({ id }) => signs(minutes, id))),
      mayIssue: refs(all.filter((person) => issues(minutes, person))),
      issuedBy: minutes.issuedBy ? ref(minutes.issuedBy) : null,
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
    const { countersignerIds, ...rest } = given;
    const drafter = actorOf(ctx).id;
    const drafters = [...new Set([...minutes.drafters, drafter])];
    if (countersignerIds) await this.refuseSigners(ctx, countersignerIds, drafters);
    const countersigners = countersignerIds ?? minutes.countersigners.filter((id) => id !== drafter);
    const edited = { ...minutes, ...rest, drafters, countersigners, changedBy: null };
    return this.save(ctx, meeting, edited, 'edit');
  }

  /** 422, by field, for who drafted, and for who may not decide (or is not there). */
  private async refuseSigners(
    ctx: RequestContext,
    ids: readonly string[],
    drafters: readonly string[],
  ): Promise<void> {
    const may = await this.meetings.holders(ctx, ids, deciders);
    const errors = ids.flatMap((id, at) => {
      const path = `countersignerIds.${at}`;
      if (ids.indexOf(id) !== at)
        return [{ path, code: 'named-twice', message: { zh: '重复', en: 'named twice' } }];
      if (drafters.includes(id))
        return [{ path, code: 'same-person', message: { zh: '起草人不能会签', en: 'drafted it' } }];
      if (!may.includes(id))
        return [{ path, code: 'may-not-decide', message: { zh: '无权会签', en: 'may not countersign' } }];
      return [];
    });
    if (errors.length > 0) throw validationFailed({ errors });
  }

  /**
   * `countersign` by each who is asked (or, where nobody is named, whoever may decide) and did not draft; `issue` once all
   * others who are asked have signed, by somebody who did not draft: a leader may have countersigned before, anybody else
   * did neither. `reopen` before issue.
   */
  async move(
    ctx: RequestContext,
    meetingId: string,
    name: 'countersign' | 'issue' | 'reopen',
  ): Promise<MinutesView> {
    const { meeting, minutes } = await this.load(ctx, meetingId);
    const { id, grants } = actorOf(ctx);
    const { countersigners, countersignedBy } = minutes;
    if (minutes.state === 'issued' || (name !== 'countersign' && minutes.state === 'draft'))
      throw moveNotPossible();
    if (name === 'reopen')
      return this.save(ctx, meeting, { ...minutes, state: 'draft', countersignedBy: [] }, name);
    if (name === 'countersign') {
      if ([...minutes.drafters, minutes.changedBy, ...countersignedBy].includes(id)) throw samePerson();
      if (!signs(minutes, id)) throw notAsked();
      const signed = [...countersignedBy, id];
      return this.save(ctx, meeting, { ...minutes, state: 'countersign', countersignedBy: signed }, name);
    }
    const leads = grants.some((grant) => grant.role === 'leader');
    if (!issues(minutes, { id, leads })) throw samePerson();
    if (countersigners.some((asked) => asked !== id && !countersignedBy.includes(asked))) throw unsigned();
    const issued = { state: 'issued', issuedBy: id, issuedOn: ctx.today } as const;
    return this.save(ctx, meeting, { ...minutes, ...issued }, name);
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

type Signed = Pick<StoredMinutes, 'drafters' | 'changedBy' | 'countersigners' | 'countersignedBy'>;

/** Whether the minutes, not issued yet, take this person's countersignature. */
function signs({ drafters, changedBy, countersigners, countersignedBy }: Signed, id: string): boolean {
  const isAsked = countersigners.length === 0 || countersigners.includes(id);
  return isAsked && ![...drafters, changedBy, ...countersignedBy].includes(id);
}

/**
 * Whether this person may issue them: no drafter, and, of those who countersigned, a leader; whoever changed the text
 * once another one countersigned it.
 */
function issues(
  { drafters, changedBy, countersignedBy }: Signed,
  { id, leads }: { id: string; leads: boolean },
): boolean {
  const isSeen = id !== changedBy || countersignedBy.some((other) => other !== id);
  return isSeen && !drafters.includes(id) && (leads || !countersignedBy.includes(id));
}

/** What was decided and stands, in the order of its numbers. */
function draftText(meeting: MeetingRow, decisions: readonly DecisionRow[]): string {
  const lines = decisions
    .filter((decision) => decision.withdrawn === null)
    .map(({ number, text, leadUnit, cooperatingUnits, dueDate }) => {
      const lead = leadUnit ? `牵头单位：${leadUnit.name}` : null;
      const others =
        cooperatingUnits.length > 0
          ? `配合单位：${cooperatingUnits.map((unit) => unit.name).join('、')}`
          : null;
      const by = dueDate ? `完成时限：${officialDate(dueDate)}` : null;
      const who = [lead, others, by].filter((each) => each !== null).join('；');
      return `${number}. ${text}${who && `（${who}）`}`;
    });
  const opening = `${officialDate(meeting.heldOn)}，召开${meeting.title}。`;
  return [lines.length > 0 ? `${opening}会议议定以下事项：` : opening, ...lines].join('\n');
}
