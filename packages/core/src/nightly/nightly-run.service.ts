import { addDays, isWorkingDay, type JobRun, type Page } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Adjustments } from '../adjustments/adjustments.service.js';
import { Calendar } from '../calendar/calendar.service.js';
import { ExportJobs } from '../exports/export-jobs.service.js';
import { Handovers } from '../handovers/handovers.service.js';
import {
  audit,
  Contexts,
  inTransaction,
  offsetOf,
  type PageRequest,
  pageFrom,
  sortOf,
} from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { MaterialUrging } from '../meetings/material-urging.service.js';
import { Plans } from '../plans/plans.service.js';
import { Urgings } from '../urgings/urgings.service.js';
import { Digests } from '../work/digests.service.js';
import { CarryOvers } from '../year-end/carry-overs.service.js';
import { JobRunRepository } from './job-runs.repository.js';

const job = 'nightly';

/**
 * What a new business date brings: adjustments take effect, tasks that go on in the next plan end with their year, lights are computed, slips are written, material is asked
 * for, digests go out, documents that were kept long enough are let go of.
 * Each date is one transaction with its row, so that it happens once or not at all, however often and by however
 * many processes it is run. Missed dates are made up one by one; lights, slips and what is
 * asked for are of today only: nobody can answer by a day that is past.
 */
@Injectable()
export class NightlyRun {
  constructor(
    private readonly runs: JobRunRepository,
    private readonly contexts: Contexts,
    private readonly plans: Plans,
    private readonly lights: Lights,
    private readonly adjustments: Adjustments,
    private readonly handovers: Handovers,
    private readonly urgings: Urgings,
    private readonly digests: Digests,
    private readonly calendar: Calendar,
    private readonly materials: MaterialUrging,
    private readonly exports: ExportJobs,
    private readonly carryOvers: CarryOvers,
  ) {}

  async list(ctx: RequestContext, request: PageRequest): Promise<Page<JobRun>> {
    const { items, total } = await this.runs.page(ctx, {
      direction: sortOf(request.sort).direction,
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    return pageFrom(items, total, request);
  }

  /** Makes up what was missed, up to today. Returns the runs of this call; none where all was done. */
  async catchUp(): Promise<JobRun[]> {
    const ctx = this.contexts.open();
    const runs: JobRun[] = [];
    for (const date of await this.missed(ctx)) {
      const startedAt = ctx.at;
      try {
        const run = await inTransaction(this.contexts.open(), (own) => this.once(own, date));
        if (run) runs.push(run);
      } catch (error) {
        const failed = { job, businessDate: date, outcome: 'failed' as const, counts: {} };
        const said = error instanceof Error ? error.message : String(error);
        await this.runs.record(ctx, {
          ...failed,
          error: said.slice(0, 2000),
          startedAt,
          finishedAt: this.contexts.open().at,
        });
        throw error;
      }
    }
    return runs;
  }

  /** By hand: what was missed, and today once more. What was written before is not written again. */
  async runNow(ctx: RequestContext): Promise<JobRun> {
    await audit(ctx, { action: 'job.run', subjectType: 'job', detail: { job, businessDate: ctx.today } });
    // Not the asker's work but the system's: it reaches every task, and tells everybody.
    const system = { ...ctx, actor: null };
    await this.runs.lock(system, job);
    for (const date of await this.missed(system)) if (date < ctx.today) await this.work(system, date);
    return this.work(system, ctx.today);
  }

  /** The dates after the last one that was done, up to today; today alone before the first run. */
  private async missed(ctx: RequestContext): Promise<string[]> {
    const last = await this.runs.lastDone(ctx, job);
    const dates: string[] = [];
    for (let date = last ? addDays(last, 1) : ctx.today; date <= ctx.today; date = addDays(date, 1))
      dates.push(date);
    return dates;
  }

  private async once(ctx: RequestContext, date: string): Promise<JobRun | null> {
    await this.runs.lock(ctx, job);
    return (await this.runs.isDone(ctx, job, date)) ? null : this.work(ctx, date);
  }

  /** What the context's day brings to the tasks of one plan. */
  async ofPlan(
    day: RequestContext,
    planId: string,
    isToday: boolean,
  ): Promise<{ adjusted: number; issued: number; drafted: number; lifted: number }> {
    const adjusted = await this.adjustments.applyDue(day, planId);
    if (!isToday) return { adjusted, issued: 0, drafted: 0, lifted: 0 };
    await this.lights.refreshAll(day, planId);
    return { adjusted, ...(await this.urgings.escalate(day, planId)) };
  }

  private async work(ctx: RequestContext, date: string): Promise<JobRun> {
    const startedAt = ctx.at;
    const day = { ...ctx, today: date };
    const isToday = date === ctx.today;
    const counts = {
      plans: 0,
      adjusted: 0,
      issued: 0,
      drafted: 0,
      lifted: 0,
      carriedOver: 0,
      materialsReminded: 0,
      materialsUrged: 0,
      digests: 0,
      exportsRemoved: 0,
    };
    await this.handovers.carryOutDue(day);
    for (const plan of await this.plans.years(day)) {
      // What is older than last year's plan has been settled; a light set by hand ends there as well.
      if (plan.year < Number(date.slice(0, 4)) - 1) {
        if (isToday) await this.lights.refreshExpired(day, plan.id);
        continue;
      }
      counts.carriedOver += await this.carryOvers.endAll(day, plan);
      counts.plans += 1;
      const { adjusted, issued, drafted, lifted } = await this.ofPlan(day, plan.id, isToday);
      counts.adjusted += adjusted;
      counts.issued += issued;
      counts.drafted += drafted;
      counts.lifted += lifted;
      if (!isToday) continue;
      const asked = await this.materials.urgeDue(day, plan.id);
      counts.materialsReminded += asked.reminded;
      counts.materialsUrged += asked.urged;
    }
    if (isToday) counts.exportsRemoved = await this.exports.removeOld(day);
    if (isToday && isWorkingDay(date, await this.calendar.load(day)))
      counts.digests = await this.digests.write(day);
    return this.runs.record(ctx, {
      job,
      businessDate: date,
      outcome: 'done',
      counts,
      error: null,
      startedAt,
      finishedAt: this.contexts.open().at,
    });
  }
}
