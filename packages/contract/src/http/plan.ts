import { z } from 'zod';
import { fieldTypes } from '../area/field.js';
import { levels } from '../area/form.js';
import { directions } from '../area/metric.js';
import { moveNames, taskStates } from '../task/lifecycle.js';
import { dateSchema, plainText, textSchema } from '../text.js';
import { formPeriods } from '../time/period.js';
import { colourSchema, idSchema, listQuery, nameSchema, pageOf, reasonSchema, refSchema } from './common.js';

export const areaIdSchema = plainText(64, 1);

export const areaSchema = z
  .object({
    id: z.string(),
    number: z.int(),
    title: textSchema,
    enabled: z.boolean(),
    plugin: z.object({ version: z.string(), contract: z.int() }),
    /** Of the area in its plan; absent where no plan was asked for. */
    version: z.int().optional(),
  })
  .meta({ id: 'Area' });
export type AreaView = z.infer<typeof areaSchema>;

export const planSchema = z
  .object({
    id: idSchema,
    year: z.int(),
    title: z.string(),
    bureau: z.string(),
    rootUnitId: idSchema,
    businessDate: dateSchema,
    announcedTasks: z.int(),
    listedTasks: z.int(),
    documentNumber: z.string().nullable(),
    issuedOn: dateSchema.nullable(),
    areas: z.array(areaSchema),
    version: z.int(),
  })
  .meta({ id: 'Plan' });
export type PlanView = z.infer<typeof planSchema>;
export const planPage = pageOf(planSchema);
export const issuePlanBody = z.strictObject({ documentNumber: plainText(100, 1) });

export const origins = ['plan', 'superior', 'added', 'meeting', 'instruction'] as const;
export const visibilities = ['open', 'restricted', 'withheld'] as const;

export const reasonViewSchema = z.object({ code: z.string(), detail: z.string() }).loose();
export const taskLightSchema = z.object({
  colour: colourSchema.nullable(),
  reasons: z.array(reasonViewSchema),
  asOf: dateSchema.nullable(),
});

export const milestoneSchema = z.object({
  id: idSchema,
  title: z.string(),
  dueDate: dateSchema.nullable(),
  doneOn: dateSchema.nullable(),
  firm: z.boolean(),
  note: z.string().nullable(),
  evidence: z.int(),
  version: z.int(),
});
export type MilestoneView = z.infer<typeof milestoneSchema>;

/** A task as lists show it. What a withheld task has is its number, its area and at most a title. */
export const taskSchema = z
  .object({
    id: idSchema,
    number: z.int().nullable(),
    title: z.string().nullable(),
    areaId: z.string(),
    visibility: z.enum(visibilities),
    state: z.enum(taskStates),
    light: taskLightSchema,
    dueDate: dateSchema.nullable(),
    originalDueDate: dateSchema.nullable(),
    origin: z.enum(origins),
    leader: refSchema.nullable(),
    leadUnit: refSchema.nullable(),
    responsibleUnits: z.array(refSchema),
    cooperatingUnits: z.array(refSchema),
    pending: z.object({ move: z.string(), by: refSchema, at: z.string() }).nullable(),
    closedOn: dateSchema.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Task' });
export type TaskView = z.infer<typeof taskSchema>;
export const taskPage = pageOf(taskSchema);

export const taskDetailSchema = taskSchema
  .extend({
    planId: idSchema,
    basis: z.string().nullable(),
    summary: z.string().nullable(),
    awaitingSuperior: z.boolean(),
    preApproved: z.boolean(),
    acceptBy: dateSchema.nullable(),
    milestones: z.array(milestoneSchema),
  })
  .meta({ id: 'TaskDetail' });
export type TaskDetail = z.infer<typeof taskDetailSchema>;

export const taskQuery = listQuery(
  {
    areaId: areaIdSchema.optional(),
    state: z.enum(taskStates).optional(),
    colour: colourSchema.optional(),
    unitId: idSchema.optional(),
    /** `plan` unless said: the numbered list. `any` for every task. */
    origin: z.enum([...origins, 'any']).default('plan'),
    q: plainText(100).optional(),
  },
  ['number', 'dueDate', 'title', 'state'],
);

export const createTaskBody = z.strictObject({
  areaId: areaIdSchema,
  title: nameSchema,
  origin: z.enum(origins).exclude(['plan']),
  visibility: z.enum(['open', 'restricted']).default('open'),
  basis: plainText(200).nullish(),
  summary: plainText(4000).nullish(),
  leaderId: idSchema.nullish(),
  leadUnitId: idSchema.nullish(),
  responsibleUnitIds: z.array(idSchema).max(300).default([]),
  cooperatingUnitIds: z.array(idSchema).max(300).default([]),
  dueDate: dateSchema.nullish(),
});
/** What may be edited while a task is a draft; afterwards an adjustment changes it. */
export const updateTaskBody = createTaskBody.omit({ areaId: true, origin: true }).partial();
export const milestoneBody = z.strictObject({
  title: nameSchema,
  dueDate: dateSchema.nullish(),
  firm: z.boolean().default(true),
});
export const completeMilestoneBody = z.strictObject({ doneOn: dateSchema, note: plainText(2000).nullish() });

export const taskMoveBody = z.strictObject({
  move: z.enum(moveNames),
  reason: reasonSchema.nullish(),
  dueDate: dateSchema.nullish(),
  title: nameSchema.nullish(),
  reviewedBy: nameSchema.nullish(),
  reviewedOn: dateSchema.nullish(),
  unclassified: z.literal(true).nullish(),
});
export type TaskMoveBody = z.infer<typeof taskMoveBody>;

export const historyEntrySchema = z
  .object({
    id: idSchema,
    at: z.string(),
    businessDate: dateSchema,
    move: z.string(),
    from: z.string(),
    to: z.string(),
    by: refSchema,
    behalfOf: refSchema.nullable(),
    reason: z.string().nullable(),
    requestId: z.string(),
  })
  .meta({ id: 'HistoryEntry' });
export const historyPage = pageOf(historyEntrySchema);

export const formViewSchema = z
  .object({
    areaId: z.string(),
    key: z.string(),
    version: z.int(),
    title: textSchema,
    period: z.enum(formPeriods),
    level: z.array(z.enum(levels)),
    taskId: idSchema.nullable(),
    unitIds: z.array(idSchema),
    due: z.unknown(),
    window: z.string(),
    selfSign: z.boolean(),
    fields: z.array(
      z
        .object({ key: z.string(), type: z.enum(fieldTypes), kind: z.enum(['flow', 'stock']).nullish() })
        .loose(),
    ),
    checks: z.array(z.unknown()),
  })
  .meta({ id: 'Form' });
export type FormView = z.infer<typeof formViewSchema>;

export const metricViewSchema = z
  .object({
    key: z.string(),
    areaId: z.string(),
    title: textSchema,
    kind: z.string(),
    overTime: z.string(),
    overUnits: z.string(),
    numerator: z.string().nullable(),
    denominator: z.string().nullable(),
    of: z.array(z.string()).nullable(),
    direction: z.enum(directions),
    measure: z.string(),
    factor: z.number(),
    definition: textSchema,
    source: textSchema,
    period: z.enum(formPeriods).nullable(),
  })
  .meta({ id: 'Metric' });
export type MetricView = z.infer<typeof metricViewSchema>;

export const targetSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    metric: z.string(),
    unitId: idSchema,
    direction: z.enum(directions),
    value: z.number().nullable(),
    measure: z.string(),
    from: dateSchema.nullable(),
    dueDate: dateSchema.nullable(),
    per: z.enum(formPeriods).nullable(),
    baseline: z.number().nullable(),
    firm: z.boolean(),
    scope: z.enum(['aggregate', 'each']),
    source: z.enum(['document', 'demo', 'entered']),
    confirmed: z.boolean(),
  })
  .meta({ id: 'Target' });
export type TargetView = z.infer<typeof targetSchema>;
export const targetPage = pageOf(targetSchema);
