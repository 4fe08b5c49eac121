import { type Field, formOf, isQuotient, type Manifest, type Metric } from '@duban/contract';
import type { Fault } from './fault.js';
import { changed, judge } from './reports.js';
import type { AreaSamples } from './samples.js';

/** The sides of every plain metric must be of a kind that its rules can add up. */
export function metricFaults(manifest: Manifest, samples: AreaSamples): Fault[] {
  return manifest.metrics
    .filter((metric) => metric.kind !== 'computed')
    .flatMap((metric) => [
      ...sidesOf(manifest, metric).flatMap((field) => timeFaults(metric, field)),
      ...quotientFaults(manifest, metric),
      ...wholeFaults(manifest, metric, samples),
    ]);
}

function fault(metric: Metric, message: string): Fault {
  return { aspect: 'metrics', at: `metric ${metric.key}`, message };
}

function sidesOf(manifest: Manifest, metric: Metric): Field[] {
  const form = manifest.forms.find((each) => each.key === formOf(metric));
  const paths = isQuotient(metric) ? [metric.numerator, metric.denominator] : [metric.numerator];
  return paths.flatMap((path) => form?.fields.filter((field) => field.key === path?.split('.')[1]) ?? []);
}

function timeFaults(metric: Metric, field: Field): Fault[] {
  if (field.kind === 'stock' && metric.overTime === 'sum') {
    return [
      fault(metric, `adds the level "${field.key}" up over time: take its latest, or make the field a flow`),
    ];
  }
  if (field.kind === 'flow' && metric.overTime === 'latest') {
    return [
      fault(metric, `keeps only the latest of the flow "${field.key}": add it up, or make the field a stock`),
    ];
  }
  return [];
}

function quotientFaults(manifest: Manifest, metric: Metric): Fault[] {
  const percentage = metric.measure === '%';
  const optional = sidesOf(manifest, metric).filter((field) => isQuotient(metric) && !field.required);
  return [
    ...(percentage !== (metric.factor === 100)
      ? [fault(metric, 'has % without factor 100, or the reverse')]
      : []),
    ...optional.map((field) =>
      fault(
        metric,
        `divides by way of the optional field "${field.key}": require it, or one side lacks the report`,
      ),
    ),
  ];
}

/** Shown by doing: a first sample whose part is made larger than its whole must be refused. */
function wholeFaults(manifest: Manifest, metric: Metric, samples: AreaSamples): Fault[] {
  const form = manifest.forms.find((each) => each.key === formOf(metric));
  const [part, whole] = sidesOf(manifest, metric);
  const first = form && samples.forms[form.key]?.valid[0]?.data;
  if (metric.kind !== 'ratio' || metric.measure !== '%' || !part || !whole || !first) return [];
  const { refusedAt } = judge(form, changed(first, { [part.key]: Number(first[whole.key]) + 1 }));
  if (refusedAt.includes(part.key)) return [];
  return [
    fault(metric, `takes a "${part.key}" larger than "${whole.key}": add an error check to form ${form.key}`),
  ];
}
