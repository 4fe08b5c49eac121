import {
  describeNotification,
  type NotificationMark,
  type NotificationPage,
  notificationTitles,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { offsetOf, type PageRequest, pageFrom, sortOf } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { type News, NotificationRepository, type NotificationRow } from './notifications.repository.js';

/** Who is to be told of something. */
export interface Recipients {
  users?: readonly (string | null)[];
  planOffice?: boolean;
  securityAdmins?: boolean;
  /** Leads of the area. */
  areaId?: string;
  /** Heads and reporters of these units. */
  unitIds?: readonly (string | null)[];
  /** Heads of these units only. */
  headsOf?: readonly (string | null)[];
  /** Who reviews this unit's reports in the area. */
  reviewOf?: { unitId: string; areaId: string };
}

/** What waits for a person today, by kind. */
export interface Digest {
  id: string;
  counts: Record<string, number>;
}

/** Levels whose reports the area lead reviews (policy.ts). */
const reviewedByLead = new Set(['bureau', 'department', 'county']);
const given = (ids: readonly (string | null)[] = []) => ids.filter((id) => id !== null);

/** What people are told, written in the transaction of what it tells of. Nobody is told of what they may not know. */
@Injectable()
export class Notifications implements OnModuleInit {
  constructor(
    private readonly repository: NotificationRepository,
    private readonly lights: Lights,
  ) {}

  onModuleInit(): void {
    this.lights.onTurnedRed(async (ctx, tasks) => {
      for (const { planId, taskId, areaId, leaderId, leadUnitId } of tasks) {
        await this.tell(
          ctx,
          { planId, taskId, kind: 'light-red', detail: {} },
          { users: [leaderId], areaId, headsOf: [leadUnitId] },
        );
      }
    });
  }

  /** Tells each of these persons once; never the one who did it. Returns how many were told. */
  async tell(ctx: RequestContext, news: News, to: Recipients): Promise<number> {
    const roles = [
      ...(to.planOffice ? ['plan-office'] : []),
      ...(to.securityAdmins ? ['security-admin'] : []),
      ...(to.areaId ? [`area-lead:${to.areaId}`] : []),
      ...given(to.unitIds).flatMap((id) => [`unit-head:${id}`, `reporter:${id}`]),
      ...given(to.headsOf).map((id) => `unit-head:${id}`),
      ...(to.reviewOf ? await this.reviewers(ctx, to.reviewOf) : []),
    ];
    const users = given(to.users);
    return roles.length + users.length > 0 ? this.repository.insert(ctx, news, { roles, users }) : 0;
  }

  private async reviewers(
    ctx: RequestContext,
    { unitId, areaId }: { unitId: string; areaId: string },
  ): Promise<string[]> {
    const { kind, ids } = await this.repository.above(ctx, unitId);
    return reviewedByLead.has(kind) ? [`area-lead:${areaId}`] : ids.map((id) => `reviewer:${id}`);
  }

  async list(
    ctx: RequestContext,
    query: PageRequest & {
      unread?: boolean | undefined;
      kind?: string | undefined;
      date?: string | undefined;
    },
  ): Promise<NotificationPage> {
    const { items, total, unread } = await this.repository.page(ctx, query, {
      direction: sortOf(query.sort).direction,
      limit: query.limit,
      offset: offsetOf(query.cursor),
    });
    return {
      ...pageFrom(
        items.map((row) => view(ctx, row)),
        total,
        query,
      ),
      unread,
    };
  }

  async mark(ctx: RequestContext, { ids, read }: NotificationMark) {
    const marked = await this.repository.mark(ctx, ids ?? null, read);
    return { marked, unread: await this.repository.unread(ctx) };
  }

  /** The digests of the business date, with what is unread; a second time adds none. Returns how many were written. */
  addDigests(ctx: RequestContext, digests: readonly Digest[]): Promise<number> {
    return this.repository.addDigests(ctx, digests);
  }
}

function view(ctx: RequestContext, { detail, ...row }: NotificationRow) {
  const said = (key: string) => (typeof detail[key] === 'string' ? detail[key] : null);
  return {
    ...row,
    title: notificationTitles[row.kind],
    text: describeNotification(row.kind, detail, ctx.language),
    reportId: said('reportId'),
    meetingId: said('meetingId'),
    areaId: said('areaId'),
  };
}
