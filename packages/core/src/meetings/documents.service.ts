import { renderBriefing, renderMinutes } from '@duban/briefing';
import { type BriefingText, type BriefingTextView, type briefingTextBody, inLanguage } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { actorOf, audit, Download, notFound } from '../kernel/index.js';
import {
  briefingOf,
  knownFigures,
  nextStepsText,
  overviewText,
  problemsText,
  strangeFigures,
} from './briefing-content.js';
import { ledgerOf } from './ledger.js';
import { MeetingRepository, type MeetingRow } from './meeting.repository.js';
import { locked } from './meetings.errors.js';
import { MinutesKeeper } from './minutes.service.js';
import { Snapshots } from './snapshot.service.js';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const nothingEdited: BriefingText = { overview: null, problems: null, nextSteps: null };

/** What a meeting hands out: Word and Excel, every figure of them from the snapshot. */
@Injectable()
export class Documents {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly snapshots: Snapshots,
    private readonly minutes: MinutesKeeper,
  ) {}

  private async row(ctx: RequestContext, id: string): Promise<MeetingRow> {
    const row = await this.meetings.find(ctx, id);
    if (!row) throw notFound();
    return row;
  }

  /** The drafted paragraphs, what the secretary made of them, and figures in it that the snapshot does not hold. */
  async briefingText(ctx: RequestContext, id: string): Promise<BriefingTextView> {
    const meeting = await this.row(ctx, id);
    const snapshot = await this.snapshots.read(ctx, id);
    const since = await this.snapshots.difference(ctx, meeting, null);
    const edited = meeting.briefing ?? nothingEdited;
    const known = knownFigures(snapshot, since);
    return {
      drafted: {
        overview: overviewText(snapshot, since),
        problems: problemsText(snapshot),
        nextSteps: nextStepsText(snapshot),
      },
      edited,
      strangeFigures: Object.entries(edited).flatMap(([section, text]) =>
        text === null ? [] : strangeFigures(text, known).map((figure) => ({ section, figure })),
      ),
      version: meeting.version,
    };
  }

  async editBriefing(
    ctx: RequestContext,
    id: string,
    text: z.infer<typeof briefingTextBody>,
  ): Promise<BriefingTextView> {
    const meeting = await this.row(ctx, id);
    if (meeting.state === 'closed') throw locked();
    await this.meetings.update(ctx, meeting, { briefing: text });
    await audit(ctx, {
      action: 'meeting.edit-briefing',
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
    });
    return this.briefingText(ctx, id);
  }

  async briefing(ctx: RequestContext, id: string): Promise<Download> {
    const meeting = await this.row(ctx, id);
    const snapshot = await this.snapshots.read(ctx, id);
    const since = await this.snapshots.difference(ctx, meeting, null);
    const document = briefingOf({
      title: meeting.title,
      heldOn: meeting.heldOn,
      snapshot,
      since,
      text: meeting.briefing ?? nothingEdited,
      user: actorOf(ctx).name,
      at: ctx.now.toISOString(),
    });
    await audit(ctx, {
      action: 'meeting.download-briefing',
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
    });
    return new Download(await renderBriefing(document), docx, `${meeting.title}汇报材料.docx`);
  }

  async minutesDocument(ctx: RequestContext, id: string): Promise<Download> {
    const meeting = await this.row(ctx, id);
    const minutes = await this.minutes.get(ctx, id);
    const participants = await this.meetings.participants(ctx, [id]);
    const bytes = await renderMinutes({
      title: minutes.header,
      header: minutes.header,
      ...(minutes.number ? { number: minutes.number } : {}),
      ...(minutes.issuedOn ? { date: minutes.issuedOn } : {}),
      attendance: { present: participants.map((each) => each.name) },
      recipients: minutes.recipients,
      sections: [
        { level: 1, content: [{ kind: 'paragraph', text: minutes.text }] },
        ...minutes.addenda.map((each) => ({
          level: 1 as const,
          heading: '更正',
          content: [{ kind: 'paragraph' as const, text: each.text }],
        })),
      ],
      internalUse: { user: actorOf(ctx).name, at: ctx.now.toISOString() },
    });
    await audit(ctx, {
      action: 'meeting.download-minutes',
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
    });
    return new Download(bytes, docx, `${minutes.header}.docx`);
  }

  async ledger(ctx: RequestContext, id: string): Promise<Download> {
    const meeting = await this.row(ctx, id);
    const snapshot = await this.snapshots.read(ctx, id);
    const titleOf = (areaId: string) =>
      inLanguage(
        snapshot.board.areas.find((area) => area.areaId === areaId)?.title ?? { zh: areaId, en: areaId },
        ctx.language,
      );
    const bytes = await ledgerOf(snapshot, { titleOf, user: actorOf(ctx).name, at: ctx.now.toISOString() });
    await audit(ctx, {
      action: 'meeting.download-ledger',
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
    });
    return new Download(bytes, xlsx, `${meeting.title}台账.xlsx`);
  }
}
