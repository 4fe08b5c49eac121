import { permissions } from '../policy/policy.js';
import { fieldsOf } from './expression.js';
import { isNumeric } from './field.js';
import type { Form } from './form.js';
import { type Manifest, supportedContracts } from './manifest.js';
import { ManifestError } from './manifest-error.js';
import { isQuotient, type Metric } from './metric.js';

type Faults = Generator<ManifestError>;

/** Everything that keeps a well-formed manifest from running, in reading order. */
export function* faultsOf(manifest: Manifest): Faults {
  if (!(supportedContracts as readonly number[]).includes(manifest.contract)) {
    const cause = `contract version ${manifest.contract} is not supported`;
    yield new ManifestError(
      manifest.id,
      'contract',
      cause,
      `declare one of ${supportedContracts.join(', ')}`,
    );
  }
  yield* doubled(manifest, 'form', manifest.forms);
  yield* doubled(manifest, 'metric', manifest.metrics);
  yield* doubled(manifest, 'permission', manifest.permissions);
  yield* doubled(manifest, 'config field', manifest.config);
  if (permissions.some((each) => each.startsWith(`${manifest.id}.`))) {
    const cause = "gives its permissions the core's own prefix";
    yield new ManifestError(
      manifest.id,
      'id',
      cause,
      'choose another id: permissions are named <area>.<key>',
    );
  }
  for (const form of manifest.forms) yield* formFaults(manifest, form);
  yield* collectedTwice(manifest);
  for (const metric of manifest.metrics) {
    yield* metric.kind === 'computed' ? computedFaults(manifest, metric) : metricFaults(manifest, metric);
  }
}

function* doubled(manifest: Manifest, what: string, items: readonly { key: string }[]): Faults {
  const keys = items.map((item) => item.key);
  const key = keys.find((each, at) => keys.indexOf(each) !== at);
  if (key)
    yield new ManifestError(manifest.id, `${what} ${key}`, 'is declared twice', 'rename one of the two');
}

function* formFaults(manifest: Manifest, form: Form): Faults {
  const at = (key: string) => `form ${form.key}, ${key}`;
  yield* doubled(manifest, `form ${form.key}, field`, form.fields);
  const known = new Set(form.fields.map((field) => field.key));
  for (const check of form.checks) {
    const unknown = [check.field, ...fieldsOf(check.expect)].find((key) => !known.has(key));
    if (!unknown) continue;
    yield new ManifestError(
      manifest.id,
      at(`check ${check.key}`),
      `names the unknown field "${unknown}"`,
      'name a field of the form',
    );
  }
  for (const field of form.fields) {
    const key = at(`field ${field.key}`);
    if (field.type === 'choice' && !field.options) {
      yield new ManifestError(manifest.id, key, 'is a choice without options', 'list its options');
    }
    if (isNumeric(field) && !field.kind) {
      yield new ManifestError(
        manifest.id,
        key,
        'is a number without a kind',
        'say whether it is a flow or a stock',
      );
    }
    const unknown = field.visibleWhen && fieldsOf(field.visibleWhen).find((each) => !known.has(each));
    if (unknown) {
      yield new ManifestError(
        manifest.id,
        key,
        `depends on the unknown field "${unknown}"`,
        'name a field of the form',
      );
    }
  }
}

/** One figure, one source (一数一源): forms of one level never ask a unit for the same figure. */
function* collectedTwice(manifest: Manifest): Faults {
  const seen: { dataKey: string; form: Form }[] = [];
  for (const form of manifest.forms) {
    for (const { key, dataKey } of form.fields) {
      if (!dataKey) continue;
      const other = seen.find(
        (each) => each.dataKey === dataKey && each.form.level.some((level) => form.level.includes(level)),
      );
      if (other) {
        const cause = `collects the figure "${dataKey}" that form ${other.form.key} collects from the same units`;
        yield new ManifestError(
          manifest.id,
          `form ${form.key}, field ${key}`,
          cause,
          'ask for it once and refer to it in metrics',
        );
      }
      seen.push({ dataKey, form });
    }
  }
}

function* metricFaults(manifest: Manifest, metric: Metric): Faults {
  const fault = (cause: string, fix: string) =>
    new ManifestError(manifest.id, `metric ${metric.key}`, cause, fix);
  const sides = isQuotient(metric) ? [metric.numerator, metric.denominator] : [metric.numerator];
  for (const side of sides) {
    if (!side) {
      yield fault(`is a ${metric.kind} and lacks a side`, 'name the field as form.field');
      continue;
    }
    const [formKey, fieldKey] = side.split('.');
    const form = manifest.forms.find((each) => each.key === formKey);
    const field = form?.fields.find((each) => each.key === fieldKey);
    if (!form) yield fault(`reads the unknown form "${formKey}"`, 'name a form of this area');
    else if (!field) yield fault(`reads the unknown field "${side}"`, `name a field of form ${formKey}`);
    else if (metric.kind !== 'count' && !isNumeric(field)) {
      yield fault(`reads "${side}", which is no number`, 'read a number, or make the metric a count');
    }
  }
  if (new Set(sides.map((side) => side?.split('.')[0])).size > 1) {
    yield fault('reads two forms', 'take both sides from one form, or make the metric computed');
  }
}

function* computedFaults(manifest: Manifest, metric: Metric): Faults {
  const fault = (cause: string, fix: string) =>
    new ManifestError(manifest.id, `metric ${metric.key}`, cause, fix);
  if (!metric.of) yield fault('is computed of nothing', 'list the metrics that it reads in `of`');
  const unknown = (metric.of ?? []).find((key) => !manifest.metrics.some((other) => other.key === key));
  if (unknown) yield fault(`reads the unknown metric "${unknown}"`, 'name a metric of this area');
  const circle = circleFrom(manifest, metric.key, []);
  if (circle) yield fault(`is computed in a circle: ${circle.join(' → ')}`, 'break the circle');
}

function circleFrom(manifest: Manifest, key: string, seen: string[]): string[] | null {
  if (seen.includes(key)) return [...seen, key];
  const metric = manifest.metrics.find((each) => each.key === key);
  for (const part of metric?.kind === 'computed' ? (metric.of ?? []) : []) {
    const circle = circleFrom(manifest, part, [...seen, key]);
    if (circle) return circle;
  }
  return null;
}
