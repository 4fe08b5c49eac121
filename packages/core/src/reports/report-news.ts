import type { ReportMoveName } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Notifications } from '../notifications/notifications.service.js';
import type { ReportRow } from './reports.repository.js';

/** Tells whose turn it is after a report's move, and whose report came back. */
@Injectable()
export class ReportNews {
  constructor(private readonly notifications: Notifications) {}

  async tell(
    ctx: RequestContext,
    row: ReportRow,
    move: ReportMoveName,
    reason: string | null,
  ): Promise<void> {
    const { planId, taskId, unitId, areaId } = row;
    const detail = { reportId: row.id, period: row.period };
    if (move === 'submit') {
      await this.notifications.tell(
        ctx,
        { planId, taskId, kind: 'report-to-sign', detail },
        { headsOf: [unitId] },
      );
    }
    if (move === 'sign') {
      await this.notifications.tell(
        ctx,
        { planId, taskId, kind: 'report-to-review', detail },
        { reviewOf: { unitId, areaId }, ...(row.reviewersTookPart ? { areaId } : {}) },
      );
    }
    if (move === 'unlock') {
      await this.notifications.tell(
        ctx,
        { planId, taskId, kind: 'report-unlocked', detail: { ...detail, reason } },
        { unitIds: [unitId], users: [row.filledBy] },
      );
    }
    if (move === 'return') {
      await this.notifications.tell(
        ctx,
        { planId, taskId, kind: 'report-returned', detail: { ...detail, reason } },
        { unitIds: [unitId], users: [row.filledBy] },
      );
    }
  }
}
