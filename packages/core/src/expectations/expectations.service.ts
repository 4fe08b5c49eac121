import { randomUUID } from 'node:crypto';
import {
  dueDate,
  type Form,
  periodEnd,
  periodStart,
  periodsOfYear,
  progressNoteForm,
  progressNoteKey,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Calendar } from '../calendar/calendar.service.js';
import { ExpectationRepository } from './expectations.repository.js';

export interface NewDuty {
  planId: string;
  year: number;
  areaId: string;
  form: Form;
  taskId: string;
  unitIds: readonly string[];
}

/** What is due from whom, for which period. An expectation opens on its period's first day. */
@Injectable()
export class Expectations {
  constructor(
    private readonly repository: ExpectationRepository,
    private readonly calendar: Calendar,
  ) {}

  /** Binds a form to its one task and the units that report it, for the whole plan year. */
  async addDuty(ctx: RequestContext, duty: NewDuty): Promise<string> {
    const id = randomUUID();
    await this.repository.addDuty(ctx, {
      id,
      planId: duty.planId,
      areaId: duty.areaId,
      formKey: duty.form.key,
      taskId: duty.taskId,
    });
    await this.repository.addDutyUnits(ctx, {
      planId: duty.planId,
      dutyId: id,
      unitIds: duty.unitIds,
      from: `${duty.year}-01-01`,
    });
    await this.open(ctx, duty, periodsOfYear(duty.year, duty.form.period));
    return id;
  }

  private async open(ctx: RequestContext, duty: NewDuty, periods: string[]): Promise<void> {
    const calendar = await this.calendar.load(ctx);
    await this.repository.open(ctx, {
      ...duty,
      formKey: duty.form.key,
      periods: periods.map((period) => ({
        period,
        opensOn: periodStart(period),
        endsOn: periodEnd(period),
        dueOn: dueDate(duty.form, period, calendar),
      })),
    });
  }

  /** Opens the progress notes that the task owes from this month (or the given day's) on: its lead and responsible units. */
  async openNotes(ctx: RequestContext, taskId: string, from = ctx.today): Promise<void> {
    const task = await this.repository.noteDebtors(ctx, taskId);
    if (!task) return;
    const months = periodsOfYear(task.year, 'month').filter((month) => periodEnd(month) >= from);
    await this.open(ctx, { ...task, taskId, form: progressNoteForm }, months);
  }

  /** Drops what the task would owe after today and nobody has begun: it was closed, suspended or terminated. */
  async stopNotes(ctx: RequestContext, taskId: string): Promise<void> {
    await this.repository.dropUnopened(ctx, { taskId, formKey: progressNoteKey }, ctx.today);
  }

  /** A report was signed, or returned after that. */
  mark(
    ctx: RequestContext,
    report: { planId: string; taskId: string; formKey: string; unitId: string; period: string },
    received: boolean,
  ): Promise<void> {
    return this.repository.mark(ctx, report, received);
  }

  /** Puts what is due from moved units where they stand now, from the day of the move on. */
  async replace(ctx: RequestContext, unitIds: readonly string[], from: string): Promise<void> {
    const year = Number(from.slice(0, 4));
    const periods = [year, year + 1].flatMap((each) =>
      (['month', 'quarter', 'half', 'year'] as const).flatMap((grain) => periodsOfYear(each, grain)),
    );
    await this.repository.replace(
      ctx,
      unitIds,
      from,
      periods.map((period) => ({ period, end: periodEnd(period) })),
    );
  }
}
