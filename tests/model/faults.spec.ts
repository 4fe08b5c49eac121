import type { Actor, Mover } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AdjustmentRepository } from '../../packages/core/src/adjustments/adjustments.repository.js';
import { ExpectationRepository } from '../../packages/core/src/expectations/expectations.repository.js';
import { Expectations } from '../../packages/core/src/expectations/expectations.service.js';
import { Figures } from '../../packages/core/src/figures/figures.service.js';
import { RollupRepository } from '../../packages/core/src/figures/rollup.repository.js';
import { Authentication } from '../../packages/core/src/kernel/index.js';
import { LightRepository } from '../../packages/core/src/lights/lights.repository.js';
import { BulkMoves } from '../../packages/core/src/reports/bulk-moves.service.js';
import { ReportReader } from '../../packages/core/src/reports/report-reader.service.js';
import { ReportRepository } from '../../packages/core/src/reports/reports.repository.js';
import { SheetRepository } from '../../packages/core/src/reports/sheet.repository.js';
import { TargetChangeRepository } from '../../packages/core/src/targets/target-changes.repository.js';
import { AssignmentRepository } from '../../packages/core/src/tasks/assignments.repository.js';
import { MilestoneRepository } from '../../packages/core/src/tasks/milestones.repository.js';
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

/** Where changes have something to change. */
const open = { area: 'trial', state: 'in-progress', restricted: false, printed: true } as const;

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
    setup: { reported: true },
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
    focus: 'move',
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
    focus: 'move',
    tells: /→ 200 \nhouse|offers/,
    plant: () => {
      bent.movers = (actor, task, movers) => {
        if (task.pending?.by !== actor.id) return movers;
        // As if the leader had asked: somebody who is there, for they are told.
        task.pending.by = task.leaderId ?? '';
        return [...movers, 'leader'];
      };
    },
  },
  {
    name: 'a task is closed without the first approval',
    focus: 'move',
    setup: { state: 'in-progress', restricted: false, waived: true, evidence: true },
    tells: /"move":"approve-closure".*→ 200 \nhouse/,
    plant: () => {
      bent.conditions = (conditions) => conditions.filter((each) => each !== 'pre-approved');
    },
  },
  {
    name: 'sending back keeps the first approval',
    focus: 'move',
    setup: { state: 'in-progress', restricted: false, waived: true, evidence: true },
    tells: /"move":"send-back".*→ 200 \nhouse[\s\S]*preApproved/,
    plant: () => {
      bent.effects = (move, effects) =>
        move === 'send-back' ? { ...effects, preApprovedBy: undefined } : effects;
    },
  },
  {
    name: 'a unit declines twice',
    focus: 'move',
    setup: { state: 'issued', restricted: false, leader: 'leader' },
    tells: /"move":"decline"[\s\S]*"move":"decline".*→ 200 \nhouse/,
    plant: () => {
      bent.conditions = (conditions) => conditions.filter((each) => each !== 'not-declined-before');
    },
  },
  {
    name: 'the second acceptance adds to the first',
    focus: 'report',
    setup: { reported: true },
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
    focus: 'move',
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
    tells: /→ 200 \nhouse[\s\S]*originalDueDate/,
    plant: () =>
      replace(
        TaskRepository,
        'update',
        (update) => (ctx, task, changes) =>
          update(ctx, task, changes.dueDate ? { ...changes, originalDueDate: changes.dueDate } : changes),
      ),
  },
  {
    name: 'a change takes effect before its day',
    focus: 'adjust',
    setup: open,
    tells: /"do":"decide-adjustment".*→ 200 \nhouse/,
    plant: () =>
      replace(AdjustmentRepository, 'find', (find) => async (ctx, id) => {
        const row = await find(ctx, id);
        const decides = ctx.actor?.grants.some((grant) => grant.role === 'leader') ?? false;
        return row && (decides ? { ...row, effectiveOn: ctx.today } : row);
      }),
  },
  {
    name: 'a change of a later day never takes effect',
    focus: 'adjust',
    setup: open,
    tells: /differ in (history|task|adjustments)/,
    plant: () => replace(AdjustmentRepository, 'due', () => async () => []),
  },
  {
    name: 'a changed milestone stays as it was',
    focus: 'adjust',
    setup: open,
    tells: /"kind":"milestone"[\s\S]*differ in milestones/,
    plant: () => replace(MilestoneRepository, 'update', () => async () => true),
  },
  {
    name: 'a changed target leaves the old one standing',
    focus: 'adjust',
    setup: open,
    tells: /"kind":"target"[\s\S]*differ in targets/,
    plant: () => replace(TargetChangeRepository, 'end', () => async () => true),
  },
  {
    name: 'the forms of a task that was merged stay with it',
    focus: 'adjust',
    setup: open,
    tells: /"kind":"merge"[\s\S]*differ in owed/,
    plant: () => replace(Expectations, 'moveDuties', () => async () => {}),
  },
  {
    name: 'an overdue task says nothing',
    focus: 'change',
    setup: { ...open, due: '2024-09-24' },
    tells: /"do":"pass"[\s\S]*date-(near|overdue)/,
    plant: () =>
      replace(LightRepository, 'tasks', (tasks) => async (ctx, ids) => {
        const rows = await tasks(ctx, ids);
        return rows.map((row) => ({ ...row, closureRequestedOn: ctx.today.slice(0, 8).concat('01') }));
      }),
  },
  {
    name: 'a part is taken on without a trace',
    focus: 'task',
    setup: open,
    tells: /"do":"accept-share".*→ 200 \nhouse/,
    plant: () => replace(AssignmentRepository, 'update', () => async () => true),
  },
  {
    name: 'a waiver that was taken back stays',
    focus: 'period',
    tells: /"back":true[\s\S]*(report-waived|waived|not-waived|differ in owed)/,
    plant: () =>
      replace(
        ExpectationRepository,
        'waive',
        (waive) => async (ctx, id, reason) => reason === null || waive(ctx, id, reason),
      ),
  },
  {
    name: 'what was begun goes on in a closed period',
    focus: 'period',
    tells: /"do":"close"[\s\S]*(period-closed|→ 200 \nhouse)/,
    plant: () =>
      replace(ReportReader, 'row', (row) => async (...given) => ({
        ...(await row(...given)),
        closedThrough: null,
      })),
  },
  {
    name: 'a report that was let through stays so',
    focus: 'period',
    tells: /"do":"let-through"[\s\S]*differ in owed/,
    plant: () =>
      replace(
        ExpectationRepository,
        'reopen',
        (reopen) => (ctx, id, given, end) =>
          given === null ? Promise.resolve(true) : reopen(ctx, id, given, end),
      ),
  },
  {
    name: 'a move of many moves the first alone',
    focus: 'bulk',
    tells: /"do":"bulk"[\s\S]*differ/,
    plant: () =>
      replace(BulkMoves, 'move', (move) => async (ctx, body) => {
        const all = await move(ctx, { ...body, dryRun: true });
        const first = await move(ctx, {
          ...body,
          ids: body.ids.slice(0, 1),
          versions: body.versions.slice(0, 1),
        });
        if (body.dryRun) return all;
        const done = all.results.map((each, at) => ({
          ...each,
          ...(each.outcome === 'possible'
            ? { outcome: 'done' as const, version: (each.version ?? 0) + 1 }
            : {}),
          ...(at === 0 ? first.results[0] : {}),
        }));
        return { ...all, dryRun: false, results: done };
      }),
  },
  {
    name: 'a sheet fills in what was waived',
    focus: 'period',
    tells: /"do":"sheet".*→ 200 \nhouse/,
    plant: () =>
      replace(SheetRepository, 'rows', (rows) => async (...given) => {
        const found = await rows(...given);
        return found.map((row) => ({ ...row, waived: false }));
      }),
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
