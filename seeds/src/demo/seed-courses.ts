import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@duban/server-kit';
import { insertMany } from '../bulk.js';
import { instant, onDay } from '../dated.js';
import { unitOf } from '../organisation/seed-organisation.js';
import { acceptBy, type SeededTask } from '../seed-plan.js';
import type { Services } from '../services.js';
import { addedTasks } from './added-tasks.js';
import { follow, type Standing } from './course.js';
import { awaitingSuperior, issuedWithPlan, laterSteps, overrides, stepsDone } from './courses.js';
import { actorOf, knowersOf, type World } from './world.js';

/** A task, and where its course has brought it. */
export interface PlacedTask {
  task: SeededTask;
  standing: Standing;
  awaitingSuperior: boolean;
}

/** Drafts the tasks that the plan does not print. */
export async function seedAddedTasks(
  services: Services,
  ctx: RequestContext,
  world: World,
): Promise<PlacedTask[]> {
  const placed: PlacedTask[] = [];
  for (const added of addedTasks) {
    const drafted = onDay(ctx, added.drafted);
    const standing = follow(added.steps);
    const id = await services.tasks.create(drafted, {
      planId: world.planId,
      areaId: added.areaId,
      number: null,
      title: added.title,
      visibility: added.visibility,
      origin: added.origin,
      basis: added.basis,
      leaderId: actorOf(world, { areaId: added.areaId, leadCode: added.lead }, 'leader'),
      dueDate: standing.dueDate ?? added.dueDate,
      originalDueDate: added.dueDate,
      leadUnitId: unitOf(world.units, added.lead).id,
      knowerIds: added.visibility === 'restricted' ? knowersOf(world.people, added.areaId, added.lead) : [],
    });
    await services.tasks.milestone(drafted, { planId: world.planId, taskId: id, ...added.milestone });
    const task = { id, areaId: added.areaId, number: null, title: added.title, leadCode: added.lead };
    placed.push({ task, standing, awaitingSuperior: added.awaitingSuperior ?? false });
  }
  return placed;
}

/** Where each task of the plan stands. */
export function placePlanTasks(tasks: readonly SeededTask[]): PlacedTask[] {
  return tasks.map((task) => ({
    task,
    standing: follow([...issuedWithPlan, ...(laterSteps[task.number ?? 0] ?? [])]),
    awaitingSuperior: awaitingSuperior.includes(task.number ?? 0),
  }));
}

/** Brings the drafts to where their courses lead, with the history of each step and the notes that they owe. */
export async function settleTasks(
  services: Services,
  ctx: RequestContext,
  world: World,
  placed: readonly PlacedTask[],
): Promise<void> {
  await writeHistory(ctx, world, placed);
  await writeStanding(services, ctx, world, placed);
  await markStepsDone(ctx, placed);
  for (const { task, standing } of placed)
    for (const { from, to } of standing.notes) {
      await services.expectations.openNotes(onDay(ctx, from), task.id, from);
      if (to) await services.expectations.stopNotes(onDay(ctx, to), task.id);
    }
}

async function writeHistory(ctx: RequestContext, world: World, placed: readonly PlacedTask[]): Promise<void> {
  const rows = placed.flatMap(({ task, standing }) =>
    standing.history.map((step, at) => ({
      id: randomUUID(),
      plan_id: world.planId,
      task_id: task.id,
      at: instant(step.on, 9 + (at % 8), at % 60),
      business_date: step.on,
      move: step.move,
      from_state: step.from,
      to_state: step.to,
      actor_id: actorOf(world, task, step.by),
      reason: step.reason ?? null,
      detail: {},
      request_id: ctx.requestId,
    })),
  );
  await insertMany(
    ctx,
    'task_history',
    {
      id: 'uuid',
      plan_id: 'uuid',
      task_id: 'uuid',
      at: 'timestamptz',
      business_date: 'date',
      move: 'text',
      from_state: 'text',
      to_state: 'text',
      actor_id: 'uuid',
      reason: 'text',
      detail: 'jsonb',
      request_id: 'text',
    },
    rows.sort((one, other) => one.at.getTime() - other.at.getTime()),
  );
}

async function writeStanding(
  services: Services,
  ctx: RequestContext,
  world: World,
  placed: readonly PlacedTask[],
): Promise<void> {
  const rows = [];
  for (const { task, standing, ...marks } of placed) {
    const { state, issuedOn, acceptedOn, closedOn, pending } = standing;
    const override = overrides[task.number ?? 0];
    const actor = (by: Parameters<typeof actorOf>[2] | null) => by && actorOf(world, task, by);
    rows.push({
      id: task.id,
      state,
      issued_on: issuedOn,
      accept_by: issuedOn && (await acceptBy(services, ctx, issuedOn, task.number !== null)),
      accepted_on: acceptedOn,
      closed_on: closedOn,
      declined: standing.declined,
      awaiting_superior: marks.awaitingSuperior,
      closure_requested_by: actor(standing.closureRequestedBy),
      pre_approved_by: actor(standing.preApprovedBy),
      pending: pending && {
        ...pending.move,
        by: actor(pending.by),
        at: instant(pending.on, 10).toISOString(),
        given: {},
      },
      override: override && { ...override, by: { id: actor('planoffice'), name: '督查室' } },
      version: 1 + standing.history.length,
    });
  }
  await ctx.em.query(
    `update task set state = row.state, issued_on = row.issued_on, accept_by = row.accept_by, accepted_on = row.accepted_on,
       closed_on = row.closed_on, declined = row.declined, awaiting_superior = row.awaiting_superior,
       closure_requested_by = row.closure_requested_by, pre_approved_by = row.pre_approved_by,
       pending = row.pending, override = row.override, version = row.version
     from jsonb_to_recordset($1::jsonb) as row (id uuid, state text, issued_on date, accept_by date, accepted_on date,
       closed_on date, declined boolean, awaiting_superior boolean, closure_requested_by uuid, pre_approved_by uuid,
       pending jsonb, override jsonb, version int)
     where task.id = row.id`,
    [JSON.stringify(rows)],
  );
  await ctx.em.query(
    `update assignment a set accepted_on = t.accepted_on from task t
     where t.id = a.task_id and t.plan_id = $1 and a.role in ('lead', 'responsible')`,
    [world.planId],
  );
}

async function markStepsDone(ctx: RequestContext, placed: readonly PlacedTask[]): Promise<void> {
  const rows = placed.flatMap(({ task }) =>
    (stepsDone[task.number ?? 0] ?? []).map((doneOn, at) => ({ task_id: task.id, at, done_on: doneOn })),
  );
  await ctx.em.query(
    `update milestone m set done_on = row.done_on from
       jsonb_to_recordset($1::jsonb) as row (task_id uuid, at int, done_on date),
       (select id, row_number() over (partition by task_id order by position) - 1 as at from milestone) as place
     where place.id = m.id and m.task_id = row.task_id and place.at = row.at and row.done_on is not null`,
    [JSON.stringify(rows)],
  );
}
