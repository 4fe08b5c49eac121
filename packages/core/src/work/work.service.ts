import { type ExpectationView, type Grant, type Ref, type Role, type Work } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Adjustments } from '../adjustments/adjustments.service.js';
import { AreaSettings } from '../areas/area-settings.js';
import { Contests } from '../contests/contests.service.js';
import { Deputies } from '../deputies/deputies.service.js';
import { Extensions } from '../extensions/extensions.service.js';
import { Instructions } from '../instructions/instructions.service.js';
import { actorOf } from '../kernel/index.js';
import { MaterialUrging } from '../meetings/material-urging.service.js';
import { MeetingNews } from '../meetings/meeting-news.service.js';
import { isShut } from '../plans/closed-periods.js';
import { ReportReader } from '../reports/report-reader.service.js';
import { isDeputed, waitsForReview, waitsForSignature } from '../reports/waiting-sql.js';
import { UnitShares } from '../shares/unit-shares.service.js';
import { TaskMoves } from '../tasks/task-moves.service.js';
import { Urgings } from '../urgings/urgings.service.js';
import { WorkRepository } from './work.repository.js';

/** Moves that somebody waits for; the rest of what may be done to a task is no work that is due. */
const decisions = new Set(['accept', 'issue', 'return', 'pre-approve', 'approve-closure', 'refuse']);

/** What waits for the person who asks: mine, now. */
@Injectable()
export class WorkList {
  constructor(
    private readonly repository: WorkRepository,
    private readonly settings: AreaSettings,
    private readonly reports: ReportReader,
    private readonly deputies: Deputies,
    private readonly moves: TaskMoves,
    private readonly extensions: Extensions,
    private readonly adjustments: Adjustments,
    private readonly urgings: Urgings,
    private readonly contests: Contests,
    private readonly instructions: Instructions,
    private readonly shares: UnitShares,
    private readonly materials: MaterialUrging,
    private readonly meetings: MeetingNews,
  ) {}

  async of(ctx: RequestContext, planId: string): Promise<Work> {
    const elsewhere: Work['elsewhere'] = [];
    for (const plan of await this.repository.otherPlans(ctx, planId)) {
      const count = Object.values(await this.inPlan(ctx, plan.id)).reduce(
        (sum, part) => sum + part.length,
        0,
      );
      if (count > 0) elsewhere.push({ plan, count });
    }
    return { ...(await this.inPlan(ctx, planId)), elsewhere };
  }

  /** What waits to be signed, reviewed, decided and accepted, of every plan that is not settled. */
  async waiting(ctx: RequestContext): Promise<Omit<Work, 'elsewhere'>[]> {
    const waiting: Omit<Work, 'elsewhere'>[] = [];
    for (const { id } of await this.repository.otherPlans(ctx, null))
      waiting.push(await this.inPlan(ctx, id));
    return waiting;
  }

  private async inPlan(ctx: RequestContext, planId: string): Promise<Omit<Work, 'elsewhere'>> {
    const { grants } = actorOf(ctx);
    const having = (...roles: Role[]) => grants.filter((grant) => roles.includes(grant.role));
    const reporting = unitsOf(having('reporter', 'unit-head'));
    return {
      due: await this.owed(
        ctx,
        planId,
        reporting,
        `(r.id is null or r.state = 'draft') and e.waived_reason is null and e.opens_on <= $4::date`,
      ),
      returned: await this.owed(ctx, planId, reporting, `r.state = 'returned'`),
      toSign: await this.toSign(ctx, planId, unitsOf(having('unit-head'))),
      toReview: await this.toReview(ctx, planId, having('reviewer'), having('area-lead')),
      urged: await this.urgings.openFor(ctx, planId, reporting),
      materials: await this.materials.owedBy(ctx, planId),
      toCountersign: await this.meetings.toCountersign(ctx, planId),
      toDecide: await this.toDecide(ctx, planId),
      ...(await this.shares.waitingFor(ctx, planId, reporting)),
    };
  }

  /** What these units can still hand in. */
  private owed(
    ctx: RequestContext,
    planId: string,
    unitIds: string[],
    condition: string,
  ): Promise<ExpectationView[]> {
    if (unitIds.length === 0) return Promise.resolve([]);
    return this.reports.waiting(
      ctx,
      planId,
      [`e.unit_id = any($3::uuid[])`, condition, `not ${isShut('$4')}`],
      [unitIds, ctx.today],
    );
  }

  /** What the own units handed in, and what a head whose deputy the actor is has to sign; never what is one's own. */
  private async toSign(ctx: RequestContext, planId: string, headed: string[]): Promise<Work['toSign']> {
    const selfSigned = (await this.settings.ofPlan(ctx, planId))
      .selfSigned()
      .map((form) => `${planId}.${form}`);
    const found = new Map<string, Work['toSign'][number]>();
    // What two heads named the actor for waits once, in the place of the one for whom it would be signed.
    const add = (items: ExpectationView[], behalfOf: Ref | null) => {
      for (const each of items) if (!found.has(each.id)) found.set(each.id, { ...each, behalfOf });
    };
    const own = ['e.unit_id = any($3::uuid[])', waitsForSignature('$1', '$4::text[]')];
    if (headed.length > 0) add(await this.reports.waiting(ctx, planId, own, [headed, selfSigned]), null);
    for (const { unitId, forms, head } of await this.deputies.unitsOf(ctx)) {
      if (headed.includes(unitId)) continue;
      const conditions = [
        'e.unit_id = $3::uuid',
        isDeputed('$4::text[]'),
        waitsForSignature('$1', '$5::text[]'),
      ];
      add(await this.reports.waiting(ctx, planId, conditions, [unitId, forms, selfSigned]), head);
    }
    return [...found.values()];
  }

  private toReview(
    ctx: RequestContext,
    planId: string,
    reviewers: Grant[],
    leads: Grant[],
  ): Promise<ExpectationView[]> {
    if (reviewers.length + leads.length === 0) return Promise.resolve([]);
    return this.reports.waiting(
      ctx,
      planId,
      [waitsForReview('$1', '$3::text[]', '$4::text[]', '$5::date')],
      [reviewers.map((grant) => grant.unitPath), leads.map((grant) => grant.areaId), ctx.today],
    );
  }

  /** Of the tasks, and of what hangs on them; once a task. */
  private async toDecide(ctx: RequestContext, planId: string): Promise<Work['toDecide']> {
    const moves = new Map<string, string[]>();
    const add = (taskId: string, more: readonly string[]) =>
      moves.set(taskId, [...new Set([...(moves.get(taskId) ?? []), ...more])]);
    for (const { id, pending } of await this.repository.waitingTasks(ctx, planId)) {
      const offers = await this.moves.offers(ctx, id);
      const waiting = offers
        .map((offer) => offer.move)
        .filter((move) => decisions.has(move) || move === pending);
      if (waiting.length > 0) add(id, waiting);
    }
    for (const feature of [this.extensions, this.adjustments, this.urgings, this.contests, this.instructions])
      for (const { taskId, moves: more } of await feature.toDecide(ctx, planId)) add(taskId, more);
    const tasks = await this.repository.tasks(ctx, [...moves.keys()]);
    return tasks.map((task) => ({ ...task, moves: moves.get(task.taskId) ?? [] }));
  }
}

function unitsOf(grants: readonly Grant[]): string[] {
  return grants.map((grant) => grant.unitId).filter((id) => id !== null);
}
