import { z } from 'zod';
import { reportMoveNames, reportStates } from '../report/lifecycle.js';
import { dateSchema, plainText } from '../text.js';
import { periodSchema } from '../time/period.js';
import { idSchema, listQuery, pageOf, reasonSchema, refSchema } from './common.js';
import { meetingToCountersignSchema, owedMaterialSchema } from './meeting.js';
import { areaIdSchema } from './plan.js';
import { owedMilestoneSchema, shareToAcceptSchema } from './share.js';
import { urgingSchema } from './steering.js';

/** Checked in full against the form's own schema; here only its outline is. */
export const reportDataSchema = z.record(z.string().max(64), z.unknown());

export const reportSchema = z
  .object({
    id: idSchema,
    planId: idSchema,
    areaId: z.string(),
    formKey: z.string(),
    formVersion: z.int(),
    taskId: idSchema,
    unitId: idSchema,
    unitName: z.string(),
    period: periodSchema,
    state: z.enum(reportStates),
    revision: z.int(),
    acceptedRevision: z.int().nullable(),
    data: z.record(z.string(), z.unknown()),
    mode: z.enum(['filled', 'zero', 'no-progress']),
    /** Set when a county filled it in for its station (代填). */
    filledFor: z.boolean(),
    dueOn: dateSchema.nullable(),
    returned: z.object({ reason: z.string(), field: z.string().nullable(), by: refSchema }).nullable(),
    warnings: z.array(z.object({ key: z.string(), field: z.string(), message: z.string() })),
    comment: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Report' });
export type ReportView = z.infer<typeof reportSchema>;
export const reportPage = pageOf(reportSchema);

export const createReportBody = z.strictObject({
  planId: idSchema,
  areaId: areaIdSchema,
  formKey: plainText(64, 1),
  /** Needed for a progress note, which exists once for each task. */
  taskId: idSchema.optional(),
  unitId: idSchema,
  period: periodSchema,
  data: reportDataSchema.default({}),
  mode: z.enum(['filled', 'zero', 'no-progress']).default('filled'),
});
export const updateReportBody = z
  .strictObject({
    data: reportDataSchema.optional(),
    /** Instead of data: the one-click report of the form, over a draft that is there already. */
    mode: z.enum(['zero', 'no-progress']).optional(),
    comment: plainText(2000).nullish(),
  })
  .refine((body) => (body.data === undefined) !== (body.mode === undefined), {
    path: ['data'],
    error: 'give either data or mode',
  });
export const reportMoveBody = z.strictObject({
  move: z.enum(reportMoveNames),
  reason: reasonSchema.nullish(),
  /** Field that a return points at. */
  field: plainText(64).nullish(),
});
export const reportQuery = listQuery(
  {
    planId: idSchema,
    areaId: areaIdSchema.optional(),
    taskId: idSchema.optional(),
    formKey: plainText(64).optional(),
    unitId: idSchema.optional(),
    period: periodSchema.optional(),
    state: z.enum(reportStates).optional(),
  },
  ['period', 'unit', 'state'],
);

/** What a unit owes for a period, with the report that answers it. */
export const expectationSchema = z
  .object({
    id: idSchema,
    planId: idSchema,
    areaId: z.string(),
    formKey: z.string(),
    taskId: idSchema,
    taskTitle: z.string(),
    unitId: idSchema,
    unitName: z.string(),
    period: periodSchema,
    opensOn: dateSchema,
    dueOn: dateSchema,
    waived: z.boolean(),
    /** Why the unit need not report (免报). */
    waivedReason: z.string().nullable(),
    /** Until then it may be handed in although its period is closed. */
    reopenedUntil: dateSchema.nullable(),
    reportId: idSchema.nullable(),
    reportState: z.enum(reportStates).nullable(),
    /** Of the report, for a move of many. */
    reportVersion: z.int().nullable(),
    firstSignedOn: dateSchema.nullable(),
    /** Signed or accepted; one that was accepted stays so while its next revision is under way. */
    received: z.boolean(),
  })
  .meta({ id: 'Expectation' });
export type ExpectationView = z.infer<typeof expectationSchema>;
export const reopenBody = z.strictObject({ until: dateSchema, reason: reasonSchema });
export type ReopenBody = z.infer<typeof reopenBody>;
export const expectationPage = pageOf(expectationSchema);
export const expectationQuery = listQuery(
  {
    planId: idSchema,
    areaId: areaIdSchema.optional(),
    taskId: idSchema.optional(),
    formKey: plainText(64).optional(),
    unitId: idSchema.optional(),
    /** Of the unit and those that stood below it in each expectation's own period, as its board counts them. */
    under: idSchema.optional(),
    period: periodSchema.optional(),
  },
  ['dueOn', 'period', 'unit'],
);

export const waiveBody = z.strictObject({ reason: reasonSchema });

/** My work (我的工作): what waits for me, by what has to be done. */
export const workSchema = z
  .object({
    due: z.array(expectationSchema),
    returned: z.array(expectationSchema),
    toSign: z.array(
      // The head in whose place it would be signed (授权代签); null for one's own to sign.
      expectationSchema.extend({ behalfOf: refSchema.nullable() }),
    ),
    toReview: z.array(expectationSchema),
    /** Slips that wait for an answer of one's units. */
    urged: z.array(urgingSchema),
    /** Material of one's areas that a meeting collects, and that was not handed in. */
    materials: z.array(owedMaterialSchema),
    /** Meetings whose minutes wait for one's countersignature. */
    toCountersign: z.array(meetingToCountersignSchema),
    toDecide: z.array(
      z.object({
        taskId: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        areaId: z.string(),
        /** Last day to accept what is issued; of any other task, its own. */
        dueOn: dateSchema.nullable(),
        /** Moves of the task, and of what hangs on it: `decide-extension`, `sign-urging`, `answer-instruction`, … */
        moves: z.array(z.string()),
      }),
    ),
    /** Shares of one's units that nobody has accepted yet. */
    sharesToAccept: z.array(shareToAcceptSchema),
    /** Steps of one's units' shares: late, or due within three working days. */
    shareMilestones: z.array(owedMilestoneSchema),
    /** Other plans in work in which something waits for one: last year's, until its last reports are in. */
    elsewhere: z.array(z.object({ plan: z.object({ id: idSchema, title: z.string() }), count: z.int() })),
  })
  .meta({ id: 'Work' });
export type Work = z.infer<typeof workSchema>;

export const revisionSchema = z
  .object({
    revision: z.int(),
    formVersion: z.int(),
    data: z.record(z.string(), z.unknown()),
    /** What its warnings were answered with. */
    comment: z.string().nullable(),
    events: z.array(
      z.object({
        move: z.string(),
        at: z.string(),
        by: refSchema,
        /** In whose place it was signed (授权代签). */
        behalfOf: refSchema.nullable(),
        reason: z.string().nullable(),
        field: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Revision' });
export const revisionPage = pageOf(revisionSchema);

/** One thing that happened to the value of one field: it was set, or the report came back because of it. */
export const valueChangeSchema = z
  .object({
    field: z.string(),
    what: z.enum(['set', 'returned']),
    before: z.unknown(),
    after: z.unknown(),
    by: refSchema,
    at: z.string(),
    /** The revision that the value went into, or will once it is handed in. */
    revision: z.int(),
    handedIn: z.boolean(),
    /** What opened that revision: 核增/核减 after an unlock, or a return; null for a first one. */
    because: z.enum(['unlock', 'return']).nullable(),
    /** The reason of the unlock or the return. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'ValueChange' });
export type ValueChange = z.infer<typeof valueChangeSchema>;
export const valueChangePage = pageOf(valueChangeSchema);
export const valueChangeQuery = z.strictObject({ field: plainText(64, 1).optional() });
