import {
  type Actor,
  allows,
  type InstructedTaskBody,
  type InstructionBody,
  type InstructionMoveBody,
  type InstructionView,
  type Page,
  type Text,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import {
  actorOf,
  audit,
  type EndpointInput,
  forbidden,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  Subjects,
  sortOf,
  stale,
  validationFailed,
  whole,
} from '../kernel/index.js';
import { Notifications } from '../notifications/notifications.service.js';
import { datePassed, moveNotPossible } from '../plans/refusals.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { TaskMarks } from '../tasks/task-marks.service.js';
import { Tasks } from '../tasks/tasks.service.js';
import { InstructionRepository, type InstructionRow } from './instructions.repository.js';

/**
 * 批示: a leader writes one on a task, or begins a task with it; the lead unit answers; who wrote it closes it, or whom
 * the plan office handed it over to.
 */
@Injectable()
export class Instructions implements OnModuleInit {
  constructor(
    private readonly repository: InstructionRepository,
    private readonly tasks: Tasks,
    private readonly changes: TaskChanges,
    private readonly marks: TaskMarks,
    private readonly areas: Areas,
    private readonly notifications: Notifications,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    // The task that takes over answers for what a leader still waits for.
    this.changes.onMerge(async (ctx, { task, into }) => {
      const { planId } = into;
      for (const { id, answerBy, state } of await this.repository.follow(ctx, task.id, into.id)) {
        await this.log(ctx, 'instruction.follow', { id, planId, taskId: into.id });
        if (state === 'open')
          await this.notifications.tell(
            ctx,
            { planId, taskId: into.id, kind: 'instructed', detail: { answerBy } },
            { unitIds: [into.leadUnitId], areaId: into.areaId },
          );
      }
    });
    this.marks.onHandOver(async (ctx, handover) => {
      for (const { id, taskId } of await this.repository.handOver(ctx, handover)) {
        await this.log(ctx, 'instruction.hand-over', { id, planId: handover.planId, taskId });
        await this.marks.record(ctx, taskId, movedTo(handover, handover.basis));
      }
    });
    this.subjects.register('instruction-move', async (ctx, { params, body }: EndpointInput) => {
      const row = await this.repository.find(ctx, (params as { id: string }).id);
      const on = row && (await this.tasks.subjectOn(ctx, row.taskId, row.version));
      const now = on && (await this.repository.find(ctx, row.id));
      if (!now) return null;
      const actor = actorOf(ctx);
      const subject = { ...on.subject, version: now.version };
      // Who answers does not close: refused before version and state are looked at.
      const { move } = body as InstructionMoveBody;
      if (allows(actor, 'task.read', subject) && !everMoves(actor, now).includes(move)) throw forbidden();
      return subject;
    });
  }

  async ofTask(ctx: RequestContext, taskId: string): Promise<Page<InstructionView>> {
    const actor = actorOf(ctx);
    return whole((await this.repository.list(ctx, { taskId })).map((row) => view(actor, row)));
  }

  /** Instructions of a plan, of tasks that the asker may know. */
  async ofPlan(
    ctx: RequestContext,
    filter: Parameters<InstructionRepository['page']>[1],
    request: PageRequest,
  ): Promise<Page<InstructionView>> {
    const actor = actorOf(ctx);
    const { items, total } = await this.repository.page(ctx, filter, {
      ...sortOf(request.sort),
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    return pageFrom(
      items.map((row) => view(actor, row)),
      total,
      request,
    );
  }

  async toDecide(ctx: RequestContext, planId: string): Promise<{ taskId: string; moves: string[] }[]> {
    const actor = actorOf(ctx);
    const rows = await this.repository.list(ctx, { planId, unsettled: true });
    return rows.flatMap((row) => {
      const moves = movesFor(actor, row);
      // Answering again, and closing what nobody has answered, is possible and nothing that waits.
      const waits = row.state === 'open' ? moves.includes('answer') : moves.includes('close');
      if (!waits) return [];
      return [
        { taskId: row.taskId, moves: [row.state === 'open' ? 'answer-instruction' : 'close-instruction'] },
      ];
    });
  }

  async write(ctx: RequestContext, taskId: string, body: InstructionBody): Promise<InstructionView> {
    requireAhead(ctx, body.answerBy);
    const task = await this.tasks.held(ctx, taskId);
    await this.areas.requireEnabled(ctx, task.planId, task.areaId);
    if (['withheld', 'archived', 'terminated'].includes(task.state)) throw moveNotPossible();
    const { planId } = task;
    const id = await this.repository.insert(ctx, { planId, taskId }, body);
    await this.log(ctx, 'instruction.write', { id, planId, taskId });
    await this.notifications.tell(
      ctx,
      { planId, taskId, kind: 'instructed', detail: { answerBy: body.answerBy } },
      { unitIds: [task.leadUnitId], areaId: task.areaId, planOffice: true },
    );
    return this.get(ctx, id);
  }

  /** Drafts a task from an instruction, led by who wrote it; the plan office completes and proposes it. */
  async begin(ctx: RequestContext, planId: string, body: InstructedTaskBody): Promise<InstructionView> {
    requireAhead(ctx, body.answerBy);
    await this.areas.requireEnabled(ctx, planId, body.areaId);
    if (body.leadUnitId && !(await this.repository.unitIsOpen(ctx, body.leadUnitId))) {
      throw validationFailed({
        errors: [
          { path: 'leadUnitId', code: 'unknown-unit', message: { zh: '没有这个单位', en: 'no open unit' } },
        ],
      });
    }
    const taskId = await this.tasks.create(ctx, {
      planId,
      areaId: body.areaId,
      title: body.title,
      origin: 'instruction',
      summary: body.text,
      leaderId: actorOf(ctx).id,
      leadUnitId: body.leadUnitId ?? null,
      dueDate: body.dueDate ?? null,
    });
    const id = await this.repository.insert(ctx, { planId, taskId }, body);
    await audit(ctx, {
      action: 'task.create',
      subjectType: 'task',
      subjectId: taskId,
      planId,
      detail: { origin: 'instruction' },
    });
    await this.log(ctx, 'instruction.write', { id, planId, taskId });
    await this.notifications.tell(
      ctx,
      { planId, taskId, kind: 'instructed', detail: { answerBy: body.answerBy } },
      { planOffice: true, areaId: body.areaId, unitIds: [body.leadUnitId ?? null] },
    );
    return this.get(ctx, id);
  }

  async move(ctx: RequestContext, id: string, body: InstructionMoveBody): Promise<InstructionView> {
    const actor = actorOf(ctx);
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    await this.areas.requireEnabled(ctx, row.planId, row.areaId);
    if (!movesFor(actor, row).includes(body.move)) throw moveNotPossible();
    if (body.move === 'hand-over') return this.handOver(ctx, row, body);
    const { planId, taskId } = row;
    const { id: by, name } = actor;
    const done =
      body.move === 'close'
        ? await this.repository.close(ctx, row)
        : await this.repository.answer(ctx, row, {
            by: { id: by, name },
            on: ctx.today,
            text: body.text ?? '',
          });
    if (!done) throw stale();
    await this.log(ctx, `instruction.${body.move}`, { id, planId, taskId });
    if (body.move === 'answer')
      await this.notifications.tell(
        ctx,
        { planId, taskId, kind: 'instruction-answered', detail: {} },
        { users: [row.heldBy.id] },
      );
    else
      await this.notifications.tell(
        ctx,
        { planId, taskId, kind: 'instruction-closed', detail: {} },
        { unitIds: [row.leadUnitId] },
      );
    return this.get(ctx, id);
  }

  /** Another leader waits for the answer and closes it: whoever wrote it may have left. */
  private async handOver(
    ctx: RequestContext,
    row: InstructionRow,
    { leaderId, text }: InstructionMoveBody,
  ): Promise<InstructionView> {
    const { id, planId, taskId } = row;
    const to = leaderId ?? '';
    await this.marks.requireLeader(ctx, to);
    if (to === row.heldBy.id)
      throw refused('leaderId', 'unchanged', { zh: '该批示已由其跟踪', en: 'waits for the answer already' });
    if (!(await this.repository.mayKnow(ctx, taskId, to)))
      throw refused('leaderId', 'may-not-know', {
        zh: '不在该任务的知悉范围内',
        en: 'may not know of the task',
      });
    if (!(await this.repository.giveTo(ctx, row, to))) throw stale();
    await this.log(ctx, 'instruction.hand-over', { id, planId, taskId });
    await this.marks.record(ctx, taskId, movedTo({ from: row.heldBy.id, to }, text ?? ''));
    await this.notifications.tell(
      ctx,
      { planId, taskId, kind: 'instruction-handed-over', detail: { reason: text ?? '' } },
      { users: [to] },
    );
    return this.get(ctx, id);
  }

  private async get(ctx: RequestContext, id: string): Promise<InstructionView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    return view(actorOf(ctx), row);
  }

  private log(ctx: RequestContext, action: string, row: { id: string; planId: string; taskId: string }) {
    return audit(ctx, {
      action,
      subjectType: 'instruction',
      subjectId: row.id,
      planId: row.planId,
      detail: { taskId: row.taskId },
    });
  }
}

const movedTo = ({ from, to }: { from: string; to: string }, basis: string) => ({
  move: 'hand-over-instruction',
  reason: basis,
  detail: { from, to },
});

const refused = (path: string, code: string, message: Text) =>
  validationFailed({ errors: [{ path, code, message }] });

function requireAhead(ctx: RequestContext, answerBy: string): void {
  if (answerBy >= ctx.today) return;
  throw validationFailed({ errors: [datePassed('answerBy', ctx.today)] });
}

/** Moves that are ever the actor's, whatever state it is in. */
function everMoves(actor: Actor, row: InstructionRow): string[] {
  const ofLeadUnit = actor.grants.some(
    ({ role, unitId }) =>
      (role === 'unit-head' || role === 'reporter') && unitId !== null && unitId === row.leadUnitId,
  );
  return [
    ...(ofLeadUnit ? ['answer'] : []),
    ...(row.heldBy.id === actor.id ? ['close'] : []),
    ...(actor.grants.some(({ role }) => role === 'plan-office') ? ['hand-over'] : []),
  ];
}

function movesFor(actor: Actor, row: InstructionRow): string[] {
  return row.state === 'closed' ? [] : everMoves(actor, row);
}

function view(actor: Actor, row: InstructionRow): InstructionView {
  const { planId: _, leadUnitId: __, areaId: ___, ...shown } = row;
  return { ...shown, moves: movesFor(actor, row) };
}
