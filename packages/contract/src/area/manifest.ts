import { z } from 'zod';
import { keySchema, type Text, textSchema } from '../text.js';
import { fieldSchema } from './field.js';
import { formSchema } from './form.js';
import { metricSchema } from './metric.js';

/** Contract versions that this build of the core runs. */
export const supportedContracts = [1] as const;

export const permissionSchema = z.strictObject({ key: keySchema, title: textSchema });

export const manifestSchema = z.strictObject({
  contract: z.int(),
  id: keySchema,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, { error: 'must be a version such as 1.0.0' }),
  title: textSchema,
  forms: z.array(formSchema).max(40),
  metrics: z.array(metricSchema).max(100),
  /** The area's own part of its configuration. */
  config: z.array(fieldSchema).max(40).default([]),
  /** Permissions of the area's own routes and pages, beyond the core's. */
  permissions: z.array(permissionSchema).max(20).default([]),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestInput = z.input<typeof manifestSchema>;

/** A manifest that cannot run: names the area, the key, the cause and the fix. */
export class ManifestError extends Error {
  constructor(
    readonly area: string,
    readonly key: string,
    override readonly cause: string,
    readonly fix: string,
  ) {
    super(`area "${area}", ${key}: ${cause}. Fix: ${fix}.`);
    this.name = 'ManifestError';
  }
}

/** Declares an area. Pure data; throws {@link ManifestError} on the first thing that does not hold. */
export function defineArea(input: ManifestInput): Manifest {
  const parsed = manifestSchema.safeParse(input);
  const area = typeof input.id === 'string' ? input.id : '?';
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ManifestError(area, issue?.path.join('.') || 'manifest', issue?.message ?? 'is not a manifest', 'correct the manifest');
  }
  checkManifest(parsed.data);
  return parsed.data;
}

function checkManifest(manifest: Manifest): void {
  const fail = (key: string, cause: string, fix: string): never => {
    throw new ManifestError(manifest.id, key, cause, fix);
  };
  if (!(supportedContracts as readonly number[]).includes(manifest.contract)) {
    fail('contract', `contract version ${manifest.contract} is not supported`, `declare one of ${supportedContracts.join(', ')}`);
  }
  const doubled = (keys: string[], what: string) => {
    const key = keys.find((each, at) => keys.indexOf(each) !== at);
    if (key) fail(`${what} ${key}`, 'is declared twice', 'rename one of the two');
  };
  doubled(manifest.forms.map((form) => form.key), 'form');
  doubled(manifest.metrics.map((metric) => metric.key), 'metric');
  const figures = new Map<string, string>();
  for (const form of manifest.forms) {
    doubled(form.fields.map((field) => field.key), `form ${form.key}, field`);
    const known = new Set(form.fields.map((field) => field.key));
    for (const check of form.checks) {
      if (!known.has(check.field)) fail(`form ${form.key}, check ${check.key}`, `is shown at the unknown field "${check.field}"`, 'name a field of the form');
    }
    for (const field of form.fields) {
      if (field.type === 'choice' && !field.options) fail(`form ${form.key}, field ${field.key}`, 'is a choice without options', 'list its options');
      if ((field.type === 'integer' || field.type === 'decimal') && !field.kind) {
        fail(`form ${form.key}, field ${field.key}`, 'is a number without a kind', 'say whether it is a flow or a stock');
      }
      if (!field.dataKey) continue;
      const other = figures.get(field.dataKey);
      if (other) fail(`form ${form.key}, field ${field.key}`, `collects the figure "${field.dataKey}" that form ${other} collects`, 'ask for it once and refer to it in metrics');
      figures.set(field.dataKey, form.key);
    }
  }
  for (const metric of manifest.metrics) checkMetric(manifest, metric, fail);
}

function checkMetric(manifest: Manifest, metric: Manifest['metrics'][number], fail: (key: string, cause: string, fix: string) => never): void {
  const key = `metric ${metric.key}`;
  if (metric.kind === 'computed') {
    if (!metric.of) fail(key, 'is computed of nothing', 'list the metrics that it reads in `of`');
    for (const part of metric.of ?? []) {
      if (!manifest.metrics.some((other) => other.key === part)) fail(key, `reads the unknown metric "${part}"`, 'name a metric of this area');
    }
    const circle = circleFrom(manifest, metric.key, []);
    if (circle) fail(key, `is computed in a circle: ${circle.join(' → ')}`, 'break the circle');
    return;
  }
  const sides = [metric.numerator, ...(metric.kind === 'ratio' || metric.kind === 'average' ? [metric.denominator] : [])];
  for (const side of sides) {
    if (!side) return fail(key, `is a ${metric.kind} and lacks a side`, 'name the field as form.field');
    const [formKey, fieldKey] = side.split('.');
    const form = manifest.forms.find((each) => each.key === formKey);
    if (!form) return fail(key, `reads the unknown form "${formKey}"`, 'name a form of this area');
    const field = form.fields.find((each) => each.key === fieldKey);
    if (!field) return fail(key, `reads the unknown field "${side}"`, `name a field of form ${formKey}`);
    if (metric.kind !== 'count' && field.type !== 'integer' && field.type !== 'decimal') {
      fail(key, `reads "${side}", which is no number`, 'read a number, or make the metric a count');
    }
  }
  if (new Set(sides.map((side) => side?.split('.')[0])).size > 1) {
    fail(key, 'reads two forms', 'take both sides from one form, or make the metric computed');
  }
}

function circleFrom(manifest: Manifest, key: string, seen: string[]): string[] | null {
  if (seen.includes(key)) return [...seen, key];
  const metric = manifest.metrics.find((each) => each.key === key);
  if (metric?.kind !== 'computed') return null;
  for (const part of metric.of ?? []) {
    const circle = circleFrom(manifest, part, [...seen, key]);
    if (circle) return circle;
  }
  return null;
}

/** The form that a plain metric reads; null for a computed one. */
export function formOf(metric: Manifest['metrics'][number]): string | null {
  return metric.numerator?.split('.')[0] ?? null;
}

/** The part of a title shown in one language. */
export function inLanguage(text: Text, language: string): string {
  return language.startsWith('en') ? text.en : text.zh;
}
