import { periodStart, type Series } from '@duban/contract';

type Points = readonly Pick<Series['points'][number], 'period' | 'value'>[];

/**
 * The months' mean so far, month by month: one month's index swings with holidays and weather. Unrounded; missing
 * months are left out of the mean and stay missing in it.
 */
export function meanSoFar(points: Points): (number | null)[] {
  let sum = 0;
  let months = 0;
  return points.map(({ value }) => {
    if (value === null) return null;
    sum += value;
    months += 1;
    return sum / months;
  });
}

/** A level counts until the next one is reported: values of months that have not begun are not known, and left out. */
export function known(points: Points, today: string): (number | null)[] {
  return points.map(({ period, value }) => (periodStart(period) <= today ? value : null));
}
