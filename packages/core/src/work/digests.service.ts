import { addWorkingDays } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaSettings } from '../areas/area-settings.js';
import { Calendar } from '../calendar/calendar.service.js';
import { Notifications } from '../notifications/notifications.service.js';
import { DigestRepository } from './digest.repository.js';

/** The day's digest: how much of what my work lists waits for each person. */
@Injectable()
export class Digests {
  constructor(
    private readonly repository: DigestRepository,
    private readonly settings: AreaSettings,
    private readonly calendar: Calendar,
    private readonly notifications: Notifications,
  ) {}

  /** Everybody's digest of the business date; a second time adds none. Returns how many were written. */
  async write(ctx: RequestContext): Promise<number> {
    const soon = addWorkingDays(ctx.today, 3, await this.calendar.load(ctx));
    const selfSigned: string[] = [];
    for (const planId of await this.repository.runningPlans(ctx)) {
      const settings = await this.settings.ofPlan(ctx, planId);
      selfSigned.push(...settings.selfSigned().map((form) => `${planId}.${form}`));
    }
    return this.notifications.addDigests(ctx, await this.repository.count(ctx, soon, selfSigned));
  }
}
