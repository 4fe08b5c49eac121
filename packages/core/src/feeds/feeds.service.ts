import {
  addDays,
  type CalendarFeed,
  progressNoteForm,
  progressNoteKey,
  type Text,
  urgingTitles,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import ical from 'ical-generator';
import { AreaRegistry } from '../areas/area-registry.js';
import { newSecret, secretHash } from '../identity/secret.js';
import { actorOf, audit, Download, notFound } from '../kernel/index.js';
import { type Deadline, FeedRepository } from './feeds.repository.js';

/** Days back that a feed still shows what was missed. */
const past = 60;

/** A calendar of one's deadlines behind a secret link, which its owner makes and revokes. */
@Injectable()
export class Feeds {
  constructor(
    private readonly repository: FeedRepository,
    private readonly registry: AreaRegistry,
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
    const deadlines = await this.repository.deadlines(own, {
      unitIds: ids(['reporter', 'unit-head'], 'unitId'),
      areaIds: ids(['area-lead'], 'areaId'),
      leads: actor.grants.some((grant) => grant.role === 'leader'),
      from: addDays(ctx.today, -past),
    });
    const calendar = ical({
      name: ctx.language === 'zh' ? '督办期限' : 'Duban deadlines',
      prodId: '//Duban//Deadlines//EN',
    });
    for (const deadline of deadlines) {
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

  private summary({ kind, number, title, what, areaId, formKey, period }: Deadline): Text {
    const task = [number, title].filter((part) => part !== null).join(' ');
    switch (kind) {
      case 'task':
        return { zh: `办结:${task}`, en: `Due: ${task}` };
      case 'milestone':
        return { zh: `节点:${what}(${task})`, en: `Milestone: ${what} (${task})` };
      case 'report': {
        const form =
          formKey === progressNoteKey ? progressNoteForm : this.registry.form(areaId ?? '', formKey ?? '');
        const named = form?.title ?? { zh: formKey ?? '', en: formKey ?? '' };
        return { zh: `填报:${named.zh} ${period}(${what})`, en: `Report: ${named.en} ${period} (${what})` };
      }
      case 'urging': {
        const step = urgingTitles[what as keyof typeof urgingTitles];
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
