import { createHash } from 'node:crypto';
import { type Form, type Manifest, ManifestError, type Metric } from '@duban/contract';
import type { AreaEntry } from './area-entry.js';
import type { OwnPart } from './area-settings.repository.js';

type ConfigStep = (value: Record<string, unknown>) => Record<string, unknown>;

/** A form version as the database keeps it. */
export interface StoredForm {
  areaId: string;
  key: string;
  version: number;
  checksum: string;
  /** Fields that each metric read of this version, by the metric's key in the area. */
  metricFields: Record<string, string[]>;
  /** Keys of its fields. */
  fields: string[];
}

/** JSON with its keys in order, so that equal data gives equal text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
}

/** sha256, in hexadecimal, of what a report's validity and a metric's meaning rest on. */
export function formChecksum({ fields, checks, period, level }: Form): string {
  return createHash('sha256').update(canonicalJson({ fields, checks, period, level })).digest('hex');
}

const fieldsRead = (metric: Metric, formKey: string): string[] =>
  [metric.numerator, metric.denominator].flatMap((side) => {
    const [form, field] = side?.split('.') ?? [];
    return form === formKey && field ? [field] : [];
  });

/** Fields of the form that each of the area's metrics reads, by the metric's key. */
export function metricFieldsOf(manifest: Manifest, formKey: string): Record<string, string[]> {
  return Object.fromEntries(
    manifest.metrics
      .map((metric) => [metric.key, fieldsRead(metric, formKey)] as const)
      .filter(([, fields]) => fields.length > 0),
  );
}

/** Everything that keeps the installed areas from running together, or after what ran before. Pure. */
export function* installFaults(
  manifests: readonly Manifest[],
  stored: readonly StoredForm[],
): Generator<ManifestError> {
  yield* collectedByTwoAreas(manifests);
  for (const manifest of manifests) {
    for (const form of manifest.forms) {
      const versions = stored.filter((each) => each.areaId === manifest.id && each.key === form.key);
      yield* changedInPlace(manifest, form, versions);
      yield* notCarriedOn(manifest, form, versions);
    }
  }
}

function* changedInPlace(
  manifest: Manifest,
  form: Form,
  versions: readonly StoredForm[],
): Generator<ManifestError> {
  const known = versions.find((each) => each.version === form.version);
  if (!known || known.checksum === formChecksum(form)) return;
  const cause = `changed its fields, checks, period or level, and version ${form.version} is in use`;
  yield new ManifestError(manifest.id, `form ${form.key}`, cause, `raise its version to ${form.version + 1}`);
}

/** A field that keeps its key is carried on by itself; one that does not needs an entry in `mappings`. */
function* notCarriedOn(
  manifest: Manifest,
  form: Form,
  versions: readonly StoredForm[],
): Generator<ManifestError> {
  const fields = new Set(form.fields.map((field) => field.key));
  const metrics = metricFieldsOf(manifest, form.key);
  yield* strayMappings(manifest, form);
  for (const earlier of versions.filter((each) => each.version < form.version)) {
    const mapping = form.mappings[String(earlier.version)] ?? {};
    for (const [metric, read] of Object.entries(earlier.metricFields)) {
      if (!metrics[metric]) continue;
      const lost = read.find((field) => !fields.has(mapping[field] ?? field));
      if (lost) {
        const cause = `version ${form.version} does not say what became of version ${earlier.version}'s field "${lost}", which metric ${metric} reads`;
        const fix = `add it to the form's mappings: {"${earlier.version}": {"${lost}": "<field of version ${form.version}>"}}`;
        yield new ManifestError(manifest.id, `form ${form.key}`, cause, fix);
        continue;
      }
      const carried = new Set(earlier.fields.map((field) => mapping[field] ?? field));
      const gap = metrics[metric].find((field) => !carried.has(field));
      if (!gap) continue;
      const cause = `metric ${metric} reads "${gap}", which version ${earlier.version} does not give: reports made with that version would be missing from it`;
      const fix = `map the field of version ${earlier.version} that it continues: {"${earlier.version}": {"<field of version ${earlier.version}>": "${gap}"}}, or give the metric a new key`;
      yield new ManifestError(manifest.id, `form ${form.key}`, cause, fix);
    }
  }
}

/** A mapping leads from an earlier version to a field of this one; two fields never become one. */
function* strayMappings(manifest: Manifest, form: Form): Generator<ManifestError> {
  const fields = new Set(form.fields.map((field) => field.key));
  for (const [from, mapping] of Object.entries(form.mappings)) {
    const at = `form ${form.key}, mapping of version ${from}`;
    if (Number(from) >= form.version) {
      yield new ManifestError(
        manifest.id,
        at,
        'is of no earlier version',
        `remove it, or raise the form's version`,
      );
    }
    const targets = Object.values(mapping);
    const stray = targets.find((field, index) => !fields.has(field) || targets.indexOf(field) !== index);
    if (!stray) continue;
    const cause = fields.has(stray) ? `leads twice to "${stray}"` : `leads to the unknown field "${stray}"`;
    yield new ManifestError(
      manifest.id,
      at,
      cause,
      `name each field of version ${form.version} once at most`,
    );
  }
}

/**
 * Everything that keeps stored configurations from being read by the installed areas: a step that lacks, a part that
 * is newer than the area, a step that fails on what is stored. Pure where the areas' steps are.
 */
export function* configFaults(
  areas: readonly AreaEntry[],
  stored: readonly OwnPart[],
): Generator<ManifestError> {
  for (const { manifest, server } of areas) {
    const fault = (cause: string, fix: string) => new ManifestError(manifest.id, 'migrateConfig', cause, fix);
    const steps = server?.migrateConfig ?? [];
    const gap = Array.from(steps).findIndex((step) => typeof step !== 'function');
    if (gap >= 0)
      yield fault(
        `has no step from version ${gap + 1} to ${gap + 2}`,
        'give every version its step, in order',
      );
    for (const part of stored.filter((each) => each.areaId === manifest.id)) {
      if (part.ownVersion > steps.length + 1) {
        const cause = `knows the configuration up to version ${steps.length + 1}, and a plan stores version ${part.ownVersion}`;
        yield fault(cause, 'install the newer version of the area again');
        continue;
      }
      const failed = failingStep(steps, part);
      if (failed) yield fault(failed, 'mend the step: it must take every value that was ever saved');
    }
  }
}

function failingStep(steps: readonly ConfigStep[], part: OwnPart): string | null {
  let own = part.own;
  for (const [at, step] of steps.entries()) {
    if (at < part.ownVersion - 1) continue;
    try {
      own = step(own);
    } catch (error) {
      return `its step from version ${at + 1} to ${at + 2} fails on what a plan stores: ${(error as Error).message}`;
    }
  }
  return null;
}

/** One figure, one source (一数一源), across areas; within one the manifest's own checks see to it. */
function* collectedByTwoAreas(manifests: readonly Manifest[]): Generator<ManifestError> {
  const seen: { areaId: string; form: Form; dataKey: string }[] = [];
  for (const { id, forms } of manifests) {
    for (const form of forms) {
      for (const { key, dataKey } of form.fields) {
        if (!dataKey) continue;
        const other = seen.find(
          (each) =>
            each.areaId !== id &&
            each.dataKey === dataKey &&
            each.form.level.some((level) => form.level.includes(level)),
        );
        if (other) {
          const cause = `collects the figure "${dataKey}" that area "${other.areaId}", form ${other.form.key} collects from the same units`;
          const fix = 'collect it in one area only, or give the two figures different data keys';
          yield new ManifestError(id, `form ${form.key}, field ${key}`, cause, fix);
        }
        seen.push({ areaId: id, form, dataKey });
      }
    }
  }
}
