import { addWorkingDays, type Form } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { onDay } from './dated.js';
import { type UnitDirectory, unitOf } from './organisation/seed-organisation.js';
import { bureauName, counties, rootCode } from './organisation/units.js';
import { plan2024 } from './plan-2024/index.js';
import type { AreaSeed, OpenTaskSeed, TargetSeed, TaskSeed } from './plan-2024/types.js';
import type { Services } from './services.js';

/** Who the plan is given to. */
export interface PlanPeople {
  /** Responsible leader of every task. */
  leaderId: string;
  /** Who may know of a restricted task: by area and lead unit. */
  knowerIds: (areaId: string, leadCode: string) => string[];
}

export interface SeededTask {
  id: string;
  areaId: string;
  number: number | null;
  title: string;
  leadCode: string;
}

export interface SeededPlan {
  id: string;
  /** The tasks that are not withheld. */
  tasks: SeededTask[];
}

/** The plan was drafted, issued and received in these days. */
export const planDays = { drafted: '2024-01-05', issued: '2024-01-15', accepted: '2024-01-17' };
export const documentNumber = '示例公发〔2024〕1 号';

/**
 * The 2024 plan as drafts, with the units that take part, milestones, targets, duties for the whole year, and the
 * reports that are expected. Asks no policy; give it a context in a transaction.
 */
export async function seedPlan(
  services: Services,
  ctx: RequestContext,
  units: UnitDirectory,
  people: PlanPeople,
): Promise<SeededPlan> {
  const drafted = onDay(ctx, planDays.drafted);
  const planId = await services.plans.create(drafted, {
    year: plan2024.year,
    title: plan2024.title,
    bureau: bureauName,
    rootUnitId: unitOf(units, rootCode).id,
    announcedTasks: plan2024.announcedTasks,
    documentNumber,
    issuedOn: planDays.issued,
    areas: plan2024.areas.map((area) => ({ areaId: area.id, number: area.number, title: area.title })),
  });
  const tasks: SeededTask[] = [];
  for (const area of plan2024.areas)
    for (const task of area.tasks) {
      const seeded = await seedTask(services, drafted, { planId, area, task, units, people });
      if (seeded) tasks.push(seeded);
    }
  return { id: planId, tasks };
}

interface TaskGiven {
  planId: string;
  area: AreaSeed;
  task: TaskSeed;
  units: UnitDirectory;
  people: PlanPeople;
}

async function seedTask(
  services: Services,
  ctx: RequestContext,
  given: TaskGiven,
): Promise<SeededTask | null> {
  const { planId, area, task, units, people } = given;
  const printed = {
    planId,
    areaId: area.id,
    number: task.number,
    title: task.title,
    origin: 'plan' as const,
  };
  if (task.visibility === 'withheld') {
    await services.tasks.create(ctx, {
      ...printed,
      outlineTitle: task.title,
      visibility: 'withheld',
      state: 'withheld',
    });
    return null;
  }
  const restricted = task.visibility === 'restricted';
  const taskId = await services.tasks.create(ctx, {
    ...printed,
    outlineTitle: task.title,
    visibility: task.visibility,
    basis: restricted ? null : documentNumber,
    summary: task.summary ?? null,
    leaderId: people.leaderId,
    dueDate: task.dueDate,
    multiYearUntil: task.multiYearUntil ?? null,
    leadUnitId: unitOf(units, task.lead).id,
    responsibleUnitIds: task.counties ? counties.map((county) => unitOf(units, county.code).id) : [],
    cooperatingUnitIds: task.cooperating.map((code) => unitOf(units, code).id),
    knowerIds: restricted ? people.knowerIds(area.id, task.lead) : [],
  });
  for (const { title, dueDate, firm } of task.milestones)
    await services.tasks.milestone(ctx, { planId, taskId, title, dueDate, firm });
  await services.targets.add(
    ctx,
    task.targets.flatMap((target) => targetRows(target, { planId, taskId, areaId: area.id }, units)),
  );
  await addDuties(services, ctx, { planId, taskId, areaId: area.id, task, units });
  return { id: taskId, areaId: area.id, number: task.number, title: task.title, leadCode: task.lead };
}

/** A target of the city, or one for each county. */
function targetRows(
  { unit, values, metric, value, ...target }: TargetSeed,
  place: { planId: string; taskId: string; areaId: string },
  units: UnitDirectory,
) {
  const codes = unit === 'city' ? [rootCode] : counties.map((county) => county.code);
  return codes.map((code) => ({
    ...place,
    ...target,
    metric: `${place.areaId}.${metric}`,
    unitId: unitOf(units, code).id,
    value: values?.[code] ?? value,
  }));
}

async function addDuties(
  { areas, expectations }: Services,
  ctx: RequestContext,
  given: { planId: string; taskId: string; areaId: string; task: OpenTaskSeed; units: UnitDirectory },
): Promise<void> {
  const forms =
    areas.get(given.areaId)?.manifest.forms.filter((form) => form.task === given.task.number) ?? [];
  for (const form of forms) {
    await expectations.addDuty(ctx, {
      planId: given.planId,
      year: plan2024.year,
      areaId: given.areaId,
      form,
      taskId: given.taskId,
      unitIds: reportersOf(form, given.task, given.units),
    });
  }
}

/** Who reports a form: the task's lead, its counties, and the stations below these, as the form's level says. */
function reportersOf(form: Form, task: OpenTaskSeed, units: UnitDirectory): string[] {
  const ofKind = (kind: string) =>
    [...units.values()].filter((unit) => unit.kind === kind).map((unit) => unit.id);
  return [
    ...(form.level.includes('department') ? [unitOf(units, task.lead).id] : []),
    ...(form.level.includes('county') && task.counties ? ofKind('county') : []),
    ...(form.level.includes('station') && task.counties ? ofKind('station') : []),
  ];
}

/** Working days that a lead unit has to accept: three for a plan's tasks, one for a single one. */
export async function acceptBy(
  { calendar }: Services,
  ctx: RequestContext,
  issuedOn: string,
  ofPlan: boolean,
): Promise<string> {
  return addWorkingDays(issuedOn, ofPlan ? 3 : 1, await calendar.load(ctx));
}
