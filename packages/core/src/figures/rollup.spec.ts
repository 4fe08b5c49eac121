import { randomUUID } from 'node:crypto';
import { defineArea, type Period } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AreaRegistry } from '../areas/area-registry.js';
import { Contexts, inTransaction } from '../kernel/index.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { FigureSet } from './figure-set.js';
import { RollupRepository } from './rollup.repository.js';

const text = { zh: '测试', en: 'Test' };
const number = (key: string, kind: 'flow' | 'stock') => ({
  key,
  title: text,
  type: 'decimal' as const,
  kind,
});
const metric = (key: string, more: object) => ({
  key,
  title: text,
  direction: 'at-least' as const,
  measure: '%',
  definition: text,
  source: text,
  overTime: 'sum' as const,
  overUnits: 'sum' as const,
  kind: 'sum' as const,
  ...more,
});
const manifest = defineArea({
  contract: 1,
  id: 'trial',
  version: '1.0.0',
  title: text,
  forms: [
    {
      key: 'monthly',
      version: 1,
      title: text,
      task: 1,
      period: 'month',
      due: { workingDaysAfterEnd: 5 },
      level: ['county'],
      fields: [number('part', 'flow'), number('whole', 'flow'), number('level', 'stock')],
    },
  ],
  metrics: [
    metric('rate', { kind: 'ratio', numerator: 'monthly.part', denominator: 'monthly.whole', factor: 100 }),
    metric('total', { numerator: 'monthly.whole' }),
    metric('stock', { kind: 'latest', overTime: 'latest', numerator: 'monthly.level' }),
    metric('index', { overTime: 'none', overUnits: 'none', numerator: 'monthly.level' }),
  ],
});
const registry = new AreaRegistry([{ manifest }]);
const metrics = registry.metricsOfArea('trial');
const periods = ['2024-01', '2024-02', '2024-03', '2024-05', '2024-12'];

interface Tree {
  planId: string;
  root: string;
  counties: string[];
  /** Index of the county that each station stands in. */
  stations: { id: string; county: number }[];
}

async function plant(ctx: RequestContext): Promise<Tree> {
  const ids = Array.from({ length: 7 }, () => randomUUID());
  const [root, north, south, ...stations] = ids as [string, string, string, ...string[]];
  for (const [at, id] of ids.entries()) {
    await ctx.em.query(`insert into unit (id, code, name, kind) values ($1, $2, $2, 'station')`, [
      id,
      `U${at}-${id.slice(0, 8)}`,
    ]);
  }
  const planId = randomUUID();
  await ctx.em.query(
    `insert into plan (id, year, title, bureau, root_unit_id, announced_tasks) values ($1, 2024, 't', 'b', $2, 1)`,
    [planId, root],
  );
  await ctx.em.query(
    `insert into plan_area (plan_id, area_id, number, title) values ($1, 'trial', 1, '{}')`,
    [planId],
  );
  await ctx.em.query(
    `insert into task (id, plan_id, area_id, number, visibility, state, origin) values ($1, $1, 'trial', 1, 'open', 'in-progress', 'plan')`,
    [planId],
  );
  return {
    planId,
    root,
    counties: [north, south],
    stations: stations.map((id, at) => ({ id, county: at % 2 })),
  };
}

/** A report to hang observations on. */
async function reportOf(
  ctx: RequestContext,
  tree: Tree,
  unitId: string,
  period: Period,
  userId: string,
): Promise<string> {
  const id = randomUUID();
  const [row] = await ctx.em.query(
    `insert into report (id, plan_id, area_id, form_key, form_version, config_version, task_id, unit_id, period, state, revision, data, mode, filled_for, filled_by)
     values ($1, $2, 'trial', 'monthly', 1, 0, $2, $3, $4, 'accepted', 1, '{}', 'filled', false, $5)
     on conflict (plan_id, task_id, form_key, unit_id, period) do update set revision = report.revision + 1 returning id`,
    [id, tree.planId, unitId, period, userId],
  );
  return row.id;
}

describe('roll-ups', () => {
  let house: TestHouse;
  let ctx: RequestContext;
  const repository = new RollupRepository();
  const userId = randomUUID();

  beforeAll(async () => {
    house = await openTestHouse([], '2024-09-20');
    ctx = house.app.get(Contexts).open();
    await ctx.em.query(
      `insert into app_user (id, username, name, password_hash, must_change_password) values ($1, 'reporter', 'r', '', false)`,
      [userId],
    );
  });
  afterAll(() => house.close());

  /** What the roll-ups hold; numerics as numbers, for 1.50 equals 1.5. */
  const rollups = async (own: RequestContext, planId: string) => {
    const rows: Record<string, unknown>[] = await own.em.query(
      `select unit_id, metric, period, numerator, denominator, units, ytd_numerator, ytd_denominator, ytd_units
       from rollup where plan_id = $1 and ytd_units > 0 order by unit_id, metric, period`,
      [planId],
    );
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, /numer|denom/.test(key) ? Number(value) : value]),
      ),
    );
  };

  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('accept' as const),
        station: fc.nat(3),
        period: fc.constantFrom(...periods),
        part: fc.option(fc.integer({ min: 0, max: 500 })),
        whole: fc.option(fc.integer({ min: 0, max: 50_000 }).map((cents) => cents / 100)),
        level: fc.option(fc.integer({ min: 0, max: 99 })),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), station: fc.nat(3) }) },
  );

  it('equal a recomputation to the last digit after any sequence of accepts, corrections and moves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        await inTransaction(ctx, async (own) => {
          const tree = await plant(own);
          for (const each of steps) {
            const station = tree.stations[each.station] as Tree['stations'][number];
            if (each.kind === 'move') {
              station.county = 1 - station.county;
              continue;
            }
            const origin = {
              planId: tree.planId,
              year: 2024,
              unitId: station.id,
              period: each.period,
              reportId: await reportOf(own, tree, station.id, each.period, userId),
              revision: 1,
              ancestors: [tree.root, tree.counties[station.county] as string, station.id],
            };
            const sides = [
              ...(each.part !== null && each.whole !== null
                ? [{ metric: 'trial.rate', numerator: String(each.part), denominator: String(each.whole) }]
                : []),
              ...(each.whole !== null
                ? [{ metric: 'trial.total', numerator: String(each.whole), denominator: '0' }]
                : []),
              ...(each.level !== null
                ? ['trial.stock', 'trial.index'].map((key) => ({
                    metric: key,
                    numerator: String(each.level),
                    denominator: '0',
                  }))
                : []),
            ];
            await repository.accept(own, metrics, origin, sides);
          }
          const incremental = await rollups(own, tree.planId);
          await repository.rebuild(own, metrics, tree.planId, 2024);
          expect(incremental).toEqual(await rollups(own, tree.planId));
        });
      }),
      { numRuns: Number(process.env.DUBAN_ROLLUP_RUNS ?? 60) },
    );
  }, 120_000);

  it('sum both sides and divide once, carry levels forward, and keep what was not reported missing', async () => {
    await inTransaction(ctx, async (own) => {
      const tree = await plant(own);
      const accept = async (
        at: number,
        period: string,
        rows: { metric: string; numerator: string; denominator: string }[],
      ) => {
        const station = tree.stations[at] as Tree['stations'][number];
        const reportId = await reportOf(own, tree, station.id, period, userId);
        const ancestors = [tree.root, tree.counties[station.county] as string, station.id];
        await repository.accept(
          own,
          metrics,
          { planId: tree.planId, year: 2024, unitId: station.id, period, reportId, revision: 1, ancestors },
          rows,
        );
      };
      await accept(0, '2024-01', [
        { metric: 'trial.rate', numerator: '1', denominator: '2' },
        { metric: 'trial.stock', numerator: '7', denominator: '0' },
      ]);
      await accept(1, '2024-01', [{ metric: 'trial.rate', numerator: '90', denominator: '98' }]);
      await accept(1, '2024-03', [{ metric: 'trial.stock', numerator: '5', denominator: '0' }]);
      const figures = new FigureSet(
        registry,
        await repository.read(
          own,
          tree.planId,
          [tree.root],
          metrics.map((each) => each.key),
        ),
      );
      const at = (key: string, period: string) => figures.at(registry.metric(key) as never, period);
      expect(at('trial.rate', '2024-01')).toMatchObject({ numerator: 91, denominator: 100, value: 91 });
      expect(at('trial.rate', '2024-02').value).toBeNull();
      expect(at('trial.rate', '2024-02').yearToDate).toBe(91);
      expect(at('trial.stock', '2024-02').value).toBe(7);
      expect(at('trial.stock', '2024-Q1').value).toBe(12);
      expect(at('trial.total', '2024').value).toBeNull();
    });
  });
});
