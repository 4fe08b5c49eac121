import type { Actor, Mover } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Expectations } from '../../packages/core/src/expectations/expectations.service.js';
import { Figures } from '../../packages/core/src/figures/figures.service.js';
import { RollupRepository } from '../../packages/core/src/figures/rollup.repository.js';
import { Authentication } from '../../packages/core/src/kernel/index.js';
import { ReportReader } from '../../packages/core/src/reports/report-reader.service.js';
import { ReportRepository } from '../../packages/core/src/reports/reports.repository.js';
import type { MovedTask } from '../../packages/core/src/tasks/movers.js';
import { TaskRepository } from '../../packages/core/src/tasks/tasks.repository.js';
import type { Focus } from './actions.js';
import { disagreement } from './check.js';
import { type ModelHouse, openModelHouse } from './house.js';
import type { Setup } from './world.js';

/** What the fault of the moment makes of the pure functions that decide on a task's moves; itself, where there is none. */
const bent = vi.hoisted(() => ({
  movers: (_actor: Actor, _task: MovedTask, movers: Mover[]) => movers,
  conditions: (conditions: readonly string[]) => conditions,
  effects: (_move: string, effects: object) => effects,
}));
const straight = { ...bent };

vi.mock('../../packages/core/src/tasks/movers.js', async (original) => {
  const movers = await original<Record<string, unknown>>();
  const moversOf = movers.moversOf as (actor: Actor, task: MovedTask, standIns: unknown) => Mover[];
  return {
    ...movers,
    moversOf: (actor: Actor, task: MovedTask, standIns: unknown) =>
      bent.movers(actor, task, moversOf(actor, task, standIns)),
  };
});
vi.mock('../../packages/core/src/tasks/move-conditions.js', async (original) => {
  const conditions = await original<Record<string, unknown>>();
  const unmet = conditions.unmet as (asked: readonly string[], ...rest: unknown[]) => unknown;
  return {
    ...conditions,
    unmet: (asked: readonly string[], ...rest: unknown[]) => unmet(bent.conditions(asked), ...rest),
  };
});
vi.mock('../../packages/core/src/tasks/move-effects.js', async (original) => {
  const effects = await original<Record<string, unknown>>();
  const effectsOf = effects.effectsOf as (move: string, ...rest: unknown[]) => object;
  return {
    ...effects,
    effectsOf: (move: string, ...rest: unknown[]) => bent.effects(move, effectsOf(move, ...rest)),
  };
});

let model: ModelHouse;
const part = <T extends object>(token: new (...given: never[]) => T): T =>
  model.house.app.get(token, { strict: false });

/** Puts another method in the place of one of the running house's until the fault is taken out again. */
function replace<T extends object, K extends keyof T>(
  token: new (...given: never[]) => T,
  name: K,
  by: (original: T[K], own: T) => T[K],
): void {
  const target = part(token);
  const original = target[name];
  target[name] = by((original as (...given: unknown[]) => unknown).bind(target) as T[K], target);
  repairs.push(() => {
    target[name] = original;
  });
}
const repairs: (() => void)[] = [];

interface Fault {
  name: string;
  focus: Focus;
  /** Where it can show at all. */
  setup?: Partial<Setup>;
  /** What the story of the disagreement must speak of, so that it is this fault that was found. */
  tells: RegExp;
  plant(): void;
}

const faults: Fault[] = [
  {
    name: 'a report is accepted by who signed it',
    focus: 'report',
    tells: /"move":"accept".*→ 200 \nhouse|offers/,
    plant: () =>
      replace(ReportReader, 'row', (row) => async (...given) => ({
        ...(await row(...given)),
        signedBy: null,
      })),
  },
  {
    name: 'a return leaves the pending value',
    focus: 'report',
    tells: /differ in observations/,
    plant: () => replace(Figures, 'withdraw', () => async () => {}),
  },
  {
    name: 'an unlock clears the accepted revision',
    focus: 'report',
    tells: /acceptedRevision/,
    plant: () =>
      replace(
        ReportRepository,
        'transition',
        (transition) => (ctx, report, to) =>
          transition(ctx, report, report.state === 'accepted' ? { ...to, acceptedRevision: null } : to),
      ),
  },
  {
    name: 'a stale version is accepted',
    focus: 'all',
    tells: /"sent":"stale".*\nhouse/,
    plant: () =>
      replace(Authentication, 'of', (of) => (request) => {
        if (request.headers['if-match']) request.headers['if-match'] = '*';
        return of(request);
      }),
  },
  {
    name: 'the head of another unit signs',
    focus: 'report',
    tells: /"move":"sign".*\nhouse|offers/,
    plant: () =>
      replace(ReportReader, 'mayMake', (mayMake) => async (ctx, move, subject) => {
        const heads = ctx.actor?.grants.some((grant) => grant.role === 'unit-head') ?? false;
        return (move === 'sign' && heads) || mayMake(ctx, move, subject);
      }),
  },
  {
    name: 'a task is terminated by one person',
    focus: 'task',
    tells: /"move":"terminate".*→ 200 \nhouse/,
    plant: () =>
      replace(
        TaskRepository,
        'update',
        (update) => (ctx, task, changes) =>
          update(
            ctx,
            task,
            changes.pending?.move === 'terminate' ? { pending: null, state: 'terminated' } : changes,
          ),
      ),
  },
  {
    name: 'who asked approves the two-person move',
    focus: 'task',
    tells: /→ 200 \nhouse|offers/,
    plant: () => {
      bent.movers = (actor, task, movers) => {
        if (task.pending?.by !== actor.id) return movers;
        task.pending.by = '';
        return [...movers, 'leader'];
      };
    },
  },
  {
    name: 'a task is closed without the first approval',
    focus: 'task',
    setup: { state: 'in-progress', restricted: false, waived: true, evidence: true },
    tells: /"move":"approve-closure".*→ 200 \nhouse/,
    plant: () => {
      bent.conditions = (conditions) => conditions.filter((each) => each !== 'pre-approved');
    },
  },
  {
    name: 'sending back keeps the first approval',
    focus: 'task',
    setup: { state: 'in-progress', restricted: false, waived: true, evidence: true },
    tells: /"move":"send-back".*→ 200 \nhouse[\s\S]*preApproved/,
    plant: () => {
      bent.effects = (move, effects) =>
        move === 'send-back' ? { ...effects, preApprovedBy: undefined } : effects;
    },
  },
  {
    name: 'a unit declines twice',
    focus: 'task',
    setup: { state: 'issued', restricted: false },
    tells: /"move":"decline"[\s\S]*"move":"decline".*→ 200 \nhouse/,
    plant: () => {
      bent.conditions = (conditions) => conditions.filter((each) => each !== 'not-declined-before');
    },
  },
  {
    name: 'the second acceptance adds to the first',
    focus: 'report',
    tells: /"move":"unlock"[\s\S]*differ in rollups/,
    plant: () =>
      replace(RollupRepository, 'accept', (accept) => async (ctx, metrics, origin, sides) => {
        await ctx.em.query(
          `delete from observation where plan_id = $1 and unit_id = $2 and period = $3 and status = 'accepted'`,
          [origin.planId, origin.unitId, origin.period],
        );
        await accept(ctx, metrics, origin, sides);
      }),
  },
  {
    name: 'a roll-up misses the root',
    focus: 'report',
    tells: /differ in rollups/,
    plant: () =>
      replace(
        RollupRepository,
        'accept',
        (accept) => (ctx, metrics, origin, sides) =>
          accept(ctx, metrics, { ...origin, ancestors: origin.ancestors.slice(1) }, sides),
      ),
  },
  {
    name: 'a signed report is still expected',
    focus: 'report',
    tells: /differ in owed/,
    plant: () => replace(Expectations, 'mark', () => async () => {}),
  },
  {
    name: 'the plan office reopens a task',
    focus: 'task',
    setup: { state: 'closed', restricted: false },
    tells: /"move":"reopen".*→ 200 \nhouse|→ 409 move-not-possible\nhouse|offers/,
    plant: () => {
      bent.movers = (actor, task, movers) => {
        const office = actor.grants.some((grant) => grant.role === 'plan-office');
        return task.state === 'closed' && office ? [...movers, 'leader'] : movers;
      };
    },
  },
  {
    name: 'a later date replaces the date first set',
    focus: 'change',
    tells: /decide-[\s\S]*originalDueDate/,
    plant: () =>
      replace(
        TaskRepository,
        'update',
        (update) => (ctx, task, changes) =>
          update(ctx, task, changes.dueDate ? { ...changes, originalDueDate: changes.dueDate } : changes),
      ),
  },
];

describe('the model finds, one at a time, that', () => {
  beforeAll(async () => {
    model = await openModelHouse();
  }, 120_000);
  afterAll(() => model?.close());

  test.each(faults)(
    '$name',
    async ({ focus, setup, plant, tells }) => {
      plant();
      try {
        const found = await disagreement(model, {
          runs: bound,
          seed: 1,
          steps: { min: 14, max: 14 },
          focuses: [focus],
          ...(setup ? { setup } : {}),
          hasty: true,
        });
        expect(found?.story ?? `no disagreement in ${bound} sequences`).toMatch(tells);
      } finally {
        for (const repair of repairs.splice(0)) repair();
        Object.assign(bent, straight);
      }
    },
    120_000,
  );
});

/** Sequences in which a fault must be found. */
const bound = 150;
