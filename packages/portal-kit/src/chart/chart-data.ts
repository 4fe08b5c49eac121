export interface ChartSeries {
  name: string;
  /** One for each category; null where there is none. */
  values: readonly (number | null)[];
  kind: 'line' | 'bar';
  /** `target` and `pending` are drawn as dashed lines, `past` as a thin dotted one, `main` in the accent colour. */
  role: 'main' | 'second' | 'target' | 'pending' | 'past';
}

/** What a chart shows; the table beside it is made from the same. */
export interface ChartData {
  title: string;
  measure: string;
  categories: readonly string[];
  series: readonly ChartSeries[];
}
