import type { RequestContext } from '@duban/server-kit';
import type { Services } from '../services.js';
import { spread } from './random.js';

/** Metrics of which the demo knows last year's values: some of several areas, so that the rest is seen to be missing. */
const known: Readonly<Record<string, number>> = {
  'grassroots.diversion-rate': 0.9,
  'grassroots.repeat-call-rate': 1.15,
  'grassroots.settled-rate': 0.96,
  'crime-fighting.fraud-free-units': 0.55,
  'crime-fighting.losses-recovered': 0.88,
  'traffic-management.hazard-rectified-rate': 0.93,
  'team-building.training-hours-per-officer': 0.95,
};

interface Row {
  metric: string;
  unitId: string;
  code: string;
  period: string;
  numerator: number;
  denominator: number;
}

/**
 * Invented values of the year before, made from this year's: each metric somewhat lower or higher than now, the rest
 * of the year as its last reported month was. Marked 示例.
 */
export async function seedLastYear(
  services: Services,
  ctx: RequestContext,
  plan: { id: string; year: number },
): Promise<void> {
  const rows: Row[] = await ctx.em.query(
    `select r.metric, r.unit_id as "unitId", u.code, r.period, r.numerator::float8, r.denominator::float8
     from rollup r join unit u on u.id = r.unit_id and u.kind in ('county', 'department')
     where r.plan_id = $1 and r.metric = any($2) and r.units > 0 order by r.metric, u.code, r.period`,
    [plan.id, Object.keys(known)],
  );
  const lines = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.metric} ${row.unitId}`;
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  const values = [...lines.values()].flatMap((line) =>
    periodsLike(line[0]?.period ?? '', plan.year).map((period, at) => {
      const { metric, unitId, code, numerator, denominator } = line[Math.min(at, line.length - 1)] as Row;
      const change = (known[metric] ?? 1) * (1 + 0.04 * spread('last-year', metric, code, period));
      const whole = Math.round(denominator * (1 + 0.05 * spread('last-year-base', metric, code, period)));
      const part =
        denominator === 0
          ? numerator * change
          : Math.min(Math.max(whole, numerator), (numerator / denominator) * whole * change);
      return {
        metric,
        unitId,
        period: period.replace(String(plan.year), String(plan.year - 1)),
        numerator: String(Math.round(part)),
        denominator: String(whole),
      };
    }),
  );
  await services.priorValues.seed(ctx, plan, '示例数据(虚构)', values);
}

/** All periods of the year of the same grain. */
function periodsLike(period: string, year: number): string[] {
  const quarterly = period.includes('Q');
  return Array.from({ length: quarterly ? 4 : 12 }, (_, at) =>
    quarterly ? `${year}-Q${at + 1}` : `${year}-${String(at + 1).padStart(2, '0')}`,
  );
}
