import { z } from 'zod';
import { largestNumber } from '../area/field.js';
import { urgingLevels, urgingStates } from '../steering/urging.js';
import { dateSchema, plainText, textSchema } from '../text.js';
import {
  colourSchema,
  idSchema,
  listQuery,
  nameSchema,
  pageOf,
  reasonSchema,
  refSchema,
  withdrawnSchema,
} from './common.js';
import { areaIdSchema } from './plan.js';

const saidSchema = plainText(2000, 1);
const basisSchema = plainText(500, 1);
/** The task that something hangs on, as lists over a whole plan show it. */
export const taskRefSchema = z.object({
  id: idSchema,
  number: z.int().nullable(),
  title: z.string().nullable(),
  areaId: z.string(),
});
const whenBy = { by: refSchema, on: dateSchema };
const offers = z.array(z.string());

/** Extensions (延期) */
export const extensionStates = ['asked', 'approved', 'granted', 'refused', 'withdrawn'] as const;
export const extensionSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    task: taskRefSchema,
    dueDateBefore: dateSchema,
    dueDate: dateSchema,
    reason: z.string(),
    progress: z.string(),
    state: z.enum(extensionStates),
    askedBy: refSchema,
    /** The head in whose place a deputy asked. */
    askedFor: refSchema.nullable(),
    askedOn: dateSchema,
    decisions: z.array(
      z.object({
        ...whenBy,
        move: z.enum(['approve', 'refuse', 'withdraw']),
        reason: z.string().nullable(),
      }),
    ),
    /** The moves that the caller may make now. */
    moves: offers,
    version: z.int(),
  })
  .meta({ id: 'Extension' });
export type ExtensionView = z.infer<typeof extensionSchema>;
export const extensionPage = pageOf(extensionSchema);
export const extensionQuery = listQuery(
  { areaId: areaIdSchema.optional(), state: z.enum(extensionStates).optional() },
  ['askedOn', 'dueDate'],
);
export const extensionBody = z.strictObject({
  dueDate: dateSchema,
  reason: saidSchema,
  progress: saidSchema,
});
export type ExtensionBody = z.infer<typeof extensionBody>;
/** A decision of one of two; a refusal says why. */
export const decideBody = z
  .strictObject({ move: z.enum(['approve', 'refuse']), reason: reasonSchema.nullish() })
  .refine(({ move, reason }) => move === 'approve' || (reason ?? '').trim() !== '', {
    path: ['reason'],
    error: 'a refusal says why',
    params: { zh: '不同意应说明理由' },
  });
export type DecideBody = z.infer<typeof decideBody>;

const rateSchema = z.object({
  /** Tasks closed, and open ones whose date has passed. */
  of: z.int(),
  onTime: z.int(),
  late: z.int(),
  /** Percent; null where there is none to judge. */
  rate: z.number().nullable(),
});
/** On-time rates (按期办结率) against the dates first set, and against the extended ones. */
export const onTimeSchema = z
  .object({
    asOf: dateSchema,
    original: rateSchema,
    extended: rateSchema,
    areas: z.array(z.object({ areaId: z.string(), original: rateSchema, extended: rateSchema })),
  })
  .meta({ id: 'OnTime' });
export type OnTime = z.infer<typeof onTimeSchema>;
export const onTimeOutcomes = ['on-time', 'late'] as const;
/** A task behind the on-time rates; null where its date has not passed yet, so that it is in no rate. */
export const onTimeTaskSchema = z
  .object({
    task: taskRefSchema,
    dueDate: dateSchema,
    originalDueDate: dateSchema,
    requestedOn: dateSchema.nullable(),
    closedOn: dateSchema.nullable(),
    original: z.enum(onTimeOutcomes).nullable(),
    extended: z.enum(onTimeOutcomes).nullable(),
  })
  .meta({ id: 'OnTimeTask' });
export type OnTimeTask = z.infer<typeof onTimeTaskSchema>;
export const onTimeTaskPage = pageOf(onTimeTaskSchema);
/** The tasks behind one figure: of an area or the plan, judged by one of the two dates, of one outcome or both. */
export const onTimeTaskQuery = z.strictObject({
  areaId: areaIdSchema.optional(),
  against: z.enum(['original', 'extended']).default('extended'),
  outcome: z.enum(onTimeOutcomes).optional(),
});

/** Adjustments (调整) */
export const adjustmentKinds = ['target', 'units', 'milestone', 'date', 'merge'] as const;
export const adjustmentStates = [
  'proposed',
  'approved',
  'applied',
  'refused',
  'failed',
  'withdrawn',
] as const;
const unitIds = z.array(idSchema).max(300);
const adjusting = {
  reason: saidSchema,
  basis: basisSchema,
  /** From this day on; today at the earliest. */
  effectiveOn: dateSchema,
};
export const adjustmentBody = z.discriminatedUnion('kind', [
  z.strictObject({ ...adjusting, kind: z.literal('date'), dueDate: dateSchema }),
  z.strictObject({
    ...adjusting,
    kind: z.literal('target'),
    targetId: idSchema,
    value: z.number().min(0).max(largestNumber),
  }),
  z
    .strictObject({
      ...adjusting,
      kind: z.literal('units'),
      leadUnitId: idSchema.optional(),
      responsibleUnitIds: unitIds.optional(),
      cooperatingUnitIds: unitIds.optional(),
    })
    .refine((body) => body.leadUnitId || body.responsibleUnitIds || body.cooperatingUnitIds, {
      path: ['leadUnitId'],
      error: 'name a unit that changes',
      params: { zh: '应写明调整哪个单位' },
    }),
  z
    .strictObject({
      ...adjusting,
      kind: z.literal('milestone'),
      milestoneId: idSchema,
      title: nameSchema.optional(),
      dueDate: dateSchema.nullable().optional(),
      firm: z.boolean().optional(),
    })
    .refine((body) => body.title !== undefined || body.dueDate !== undefined || body.firm !== undefined, {
      path: ['title'],
      error: 'say what changes',
      params: { zh: '应写明调整什么' },
    }),
  z.strictObject({ ...adjusting, kind: z.literal('merge'), intoTaskId: idSchema }),
]);
export type AdjustmentBody = z.infer<typeof adjustmentBody>;
export const adjustmentSchema = z
  .object({
    id: idSchema,
    task: taskRefSchema,
    kind: z.enum(adjustmentKinds),
    subjectId: idSchema.nullable(),
    /** The values that stood when it was proposed, and those that it asks for, by name. */
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
    reason: z.string(),
    basis: z.string(),
    effectiveOn: dateSchema,
    state: z.enum(adjustmentStates),
    proposedBy: refSchema,
    proposedOn: dateSchema,
    decidedBy: refSchema.nullable(),
    decidedOn: dateSchema.nullable(),
    decisionReason: z.string().nullable(),
    appliedOn: dateSchema.nullable(),
    /** Taken back: as a proposal, or once approved before its day. */
    withdrawn: withdrawnSchema.nullable(),
    moves: offers,
    version: z.int(),
  })
  .meta({ id: 'Adjustment' });
export type AdjustmentView = z.infer<typeof adjustmentSchema>;
export const adjustmentPage = pageOf(adjustmentSchema);
export const adjustmentQuery = listQuery(
  {
    areaId: areaIdSchema.optional(),
    taskId: idSchema.optional(),
    kind: z.enum(adjustmentKinds).optional(),
    state: z.enum(adjustmentStates).optional(),
  },
  ['proposedOn', 'effectiveOn'],
);

/** What was moved or changed in a plan after it was issued, by whatever decided it. */
export const planChangeKinds = ['date', 'target', 'units', 'milestone', 'merge'] as const;
export const planChangeSchema = z
  .object({
    id: idSchema,
    task: taskRefSchema,
    kind: z.enum(planChangeKinds),
    /** The move in the task's history: `extend`, `adjust-date`, `send-back`, `adjust-target`, … */
    move: z.string(),
    on: dateSchema,
    /** Who decided it. */
    by: refSchema.nullable(),
    reason: z.string().nullable(),
    /** Old and new values as `before` and `after`, `basis`, of a target `effectiveOn`. */
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'PlanChange' });
export type PlanChange = z.infer<typeof planChangeSchema>;
export const planChangePage = pageOf(planChangeSchema);
export const planChangeQuery = listQuery(
  { areaId: areaIdSchema.optional(), kind: z.enum(planChangeKinds).optional() },
  ['on'],
);

/** Urging (督办) */
export const urgingSchema = z
  .object({
    id: idSchema,
    task: taskRefSchema,
    unit: refSchema,
    level: z.enum(urgingLevels),
    title: textSchema,
    text: z.string(),
    state: z.enum(urgingStates),
    dueDate: dateSchema.nullable(),
    answerBy: dateSchema,
    /** Issued, past the day of its answer, and not answered, as of the business date. */
    late: z.boolean(),
    draftedOn: dateSchema,
    issuedOn: dateSchema.nullable(),
    /** Null for the system's own. */
    createdBy: refSchema.nullable(),
    signedBy: refSchema.nullable(),
    acknowledgement: z.object({ ...whenBy, measures: z.string(), promisedFor: dateSchema }).nullable(),
    moves: offers,
    version: z.int(),
  })
  .meta({ id: 'Urging' });
export type UrgingView = z.infer<typeof urgingSchema>;
export const urgingPage = pageOf(urgingSchema);
export const urgingQuery = listQuery(
  {
    areaId: areaIdSchema.optional(),
    unitId: idSchema.optional(),
    level: z.enum(urgingLevels).optional(),
    state: z.enum(urgingStates).optional(),
    late: z.stringbool().optional(),
  },
  ['draftedOn', 'answerBy'],
);
/** By hand; to the lead unit unless another one that takes part is named. */
export const urgingBody = z.strictObject({
  unitId: idSchema.optional(),
  text: saidSchema,
  answerBy: dateSchema,
});
export type UrgingBody = z.infer<typeof urgingBody>;
export const urgingMoveBody = z
  .strictObject({
    move: z.enum(['sign', 'lift', 'acknowledge']),
    /** Of sign: replaces what the system wrote. */
    text: saidSchema.nullish(),
    reason: reasonSchema.nullish(),
    /** Of acknowledge: what will be done, and by when. */
    measures: saidSchema.nullish(),
    promisedFor: dateSchema.nullish(),
  })
  .refine(({ move, reason }) => move !== 'lift' || !!reason, {
    path: ['reason'],
    error: 'say why',
    params: { zh: '应说明理由' },
  })
  .refine(({ move, measures }) => move !== 'acknowledge' || !!measures, {
    path: ['measures'],
    error: 'say what will be done',
    params: { zh: '应写明措施' },
  })
  .refine(({ move, promisedFor }) => move !== 'acknowledge' || !!promisedFor, {
    path: ['promisedFor'],
    error: 'say by when',
    params: { zh: '应写明完成时限' },
  });
export type UrgingMoveBody = z.infer<typeof urgingMoveBody>;

/** Contesting a light (异议) */
export const contestSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    task: taskRefSchema,
    unit: refSchema,
    colour: colourSchema.nullable(),
    lightAsOf: dateSchema.nullable(),
    reason: z.string(),
    raisedBy: refSchema,
    raisedOn: dateSchema,
    answer: z.object({ ...whenBy, upheld: z.boolean(), text: z.string() }).nullable(),
    moves: offers,
    version: z.int(),
  })
  .meta({ id: 'LightContest' });
export type ContestView = z.infer<typeof contestSchema>;
export const contestPage = pageOf(contestSchema);
export const contestQuery = listQuery(
  { areaId: areaIdSchema.optional(), answered: z.stringbool().optional() },
  ['raisedOn'],
);
export const contestBody = z.strictObject({ unitId: idSchema.optional(), reason: saidSchema });
export type ContestBody = z.infer<typeof contestBody>;
export const contestAnswerBody = z.strictObject({ upheld: z.boolean(), text: saidSchema });
export type ContestAnswer = z.infer<typeof contestAnswerBody>;

/** Instructions (批示) */
export const instructionStates = ['open', 'answered', 'closed'] as const;
export const instructionSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    task: taskRefSchema,
    text: z.string(),
    state: z.enum(instructionStates),
    writtenBy: refSchema,
    writtenOn: dateSchema,
    /** Who waits for the answer and closes it: who wrote it, or whom it was handed over to. */
    heldBy: refSchema,
    /** Whether that one's account is in use: nobody else closes it. */
    holderActive: z.boolean(),
    answerBy: dateSchema,
    /** Past its day without an answer, as of the business date. */
    late: z.boolean(),
    answers: z.array(z.object({ ...whenBy, text: z.string() })),
    closedOn: dateSchema.nullable(),
    moves: offers,
    version: z.int(),
  })
  .meta({ id: 'Instruction' });
export type InstructionView = z.infer<typeof instructionSchema>;
export const instructionPage = pageOf(instructionSchema);
export const instructionQuery = listQuery(
  {
    areaId: areaIdSchema.optional(),
    state: z.enum(instructionStates).optional(),
    late: z.stringbool().optional(),
    /** `inactive`: those that nobody can close. */
    holder: z.enum(['inactive']).optional(),
  },
  ['writtenOn', 'answerBy'],
);
const instructing = { text: saidSchema, answerBy: dateSchema };
export const instructionBody = z.strictObject(instructing);
export type InstructionBody = z.infer<typeof instructionBody>;
/** An instruction that begins a task: drafted, led by who writes it, for the plan office to complete and propose. */
export const instructedTaskBody = z.strictObject({
  ...instructing,
  areaId: areaIdSchema,
  title: nameSchema,
  leadUnitId: idSchema.nullish(),
  dueDate: dateSchema.nullish(),
});
export type InstructedTaskBody = z.infer<typeof instructedTaskBody>;
export const instructionMoveBody = z
  .strictObject({
    move: z.enum(['answer', 'close', 'hand-over']),
    /** What was done; of a hand-over, its basis: a document, a transfer. */
    text: saidSchema.nullish(),
    /** Who closes it from now on. */
    leaderId: idSchema.nullish(),
  })
  .refine(({ move, text }) => move !== 'answer' || !!text, {
    path: ['text'],
    error: 'say what was done',
    params: { zh: '应写明办理情况' },
  })
  .refine(({ move, text }) => move !== 'hand-over' || !!text, {
    path: ['text'],
    error: 'say on what basis',
    params: { zh: '应写明依据' },
  })
  .refine(({ move, leaderId }) => move !== 'hand-over' || !!leaderId, {
    path: ['leaderId'],
    error: 'say to whom',
    params: { zh: '应选择责任领导' },
  });
export type InstructionMoveBody = z.infer<typeof instructionMoveBody>;
