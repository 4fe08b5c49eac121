import { periodEnd, periodStart, type Series, type TargetView } from '@duban/contract';

/**
 * What a rate must be at the end of each month: nothing before the target's date, its value from there to the day
 * until which it is held. A target that is not held asks for its own month alone.
 */
export function holdLine(
  points: readonly Pick<Series['points'][number], 'period'>[],
  target: Pick<TargetView, 'value' | 'dueDate' | 'holdUntil'> | null,
): (number | null)[] {
  return points.map(({ period }) => {
    const end = periodEnd(period);
    const { value = null, dueDate, holdUntil } = target ?? {};
    if (!dueDate || end < dueDate) return null;
    const last = holdUntil ?? dueDate;
    // The month in which the last day falls still counts.
    return period <= last.slice(0, 7) ? value : null;
  });
}

/** The target that speaks for a unit: its own, else none. */
export function targetOf<T extends Pick<TargetView, 'metric' | 'unitId'>>(
  targets: readonly T[],
  metric: string,
  unitId: string,
): T | null {
  return targets.find((each) => each.metric === metric && each.unitId === unitId) ?? null;
}

/** A level counts until the next one is reported: values of months that have not begun are not known, and left out. */
export function known(
  points: readonly Pick<Series['points'][number], 'period' | 'value'>[],
  today: string,
): (number | null)[] {
  return points.map(({ period, value }) => (periodStart(period) <= today ? value : null));
}
