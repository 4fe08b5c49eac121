import { z } from 'zod';
import { keySchema, textSchema } from '../text.js';
import { measureSchema } from './field.js';

const formField = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, { error: 'must be form.field' });

export const directions = ['at-least', 'at-most', 'exactly'] as const;
export type Direction = (typeof directions)[number];

/**
 * A measure. `sum`, `latest` and `count` read `numerator`; `ratio` and `average` divide their two aggregated
 * sides once; `computed` is a pure function, in the area's server part, of the metrics that it lists in `of`.
 */
export const metricSchema = z.strictObject({
  key: keySchema,
  title: textSchema,
  kind: z.enum(['sum', 'count', 'latest', 'average', 'ratio', 'computed']),
  numerator: formField.optional(),
  denominator: formField.optional(),
  /** Keys of this area's metrics whose rolled-up parts a computed metric reads. */
  of: z.array(keySchema).min(1).optional(),
  overTime: z.enum(['sum', 'latest', 'none']),
  overUnits: z.enum(['sum', 'none']),
  direction: z.enum(directions),
  measure: measureSchema,
  /** What a quotient is multiplied with: 100 for percentages, else 1. */
  factor: z.number().positive().default(1),
  /** 口径, 数据来源: shown beside the number. The window comes from the form. */
  definition: textSchema,
  source: textSchema,
  /** False for what units are never ranked by: clearance rates, case numbers, detentions, fines. */
  ranked: z.boolean().default(true),
});
export type Metric = z.infer<typeof metricSchema>;
export type MetricInput = z.input<typeof metricSchema>;

/** The two sides of a value, aggregated. A `sum` has no denominator. */
export interface Parts {
  numerator: number | null;
  denominator: number | null;
}

export function isQuotient(metric: Pick<Metric, 'kind'>): boolean {
  return metric.kind === 'ratio' || metric.kind === 'average';
}

/** Rounds half away from zero to 4 decimals; 15 significant digits first, so that 1.00005 is not 1.0000499…. */
export function round4(value: number): number {
  const scaled = Number((Math.abs(value) * 10_000).toPrecision(15));
  // Adding 0 turns −0 into 0: no figure is printed or compared as minus nothing.
  return (Math.sign(value) * Math.round(scaled)) / 10_000 + 0;
}

/** The value that two sides give; null where nothing was reported or the denominator is zero. */
export function metricValue(metric: Pick<Metric, 'kind' | 'factor'>, parts: Parts): number | null {
  if (parts.numerator === null) return null;
  if (!isQuotient(metric)) return round4(parts.numerator);
  if (parts.denominator === null || parts.denominator === 0) return null;
  return round4((parts.numerator / parts.denominator) * metric.factor);
}
