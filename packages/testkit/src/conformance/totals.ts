import {
  formOf,
  isFilled,
  isQuotient,
  type Manifest,
  type Metric,
  metricValue,
  type Parts,
  periodEnd,
} from '@duban/contract';
import type { AreaServer } from '@duban/server-kit';
import type { Fault } from './fault.js';
import type { AreaSamples, ValidSample } from './samples.js';

/**
 * Both sides of a plain metric over the samples of its form: within each unit over time, then over units.
 * What was not filled in stays missing; a `none` rule gives a number only where there is nothing to join.
 */
export function aggregate(metric: Metric, samples: readonly ValidSample[]): Parts {
  return {
    numerator: side(metric, metric.numerator, samples),
    denominator: isQuotient(metric) ? side(metric, metric.denominator, samples) : null,
  };
}

function side(metric: Metric, path: string | undefined, samples: readonly ValidSample[]): number | null {
  const field = path?.split('.')[1];
  if (field === undefined) return null;
  const units = [...new Set(samples.map(({ unit }) => unit))];
  const levels = units.map((unit) => {
    const own = samples
      .filter((sample) => sample.unit === unit && isFilled(sample.data[field]))
      .toSorted((a, b) => periodEnd(a.period).localeCompare(periodEnd(b.period)))
      .map((sample) =>
        metric.kind === 'count' ? Number(sample.data[field] !== false) : Number(sample.data[field]),
      );
    return join(metric.overTime, own);
  });
  return join(
    metric.overUnits,
    levels.filter((each) => each !== null),
  );
}

function join(rule: Metric['overTime'], values: number[]): number | null {
  if (values.length === 0) return null;
  if (rule === 'sum') return values.reduce((sum, value) => sum + value, 0);
  if (rule === 'none' && values.length > 1) return null;
  return values.at(-1) ?? null;
}

/** Both sides of any metric over the samples; a computed one's from the rolled-up parts that it reads. */
export function partsOver(
  manifest: Manifest,
  metric: Metric,
  samples: AreaSamples,
  server: AreaServer | undefined,
): Parts {
  if (metric.kind !== 'computed') return aggregate(metric, samples.forms[formOf(metric) ?? '']?.valid ?? []);
  const read = manifest.metrics.filter((each) => metric.of?.includes(each.key));
  const input = read.map((each) => [each.key, partsOver(manifest, each, samples, server)] as const);
  const answer = server?.compute?.[metric.key]?.(Object.fromEntries(input)) ?? null;
  if (answer === null) return { numerator: null, denominator: null };
  return 'value' in answer ? { numerator: answer.value, denominator: null } : answer;
}

/** Metrics over the samples must equal the totals written by hand. */
export function totalFaults(manifest: Manifest, samples: AreaSamples, server?: AreaServer): Fault[] {
  const fault = (key: string, message: string): Fault => ({ aspect: 'totals', at: `metric ${key}`, message });
  return [
    ...Object.keys(samples.totals)
      .filter((key) => !manifest.metrics.some((metric) => metric.key === key))
      .map((key) => fault(key, 'has a total and is no metric: remove one, or correct the key')),
    ...manifest.metrics.flatMap((metric) => {
      const expected = samples.totals[metric.key];
      if (!expected) return [fault(metric.key, 'has no total: work one out by hand over the valid samples')];
      const parts = partsOver(manifest, metric, samples, server);
      const actual = { ...parts, value: valueFrom(metric, parts) };
      return (['numerator', 'denominator', 'value'] as const)
        .filter((name) => !same(actual[name], expected[name] ?? null))
        .map((name) => fault(metric.key, `${name} is ${actual[name]}, by hand ${expected[name] ?? null}`));
    }),
  ];
}

/** A computed metric divides where its function gave two sides. */
function valueFrom(metric: Metric, parts: Parts): number | null {
  if (metric.kind !== 'computed') return metricValue(metric, parts);
  return metricValue({ kind: parts.denominator === null ? 'sum' : 'ratio', factor: metric.factor }, parts);
}

/** Sums of decimals differ from the hand's in the last bits. */
function same(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) < 1e-6;
}
