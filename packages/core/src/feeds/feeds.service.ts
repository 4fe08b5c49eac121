import {
  addDays,
  type CalendarFeed,
  progressNoteForm,
  progressNoteKey,
  type Text,
  urgingTitles,
  type Work,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import ical from 'ical-generator';
import { AreaRegistry } from '../areas/area-registry.js';
import { newSecret, secretHash } from '../identity/secret.js';
import { actorOf, audit, Download, notFound } from '../kernel/index.js';
import { WorkList } from '../work/work.service.js';
import { type Deadline, FeedRepository } from './feeds.repository.js';

/** Days back that a feed still shows what was missed. */
const past = 60;

const reportActs: Record<'report' | 'sign' | 'review', Text> = {
  report: { zh: '填报', en: 'Report' },
  sign: { zh: '签审', en: 'Sign' },
  review: { zh: '审核', en: 'Review' },
};
/** Instructions stand under the day of their answer. */
const ofInstructions = ['answer-instruction', 'close-instruction'];

/** What waits for a person's signature, review, acceptance or decision, as far as it has a day. */
function decisionsIn(work: Omit<Work, 'elsewhere'>): Deadline[] {
  const reports = (kind: 'sign' | 'review', items: Work['toReview']) =>
    items.map(({ id, dueOn, unitName, areaId, formKey, period }) => ({
      ...{ id, kind, on: dueOn, number: null, title: null, what: unitName, areaId, formKey, period },
    }));
  const tasks = work.toDecide.flatMap(({ taskId, number, title, areaId, dueOn, moves }): Deadline[] => {
    const kind = moves.includes('accept') ? 'accept' : 'decide';
    if (!dueOn || moves.every((move) => ofInstructions.includes(move))) return [];
    return [{ id: taskId, kind, on: dueOn, number, title, what: null, areaId }];
  });
  const shares = work.sharesToAccept.flatMap(
    ({ shareId, number, title, areaId, unit, acceptBy }): Deadline[] =>
      acceptBy ? [{ id: shareId, kind: 'accept', on: acceptBy, number, title, what: unit.name, areaId }] : [],
  );
  return [...reports('sign', work.toSign), ...reports('review', work.toReview), ...tasks, ...shares];
}

/** A calendar of one's deadlines behind a secret link, which its owner makes and revokes. */
@Injectable()
export class Feeds {
  constructor(
    private readonly repository: FeedRepository,
    private readonly registry: AreaRegistry,
    private readonly work: WorkList,
  ) {}

  async get(ctx: RequestContext): Promise<CalendarFeed> {
    return { createdAt: await this.repository.createdAt(ctx), path: null };
  }

  /** A new link; the one before ends. Its secret is in this answer and in no other place. */
  async make(ctx: RequestContext): Promise<CalendarFeed> {
    const token = newSecret();
    await this.repository.set(ctx, secretHash(token));
    await audit(ctx, { action: 'calendar-feed.make', subjectType: 'user', subjectId: actorOf(ctx).id });
    const createdAt = await this.repository.createdAt(ctx);
    return { createdAt, path: `/api/calendar.ics?token=${token}` };
  }

  /** Throws 404 where there was none. */
  async revoke(ctx: RequestContext): Promise<void> {
    if (!(await this.repository.remove(ctx))) throw notFound();
    await audit(ctx, { action: 'calendar-feed.revoke', subjectType: 'user', subjectId: actorOf(ctx).id });
  }

  /** The feed behind a link, as its owner would see it now. Throws 404 for a link that is not, or no more. */
  async read(ctx: RequestContext, token: string): Promise<Download> {
    const actor = await this.repository.owner(ctx, secretHash(token));
    if (!actor) throw notFound();
    const own = { ...ctx, actor };
    const ids = (roles: readonly string[], key: 'unitId' | 'areaId') =>
      actor.grants.flatMap((grant) => (roles.includes(grant.role) && grant[key] ? [grant[key]] : []));
    const from = addDays(ctx.today, -past);
    const dated = await this.repository.deadlines(own, {
      unitIds: ids(['reporter', 'unit-head'], 'unitId'),
      areaIds: ids(['area-lead'], 'areaId'),
      leads: actor.grants.some((grant) => grant.role === 'leader'),
      from,
    });
    const waiting = (await this.work.waiting(own)).flatMap(decisionsIn).filter(({ on }) => on >= from);
    const calendar = ical({
      name: ctx.language === 'zh' ? '督办期限' : 'Duban deadlines',
      prodId: '//Duban//Deadlines//EN',
    });
    for (const deadline of [...dated, ...waiting]) {
      calendar.createEvent({
        id: `${deadline.kind}-${deadline.id}@duban`,
        start: new Date(`${deadline.on}T00:00:00Z`),
        allDay: true,
        stamp: ctx.at,
        summary: this.summary(deadline)[ctx.language],
      });
    }
    return new Download(
      Buffer.from(calendar.toString(), 'utf8'),
      'text/calendar; charset=utf-8',
      'duban.ics',
    );
  }

  private summary({ kind, number, title, what, named, areaId, formKey, period }: Deadline): Text {
    const task = [number, title].filter((part) => part !== null).join(' ');
    switch (kind) {
      case 'task':
        return { zh: `办结:${task}`, en: `Due: ${task}` };
      case 'milestone':
      case 'share-step':
        return { zh: `节点:${what}(${task})`, en: `Milestone: ${what} (${task})` };
      case 'report':
      case 'sign':
      case 'review': {
        const form =
          formKey === progressNoteKey ? progressNoteForm : this.registry.form(areaId ?? '', formKey ?? '');
        const titled = form?.title ?? { zh: formKey ?? '', en: formKey ?? '' };
        const act = reportActs[kind];
        return {
          zh: `${act.zh}:${titled.zh} ${period}(${what})`,
          en: `${act.en}: ${titled.en} ${period} (${what})`,
        };
      }
      case 'accept': {
        const share = what ? `(${what})` : '';
        return { zh: `签收:${task}${share}`, en: `Accept: ${task} ${share}`.trim() };
      }
      case 'decide':
        return { zh: `待决定:${task}`, en: `To decide: ${task}` };
      case 'urging': {
        const step = named ?? urgingTitles[what as keyof typeof urgingTitles];
        return { zh: `反馈${step.zh}:${task}`, en: `Answer ${step.en}: ${task}` };
      }
      case 'meeting': {
        const place = what ? `(${what})` : '';
        return { zh: `会议:${title}${place}`, en: `Meeting: ${title} ${place}`.trim() };
      }
      case 'material':
        return { zh: `会议材料:${title}`, en: `Material for ${title}` };
      case 'instruction':
        return { zh: `反馈批示:${task}`, en: `Answer instruction: ${task}` };
    }
  }
}
