import type { Series } from '@duban/contract';

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
