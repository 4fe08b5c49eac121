import { round4 } from '../area/metric.js';
import { addDays, daysBetween } from '../time/calendar.js';
import type { TargetFacts } from './facts.js';

/**
 * Where a cumulative target should be at the end of the day (序时进度): linear from the baseline at the start of
 * `from`, through the trajectory's points, to the value at the end of `dueDate`; the value ever after. In the
 * metric's measure, 4 decimals. Null for a target that follows no pace or has no value yet.
 */
export function paceValue(
  target: Pick<TargetFacts, 'kind' | 'value' | 'baseline' | 'from' | 'dueDate' | 'trajectory'>,
  date: string,
): number | null {
  if (target.kind !== 'cumulative' || target.value === null) return null;
  // Days count at their end, so the baseline stands at the end of the day before the first one.
  let before = { date: addDays(target.from, -1), value: target.baseline ?? 0 };
  if (date <= before.date) return round4(before.value);
  const goals = [
    ...(target.trajectory ?? [])
      .filter((each) => each.date >= target.from && each.date < target.dueDate)
      .toSorted((a, b) => a.date.localeCompare(b.date)),
    { date: target.dueDate, value: target.value },
  ];
  for (const next of goals) {
    if (date <= next.date) {
      const share = daysBetween(before.date, date) / daysBetween(before.date, next.date);
      return round4(before.value + (next.value - before.value) * share);
    }
    before = next;
  }
  return round4(before.value);
}
