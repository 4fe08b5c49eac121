import {
  type Actor,
  addWorkingDays,
  findMove,
  type Move,
  type MoveOffer,
  mayWithdraw,
  type PendingMove,
  type Ref,
  refuseMove,
  type TaskMoveBody,
  type TaskState,
  withdrawMove,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaFigures } from '../areas/area-figures.js';
import { AreaRegistry } from '../areas/area-registry.js';
import { Areas } from '../areas/areas.service.js';
import { Calendar } from '../calendar/calendar.service.js';
import { Deputies } from '../deputies/deputies.service.js';
import { Expectations } from '../expectations/expectations.service.js';
import {
  actorOf,
  audit,
  type EndpointInput,
  forbidden,
  type LoadedSubject,
  notFound,
  Subjects,
  stale,
  validationFailed,
} from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { moveNotPossible, samePerson } from '../plans/refusals.js';
import { missingNeeds, unmet } from './move-conditions.js';
import { daysToAccept, detailOf, effectsOf, type Given, notesAfter, pendingOf } from './move-effects.js';
import {
  approvesAlone,
  askerOf,
  deputed,
  mayEverMake,
  moversOf,
  noStandIns,
  offersTo,
  type StandIns,
} from './movers.js';
import { TaskChanges } from './task-changes.service.js';
import { TaskNews } from './task-news.js';
import { type HistoryRow, type SeenTask, type TaskFacts, TaskRepository } from './tasks.repository.js';
import { mayRead, subjectOf } from './tasks.service.js';

/** Who makes a move, and the head in whose place. */
interface Mover {
  actor: Actor;
  behalfOf: string | null;
  /** By what they are to the lead unit, not by an office of their own. */
  ofLeadUnit?: boolean;
}

/** A task's way through its lifecycle: the one table (contract, task/lifecycle.ts), enforced. */
@Injectable()
export class TaskMoves implements OnModuleInit {
  constructor(
    private readonly repository: TaskRepository,
    private readonly registry: AreaRegistry,
    private readonly areas: Areas,
    private readonly figures: AreaFigures,
    private readonly calendar: Calendar,
    private readonly expectations: Expectations,
    private readonly lights: Lights,
    private readonly deputies: Deputies,
    private readonly changes: TaskChanges,
    private readonly news: TaskNews,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('task-move', (ctx, { params, body }: EndpointInput) =>
      this.subjectOfMove(ctx, (params as { id: string }).id, body as TaskMoveBody),
    );
  }

  /**
   * What a move needs depends on its name, and who may make it on both: they are refused here, before the version
   * and the state are looked at, in the order of 5-interfaces.md (422, 404, 403).
   */
  async subjectOfMove(ctx: RequestContext, id: string, body: TaskMoveBody): Promise<LoadedSubject | null> {
    const actor = actorOf(ctx);
    await this.repository.lock(ctx, id);
    const task = await this.repository.seen(ctx, id);
    const readable = task !== null && mayRead(actor, task);
    const errors = missingNeeds(body, readable ? (task.pending?.move ?? null) : null, ctx.today);
    if (errors.length > 0) throw validationFailed({ errors });
    if (!task || !readable) return null;
    const movers = moversOf(actor, task, await this.standIns(ctx, task));
    // A deputy is looked for only where the right is not the actor's own.
    if (!mayEverMake(body.move, movers) && !(await this.mayForHead(ctx, task, body.move))) throw forbidden();
    return subjectOf(actor, task);
  }

  private async mayForHead(ctx: RequestContext, task: SeenTask, move: string): Promise<boolean> {
    return mayEverMake(move, deputed) && (await this.deputies.standsInFor(ctx, task.leadUnitId)) !== null;
  }

  /** The moves that the caller may make now, with what each needs and what the task still lacks for it. */
  async offers(ctx: RequestContext, id: string): Promise<MoveOffer[]> {
    const actor = actorOf(ctx);
    const task = await this.repository.seen(ctx, id);
    if (!task) throw notFound();
    if (!(await this.areas.isEnabled(ctx, task.planId, task.areaId))) return [];
    const facts = await this.repository.facts(ctx, id);
    const standIns = await this.standIns(ctx, task);
    const own = moversOf(actor, task, standIns);
    const head = task.known ? await this.deputies.standsInFor(ctx, task.leadUnitId) : null;
    return offersTo(actor, task, facts, standIns, head ? deputed : []).map(({ name, move }) => {
      if (!move) {
        const { title, needs } = name === refuseMove.move ? refuseMove : withdrawMove;
        return { move: name, title, to: task.state, needs: [...needs], missing: [] };
      }
      const confirming = task.pending !== null;
      return {
        move: name,
        title: move.title,
        to: move.to,
        needs: confirming ? [] : [...move.needs],
        missing: unmet(move.conditions, task, facts).map((error) => error.path),
        ...(head && !confirming && !move.who.some((who) => own.includes(who)) ? { behalfOf: head } : {}),
      };
    });
  }

  /** Makes the move, asks for it where it takes two, or decides on one that was asked for. */
  async make(ctx: RequestContext, id: string, body: TaskMoveBody): Promise<void> {
    const actor = actorOf(ctx);
    const task = await this.repository.seen(ctx, id);
    if (!task) throw notFound();
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    const { move: name, ...given } = body;
    if (task.pending) return this.decide(ctx, actor, task, name, given);
    const { move, mover } = await this.open(ctx, task, name);
    if (move.second) return this.ask(ctx, mover, task, move, given);
    return this.apply(ctx, mover, task, move, given, detailOf(given));
  }

  /**
   * Where the move of that name would leave a task that waits for nobody, and in whose place the caller would make
   * it. One that takes two people leaves it where it is, until the second agrees. Throws as making it would.
   */
  async possible(
    ctx: RequestContext,
    id: string,
    name: string,
  ): Promise<{ state: TaskState; behalfOf: Ref | null }> {
    const task = await this.repository.seen(ctx, id);
    if (!task) throw notFound();
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (task.pending) throw moveNotPossible();
    const { move, mover } = await this.open(ctx, task, name);
    const head = mover.behalfOf === null ? null : await this.deputies.standsInFor(ctx, task.leadUnitId);
    return { state: move.second ? task.state : move.to, behalfOf: head };
  }

  /** Of a task that waits for nobody: the move of that name, and who makes it. */
  private async open(
    ctx: RequestContext,
    task: SeenTask,
    name: string,
  ): Promise<{ move: Move; mover: Mover }> {
    const actor = actorOf(ctx);
    const move = findMove(task.state, name);
    const standIns = await this.standIns(ctx, task);
    const own = moversOf(actor, task, standIns);
    const head = await this.deputies.standsInFor(ctx, task.leadUnitId);
    const movers = head ? [...own, ...deputed] : own;
    if (!move?.who.some((who) => movers.includes(who))) throw moveNotPossible();
    const behalfOf = move.who.some((who) => own.includes(who)) ? null : (head?.id ?? null);
    const facts = await this.repository.facts(ctx, task.id);
    if (askerOf(name, task, facts, approvesAlone(actor, task, standIns)).includes(actor.id))
      throw samePerson();
    // Who asks could not approve: a move that takes two people would wait for ever.
    if (move.second && movers.includes(move.second)) throw samePerson();
    if (move.second === 'leader' && behalfOf !== null && behalfOf === task.leaderId) throw samePerson();
    await this.requireReady(ctx, task, move, facts);
    return { move, mover: { actor, behalfOf, ofLeadUnit: !own.includes('plan-office') } };
  }

  /** Issues a printed task with its whole plan: whether it was proposed or only drafted. False where it is not ready. */
  async issueWithPlan(ctx: RequestContext, id: string, documentNumber: string): Promise<boolean> {
    const actor = actorOf(ctx);
    await this.repository.lock(ctx, id);
    const task = await this.repository.seen(ctx, id, { actorId: actor.id, office: true });
    const move = findMove('pending-issue', 'issue');
    if (!task || !move || (task.state !== 'draft' && task.state !== 'pending-issue')) return false;
    const facts = await this.repository.facts(ctx, id);
    if (unmet(['proposable'], task, facts).length > 0) return false;
    if (facts.proposedBy === actor.id) throw samePerson();
    await this.guard(ctx, task, move, facts);
    await this.apply(ctx, { actor, behalfOf: null }, task, move, {}, { documentNumber });
    return true;
  }

  private async requireReady(
    ctx: RequestContext,
    task: SeenTask,
    move: Move,
    facts: TaskFacts,
  ): Promise<void> {
    const errors = unmet(move.conditions, task, facts);
    if (errors.length > 0) throw moveNotPossible({ errors });
    await this.guard(ctx, task, move, facts);
  }

  /** The area's own veto, thrown by it. */
  private async guard(ctx: RequestContext, task: SeenTask, move: Move, facts: TaskFacts): Promise<void> {
    const beforeMove = this.registry.get(task.areaId)?.server?.beforeMove;
    if (!beforeMove) return;
    await beforeMove(ctx, {
      planId: task.planId,
      taskId: task.id,
      taskNumber: task.number,
      areaId: task.areaId,
      move: move.move,
      from: task.state,
      to: move.to,
      milestones: facts.milestones,
      evidence: facts.ownEvidence,
      figures: await this.figures.of(ctx, task.planId, task.areaId),
    });
  }

  private async ask(
    ctx: RequestContext,
    { actor, behalfOf, ofLeadUnit = false }: Mover,
    task: SeenTask,
    move: Move,
    given: Given,
  ): Promise<void> {
    const pending = pendingOf(move.move, given, { by: actor.id, behalfOf, ofLeadUnit, at: ctx.now });
    await this.change(ctx, task, { pending });
    await this.note(ctx, task, {
      move: move.move,
      to: task.state,
      reason: pending.reason,
      detail: { ...pending.given, asked: true },
      behalfOf,
    });
    await this.news.asked(ctx, task, move);
  }

  /** The second person makes the same move, or refuses it; the one who asked does neither, and may take it back. */
  private async decide(
    ctx: RequestContext,
    actor: Actor,
    task: SeenTask,
    name: string,
    given: Given,
  ): Promise<void> {
    const { pending } = task;
    const move = pending && findMove(task.state, pending.move);
    if (pending && move && name === withdrawMove.move)
      return this.withdraw(ctx, actor, task, pending, move, given);
    if (!pending || !move?.second || (name !== move.move && name !== refuseMove.move))
      throw moveNotPossible();
    if (!moversOf(actor, task, noStandIns).includes(move.second)) throw moveNotPossible();
    if (pending.by === actor.id || pending.behalfOf === actor.id) throw samePerson();
    const askedBy = [pending.by, pending.behalfOf ?? null];
    if (name === refuseMove.move) {
      await this.change(ctx, task, { pending: null });
      const detail = { refused: move.move };
      const reason = given.reason ?? null;
      await this.note(ctx, task, { move: name, to: task.state, reason, detail });
      return this.news.refused(ctx, task, move, { reason, askedBy });
    }
    const asked: Given = { ...pending.given, reason: pending.reason };
    await this.requireReady(ctx, task, move, await this.repository.facts(ctx, task.id));
    const detail = { ...pending.given, askedBy: pending.by };
    return this.apply(ctx, { actor, behalfOf: null }, task, move, asked, detail, askedBy);
  }

  private async withdraw(
    ctx: RequestContext,
    actor: Actor,
    task: SeenTask,
    pending: PendingMove,
    move: Move,
    given: Given,
  ): Promise<void> {
    const head = await this.deputies.standsInFor(ctx, task.leadUnitId);
    const movers = [...moversOf(actor, task, noStandIns), ...(head ? deputed : [])];
    if (!mayWithdraw(pending, movers, actor.id)) throw moveNotPossible();
    await this.change(ctx, task, { pending: null });
    const reason = given.reason ?? null;
    const detail = { withdrawn: move.move };
    const behalfOf = pending.by === actor.id || pending.behalfOf === actor.id ? null : (head?.id ?? null);
    await this.note(ctx, task, { move: withdrawMove.move, to: task.state, reason, detail, behalfOf });
    await this.news.withdrawn(ctx, task, move, { reason, askedBy: [pending.by, pending.behalfOf ?? null] });
  }

  private async apply(
    ctx: RequestContext,
    { actor, behalfOf }: Mover,
    task: SeenTask,
    move: Move,
    given: Given,
    detail: Record<string, unknown>,
    askedBy: readonly (string | null)[] = [],
  ): Promise<void> {
    const acceptBy = addWorkingDays(ctx.today, daysToAccept(task), await this.calendar.load(ctx));
    const effects = effectsOf(move.move, given, { today: ctx.today, actorId: actor.id, acceptBy });
    await this.change(ctx, task, { ...effects, state: move.to, pending: null });
    if (move.move === 'accept') await this.repository.acceptLead(ctx, task.id);
    const notes = notesAfter(move.move);
    if (notes === 'open') await this.expectations.openNotes(ctx, task.id);
    if (notes === 'stop') await this.expectations.stopNotes(ctx, task.id);
    if (notes && move.move !== 'accept') await this.expectations.settleForms(ctx, task.id);
    await this.changes.endedIn(ctx, task, move.to, actor);
    const reason = given.reason ?? null;
    await this.note(ctx, task, { move: move.move, to: move.to, reason, detail, behalfOf });
    if (move.move === 'reopen' || move.move === 'disclose') await this.changes.cameBack(ctx, task.id);
    await this.lights.refresh(ctx, task.planId, [task.id]);
    await this.news.moved(ctx, task, move, { reason, acceptBy, askedBy });
  }

  private async change(
    ctx: RequestContext,
    task: SeenTask,
    changes: Parameters<TaskRepository['update']>[2],
  ): Promise<void> {
    if (!(await this.repository.update(ctx, task, changes))) throw stale();
  }

  /** The history keeps all; the log keeps what happened, never what was said of something restricted. */
  private async note(ctx: RequestContext, task: SeenTask, row: Omit<HistoryRow, 'from'>): Promise<void> {
    await this.repository.addHistory(ctx, task, { ...row, from: task.state });
    await audit(ctx, {
      action: `task.${row.move}`,
      subjectType: 'task',
      subjectId: task.id,
      planId: task.planId,
      detail: {
        from: task.state,
        to: row.to,
        ...(row.detail.asked ? { asked: true } : {}),
        ...(row.behalfOf ? { behalfOf: row.behalfOf } : {}),
      },
    });
  }

  /** Asked only where it can matter: of a closure in review, by a unit that is known. */
  private async standIns(ctx: RequestContext, task: SeenTask): Promise<StandIns> {
    if (task.state !== 'closure-review' || !task.leadUnitId) return noStandIns;
    const within = (role: 'area-lead' | 'plan-office') =>
      this.repository.heldOnlyWithin(ctx, role, task.areaId, task.leadUnitId as string);
    return { 'area-lead': await within('area-lead'), 'plan-office': await within('plan-office') };
  }
}
