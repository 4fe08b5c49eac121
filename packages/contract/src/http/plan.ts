import { z } from 'zod';
import { fieldTypes, largestNumber } from '../area/field.js';
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
    /** Open tasks that are carried over into the next plan (结转). */
    carriedTasks: z.int(),
    documentNumber: z.string().nullable(),
    issuedOn: dateSchema.nullable(),
    /** Reports of periods that ended on or before this day are closed. */
    closedThrough: dateSchema.nullable(),
    areas: z.array(areaSchema),
    /** Whether the plan office let units be ranked; leaders and it alone see that. */
    ranking: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Plan' });
export type PlanView = z.infer<typeof planSchema>;
export const planPage = pageOf(planSchema);
/** Closes the periods that end on or before a month's last day; null opens them all. */
export const closePeriodsBody = z.strictObject({
  closedThrough: dateSchema.nullable(),
  reason: reasonSchema,
});
export type ClosePeriodsBody = z.infer<typeof closePeriodsBody>;
/** What a closing would shut out: reports that nobody could hand in any more, and those that wait to be decided on. */
export const closingQuery = z.strictObject({ closedThrough: dateSchema });
const closingCounts = { missing: z.int(), submitted: z.int(), signed: z.int() };
/** How many units with something open a closing lists; the counts of all are in its sums. */
export const closingUnits = 100;
export const closingSchema = z
  .object({
    ...closingCounts,
    /** Units with anything of that, in the order of the tree's codes, and how many there are. */
    units: z.array(z.object({ id: idSchema, name: z.string(), ...closingCounts })),
    unitCount: z.int(),
  })
  .meta({ id: 'Closing' });
export type Closing = z.infer<typeof closingSchema>;
/** The plan of the next year, drafted from this one; its document number comes with its issue. */
export const nextPlanBody = z.strictObject({
  year: z.int().min(1900).max(2999),
  title: nameSchema,
  announcedTasks: z.int().min(0).max(10_000).default(0),
});
export type NextPlanBody = z.infer<typeof nextPlanBody>;
export const issuePlanBody = z.strictObject({ documentNumber: plainText(100, 1) });

export const origins = ['plan', 'superior', 'added', 'meeting', 'instruction'] as const;
export const visibilities = ['open', 'restricted', 'withheld'] as const;

export const reasonViewSchema = z.object({ code: z.string(), detail: z.string() }).loose();
export const taskLightSchema = z.object({
  colour: colourSchema.nullable(),
  /** Set once the task is closed; its colour is null then. */
  closed: z.enum(['on-time', 'late']).nullable(),
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
    pending: z
      .object({ move: z.string(), by: refSchema, behalfOf: refSchema.nullable(), at: z.string() })
      .nullable(),
    closedOn: dateSchema.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Task' });
export type TaskView = z.infer<typeof taskSchema>;
export const taskPage = pageOf(taskSchema);

/** A light set by hand (人工调整), marked as such, until a day. */
export const overrideSchema = z.object({
  colour: colourSchema,
  reason: z.string(),
  until: dateSchema,
  by: refSchema,
});
export const assignmentSchema = z.object({
  id: idSchema,
  unit: refSchema,
  role: z.enum(['lead', 'responsible', 'cooperating']),
  /** The part that it is a part of (分解); null for a part of the task itself. */
  parentId: idSchema.nullable(),
  acceptedOn: dateSchema.nullable(),
  waivedReason: z.string().nullable(),
});

/** The same task in the plan of the year before or after. */
export const carriedTaskSchema = z
  .object({
    id: idSchema,
    number: z.int().nullable(),
    title: z.string().nullable(),
    plan: z.object({ id: idSchema, year: z.int(), title: z.string() }),
  })
  .meta({ id: 'CarriedTask' });
export type CarriedTask = z.infer<typeof carriedTaskSchema>;

export const taskDetailSchema = taskSchema
  .extend({
    planId: idSchema,
    basis: z.string().nullable(),
    summary: z.string().nullable(),
    awaitingSuperior: z.boolean(),
    preApproved: z.boolean(),
    issuedOn: dateSchema.nullable(),
    acceptBy: dateSchema.nullable(),
    acceptedOn: dateSchema.nullable(),
    multiYearUntil: dateSchema.nullable(),
    /** 结转: what it was in the plan of the year before, and what it goes on as in the next; null where one may not know. */
    carriedFrom: carriedTaskSchema.nullable(),
    carriedInto: carriedTaskSchema.nullable(),
    /** Whether the leader's account is in use: nobody else decides what is the leader's. */
    leaderActive: z.boolean().nullable(),
    override: overrideSchema.nullable(),
    /** Of a restricted task, who may know of it beside its leader and the plan office (知悉范围). */
    knowers: z.array(refSchema),
    assignments: z.array(assignmentSchema),
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
    /** `inactive`: tasks on which nobody decides, since their leader's account is not in use. */
    leader: z.enum(['inactive']).optional(),
    /** `plan` unless said: the numbered list. `any` for every task. */
    origin: z.enum([...origins, 'any']).default('plan'),
    q: plainText(100).optional(),
  },
  ['number', 'dueDate', 'title', 'state'],
);

const unitIds = z.array(idSchema).max(300);
const draftFields = {
  title: nameSchema,
  visibility: z.enum(['open', 'restricted']),
  basis: plainText(200).nullish(),
  summary: plainText(4000).nullish(),
  leaderId: idSchema.nullish(),
  leadUnitId: idSchema.nullish(),
  responsibleUnitIds: unitIds,
  cooperatingUnitIds: unitIds,
  /** Who may know of a restricted task beside its leader and the plan office (知悉范围). */
  knowerIds: z.array(idSchema).max(100),
  dueDate: dateSchema.nullish(),
};
export const createTaskBody = z.strictObject({
  ...draftFields,
  areaId: areaIdSchema,
  origin: z.enum(origins).exclude(['plan']),
  visibility: draftFields.visibility.default('open'),
  responsibleUnitIds: unitIds.default([]),
  cooperatingUnitIds: unitIds.default([]),
  knowerIds: draftFields.knowerIds.default([]),
});
export type CreateTaskBody = z.infer<typeof createTaskBody>;
/** What may be edited while a task is a draft; what is left out stays. Afterwards an adjustment changes it. */
export const updateTaskBody = z
  .strictObject({
    ...draftFields,
    /** Its number stays: numbers run through all areas of a plan. */
    areaId: areaIdSchema,
    /** Not of what the plan prints: that has its number from there. */
    origin: z.enum(origins).exclude(['plan']),
  })
  .partial();
export type UpdateTaskBody = z.infer<typeof updateTaskBody>;
export const milestoneBody = z.strictObject({
  title: nameSchema,
  dueDate: dateSchema.nullish(),
  firm: z.boolean().default(true),
});
export const updateMilestoneBody = z
  .strictObject({ title: nameSchema, dueDate: dateSchema.nullable(), firm: z.boolean() })
  .partial();
export const milestoneParams = z.strictObject({ id: idSchema, milestoneId: idSchema });
export const completeMilestoneBody = z.strictObject({ doneOn: dateSchema, note: plainText(2000).nullish() });

export const lightOverrideBody = z.strictObject({
  colour: colourSchema,
  reason: reasonSchema,
  until: dateSchema,
});
export const awaitingSuperiorBody = z.strictObject({ awaiting: z.boolean() });
/** Frees a responsible or cooperating unit from reporting its part. */
export const waiverBody = z.strictObject({ unitId: idSchema, reason: reasonSchema });
export type WaiverBody = z.infer<typeof waiverBody>;
/** Gives a task another leader, or all open ones of its leader in the plan, and the instructions that wait for that one's word, on a basis: a document, a transfer. */
export const leaderHandoverBody = z.strictObject({
  leaderId: idSchema,
  basis: reasonSchema,
  all: z.boolean().default(false),
});
export type LeaderHandoverBody = z.infer<typeof leaderHandoverBody>;
export const taskEvidenceBody = z.strictObject({ attachmentId: idSchema, milestoneId: idSchema.nullish() });
export const taskEvidenceSchema = z
  .object({
    id: idSchema,
    attachmentId: idSchema,
    milestoneId: idSchema.nullable(),
    /** The step of a unit's share that it shows to be done. */
    shareMilestoneId: idSchema.nullable(),
    name: z.string(),
    mediaType: z.string(),
    bytes: z.int(),
    addedBy: refSchema,
    addedAt: z.string(),
  })
  .meta({ id: 'TaskEvidence' });
export type TaskEvidenceView = z.infer<typeof taskEvidenceSchema>;
export const taskEvidencePage = pageOf(taskEvidenceSchema);

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
    /** Null for what the system itself did: an import. */
    by: refSchema.nullable(),
    behalfOf: refSchema.nullable(),
    reason: z.string().nullable(),
    /** What else the move carried: a new date, a document number, who reviewed. */
    detail: z.record(z.string(), z.unknown()),
    requestId: z.string(),
  })
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
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
    /** Days that a period's figures are of (统计区间): calendar months, or the 26th to the 25th. */
    window: z.string().nullable(),
    /** False for what units are never ranked by. */
    ranked: z.boolean(),
  })
  .meta({ id: 'Metric' });
export type MetricView = z.infer<typeof metricViewSchema>;

/** A level that a cumulative target passes at the end of a day. */
export const trajectoryPointSchema = z.strictObject({ date: dateSchema, value: z.number() });
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
    holdUntil: dateSchema.nullable(),
    trajectory: z.array(trajectoryPointSchema).nullable(),
    basis: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Target' });
export type TargetView = z.infer<typeof targetSchema>;
export const targetPage = pageOf(targetSchema);
export const targetQuery = listQuery(
  {
    areaId: areaIdSchema.optional(),
    taskId: idSchema.optional(),
    unitId: idSchema.optional(),
    metric: plainText(130, 1).optional(),
  },
  ['task', 'metric', 'dueDate'],
);

const targetValue = z.number().min(0).max(largestNumber);
/** A target as somebody proposes it; direction and measure are the metric's unless said. */
export const createTargetBody = z
  .strictObject({
    taskId: idSchema,
    metric: plainText(130, 1),
    unitId: idSchema,
    direction: z.enum(directions).optional(),
    value: targetValue,
    from: dateSchema.nullish(),
    dueDate: dateSchema,
    holdUntil: dateSchema.nullish(),
    per: z.enum(formPeriods).nullish(),
    baseline: targetValue.nullish(),
    trajectory: z
      .array(z.strictObject({ date: dateSchema, value: targetValue }))
      .max(60)
      .nullish(),
    firm: z.boolean().default(true),
    scope: z.enum(['aggregate', 'each']).default('aggregate'),
    basis: plainText(500).nullish(),
  })
  .refine(({ from, dueDate }) => !from || from <= dueDate, { path: ['from'], error: 'lies after dueDate' })
  .refine(({ holdUntil, dueDate }) => !holdUntil || holdUntil >= dueDate, {
    path: ['holdUntil'],
    error: 'lies before dueDate',
  });
export type CreateTargetBody = z.infer<typeof createTargetBody>;

export const attachmentSchema = z
  .object({ id: idSchema, name: z.string(), mediaType: z.string(), bytes: z.int(), sha256: z.string() })
  .meta({ id: 'Attachment' });
export type AttachmentView = z.infer<typeof attachmentSchema>;
