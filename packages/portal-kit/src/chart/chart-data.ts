import type { Colour } from '@duban/contract';

export interface ChartSeries {
  name: string;
  /** One for each category; null where there is none. */
  values: readonly (number | null)[];
  /** Bars of kind `stack` stand on one another, the first at the bottom. */
  kind: 'line' | 'bar' | 'stack';
  /**
   * `target`, `pace` and `pending` are drawn as dashed and dotted lines, `past` as a thin dotted one, `main` in the accent colour; a light
   * as that light.
   */
  role: 'main' | 'second' | 'target' | 'pace' | 'pending' | 'past' | Colour | 'closed';
}

/** What a chart shows; the table beside it is made from the same. */
export interface ChartData {
  title: string;
  measure: string;
  categories: readonly string[];
  series: readonly ChartSeries[];
}
