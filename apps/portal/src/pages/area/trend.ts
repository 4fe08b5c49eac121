import type { Board, Series } from '@duban/contract';
import type { ChartData } from '@duban/portal-kit/chart';

type BoardMetric = Board['areas'][number]['metrics'][number];
type Points = Series['points'];

/** The words of a trend's lines. */
export interface TrendNames {
  value: string;
  yearToDate: string;
  target: string;
  pace: string;
  pending: string;
  lastYear?: string;
}

/**
 * A series as a chart: the period's own values, year to date where it differs, the target with the pace that leads
 * to it (序时进度), and what waits for acceptance. A line that has no value at all is left out.
 */
export function trendOf(
  title: string,
  measure: string,
  points: Points,
  names: TrendNames,
  print: (period: string) => string,
): ChartData {
  const line = (
    name: string,
    role: ChartData['series'][number]['role'],
    of: (point: Points[number]) => number | null,
  ) => ({
    name,
    role,
    kind: 'line' as const,
    values: points.map(of),
  });
  const isSame = points.every((point) => point.yearToDate === null || point.yearToDate === point.value);
  const series = [
    line(names.value, 'main', (point) => point.value),
    ...(isSame ? [] : [line(names.yearToDate, 'second', (point) => point.yearToDate)]),
    line(names.target, 'target', (point) => point.target),
    line(names.pace, 'pace', (point) => point.pace),
    line(names.pending, 'pending', (point) => point.pending?.value ?? null),
    ...(names.lastYear
      ? [line(names.lastYear, 'past' as const, (point) => point.lastYear?.value ?? null)]
      : []),
  ];
  return {
    title,
    measure,
    categories: points.map((point) => print(point.period)),
    series: series.filter((each) => each.values.some((value) => value !== null)),
  };
}

/** Metrics with a target first, then in the board's order. */
export function byTarget(metrics: readonly BoardMetric[]): BoardMetric[] {
  return [...metrics].sort((a, b) => Number(b.target !== null) - Number(a.target !== null));
}
