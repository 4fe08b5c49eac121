import { z } from 'zod';
import { largestNumber } from '../area/field.js';
import { directions } from '../area/metric.js';
import { reportStates } from '../report/lifecycle.js';
import { lifecycle, taskStates } from '../task/lifecycle.js';
import { dateSchema, plainText } from '../text.js';
import { formPeriods } from '../time/period.js';
import { idSchema, moveOfferSchema, pageOf, reasonSchema, refSchema } from './common.js';

/** Most things that one request changes. */
const most = 500;
const distinct = (ids: readonly string[]) => new Set(ids).size === ids.length;

/** Many things as they were read, and the move that each of them is to make. */
const many = {
  ids: z.array(idSchema).min(1).max(most),
  /** Of each thing, in the order of `ids`. */
  versions: z.array(z.int()).min(1).max(most),
  reason: reasonSchema.nullish(),
  /** Only says what would come of it: what the move needs, its reason say, is not asked for then. */
  dryRun: z.boolean().default(false),
};
const paired = (body: { ids: unknown[]; versions: unknown[] }) => body.ids.length === body.versions.length;
const unpaired = { path: ['versions'], error: 'one version for each id' };
const doubled = { path: ['ids'], error: 'an id twice' };

const outcome = {
  id: idSchema,
  outcome: z.enum(['done', 'possible', 'refused']),
  /** Code and sentence of a refusal, as a single one would be refused. */
  code: z.string().nullable(),
  message: z.string().nullable(),
};
const counts = { dryRun: z.boolean(), done: z.int(), refused: z.int() };
/** What came of each, in the order of `ids`. */
const movedOf = <S extends readonly [string, ...string[]]>(states: S) =>
  z.object({
    ...counts,
    results: z.array(
      z.object({
        ...outcome,
        /** Where the thing stands now, or would; null where it is not visible. */
        state: z.enum(states).nullable(),
        version: z.int().nullable(),
        /** The head in whose place it is done (授权代签). */
        behalfOf: refSchema.nullable(),
      }),
    ),
  });

/** Moves that many tasks can make at once: those that need no more than a reason and a date. */
export const bulkTaskMoves = lifecycle
  .filter((move) => move.needs.every((need) => need === 'reason' || need === 'dueDate'))
  .map((move) => move.move) as [string, ...string[]];

export const taskMovesBody = z
  .strictObject({
    ...many,
    move: z.enum(bulkTaskMoves),
    /** Until when a closure that is sent back is to be done. */
    dueDate: dateSchema.nullish(),
  })
  .refine(paired, unpaired)
  .refine((body) => distinct(body.ids), doubled);
export type TaskMovesBody = z.infer<typeof taskMovesBody>;
/** A move that takes two people is only asked for: its task stays in its state, and waits for the second. */
export const taskMovesResult = movedOf(taskStates).meta({ id: 'TaskMovesResult' });
export type TaskMovesResult = z.infer<typeof taskMovesResult>;

/** A target that colours a task, as its next year's stage may begin from it. */
const stageTargetSchema = z.object({
  id: idSchema,
  metric: z.string(),
  direction: z.enum(directions),
  measure: z.string(),
  per: z.enum(formPeriods).nullable(),
  value: z.number().nullable(),
  dueDate: dateSchema.nullable(),
  firm: z.boolean(),
});
/** Unfinished tasks of a plan, each as the plan office may carry it over into the next one (结转). */
export const carryOverPage = pageOf(
  z
    .object({
      id: idSchema,
      number: z.int().nullable(),
      title: z.string().nullable(),
      areaId: z.string(),
      state: z.enum(taskStates),
      dueDate: dateSchema.nullable(),
      multiYearUntil: dateSchema.nullable(),
      leadUnit: refSchema.nullable(),
      version: z.int(),
      /** It goes on for more years: chosen before anybody chose. */
      isMultiYear: z.boolean(),
      carriedInto: idSchema.nullable(),
      targets: z.array(stageTargetSchema),
    })
    .meta({ id: 'CarryOverOffer' }),
).extend({ nextPlan: z.object({ id: idSchema, year: z.int(), title: z.string() }).nullable() });
export type CarryOverPage = z.infer<typeof carryOverPage>;
export type CarryOverOffer = CarryOverPage['items'][number];

const { reason: _, ...manyUnasked } = many;
/** Carries tasks over, with their yearly stage targets (年度阶段目标); a target that none is given for is to be set. */
export const carryOversBody = z
  .strictObject({
    ...manyUnasked,
    stages: z
      .array(z.strictObject({ targetId: idSchema, value: z.number().min(0).max(largestNumber) }))
      .max(5000)
      .default([]),
  })
  .refine(paired, unpaired)
  .refine((body) => distinct(body.ids), doubled)
  .refine(({ stages }) => distinct(stages.map(({ targetId }) => targetId)), {
    path: ['stages'],
    error: 'sets one target twice',
  });
export type CarryOversBody = z.infer<typeof carryOversBody>;

export const bulkReportMoves = ['submit', 'sign', 'accept', 'return'] as const;
export type BulkReportMove = (typeof bulkReportMoves)[number];
export const reportMovesBody = z
  .strictObject({ ...many, move: z.enum(bulkReportMoves) })
  .refine(paired, unpaired)
  .refine((body) => distinct(body.ids), doubled)
  .refine((body) => body.dryRun || body.move !== 'return' || !!body.reason?.trim(), {
    path: ['reason'],
    error: 'say why',
  });
export type ReportMovesBody = z.infer<typeof reportMovesBody>;
export const reportMovesResult = movedOf(reportStates).meta({ id: 'ReportMovesResult' });
export type ReportMovesResult = z.infer<typeof reportMovesResult>;

export const taskOffersBody = z
  .strictObject({ ids: z.array(idSchema).min(1).max(most) })
  .refine((body) => distinct(body.ids), doubled);
/** Which of these moves each task offers the caller now; what is not visible is left out. */
export const taskOffersPage = pageOf(
  z.object({ id: idSchema, version: z.int(), moves: z.array(moveOfferSchema) }).meta({ id: 'TaskOffers' }),
);
export type TaskOffers = z.infer<typeof taskOffersPage>['items'][number];

/** A slip by hand to the lead unit of each task. */
export const urgingsBody = z
  .strictObject({
    taskIds: z.array(idSchema).min(1).max(most),
    text: plainText(2000, 1).nullish(),
    answerBy: dateSchema.nullish(),
    /** Only says what would come of it: neither words nor a day are needed for that. */
    dryRun: z.boolean().default(false),
  })
  .refine((body) => distinct(body.taskIds), { path: ['taskIds'], error: 'an id twice' })
  .refine((body) => body.dryRun || !!body.text?.trim(), { path: ['text'], error: 'say what is asked' })
  .refine((body) => body.dryRun || !!body.answerBy, { path: ['answerBy'], error: 'say by when' });
export type UrgingsBody = z.infer<typeof urgingsBody>;

export const urgingsResult = z
  .object({
    ...counts,
    /** In the order of `taskIds`. */
    results: z.array(
      z.object({
        ...outcome,
        /** The unit that is urged; null where none is. */
        unit: refSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'UrgingsResult' });
export type UrgingsResult = z.infer<typeof urgingsResult>;
