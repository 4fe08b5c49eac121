import { shiftPeriod } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Notifications } from '../notifications/notifications.service.js';
import { endsBy } from '../plans/closed-periods.js';
import { knowsTask } from '../plans/known-tasks.js';
import { type MovedClosing, Plans } from '../plans/plans.service.js';
import { actingGrant } from '../units/acting-grant-sql.js';
import { expected } from './waiting-sql.js';

/**
 * Those who lead an area, head a unit or report for it where something of the periods is open: not handed in, or not
 * decided on. What was let through by itself is not touched; nobody hears of tasks that they may not know.
 */
const concerned = `select distinct g.user_id as id from ${expected}
  join ${actingGrant} g on g.role = 'area-lead' and g.area_id = e.area_id or g.role in ('unit-head', 'reporter') and g.unit_id = e.unit_id
  where e.plan_id = $1 and e.waived_reason is null and coalesce(e.reopened_until < $4::date, true)
    and coalesce(r.state <> 'accepted', true) and ${endsBy('$3::date')} and not coalesce(${endsBy('$2::date')}, false)
    and ${knowsTask('g.user_id', `exists (select from role_grant k where k.user_id = g.user_id and k.role = 'plan-office')`)}`;

/** Tells of periods that were closed or opened again, once each, whoever had something open in them. */
@Injectable()
export class ClosingNews implements OnModuleInit {
  constructor(
    private readonly plans: Plans,
    private readonly notifications: Notifications,
  ) {}

  onModuleInit(): void {
    this.plans.onClosing((ctx, moved) => this.tell(ctx, moved));
  }

  private async tell(ctx: RequestContext, { planId, from, to, reason }: MovedClosing): Promise<void> {
    const [before, until] = (from ?? '') < (to ?? '') ? [from, to] : [to, from];
    if (until === null) return;
    const rows: { id: string }[] = await ctx.em.query(concerned, [planId, before, until, ctx.today]);
    const last = until.slice(0, 7);
    const first = before ? shiftPeriod(before.slice(0, 7), 1) : `${until.slice(0, 4)}-01`;
    await this.notifications.tell(
      ctx,
      {
        planId,
        taskId: null,
        kind: until === to ? 'periods-closed' : 'periods-opened',
        detail: {
          by: ctx.actor?.name ?? null,
          period: first === last ? last : `${first}–${last}`,
          reason,
        },
      },
      { users: rows.map((row) => row.id) },
    );
  }
}
