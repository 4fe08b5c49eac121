import { z } from 'zod';
import { lifecycle, taskStates } from '../task/lifecycle.js';
import { dateSchema, plainText } from '../text.js';
import { idSchema, moveOfferSchema, pageOf, reasonSchema, refSchema } from './common.js';

/** Most things that one request changes. */
const most = 500;
const distinct = (ids: readonly string[]) => new Set(ids).size === ids.length;

/** Moves that many tasks can make at once: those that take one person, and no more than a reason. */
export const bulkTaskMoves = lifecycle
  .filter((move) => move.second === null && move.needs.every((need) => need === 'reason'))
  .map((move) => move.move) as [string, ...string[]];
export const needsReason = (move: string) =>
  lifecycle.some((each) => each.move === move && each.needs.includes('reason'));

export const taskMovesBody = z
  .strictObject({
    ids: z.array(idSchema).min(1).max(most),
    /** Of each task, in the order of `ids`. */
    versions: z.array(z.int()).min(1).max(most),
    move: z.enum(bulkTaskMoves),
    reason: reasonSchema.nullish(),
    /** Only says what would come of it. */
    dryRun: z.boolean().default(false),
  })
  .refine((body) => body.ids.length === body.versions.length, {
    path: ['versions'],
    error: 'one version for each id',
  })
  .refine((body) => distinct(body.ids), { path: ['ids'], error: 'an id twice' })
  .refine((body) => body.dryRun || !needsReason(body.move) || !!body.reason?.trim(), {
    path: ['reason'],
    error: 'say why',
  });
export type TaskMovesBody = z.infer<typeof taskMovesBody>;

const outcome = {
  id: idSchema,
  outcome: z.enum(['done', 'possible', 'refused']),
  /** Code and sentence of a refusal, as a single one would be refused. */
  code: z.string().nullable(),
  message: z.string().nullable(),
};
const counts = { dryRun: z.boolean(), done: z.int(), refused: z.int() };

export const taskMovesResult = z
  .object({
    ...counts,
    results: z.array(
      z.object({
        ...outcome,
        /** Where the task stands now, or would; null where it is not visible. */
        state: z.enum(taskStates).nullable(),
        version: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: 'TaskMovesResult' });
export type TaskMovesResult = z.infer<typeof taskMovesResult>;

export const taskOffersBody = z
  .strictObject({ ids: z.array(idSchema).min(1).max(most) })
  .refine((body) => distinct(body.ids), { path: ['ids'], error: 'an id twice' });
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
