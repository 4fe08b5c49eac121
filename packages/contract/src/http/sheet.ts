import { z } from 'zod';
import { reportStates } from '../report/lifecycle.js';
import { plainText } from '../text.js';
import { periodSchema } from '../time/period.js';
import { idSchema } from './common.js';
import { areaIdSchema, formViewSchema } from './plan.js';
import { reportDataSchema } from './report.js';

/** One form for one period over many units: what a grid and a workbook show. */
const sheetKey = {
  planId: idSchema,
  areaId: areaIdSchema,
  formKey: plainText(64, 1),
  /** Needed for a progress note, which exists once for each task. */
  taskId: idSchema.optional(),
  period: periodSchema,
};
export const sheetQuery = z.strictObject(sheetKey);
export type SheetKey = z.infer<typeof sheetQuery>;

/** Why a row of a sheet cannot be written by whoever asks. */
export const sheetLocks = [
  'forbidden',
  'waived',
  'not-open',
  'closed',
  'handed-in',
  'other-version',
] as const;
export type SheetLock = (typeof sheetLocks)[number];

export const sheetSchema = z
  .object({
    form: formViewSchema.omit({ areaId: true, taskId: true, unitIds: true }),
    /** In the order of unit codes: the units that owe the form and whose reports I may read. */
    rows: z.array(
      z.object({
        unitId: idSchema,
        unitCode: z.string(),
        unitName: z.string(),
        reportId: idSchema.nullable(),
        state: z.enum(reportStates).nullable(),
        /** Null while no report was begun. */
        version: z.int().nullable(),
        data: z.record(z.string(), z.unknown()),
        comment: z.string().nullable(),
        lock: z.enum(sheetLocks).nullable(),
      }),
    ),
  })
  .meta({ id: 'Sheet' });
export type Sheet = z.infer<typeof sheetSchema>;

/** Drafts of many units: begun where `version` is null, else replaced whole where it still stands. */
export const reportBulkBody = z
  .strictObject({
    ...sheetKey,
    items: z
      .array(
        z.strictObject({
          unitId: idSchema,
          version: z.int().nullable(),
          /** Without files: those stay as they are. */
          data: reportDataSchema,
          /** Kept as it is unless said. */
          comment: plainText(2000).nullish(),
        }),
      )
      .min(1)
      .max(500),
  })
  .refine((body) => new Set(body.items.map((each) => each.unitId)).size === body.items.length, {
    path: ['items'],
    error: 'a unit twice',
  });
export type ReportBulkBody = z.infer<typeof reportBulkBody>;

export const reportBulkResult = z
  .object({
    saved: z.int(),
    refused: z.int(),
    results: z.array(
      z.object({
        unitId: idSchema,
        outcome: z.enum(['saved', 'refused']),
        reportId: idSchema.nullable(),
        version: z.int().nullable(),
        /** `path` is a field's key, or empty for the row as a whole. */
        errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
        warnings: z.array(z.object({ key: z.string(), field: z.string(), message: z.string() })),
      }),
    ),
  })
  .meta({ id: 'ReportBulkResult' });
export type ReportBulkResult = z.infer<typeof reportBulkResult>;
