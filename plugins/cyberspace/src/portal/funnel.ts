import type { Board } from '@duban/contract';
import type { ChartData } from '@duban/portal-kit/chart';

type Metric = Board['areas'][number]['metrics'][number];

/** The three kinds of screen that the plan names, in its order. Networked ones are counted across both classes. */
export const rates = [
  'cyberspace.class-one-control-rate',
  'cyberspace.class-two-control-rate',
  'cyberspace.networked-control-rate',
] as const;

export interface FunnelNames {
  title: string;
  measure: string;
  all: string;
  controlled: string;
  /** What each kind of screen is called, in the order of `rates`. */
  kinds: readonly string[];
}

/** From all screens of a kind to those under control. Null while no unit has reported any of them. */
export function funnelOf(metrics: readonly Metric[], names: FunnelNames): ChartData | null {
  const found = rates.map((key) => metrics.find((metric) => metric.key === key) ?? null);
  if (found.every((metric) => metric === null || metric.denominator === null)) return null;
  return {
    title: names.title,
    measure: names.measure,
    categories: names.kinds,
    series: [
      {
        name: names.all,
        kind: 'bar',
        role: 'second',
        values: found.map((each) => each?.denominator ?? null),
      },
      {
        name: names.controlled,
        kind: 'bar',
        role: 'main',
        values: found.map((each) => each?.numerator ?? null),
      },
    ],
  };
}
