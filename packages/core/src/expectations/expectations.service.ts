import { randomUUID } from 'node:crypto';
import { dueDate, type Form, periodEnd, periodStart, periodsOfYear, progressNoteKey } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { Calendar } from '../calendar/calendar.service.js';
import { groupBy } from '../kernel/index.js';
import {
  ExpectationRepository,
  type MovedPlace,
  type Place,
  type StandingDuty,
} from './expectations.repository.js';

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
export class Expectations implements OnModuleInit {
  constructor(
    private readonly repository: ExpectationRepository,
    private readonly calendar: Calendar,
    private readonly settings: AreaSettings,
    private readonly registry: AreaRegistry,
  ) {}

  onModuleInit(): void {
    this.calendar.onChange((ctx) => this.followCalendar(ctx));
  }

  /**
   * Sets due days anew that count working days, once the calendar has changed. What is past stays, and what would be
   * past by the new calendar is due today: nobody becomes late by a change of the calendar.
   */
  private async followCalendar(ctx: RequestContext): Promise<number> {
    const calendar = await this.calendar.load(ctx);
    let moved = 0;
    for (const owed of await this.repository.owedForms(ctx, ctx.today)) {
      const settings = await this.settings.ofPlan(ctx, owed.planId, owed.areaId);
      const grain = settings.form(owed.areaId, owed.formKey)?.period;
      if (!grain) continue;
      const days = periodsOfYear(owed.year, grain).map((period) => {
        const form = settings.form(owed.areaId, owed.formKey, periodEnd(period)) as Form;
        const dueOn = dueDate(form, period, calendar);
        const isPast = dueOn < ctx.today;
        return { period, dueOn: isPast ? ctx.today : dueOn };
      });
      moved += (await this.repository.reschedule(ctx, { ...owed, dueFrom: ctx.today }, days)).length;
    }
    return moved;
  }

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

  /** The units of the area's duties that stand on a day, with the task of each, by form. */
  async duties(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    on: string,
  ): Promise<Record<string, { taskId: string; unitIds: string[] }>> {
    const duties = await this.repository.duties(ctx, planId, areaId, on);
    return Object.fromEntries(duties.map(({ formKey, ...duty }) => [formKey, duty]));
  }

  /**
   * Gives a form's duty to these units from a day on: whoever joins owes the periods that end on that day or later;
   * whoever leaves owes them no more, unless a report was begun or waived. Returns what appeared and what vanished.
   */
  async setDuty(
    ctx: RequestContext,
    duty: NewDuty & { from: string },
  ): Promise<{ appear: Place[]; vanish: Place[] }> {
    const { planId, areaId, taskId, unitIds, from } = duty;
    const formKey = duty.form.key;
    const known = await this.repository.dutyId(ctx, planId, areaId, formKey);
    const dutyId = known ?? randomUUID();
    if (!known) await this.repository.addDuty(ctx, { id: dutyId, planId, areaId, formKey, taskId });
    await this.repository.setDutyUnits(ctx, { planId, dutyId, unitIds, from });
    const periods = periodsOfYear(duty.year, duty.form.period).filter((period) => periodEnd(period) >= from);
    const vanish = await this.repository.drop(ctx, { taskId, formKey, keptUnitIds: unitIds, periods });
    return { appear: await this.open(ctx, duty, periods), vanish };
  }

  /** Opens what units with the duty owe from a day on, as far as it is not there. */
  async openFrom(ctx: RequestContext, duty: NewDuty, from: string): Promise<void> {
    const periods = periodsOfYear(duty.year, duty.form.period).filter((period) => periodEnd(period) >= from);
    await this.open(ctx, duty, periods);
  }

  /** Sets the due days anew of what the area owes for a form in periods that end on the day or later. */
  async reschedule(
    ctx: RequestContext,
    given: { planId: string; year: number; areaId: string; formKey: string; from: string },
  ): Promise<MovedPlace[]> {
    const settings = await this.settings.ofPlan(ctx, given.planId, given.areaId);
    const formOn = (day: string) => settings.form(given.areaId, given.formKey, day);
    const grain = formOn(given.from)?.period;
    if (!grain) return [];
    const calendar = await this.calendar.load(ctx);
    const periods = periodsOfYear(given.year, grain).filter((each) => periodEnd(each) >= given.from);
    return this.repository.reschedule(
      ctx,
      given,
      periods.map((period) => ({
        period,
        dueOn: dueDate(formOn(periodEnd(period)) as Form, period, calendar),
      })),
    );
  }

  /** Of a form that serves no task on which somebody works, what has begun alone. */
  private async open(
    ctx: RequestContext,
    duty: NewDuty,
    all: string[],
    more: { onceInPlan?: boolean } = {},
  ): Promise<Place[]> {
    const { planId, areaId, taskId, form } = duty;
    const isServing =
      form.key === progressNoteKey ||
      (await this.repository.isServing(ctx, { planId, taskId }, this.metricsFrom(areaId, form.key)));
    const periods = isServing ? all : all.filter((period) => periodStart(period) <= ctx.today);
    const calendar = await this.calendar.load(ctx);
    const settings = await this.settings.ofPlan(ctx, duty.planId, duty.areaId);
    const formOn = (period: string) =>
      settings.form(duty.areaId, duty.form.key, periodEnd(period)) ?? duty.form;
    return this.repository.open(ctx, {
      ...duty,
      ...more,
      formKey: duty.form.key,
      periods: periods.map((period) => ({
        period,
        opensOn: periodStart(period),
        endsOn: periodEnd(period),
        dueOn: dueDate(formOn(period), period, calendar),
      })),
    });
  }

  /** Full keys of what the form feeds, straight or by way of a computed metric. */
  private metricsFrom(areaId: string, formKey: string): string[] {
    const plain = this.registry.metricsOfForm(areaId, formKey).map((each) => each.key);
    const computed = this.registry
      .metricsOfArea(areaId)
      .filter((each) => each.of.some((key) => plain.includes(key)));
    return [...plain, ...computed.map((each) => each.key)];
  }

  /**
   * After a task was suspended, ended or taken up again: its forms, and those that measure its targets, are owed as
   * long as somebody works on one of the tasks that they serve. Periods that have not begun are owed no more while
   * nobody does; those that end today or later are owed again once somebody does.
   */
  async settleForms(ctx: RequestContext, taskId: string): Promise<void> {
    const { duties, metrics } = await this.repository.dutiesAround(ctx, taskId);
    for (const duty of duties) {
      const fed = this.metricsFrom(duty.areaId, duty.formKey);
      if (duty.taskId !== taskId && !metrics.some((metric) => fed.includes(metric))) continue;
      if (await this.repository.isServing(ctx, duty, fed)) await this.openDuty(ctx, duty);
      else await this.repository.dropUnopened(ctx, duty, ctx.today);
    }
  }

  private async openDuty(ctx: RequestContext, duty: StandingDuty): Promise<void> {
    const form = await this.settings.form(ctx, duty.planId, duty.areaId, duty.formKey);
    if (!form) return;
    const running = periodsOfYear(duty.year, form.period).filter((period) => periodEnd(period) >= ctx.today);
    const units = await this.repository.dutyUnits(ctx, duty.id);
    for (const held of groupBy(units, ({ from, to }) => `${from} ${to}`).values()) {
      const [{ from, to }] = held as [(typeof held)[number]];
      const periods = running.filter((period) => {
        const end = periodEnd(period);
        return end >= from && (to === null || end <= to);
      });
      const unitIds = held.map(({ unitId }) => unitId);
      await this.open(ctx, { ...duty, form, unitIds }, periods, { onceInPlan: true });
    }
  }

  /** Opens the progress notes that the task owes from this month (or the given day's) on: its lead and responsible units. */
  async openNotes(ctx: RequestContext, taskId: string, from = ctx.today): Promise<void> {
    const task = await this.repository.noteDebtors(ctx, taskId);
    if (!task) return;
    const months = periodsOfYear(task.year, 'month').filter((month) => periodEnd(month) >= from);
    const form = await this.settings.form(ctx, task.planId, task.areaId, progressNoteKey);
    if (form) await this.open(ctx, { ...task, taskId, form }, months);
  }

  /** Drops what the task would owe after today and nobody has begun: it was closed, suspended or terminated. */
  async stopNotes(ctx: RequestContext, taskId: string): Promise<void> {
    await this.repository.dropUnopened(ctx, { taskId, formKey: progressNoteKey }, ctx.today);
  }

  /**
   * After a task's units changed: whoever left owes no more notes of periods that end today or later, unless begun;
   * whoever joined owes them where the task is under way.
   */
  async resettleNotes(ctx: RequestContext, taskId: string, underWay: boolean): Promise<void> {
    const task = await this.repository.noteDebtors(ctx, taskId);
    if (!task) return;
    const periods = periodsOfYear(task.year, 'month').filter((month) => periodEnd(month) >= ctx.today);
    await this.repository.drop(ctx, { taskId, formKey: progressNoteKey, keptUnitIds: task.unitIds, periods });
    if (underWay) await this.openNotes(ctx, taskId);
  }

  /** Moves a task's forms to another task of its area: what nobody has begun is owed there from now on. */
  moveDuties(ctx: RequestContext, fromTaskId: string, toTaskId: string): Promise<void> {
    return this.repository.moveDuties(ctx, fromTaskId, toTaskId);
  }

  /**
   * Takes the forms of a draft that is given up away from it, with what is expected of them. False, and nothing is
   * changed, where a report was begun.
   */
  dropDuties(ctx: RequestContext, taskId: string): Promise<boolean> {
    return this.repository.dropDuties(ctx, taskId);
  }

  /** Sets why a unit need not report, or takes it back. False where that stands already, or a report is in. */
  waive(ctx: RequestContext, id: string, reason: string | null): Promise<boolean> {
    return this.repository.waive(ctx, id, reason);
  }

  /** Lets a report of a closed period through until a day; no more with null. False where its period is not closed. */
  reopen(
    ctx: RequestContext,
    expectation: { id: string; period: string },
    given: { until: string; reason: string } | null,
  ): Promise<boolean> {
    return this.repository.reopen(ctx, expectation.id, given, periodEnd(expectation.period));
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
    const years = await this.repository.yearsFrom(ctx, Number(from.slice(0, 4)));
    const periods = years.flatMap((each) =>
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
