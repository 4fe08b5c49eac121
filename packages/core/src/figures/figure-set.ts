import {
  type Beside,
  type Compared,
  type Grain,
  isQuotient,
  lastEndedWithin,
  metricValue,
  type Parts,
  type Period,
  periodEnd,
  periodStart,
  periodsOfYear,
  periodYear,
  round4,
  samePeriodLastYear,
  shiftPeriod,
} from '@duban/contract';
import type { AreaRegistry, RegisteredMetric } from '../areas/area-registry.js';
import { groupBy } from '../kernel/index.js';
import type { PendingRow, RollupRow } from './rollup.repository.js';

/** A metric's value for a unit and a period, with both sides. Null: nothing was reported, or no denominator. */
export interface Figure {
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  yearToDate: number | null;
  /** Both sides below `yearToDate`. */
  ytd: Parts;
  pending: { numerator: number | null; denominator: number | null; value: number | null } | null;
}

const nothing: Parts = { numerator: null, denominator: null };

/** One unit's roll-ups in one plan year, and the figures that they give: plain metrics first, then computed ones. */
export class FigureSet {
  private readonly rows = new Map<string, RollupRow>();
  private readonly waiting: ReadonlyMap<string, PendingRow[]>;

  /** @param lastYear the same unit's figures of the year before; null where none were asked for */
  constructor(
    private readonly registry: AreaRegistry,
    rows: readonly RollupRow[],
    pending: readonly PendingRow[] = [],
    private readonly lastYear: FigureSet | null = null,
  ) {
    for (const row of rows) this.rows.set(`${row.metric} ${row.period}`, row);
    this.waiting = groupBy(pending, (row) => row.metric);
  }

  /** The figure of any grain. Coarser periods only add base periods; within a finer one, a base period counts when it ends there. */
  at(metric: RegisteredMetric, period: Period): Figure {
    const own = this.compute(metric, (plain) => this.periodParts(plain, period));
    const ytd = this.compute(metric, (plain) => this.yearParts(plain, period));
    const pending = this.pendingOf(metric, period);
    return {
      numerator: own.numerator,
      denominator: own.denominator,
      value: this.valueOf(metric, own),
      yearToDate: metric.metric.overTime === 'none' ? null : this.valueOf(metric, ytd),
      ytd,
      pending: pending && { ...pending, value: this.valueOf(metric, pending) },
    };
  }

  /** What stands beside the period's figure: the period before it (环比), the same one a year ago (同比). */
  beside(metric: RegisteredMetric, period: Period): Beside {
    const now = this.at(metric, period);
    const before = shiftPeriod(period, -1);
    const isOfYear = periodYear(before) === periodYear(period);
    const last = isOfYear ? this.at(metric, before) : this.lastYear?.at(metric, before);
    const then = this.lastYear?.at(metric, samePeriodLastYear(period));
    return {
      lastPeriod: last && last.numerator !== null ? comparedWith(last, now.value) : null,
      lastYear:
        then && (then.numerator !== null || then.ytd.numerator !== null)
          ? {
              ...comparedWith(then, now.value),
              yearToDate: then.yearToDate,
              yearToDateDifference: differenceOf(now.yearToDate, then.yearToDate),
            }
          : null,
    };
  }

  /** The grain in which a metric is observed; of a computed one, the coarsest that it reads. */
  grainOf(metric: RegisteredMetric): Grain {
    if (metric.form) return metric.form.period;
    const order: Grain[] = ['month', 'quarter', 'half', 'year'];
    const grains = this.inputs(metric).map((each) => this.grainOf(each));
    return order.findLast((grain) => grains.includes(grain)) ?? 'month';
  }

  private inputs(metric: RegisteredMetric): RegisteredMetric[] {
    return metric.of.map((key) => this.registry.metric(key)).filter((each) => each !== null);
  }

  /** What two sides give. */
  valueOf(metric: RegisteredMetric, parts: Parts): number | null {
    if (metric.metric.kind !== 'computed' || parts.denominator === null)
      return metricValue(metric.metric, parts);
    return parts.denominator === 0 || parts.numerator === null
      ? null
      : round4((parts.numerator / parts.denominator) * metric.metric.factor);
  }

  /** Both sides of a metric: as they are read, or computed from those of its inputs. */
  compute(metric: RegisteredMetric, read: (plain: RegisteredMetric) => Parts): Parts {
    if (!metric.compute) return read(metric);
    const input = Object.fromEntries(
      this.inputs(metric).map((each) => [each.metric.key, this.compute(each, read)]),
    );
    const result = metric.compute(input);
    if (result === null) return nothing;
    return 'value' in result ? { numerator: result.value, denominator: null } : result;
  }

  private periodParts(metric: RegisteredMetric, period: Period): Parts {
    const within = this.basePeriods(metric, period);
    // A level that left with its unit is not in a quarter because it was in the quarter's first month.
    const counted = metric.metric.overTime === 'latest' ? within.slice(-1) : within;
    const rows = counted
      .map((each) => this.rows.get(`${metric.key} ${each}`))
      .filter((row) => row !== undefined && row.units > 0) as RollupRow[];
    if (rows.length === 0) return nothing;
    if (metric.metric.overTime !== 'sum') return sidesOf(metric, rows.at(-1) as RollupRow);
    return sidesOf(metric, {
      numerator: sumOf(rows.map((row) => row.numerator)),
      denominator: sumOf(rows.map((row) => row.denominator)),
    });
  }

  private yearParts(metric: RegisteredMetric, period: Period): Parts {
    const last = lastEndedWithin(period, this.grainOf(metric));
    const row = last && this.rows.get(`${metric.key} ${last}`);
    return row ? sidesOf(metric, { numerator: row.ytdNumerator, denominator: row.ytdDenominator }) : nothing;
  }

  /** Base periods that count in the period: those that end within it. */
  basePeriods(metric: RegisteredMetric, period: Period): Period[] {
    return periodsOfYear(periodYear(period), this.grainOf(metric)).filter(
      (each) => periodEnd(each) >= periodStart(period) && periodEnd(each) <= periodEnd(period),
    );
  }

  private pendingOf(metric: RegisteredMetric, period: Period): Parts | null {
    const plain = metric.compute ? this.inputs(metric) : [metric];
    const waits = plain.some((each) => this.waitingIn(each, period).length > 0);
    return waits ? this.compute(metric, (each) => this.withPending(each, period)) : null;
  }

  /**
   * What waits and would be in the period's figure, by the rule that accepted values follow: every flow within, each
   * unit's last level, and of what has no rule over time that of the last base period of which anything is known.
   */
  private waitingIn(metric: RegisteredMetric, period: Period): PendingRow[] {
    const all = this.waiting.get(metric.key) ?? [];
    const within = this.basePeriods(metric, period);
    const last = within.at(-1);
    if (last === undefined) return [];
    if (metric.metric.overTime === 'latest')
      return all.filter((row) => row.period <= last && (row.until === null || last < row.until));
    const own = all.filter((row) => within.includes(row.period));
    if (metric.metric.overTime === 'sum') return own;
    const newest = within.findLast((each) => own.some((row) => row.period === each));
    const accepted = within.findLast((each) => this.hasRow(metric, each));
    return newest && newest >= (accepted ?? '') ? own.filter((row) => row.period === newest) : [];
  }

  private withPending(metric: RegisteredMetric, period: Period): Parts {
    const gains = this.waitingIn(metric, period);
    const [newest] = gains;
    if (!newest) return this.periodParts(metric, period);
    const accepted = this.periodParts(metric, metric.metric.overTime === 'none' ? newest.period : period);
    if (metric.metric.overTime === 'latest') {
      const last = this.basePeriods(metric, period).at(-1);
      const units = this.rows.get(`${metric.key} ${last}`)?.units ?? 0;
      if (gains.reduce((sum, row) => sum + row.units, units) === 0) return nothing;
    }
    return sidesOf(metric, {
      numerator: sumOf([accepted.numerator ?? 0, ...gains.map((row) => row.numerator)]),
      denominator: sumOf([accepted.denominator ?? 0, ...gains.map((row) => row.denominator)]),
    });
  }

  private hasRow(metric: RegisteredMetric, period: Period): boolean {
    return (this.rows.get(`${metric.key} ${period}`)?.units ?? 0) > 0;
  }
}

function sidesOf(metric: RegisteredMetric, row: { numerator: number; denominator: number }): Parts {
  return { numerator: row.numerator, denominator: isQuotient(metric.metric) ? row.denominator : null };
}

/**
 * Doubles hold each figure to 15 digits, and the sum to as many of the largest that it passed: 0.1 and 0.2 are 0.3, and
 * 100.03 less 100 is 0.03.
 */
export function sumOf(values: readonly number[]): number {
  let [sum, peak] = [0, 0];
  for (const value of values) {
    sum += value;
    peak = Math.max(peak, Math.abs(value), Math.abs(sum));
  }
  const decimals = 14 - Math.floor(Math.log10(peak || 1));
  // What is added makes a zero of a negative zero.
  return Number(sum.toFixed(Math.min(100, Math.max(0, decimals)))) + 0;
}

function comparedWith({ value, numerator, denominator }: Figure, now: number | null): Compared {
  return { value, numerator, denominator, difference: differenceOf(now, value) };
}

/** Missing on either side leaves nothing to tell. Of percentages it is in points. */
function differenceOf(now: number | null, then: number | null): number | null {
  return now === null || then === null ? null : round4(now - then);
}
