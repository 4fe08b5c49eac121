import { officialInstant, renderBriefing, renderMinutes } from '@duban/briefing';
import {
  type BriefingText,
  type BriefingTextView,
  briefingParts,
  type briefingTextBody,
  inLanguage,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { ExportKinds, type MadeDocument } from '../exports/export-kinds.js';
import { Steps } from '../exports/steps.js';
import { actorOf, audit, notFound } from '../kernel/index.js';
import {
  briefingOf,
  nextStepsText,
  overviewText,
  problemsText,
  uncheckedFigures,
} from './briefing-content.js';
import { ledgerOf } from './ledger.js';
import { MeetingRepository, type MeetingRow } from './meeting.repository.js';
import { locked, notFrozen, withdrawn } from './meetings.errors.js';
import { MinutesKeeper } from './minutes.service.js';
import { Snapshots } from './snapshot.service.js';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const nothingEdited: BriefingText = { overview: null, problems: null, nextSteps: null };

/** What a meeting hands out: Word and Excel, every figure of them from the snapshot. */
@Injectable()
export class Documents implements OnModuleInit {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly snapshots: Snapshots,
    private readonly minutes: MinutesKeeper,
    private readonly kinds: ExportKinds,
  ) {}

  onModuleInit(): void {
    const access = {
      permission: 'meeting.read' as const,
      subject: async (ctx: RequestContext, { meetingId }: { meetingId: string }) =>
        (await this.meetings.find(ctx, meetingId, true)) && { readPermission: 'meeting.read' as const },
    };
    const ofSnapshot = async (ctx: RequestContext, { meetingId }: { meetingId: string }) => {
      const { planId, title } = await this.read(ctx, meetingId);
      if ((await this.snapshots.list(ctx, meetingId)).total === 0) throw notFrozen();
      return { planId, title };
    };
    this.kinds.register('meeting-briefing', {
      ...access,
      describe: ofSnapshot,
      make: (ctx, { meetingId }, steps) => this.briefing(ctx, meetingId, steps),
    });
    this.kinds.register('meeting-ledger', {
      ...access,
      describe: ofSnapshot,
      make: (ctx, { meetingId }, steps) => this.ledger(ctx, meetingId, steps),
    });
    this.kinds.register('meeting-minutes', {
      ...access,
      describe: async (ctx, { meetingId }) => {
        const { planId, title, minutes } = await this.read(ctx, meetingId);
        if (!minutes) throw notFound();
        return { planId, title };
      },
      make: (ctx, { meetingId }, steps) => this.minutesDocument(ctx, meetingId, steps),
    });
  }

  /** As it is now, free for others to change. */
  private async read(ctx: RequestContext, id: string): Promise<MeetingRow> {
    const row = await this.meetings.find(ctx, id, true);
    if (!row) throw notFound();
    return row;
  }

  /** The drafted paragraphs, what the secretary made of them, and the figures in what stands that nobody counted. */
  async briefingText(ctx: RequestContext, id: string): Promise<BriefingTextView> {
    const meeting = await this.read(ctx, id);
    const snapshot = await this.snapshots.read(ctx, id);
    const since = await this.snapshots.difference(ctx, meeting, null);
    const edited = meeting.briefing ?? nothingEdited;
    const drafted = {
      overview: overviewText(snapshot, since),
      problems: problemsText(snapshot),
      nextSteps: nextStepsText(snapshot),
    };
    return {
      drafted,
      edited,
      strangeFigures: briefingParts.flatMap((section) =>
        uncheckedFigures(edited[section] ?? drafted[section], snapshot, since).map((each) => ({
          section,
          ...each,
        })),
      ),
      version: meeting.version,
    };
  }

  async editBriefing(
    ctx: RequestContext,
    id: string,
    text: z.infer<typeof briefingTextBody>,
  ): Promise<BriefingTextView> {
    const meeting = await this.meetings.find(ctx, id);
    if (!meeting) throw notFound();
    if (meeting.state === 'closed') throw locked();
    if (meeting.state === 'withdrawn') throw withdrawn();
    await this.meetings.update(ctx, meeting, { briefing: text });
    await audit(ctx, {
      action: 'meeting.edit-briefing',
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
    });
    return this.briefingText(ctx, id);
  }

  async briefing(ctx: RequestContext, id: string, steps = new Steps()): Promise<MadeDocument> {
    await steps.expect(3);
    const meeting = await this.read(ctx, id);
    const snapshot = await this.snapshots.read(ctx, id);
    await steps.next();
    const since = await this.snapshots.difference(ctx, meeting, null);
    await steps.next();
    const given = { title: meeting.title, heldOn: meeting.heldOn, text: meeting.briefing ?? nothingEdited };
    const document = await briefingOf({ ...given, snapshot, since, ...takenOut(ctx) }, steps);
    const bytes = await renderBriefing(document);
    await steps.next();
    return made(meeting, 'briefing', bytes, docx, `${meeting.title}汇报材料.docx`);
  }

  async minutesDocument(ctx: RequestContext, id: string, steps = new Steps()): Promise<MadeDocument> {
    await steps.expect(2);
    const meeting = await this.read(ctx, id);
    const minutes = await this.minutes.get(ctx, id);
    await steps.next();
    // Until they are issued, who is not named may still be filled in; then there was nobody.
    const named = (names: readonly string[]) =>
      names.length > 0 || minutes.issuedOn ? [...names] : undefined;
    const bytes = await renderMinutes({
      title: minutes.title || undefined,
      header: minutes.header,
      number: minutes.number || undefined,
      issuer: minutes.issuer || undefined,
      date: minutes.issuedOn ?? undefined,
      attendance: {
        present: minutes.present.length > 0 ? minutes.present : undefined,
        absent: named(minutes.absent),
        observing: named(minutes.observing),
      },
      recipients: minutes.recipients,
      imprint: { printedBy: minutes.printedBy || undefined, printedOn: minutes.printedOn ?? undefined },
      sections: [
        { level: 1, content: [{ kind: 'paragraph', text: minutes.text }] },
        {
          level: 1,
          content: minutes.addenda.map(({ text, by, at }) => ({
            kind: 'paragraph',
            text: `更正（${officialInstant(at)}，${by.name}）：${text}`,
          })),
        },
      ],
      internalUse: takenOut(ctx),
    });
    await steps.next();
    return made(meeting, 'minutes', bytes, docx, `${minutes.header}.docx`);
  }

  async ledger(ctx: RequestContext, id: string, steps = new Steps()): Promise<MadeDocument> {
    await steps.expect(1);
    const meeting = await this.read(ctx, id);
    const snapshot = await this.snapshots.read(ctx, id);
    await steps.next();
    const titleOf = (areaId: string) =>
      inLanguage(
        snapshot.board.areas.find((area) => area.areaId === areaId)?.title ?? { zh: areaId, en: areaId },
        ctx.language,
      );
    const bytes = await ledgerOf(snapshot, { titleOf, ...takenOut(ctx) }, steps);
    return made(meeting, 'ledger', bytes, xlsx, `${meeting.title}台账.xlsx`);
  }
}

/** Who takes it out, and when: said on the document. */
function takenOut(ctx: RequestContext): { user: string; at: string } {
  return { user: actorOf(ctx).name, at: ctx.now.toISOString() };
}

function made(
  { id, planId }: MeetingRow,
  what: string,
  bytes: Buffer,
  mediaType: string,
  filename: string,
): MadeDocument {
  const audit = { action: `meeting.download-${what}`, subjectType: 'meeting', subjectId: id, planId };
  return { bytes, mediaType, filename, audit };
}
