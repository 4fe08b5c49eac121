import {
  type Actor,
  addDays,
  addWorkingDays,
  allows,
  describeUrging,
  type Page,
  progressNoteForm,
  progressNoteKey,
  type Text,
  type UrgingBody,
  type UrgingMoveBody,
  type UrgingRule,
  type UrgingRules,
  type UrgingsBody,
  type UrgingsResult,
  type UrgingView,
  urgingLevels,
  urgingRuleFor,
  urgingRules,
  urgingTitles,
  type WorkCalendar,
  workingDaysPast,
} from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { Areas } from '../areas/areas.service.js';
import { Calendar } from '../calendar/calendar.service.js';
import {
  actorOf,
  audit,
  authorise,
  type EndpointInput,
  forbidden,
  type LoadedSubject,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  refusalOf,
  Subjects,
  sortOf,
  stale,
  validationFailed,
  whole,
} from '../kernel/index.js';
import { Notifications } from '../notifications/notifications.service.js';
import { datePassed, moveNotPossible } from '../plans/refusals.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { Tasks } from '../tasks/tasks.service.js';
import { type OpenDate, UrgingRepository, type UrgingRow, type Written } from './urgings.repository.js';

const notAssigned = defineError('not-assigned', 409, {
  zh: '该单位在本任务中没有分工',
  en: 'The unit has no part in this task',
});

/** Calendar days ahead in which the first step before a date can lie, holidays included. */
const longestNotice = 30;
const ruleOf = ({ rules }: UrgingRules, level: UrgingView['level']) =>
  rules.find((rule) => rule.level === level);

/** 督办: written by the system as dates pass, or by hand; signed where its step asks for it; answered by the unit. */
@Injectable()
export class Urgings implements OnModuleInit {
  constructor(
    private readonly repository: UrgingRepository,
    private readonly tasks: Tasks,
    private readonly changes: TaskChanges,
    private readonly registry: AreaRegistry,
    private readonly areas: Areas,
    private readonly settings: AreaSettings,
    private readonly calendar: Calendar,
    private readonly notifications: Notifications,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.changes.onEnd((ctx, { task, reason }) => this.repository.liftAll(ctx, task.id, reason));
    this.subjects.register('urging-move', (ctx, { params, body }: EndpointInput) =>
      this.subjectOfMove(ctx, (params as { id: string }).id, (body as UrgingMoveBody).move),
    );
  }

  /** Who may make a move depends on the slip's step and on the move: refused here, before version and state. */
  private async subjectOfMove(
    ctx: RequestContext,
    id: string,
    move: UrgingMoveBody['move'],
  ): Promise<LoadedSubject | null> {
    const actor = actorOf(ctx);
    const row = await this.repository.find(ctx, id);
    const on = row && (await this.tasks.subjectOn(ctx, row.task.id, row.version));
    const now = on && (await this.repository.find(ctx, id));
    if (!now || (now.issuedOn === null && !mayReadDrafts(actor))) return null;
    const subject = { ...on.subject, unitId: now.unit.id, version: now.version };
    if (allows(actor, 'task.read', subject) && !everMoves(actor, now).includes(move)) throw forbidden();
    return subject;
  }

  async ofTask(ctx: RequestContext, taskId: string): Promise<Page<UrgingView>> {
    const actor = actorOf(ctx);
    const { items } = await this.repository.list(ctx, { taskId }, mayReadDrafts(actor));
    return whole(items.map((row) => view(ctx, actor, row)));
  }

  /** Slips of a plan, of tasks that the asker may know; drafts for their signers. */
  async list(
    ctx: RequestContext,
    planId: string,
    filter: { areaId?: string; unitId?: string; level?: string; state?: UrgingView['state']; late?: boolean },
    request: PageRequest,
  ): Promise<Page<UrgingView>> {
    const actor = actorOf(ctx);
    const { areaId, level, late, unitId, state } = filter;
    const { items, total } = await this.repository.list(
      ctx,
      {
        planId,
        areaId,
        level,
        late,
        unitIds: unitId ? [unitId] : undefined,
        states: state ? [state] : undefined,
      },
      mayReadDrafts(actor),
      { ...sortOf(request.sort), limit: request.limit, offset: offsetOf(request.cursor) },
    );
    return pageFrom(
      items.map((row) => view(ctx, actor, row)),
      total,
      request,
    );
  }

  /** Slips of these units that wait for their answer. */
  async openFor(ctx: RequestContext, planId: string, unitIds: readonly string[]): Promise<UrgingView[]> {
    if (unitIds.length === 0) return [];
    const { items } = await this.repository.list(
      ctx,
      { planId, unitIds, states: ['issued'], enabled: true },
      false,
    );
    return items.map((row) => view(ctx, actorOf(ctx), row));
  }

  /** Tasks of the plan with a drafted slip that the asker is to sign. */
  async toDecide(ctx: RequestContext, planId: string): Promise<{ taskId: string; moves: string[] }[]> {
    const actor = actorOf(ctx);
    if (!mayReadDrafts(actor)) return [];
    const { items } = await this.repository.list(ctx, { planId, states: ['drafted'], enabled: true }, true);
    return items
      .filter((row) => signs(actor, row))
      .map((row) => ({ taskId: row.task.id, moves: ['sign-urging'] }));
  }

  /** By hand: to the lead unit, or to another one that takes part. Goes out at once. */
  async urge(ctx: RequestContext, taskId: string, body: UrgingBody): Promise<UrgingView> {
    if (body.answerBy < ctx.today) throw refused('answerBy', ctx.today);
    const { task, unitId } = await this.urgeable(ctx, taskId, body.unitId);
    const { planId, dueDate } = task;
    const id = await this.repository.insert(ctx, {
      planId,
      taskId,
      unitId,
      level: 'manual',
      title: null,
      about: null,
      dueDate,
      facts: null,
      text: body.text,
      state: 'issued',
      answerBy: body.answerBy,
    });
    if (!id) throw new Error('a slip by hand is about nothing and cannot be there already');
    await this.log(ctx, 'urging.issue', { id, planId, taskId });
    const told = { planId, taskId, unitId, level: 'manual' as const, title: null };
    await this.tellUnit(ctx, { ...told, answerBy: body.answerBy });
    return this.get(ctx, id);
  }

  /**
   * By hand, to the lead unit of each of many tasks. One that is refused keeps no other back; all go out in one
   * transaction, so that the request sent again finds its answer and urges nobody twice.
   */
  async urgeMany(ctx: RequestContext, body: UrgingsBody): Promise<UrgingsResult> {
    const { text, answerBy, dryRun } = body;
    if (answerBy && answerBy < ctx.today) throw refused('answerBy', ctx.today);
    const results = new Map<string, UrgingsResult['results'][number]>();
    // Held in one order, whoever asks: two such requests do not wait for each other.
    for (const id of [...body.taskIds].sort()) {
      try {
        const subject = await this.subjects.load('task', ctx, { params: { id }, query: {}, body: undefined });
        authorise(ctx, 'urging.issue', subject);
        const { unitId } = await this.urgeable(ctx, id);
        const unit = await this.repository.unitRef(ctx, unitId);
        if (!dryRun) await this.urge(ctx, id, { text: text ?? '', answerBy: answerBy ?? '' });
        results.set(id, { id, outcome: dryRun ? 'possible' : 'done', unit, code: null, message: null });
      } catch (error) {
        const { code, message } = refusalOf(error, ctx.language);
        results.set(id, { id, outcome: 'refused', unit: null, code, message });
      }
    }
    const rows = body.taskIds.flatMap((id) => results.get(id) ?? []);
    const refusals = rows.filter((each) => each.outcome === 'refused').length;
    return { dryRun, done: dryRun ? 0 : rows.length - refusals, refused: refusals, results: rows };
  }

  /** The task and its unit that a slip by hand would go to. Throws 409 where none can. */
  private async urgeable(ctx: RequestContext, taskId: string, named?: string) {
    const task = await this.tasks.held(ctx, taskId);
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (!['issued', 'in-progress', 'closure-review'].includes(task.state)) throw moveNotPossible();
    const unitId = named ?? task.leadUnitId;
    if (!unitId || !task.parts.some((part) => part.unitId === unitId)) throw notAssigned();
    return { task, unitId };
  }

  /** Signs a draft, lifts a slip, or answers one: what will be done, and by when. */
  async move(ctx: RequestContext, id: string, body: UrgingMoveBody): Promise<UrgingView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    await this.areas.requireEnabled(ctx, row.planId, row.task.areaId);
    if (!possible(row).includes(body.move)) throw moveNotPossible();
    const { planId } = row;
    const taskId = row.task.id;
    if (body.move === 'sign') {
      const settings = await this.settings.ofPlan(ctx, planId, row.task.areaId);
      const within = ruleOf(settings.urging(row.task.areaId), row.level)?.answerWithin ?? 3;
      const answerBy = addWorkingDays(ctx.today, within, await this.calendar.load(ctx));
      if (!(await this.repository.sign(ctx, row, { text: body.text ?? null, answerBy }))) throw stale();
      const { unit, level, title } = row;
      await this.tellUnit(ctx, { planId, taskId, unitId: unit.id, level, title, answerBy });
    } else if (body.move === 'lift') {
      if (!(await this.repository.lift(ctx, row, body.reason ?? ''))) throw stale();
    } else {
      const { measures, promisedFor } = body;
      if (!measures || !promisedFor) throw new Error('the shape of the body asks for both');
      if (promisedFor < ctx.today) throw refused('promisedFor', ctx.today);
      if (!(await this.repository.acknowledge(ctx, row, { measures, promisedFor }))) throw stale();
      await this.notifications.tell(
        ctx,
        {
          planId,
          taskId,
          kind: 'urging-acknowledged',
          detail: {
            level: row.level,
            levelTitle: row.title ?? undefined,
            unit: row.unit.name,
            dueDate: promisedFor,
          },
        },
        { planOffice: true, areaId: row.task.areaId, users: [row.signedBy?.id ?? null] },
      );
    }
    await this.log(ctx, `urging.${body.move}`, { id, planId, taskId });
    return this.get(ctx, id);
  }

  /**
   * Writes what the business date calls for: notice and blue go out, orange and red wait for their signature; slips
   * whose cause is gone are lifted, and written anew should it come back. Of each date the highest step alone: what
   * was not written in its time is not made up. An answer holds the next step back until the day that it promises, for the
   * configured working days at most: then the cause still stands, and so does what was promised of it. A second time
   * on the same day writes nothing.
   */
  async escalate(
    ctx: RequestContext,
    planId: string,
  ): Promise<{ issued: number; drafted: number; lifted: number }> {
    const calendar = await this.calendar.load(ctx);
    const settings = await this.settings.ofPlan(ctx, planId);
    const dates = await this.repository.openDates(ctx, planId, addDays(ctx.today, longestNotice));
    const lifted = await this.repository.liftSettled(ctx, planId, dates);
    const written = await this.repository.written(ctx, planId);
    const counts = { issued: 0, drafted: 0, lifted };
    for (const date of dates) {
      const past = workingDaysPast(date.dueDate, ctx.today, settings.rules(date.areaId), calendar);
      const urging = settings.urging(date.areaId);
      const rule = urgingRuleFor(date.cause, past, urging.rules);
      const before = written.get(`${date.taskId} ${date.unitId} ${date.about}`);
      if (!rule || before?.levels.some((level) => rank(level) >= rank(rule.level))) continue;
      if (before && isHeldBack(before, urging, ctx.today, calendar)) continue;
      const answerBy = addWorkingDays(ctx.today, rule.answerWithin, calendar);
      if (await this.write(ctx, planId, date, rule, past, answerBy))
        counts[rule.signedBy ? 'drafted' : 'issued'] += 1;
    }
    return counts;
  }

  /** How many open dates of an area stand at each step, of tasks that the asker may know. Writes nothing. */
  async called(
    ctx: RequestContext,
    planId: string,
    areaId: string,
  ): Promise<{ level: UrgingView['level']; title: Text; count: number }[]> {
    const calendar = await this.calendar.load(ctx);
    const settings = await this.settings.ofPlan(ctx, planId, areaId);
    const horizon = addDays(ctx.today, longestNotice);
    const dates = await this.repository.openDates(ctx, planId, horizon, { areaId });
    const { rules } = settings.urging(areaId);
    const levels = dates.map(({ cause, dueDate }) => {
      const past = workingDaysPast(dueDate, ctx.today, settings.rules(areaId), calendar);
      return urgingRuleFor(cause, past, rules)?.level;
    });
    return rules.map(({ level, title }) => ({
      level,
      title,
      count: levels.filter((each) => each === level).length,
    }));
  }

  private async write(
    ctx: RequestContext,
    planId: string,
    date: OpenDate,
    rule: UrgingRule,
    past: number,
    answerBy: string,
  ): Promise<boolean> {
    const { taskId, unitId, about, cause, dueDate } = date;
    const { level, title } = rule;
    const id = await this.repository.insert(ctx, {
      planId,
      taskId,
      unitId,
      level,
      title,
      about,
      dueDate,
      facts: { cause, subject: this.subjectOf(date), dueDate, past },
      text: null,
      state: rule.signedBy ? 'drafted' : 'issued',
      answerBy,
    });
    if (!id) return false;
    await this.log(ctx, rule.signedBy ? 'urging.draft' : 'urging.issue', { id, planId, taskId });
    if (!rule.signedBy) await this.tellUnit(ctx, { planId, taskId, unitId, level, title, answerBy });
    else
      await this.notifications.tell(
        ctx,
        { planId, taskId, kind: 'urging-to-sign', detail: { level, levelTitle: title } },
        rule.signedBy === 'plan-office' ? { planOffice: true } : { users: [date.leaderId] },
      );
    return true;
  }

  private subjectOf({ areaId, formKey, period, subject }: OpenDate): Text | null {
    if (!formKey) return subject;
    const form = formKey === progressNoteKey ? progressNoteForm : this.registry.form(areaId, formKey);
    const title = form?.title ?? { zh: formKey, en: formKey };
    return { zh: `${title.zh} ${period}`, en: `${title.en} ${period}` };
  }

  private tellUnit(
    ctx: RequestContext,
    given: {
      planId: string;
      taskId: string;
      unitId: string;
      level: UrgingView['level'];
      title: Text | null;
      answerBy: string;
    },
  ): Promise<number> {
    const { planId, taskId, unitId, level, title, answerBy } = given;
    return this.notifications.tell(
      ctx,
      { planId, taskId, kind: 'urged', detail: { level, ...(title ? { levelTitle: title } : {}), answerBy } },
      { unitIds: [unitId] },
    );
  }

  private async get(ctx: RequestContext, id: string): Promise<UrgingView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    return view(ctx, actorOf(ctx), row);
  }

  private log(ctx: RequestContext, action: string, row: { id: string; planId: string; taskId: string }) {
    return audit(ctx, {
      action,
      subjectType: 'urging',
      subjectId: row.id,
      planId: row.planId,
      detail: { taskId: row.taskId },
    });
  }
}

/** Whether an answer still holds the next step back. */
function isHeldBack(
  { answeredOn, promisedFor }: Written,
  { patience }: UrgingRules,
  today: string,
  calendar: WorkCalendar,
): boolean {
  if (!answeredOn || !promisedFor) return false;
  const atMost = addWorkingDays(answeredOn, patience, calendar);
  return today <= (promisedFor < atMost ? promisedFor : atMost);
}

const rank = (level: UrgingView['level']) => urgingLevels.indexOf(level);
const holds = (actor: Actor, role: string) => actor.grants.some((grant) => grant.role === role);
const mayReadDrafts = (actor: Actor) => holds(actor, 'plan-office') || holds(actor, 'leader');

/** Whether the slip's step is the actor's to sign. */
function signs(actor: Actor, row: UrgingRow): boolean {
  const signer = urgingRules.find((rule) => rule.level === row.level)?.signedBy;
  if (signer === 'leader') return holds(actor, 'leader') && row.leaderId === actor.id;
  return signer === 'plan-office' && holds(actor, 'plan-office');
}

/** Moves of the slip that are ever the actor's, whatever state it is in. */
function everMoves(actor: Actor, row: UrgingRow): string[] {
  const lifts = holds(actor, 'plan-office') || signs(actor, row) || row.createdBy?.id === actor.id;
  const ofUnit = actor.grants.some(
    ({ role, unitId }) => (role === 'unit-head' || role === 'reporter') && unitId === row.unit.id,
  );
  return [
    ...(signs(actor, row) ? ['sign'] : []),
    ...(lifts ? ['lift'] : []),
    ...(ofUnit ? ['acknowledge'] : []),
  ];
}

function possible(row: UrgingRow): string[] {
  if (row.state === 'drafted') return ['sign', 'lift'];
  return row.state === 'issued' ? ['lift', 'acknowledge'] : [];
}

function view(ctx: RequestContext, actor: Actor, row: UrgingRow): UrgingView {
  const { planId: _, leaderId: __, leadUnitId: ___, facts, text, ...shown } = row;
  return {
    ...shown,
    title: row.title ?? urgingTitles[row.level],
    text: text ?? (facts ? describeUrging(facts, ctx.language) : ''),
    moves: everMoves(actor, row).filter((move) => possible(row).includes(move)),
  };
}

const refused = (path: string, today: string) => validationFailed({ errors: [datePassed(path, today)] });
