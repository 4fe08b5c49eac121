import { z } from 'zod';
import type { AreaConfig } from '../area/config.js';
import { fieldSchema } from '../area/field.js';
import { dateSchema, textSchema } from '../text.js';
import { colourSchema, idSchema, pageOf, reasonSchema, refSchema } from './common.js';
import { areaIdSchema } from './plan.js';

export const configParams = z.strictObject({ id: idSchema, areaId: areaIdSchema });
/** Version 0 is what the plan was set up with. */
export const configVersionParams = configParams.extend({
  v: z
    .string()
    .regex(/^\d{1,6}$/, { error: 'must be the number of a version' })
    .transform(Number),
});
/** Checked in full against the area's own schema; here only its outline is. */
const configValue = z.record(z.string().max(64), z.unknown());
export const putConfigBody = z.strictObject({
  /** Sections that are left out stay as they are. */
  value: configValue,
  reason: reasonSchema,
  effectiveFrom: dateSchema,
});
export const previewConfigBody = putConfigBody.omit({ reason: true });
export const rollbackConfigBody = z.strictObject({ reason: reasonSchema });
export const decideConfigBody = z.strictObject({ reason: reasonSchema.nullish() });
export const configDiffQuery = z.strictObject({ to: configVersionParams.shape.v.optional() });

export const configStates = ['default', 'in-force', 'scheduled', 'proposed', 'refused'] as const;

export const configChangeSchema = z.object({
  path: z.string(),
  title: textSchema,
  /** What stood there and what comes: null for nothing. Units and tasks by name. */
  from: z.unknown(),
  to: z.unknown(),
});
export type ConfigChangeView = z.infer<typeof configChangeSchema>;

export const configVersionSchema = z
  .object({
    version: z.int(),
    state: z.enum(configStates),
    effectiveFrom: dateSchema,
    reason: z.string(),
    by: refSchema.nullable(),
    at: z.string().nullable(),
    decidedBy: refSchema.nullable(),
    decidedAt: z.string().nullable(),
    decisionReason: z.string().nullable(),
    /** Set where this version brings back the value of an earlier one. */
    rollbackOf: z.int().nullable(),
    sections: z.array(z.string()),
  })
  .meta({ id: 'AreaConfigVersion' });
export type ConfigVersionView = z.infer<typeof configVersionSchema>;
export const configVersionPage = pageOf(configVersionSchema);

export const areaConfigViewSchema = z
  .object({
    planId: idSchema,
    areaId: z.string(),
    /** Of the newest version, waiting and refused ones included: the token for If-Match. 0 before the first. */
    version: z.int(),
    /** The version in force today; 0 before the first. */
    inForce: z.int(),
    state: z.enum(configStates).exclude(['refused']),
    /** First day of `value`. */
    effectiveFrom: dateSchema,
    /** Whole: forms, duties, targets, lights and the area's own part as decided, a day to come included. */
    value: configValue,
    /** JSON Schema of a value. */
    schema: z.record(z.string(), z.unknown()),
    /** Closed units that the value, or the version that waits, still names: to be replaced, by the successor say. */
    closedUnits: z.array(
      z.object({
        path: z.string(),
        title: textSchema,
        unit: refSchema,
        successor: refSchema.nullable(),
        proposed: z.boolean(),
      }),
    ),
    /** What the area's own part asks for. */
    ownFields: z.array(fieldSchema),
    proposal: configVersionSchema.extend({ value: configValue, mine: z.boolean() }).nullable(),
  })
  .meta({ id: 'AreaConfig' });
type ConfigOutline = z.infer<typeof areaConfigViewSchema>;
/** The answer; its values are whole configurations, of which the schema above fixes the outline alone. */
export type AreaConfigView = Omit<ConfigOutline, 'value' | 'proposal'> & {
  value: AreaConfig;
  proposal: (Omit<NonNullable<ConfigOutline['proposal']>, 'value'> & { value: AreaConfig }) | null;
};

const placeSchema = z.object({
  formKey: z.string(),
  unitId: idSchema,
  unitName: z.string(),
  period: z.string(),
});
const effectOf = <T extends z.ZodType>(item: T) => z.object({ count: z.int(), sample: z.array(item) });
export const configPreviewSchema = z
  .object({
    effectiveFrom: dateSchema,
    needsConfirmation: z.boolean(),
    changes: z.array(configChangeSchema),
    expectations: z.object({
      appear: effectOf(placeSchema),
      vanish: effectOf(placeSchema),
      move: effectOf(placeSchema.extend({ from: dateSchema, to: dateSchema })),
    }),
    /** Tasks whose light turns, as of the effective day. */
    lights: z.array(
      z.object({
        taskId: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        from: colourSchema.nullable(),
        to: colourSchema.nullable(),
        reasons: z.array(z.string()),
      }),
    ),
    /** Dates of known tasks that stand at each step of urging on the effective day: as it stands, and as it would be. */
    urging: z.array(z.object({ level: z.string(), title: textSchema, from: z.int(), to: z.int() })),
    /** Units whose duties, due days or targets change. */
    units: z.array(refSchema),
    metrics: z.array(z.object({ key: z.string(), title: textSchema })),
  })
  .meta({ id: 'AreaConfigPreview' });
export type ConfigPreview = z.infer<typeof configPreviewSchema>;
export const configDiffSchema = z
  .object({ from: z.int(), to: z.int(), changes: z.array(configChangeSchema) })
  .meta({ id: 'AreaConfigDiff' });
export type ConfigDiff = z.infer<typeof configDiffSchema>;
