import { type Direction, type Metric, round4 } from '../area/metric.js';

/**
 * How the sub-targets of a share hang together: `sum` where values of units add up, `each` where every unit has to
 * meet the same one (a rate, 各县均须达到).
 */
export type ShareRule = 'sum' | 'each';

export function shareRule(
  metric: Pick<Metric, 'kind' | 'overUnits'>,
  scope: 'aggregate' | 'each' = 'aggregate',
): ShareRule {
  const adds = metric.overUnits === 'sum' && ['sum', 'count', 'latest'].includes(metric.kind);
  return adds && scope === 'aggregate' ? 'sum' : 'each';
}

/** What a share owes of one metric, as far as dividing it is concerned. */
export interface Divided {
  value: number;
  direction: Direction;
  rule: ShareRule;
}

/** How a set of sub-targets stands to what they divide. */
export interface Division {
  /** Their sum; null where they are not added up. */
  total: number | null;
  /** `short` asks less than the share owes and is refused; `over` asks more (层层加码) and warns. */
  verdict: 'short' | 'even' | 'over';
  /** Places of the values that fall short by themselves. */
  short: number[];
}

/** Less than 0: asks less than the share owes; more: asks more. */
function strictness(direction: Direction, value: number, owed: number): number {
  return direction === 'at-most' ? owed - value : value - owed;
}

/**
 * Judges the values that a share was divided into. Those of a limit (at-most) together stay within it, for together
 * they are what the share is measured by.
 */
export function divide({ value: owed, direction, rule }: Divided, values: readonly number[]): Division {
  if (rule === 'sum') {
    const total = round4(values.reduce((sum, value) => sum + value, 0));
    const by = strictness(direction, total, owed);
    return { total, verdict: by < 0 ? 'short' : by > 0 ? 'over' : 'even', short: [] };
  }
  const by = values.map((value) => strictness(direction, value, owed));
  const short = by.flatMap((each, at) => (each < 0 || (direction === 'exactly' && each !== 0) ? [at] : []));
  const over = by.some((each) => each > 0);
  return { total: null, verdict: short.length > 0 ? 'short' : over ? 'over' : 'even', short };
}
