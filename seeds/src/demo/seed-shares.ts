import type { Share } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { onDay } from '../dated.js';
import { personOf } from '../organisation/seed-accounts.js';
import { unitOf } from '../organisation/seed-organisation.js';
import type { Services } from '../services.js';
import { breakdowns, type DemoBreakdown } from './breakdowns.js';
import type { PlacedTask } from './seed-courses.js';
import type { World } from './world.js';

interface Step {
  on: string;
  make: () => Promise<unknown>;
}

/**
 * Breaks some counties' shares down to their stations, by the rules that hold for everybody, each step as of its day
 * and in the name of the unit's head. What was told on days before the demo begins is no news in it.
 */
export async function seedShares(
  services: Services,
  ctx: RequestContext,
  world: World,
  placed: readonly PlacedTask[],
): Promise<void> {
  const steps = breakdowns.flatMap((breakdown) => {
    const task = placed.find((each) => each.task.number === breakdown.task)?.task;
    if (!task)
      throw new Error(`the demo breaks down task ${breakdown.task}, which the plan does not print openly`);
    return stepsOf(services, ctx, world, task.id, breakdown);
  });
  // The history of a task is kept in the order in which it is written.
  for (const { make } of steps.sort((one, other) => one.on.localeCompare(other.on))) await make();
  await ctx.em.query(`delete from notification where kind like 'share-%' and business_date < $1::date`, [
    ctx.today,
  ]);
}

function stepsOf(
  { shares }: Services,
  ctx: RequestContext,
  { units, people }: World,
  taskId: string,
  { county, on, own, children }: DemoBreakdown,
): Step[] {
  const headOf = (code: string, day: string): RequestContext => {
    const { id: unitId, name } = unitOf(units, code);
    const id = personOf(people, `head-${code.toLowerCase()}`);
    return { ...onDay(ctx, day), actor: { id, name: `${name}负责人`, unitId, grants: [] } };
  };
  const shareOf = async (code: string): Promise<Share> => {
    const { items } = await shares.list(headOf(code, on), taskId);
    const share = items.find((each) => each.unit.id === unitOf(units, code).id);
    if (!share) throw new Error(`${code} has no part in the task`);
    return share;
  };
  const head = headOf(county, on);
  const breakDown = async () => {
    const { id } = await shareOf(county);
    await shares.setHandler(head, taskId, id, {
      handlerId: personOf(people, `reporter-${county.toLowerCase()}`),
    });
    if (own.length > 0) await shares.setMilestones(head, taskId, id, { milestones: own });
    await shares.breakDown(head, taskId, id, {
      children: children.map(({ unit, text, targets, milestones = [] }) => ({
        unitId: unitOf(units, unit).id,
        text,
        targets,
        milestones: milestones.map(({ title, dueDate }) => ({ title, dueDate })),
      })),
    });
  };
  const complete = async (unit: string, title: string, doneOn: string) => {
    const share = await shareOf(unit);
    const step = share.milestones.find((each) => each.title === title);
    if (!step) throw new Error(`${unit} has no step ${title}`);
    const done = { doneOn, note: null, attachmentIds: [] };
    await shares.complete(headOf(unit, doneOn), taskId, share.id, step.id, done);
  };
  return [
    { on, make: breakDown },
    ...children.flatMap(({ unit, acceptedOn, milestones = [] }): Step[] => [
      ...(acceptedOn
        ? [
            {
              on: acceptedOn,
              make: async () => shares.accept(headOf(unit, acceptedOn), taskId, (await shareOf(unit)).id),
            },
          ]
        : []),
      ...milestones.flatMap(({ title, doneOn }) =>
        doneOn ? [{ on: doneOn, make: () => complete(unit, title, doneOn) }] : [],
      ),
    ]),
  ];
}
