import { z } from 'zod';
import { defaultLightRules, type LightRules, lightRulesSchema } from '../light/rules.js';
import { progressNoteForm } from '../report/progress-note.js';
import { type ConfiguredUrging, configuredUrgingSchema } from '../steering/urging-config.js';
import { dateSchema, keySchema, plainText, type Text } from '../text.js';
import { formPeriods } from '../time/period.js';
import { dataSchema, type Field, type FormData, isNumeric, largestNumber } from './field.js';
import { type Due, dueSchema, type Form } from './form.js';
import type { Manifest } from './manifest.js';
import { type Direction, directions } from './metric.js';

/** What a plan says of one field of a form, where it differs from the manifest. */
export interface FieldOverride {
  required?: boolean;
  min?: number;
  max?: number;
  title?: Text;
  /** Titles of options that the manifest declares, by value. */
  options?: Record<string, Text>;
  addedOptions?: { value: string; title: Text }[];
}

/** What a plan says of one form, where it differs from the manifest. */
export interface FormOverride {
  due?: Due;
  window?: Form['window'];
  selfSign?: boolean;
  fields?: Record<string, FieldOverride>;
}

export interface ConfiguredTarget {
  /** Of the target as it stands; what has none is new. For reading only: equal targets are known by content. */
  id?: string;
  taskId: string;
  /** Full key, `<area>.<metric>`. */
  metric: string;
  unitId: string;
  direction: Direction;
  /** Null: an empty slot, to be filled. */
  value: number | null;
  from?: string | null;
  dueDate: string | null;
  holdUntil?: string | null;
  per?: (typeof formPeriods)[number] | null;
  baseline?: number | null;
  trajectory?: { date: string; value: number }[] | null;
  firm: boolean;
  scope: 'aggregate' | 'each';
  basis?: string | null;
}

/** Who reports a form, and for which task; the task may be left out where the duty stands already. */
export interface ConfiguredDuty {
  taskId?: string;
  unitIds: string[];
}

/** Thresholds of the lights that differ from the defaults. */
export type ConfiguredLights = Partial<Omit<LightRules, 'version'>>;

/** One area's configuration in one plan, whole. */
export interface AreaConfig {
  forms: Record<string, FormOverride>;
  duties: Record<string, ConfiguredDuty>;
  targets: ConfiguredTarget[];
  lights: ConfiguredLights;
  /** Names and days of the urging steps that differ from the defaults. */
  urging: ConfiguredUrging;
  /** The area's own part, as its manifest's `config` fields say. */
  own: FormData;
}
export const configSections = ['forms', 'duties', 'targets', 'lights', 'urging', 'own'] as const;
export type ConfigSection = (typeof configSections)[number];
/** Sections that somebody of the plan office has to confirm. */
export const confirmedSections: readonly ConfigSection[] = ['duties', 'targets', 'lights', 'urging'];
/** Where a configuration names a unit: the path's first part is the section, as in differences. */
export function unitsNamed(
  { duties = {}, targets = [], own = {} }: Partial<AreaConfig>,
  ownFields: readonly Field[],
): { unitId: string; path: string[] }[] {
  return [
    ...Object.entries(duties).flatMap(([form, { unitIds }]) =>
      unitIds.map((unitId) => ({ unitId, path: ['duties', form, 'unitIds'] })),
    ),
    ...targets.map(({ unitId, metric }) => ({ unitId, path: ['targets', metric, unitId] })),
    ...ownFields.flatMap(({ key, type }) => {
      const unitId = own[key];
      return type === 'unit' && typeof unitId === 'string' ? [{ unitId, path: ['own', key] }] : [];
    }),
  ];
}

/** A change: a section that is left out stays as it is, one that is there replaces it whole. */
export type AreaConfigChange = Partial<AreaConfig>;
export const emptyConfig: AreaConfig = {
  forms: {},
  duties: {},
  targets: [],
  lights: {},
  urging: {},
  own: {},
};

const shortText = z.strictObject({ zh: plainText(200, 1), en: plainText(200, 1) });
const figure = z.number().min(0).max(largestNumber);
const maxOptions = 100;

function fieldOverrideSchema(field: Field) {
  const declared = (field.options ?? []).map((option) => [option.value, shortText.optional()] as const);
  return z
    .strictObject({
      required: z.boolean().optional(),
      title: shortText.optional(),
      ...(isNumeric(field) ? { min: figure.optional(), max: figure.optional() } : {}),
      ...(field.type === 'choice'
        ? {
            options: z.strictObject(Object.fromEntries(declared)).optional(),
            addedOptions: z
              .array(z.strictObject({ value: keySchema, title: shortText }))
              .max(maxOptions - declared.length)
              .refine(
                (added) => hasNoDouble([...added, ...(field.options ?? [])].map(({ value }) => value)),
                {
                  error: 'adds an option that is there already',
                },
              )
              .optional(),
          }
        : {}),
    })
    .refine((given) => boundsHold({ min: field.min, max: field.max, ...(given as FieldOverride) }), {
      path: ['max'],
      error: 'must not be smaller than min',
    });
}

function formOverrideSchema(form: Form) {
  // The lights read the note's own fields: a plan sets when it is due, never what it asks.
  const isNote = form.key === progressNoteForm.key;
  const fields = form.fields.map((field) => [field.key, fieldOverrideSchema(field).optional()] as const);
  return z.strictObject({
    due: dueSchema.optional(),
    window: z.enum(['calendar', 'from-26th']).optional(),
    selfSign: z.boolean().optional(),
    ...(isNote ? {} : { fields: z.strictObject(Object.fromEntries(fields)).optional() }),
  });
}

const dutySchema = z.strictObject({
  taskId: z.uuid().optional(),
  unitIds: z.array(z.uuid()).max(2000).refine(hasNoDouble, { error: 'names a unit twice' }),
});

function targetSchemaOf(manifest: Manifest) {
  const metrics = manifest.metrics.map((metric) => `${manifest.id}.${metric.key}`);
  return z
    .strictObject({
      id: z.uuid().optional(),
      taskId: z.uuid(),
      metric: z.enum(metrics as [string, ...string[]]),
      unitId: z.uuid(),
      direction: z.enum(directions),
      value: figure.nullable(),
      from: dateSchema.nullish(),
      dueDate: dateSchema.nullable(),
      holdUntil: dateSchema.nullish(),
      per: z.enum(formPeriods).nullish(),
      baseline: figure.nullish(),
      trajectory: z
        .array(z.strictObject({ date: dateSchema, value: figure }))
        .max(60)
        .nullish(),
      firm: z.boolean(),
      scope: z.enum(['aggregate', 'each']),
      basis: plainText(500).nullish(),
    })
    .refine(({ from, dueDate }) => !from || !dueDate || from <= dueDate, {
      path: ['from'],
      error: 'lies after dueDate',
    })
    .refine(({ holdUntil, dueDate }) => !holdUntil || !dueDate || holdUntil >= dueDate, {
      path: ['holdUntil'],
      error: 'lies before dueDate',
    });
}

/** The same thresholds as the lights', each of which may be left out; together with the defaults they must hold. */
const lightsSchema = (() => {
  const { version: _, ...thresholds } = lightRulesSchema.shape;
  const optional = Object.entries(thresholds).map(
    ([key, threshold]) => [key, threshold.unwrap().optional()] as const,
  );
  return z.strictObject(Object.fromEntries(optional)).superRefine((given, refinement) => {
    const whole = lightRulesSchema.safeParse(given);
    for (const issue of whole.error?.issues ?? []) {
      refinement.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    }
  });
})();

/**
 * What an area's configuration in a plan may be: data whose keys the manifest knows, bounded in count, size and
 * depth. There is nothing in it to execute, to fetch or to match with: no expression, reference or pattern.
 */
export function areaConfigSchema(manifest: Manifest): z.ZodType<AreaConfigChange> {
  const forms = [...manifest.forms, progressNoteForm].map(
    (form) => [form.key, formOverrideSchema(form).optional()] as const,
  );
  const duties = manifest.forms.map((form) => [form.key, dutySchema.optional()] as const);
  return z.strictObject({
    forms: z.strictObject(Object.fromEntries(forms)).optional(),
    duties: z.strictObject(Object.fromEntries(duties)).optional(),
    targets: z
      .array(targetSchemaOf(manifest))
      .max(1000)
      .refine((targets) => hasNoDouble(targets.filter(({ value }) => value !== null).map(targetKey)), {
        error: 'sets one target twice',
      })
      .optional(),
    lights: lightsSchema.optional(),
    urging: configuredUrgingSchema.optional(),
    own: dataSchema(manifest.config, { complete: true }).optional(),
  }) as unknown as z.ZodType<AreaConfigChange>;
}

/** What makes a target this one: its task, figure, unit and date. */
export function targetKey({ taskId, metric, unitId, per, dueDate }: ConfiguredTarget): string {
  return [taskId, metric, unitId, per ?? '', dueDate ?? ''].join(' ');
}

/** The form as a plan has configured it. What the override says of fields that the form does not have is passed over. */
export function configuredForm(form: Form, override: FormOverride | undefined): Form {
  if (!override) return form;
  const { fields = {}, ...rest } = override;
  return { ...form, ...rest, fields: form.fields.map((field) => configuredField(field, fields[field.key])) };
}

function configuredField(field: Field, override: FieldOverride | undefined): Field {
  if (!override) return field;
  const { options = {}, addedOptions = [], ...rest } = override;
  if (!field.options) return { ...field, ...rest };
  const retitled = field.options.map((option) => ({
    ...option,
    title: options[option.value] ?? option.title,
  }));
  return { ...field, ...rest, options: [...retitled, ...addedOptions] };
}

/** The thresholds in force: the defaults, with what the configuration of that version overrides. */
export function configuredRules(lights: ConfiguredLights, version: number): LightRules {
  return { ...defaultLightRules, ...lights, version };
}

function boundsHold({ min, max }: { min?: number | undefined; max?: number | undefined }): boolean {
  return (min ?? 0) <= (max ?? largestNumber);
}

function hasNoDouble(keys: readonly string[]): boolean {
  return new Set(keys).size === keys.length;
}
