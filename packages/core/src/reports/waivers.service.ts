import type { ExpectationView, ReopenBody } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Expectations } from '../expectations/expectations.service.js';
import { audit, type LoadedSubject, notFound, validationFailed } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { Notifications } from '../notifications/notifications.service.js';
import { datePassed } from '../plans/refusals.js';
import { notWaived, periodNotClosed, waiverNotPossible } from './reports.errors.js';
import { ReportRepository } from './reports.repository.js';

/** 免报: a unit need not report for a period. What is waived leaves the denominators and colours nothing. */
@Injectable()
export class Waivers {
  constructor(
    private readonly repository: ReportRepository,
    private readonly expectations: Expectations,
    private readonly lights: Lights,
    private readonly notifications: Notifications,
  ) {}

  /** The expectation as the policy sees it; null where the actor may not know its task. */
  async subject(ctx: RequestContext, id: string): Promise<LoadedSubject | null> {
    const found = await this.find(ctx, id);
    return found && { readPermission: 'plan.read', areaId: found.areaId, unitId: found.unitId };
  }

  /** Waives with a reason; with none, takes the waiver back. 409 where it stands so already, or a report is in. */
  async set(ctx: RequestContext, id: string, reason: string | null): Promise<ExpectationView> {
    const before = await this.find(ctx, id);
    if (!before) throw notFound();
    if (!(await this.expectations.waive(ctx, id, reason)))
      throw reason === null ? notWaived() : waiverNotPossible();
    await this.lights.refresh(ctx, before.planId, [before.taskId]);
    await audit(ctx, {
      action: reason === null ? 'expectation.unwaive' : 'expectation.waive',
      subjectType: 'expectation',
      subjectId: id,
      planId: before.planId,
      detail: {
        formKey: before.formKey,
        unitId: before.unitId,
        period: before.period,
        reason: reason ?? before.waivedReason,
      },
    });
    const { planId, taskId, unitId, period, dueOn } = before;
    await this.notifications.tell(
      ctx,
      reason === null
        ? { planId, taskId, kind: 'waiver-ended', detail: { period, dueDate: dueOn } }
        : { planId, taskId, kind: 'report-waived', detail: { period, reason } },
      { unitIds: [unitId] },
    );
    return { ...before, waived: reason !== null, waivedReason: reason };
  }

  /** Lets the report through although its period is closed, until a day; no more with null. 409 where it is not closed. */
  async reopen(ctx: RequestContext, id: string, given: ReopenBody | null): Promise<ExpectationView> {
    const before = await this.find(ctx, id);
    if (!before) throw notFound();
    if (given && given.until < ctx.today)
      throw validationFailed({ errors: [datePassed('until', ctx.today)] });
    if (!(await this.expectations.reopen(ctx, before, given))) throw periodNotClosed();
    const { planId, taskId, unitId, formKey, period } = before;
    await this.lights.refresh(ctx, planId, [taskId]);
    await audit(ctx, {
      action: given ? 'expectation.reopen' : 'expectation.close-again',
      subjectType: 'expectation',
      subjectId: id,
      planId,
      detail: { formKey, unitId, period, ...given },
    });
    if (given) {
      await this.notifications.tell(
        ctx,
        {
          planId,
          taskId,
          kind: 'period-reopened',
          detail: { period, dueDate: given.until, reason: given.reason },
        },
        { unitIds: [unitId] },
      );
    }
    return { ...before, reopenedUntil: given?.until ?? null };
  }

  private async find(ctx: RequestContext, id: string): Promise<ExpectationView | null> {
    const page = { limit: 1, offset: 0 };
    const { items } = await this.repository.expectations(ctx, ['e.id = $2'], [id], 'e.due_on', page);
    return items[0] ?? null;
  }
}
