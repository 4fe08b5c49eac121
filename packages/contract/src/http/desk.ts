import { z } from 'zod';
import { taskColumnIds, taskGroupings } from '../task/task-table.js';
import { dateSchema, plainText, textSchema } from '../text.js';
import { periodSchema } from '../time/period.js';
import { idSchema, pageOf, refSchema } from './common.js';
import { boardQuery } from './figure.js';
import { taskQuery } from './plan.js';

/**
 * What the task table shows: the task list's filters, and the table's own. `q` is looked for in every column; a
 * ledger (台账) has no pages.
 */
const { limit: _limit, cursor: _cursor, sort: _sort, ...taskFilters } = taskQuery.shape;
export const ledgerQuery = z.strictObject({
  planId: idSchema,
  ...taskFilters,
  closed: z.enum(['on-time', 'late']).optional(),
  group: z.enum(taskGroupings).optional(),
  sort: z.enum(taskColumnIds.flatMap((id) => [id, `-${id}`]) as [string, ...string[]]).default('number'),
  /** Columns in their order, separated by commas; all of them unless said. */
  columns: plainText(300, 1)
    .refine((text) => text.split(',').every((id) => taskColumnIds.some((known) => known === id)), {
      error: `of: ${taskColumnIds.join(', ')}`,
    })
    .optional(),
});
export type LedgerQuery = z.infer<typeof ledgerQuery>;
export const boardExportQuery = z.strictObject({ planId: idSchema, ...boardQuery.shape });

export const importStates = ['checking', 'saved', 'refused', 'cancelled', 'failed', 'interrupted'] as const;

/** One workbook that was sent in: all of it is saved, or nothing. */
export const importSchema = z
  .object({
    id: idSchema,
    planId: idSchema,
    areaId: z.string(),
    formKey: z.string(),
    period: periodSchema,
    state: z.enum(importStates),
    /** Rows that hold something, and those looked at so far. */
    total: z.int(),
    checked: z.int(),
    /** Rows that stop the import. */
    faulty: z.int(),
    /** Why it failed: the code of the refusal, and what is said of it. */
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    at: z.string(),
  })
  .meta({ id: 'Import' });
export type ImportView = z.infer<typeof importSchema>;
export const importPage = pageOf(importSchema);

export const burdenQuery = z.strictObject({ planId: idSchema });
/** What reporting costs: forms and fields that each unit owes, by the month in which their periods end. */
export const burdenSchema = z
  .object({
    months: z.array(periodSchema),
    units: z.array(
      z.object({
        unitId: idSchema,
        unitName: z.string(),
        kind: z.string(),
        /** In the order of `months`. */
        reports: z.array(z.int()),
        fields: z.array(z.int()),
      }),
    ),
    forms: z.array(
      z.object({
        areaId: z.string(),
        key: z.string(),
        title: textSchema,
        fields: z.int(),
        units: z.int(),
        periods: z.int(),
        /** fields × units × periods, as far as they are expected. */
        cells: z.int(),
      }),
    ),
  })
  .meta({ id: 'Burden' });
export type Burden = z.infer<typeof burdenSchema>;

/** 授权代签: a head lets somebody of the unit act in their place for given forms, tasks and dates. */
export const deputyBody = z
  .strictObject({
    unitId: idSchema,
    deputyId: idSchema,
    /** As `<area id>.<form key>`; all of the unit's forms without it. */
    forms: z.array(plainText(130, 3)).max(100).nullish(),
    /** Also the head's moves of tasks that the unit leads, and extensions of them. */
    tasks: z.boolean().default(false),
    from: dateSchema,
    to: dateSchema,
  })
  .refine((body) => body.from <= body.to, {
    path: ['to'],
    error: 'ends before it begins',
    params: { zh: '止期不得早于起期' },
  })
  .refine((body) => body.tasks || body.forms?.length !== 0, {
    path: ['forms'],
    error: 'names neither forms nor tasks',
    params: { zh: '至少授权一张填报表或任务办理' },
  });
export type DeputyBody = z.infer<typeof deputyBody>;
export const deputySchema = z
  .object({
    id: idSchema,
    unit: refSchema,
    head: refSchema,
    deputy: refSchema,
    forms: z.array(z.string()).nullable(),
    tasks: z.boolean(),
    from: dateSchema,
    to: dateSchema,
    /** From that day on it does not hold any more. */
    revokedOn: dateSchema.nullable(),
    /** Today, by a head who still heads the unit. */
    inForce: z.boolean(),
  })
  .meta({ id: 'Deputy' });
export type DeputyView = z.infer<typeof deputySchema>;
export const deputyPage = pageOf(deputySchema);
