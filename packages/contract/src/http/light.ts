import { z } from 'zod';
import { dateSchema } from '../text.js';
import { periodSchema } from '../time/period.js';
import { colourSchema, idSchema, listQuery, pageOf } from './common.js';
import { areaIdSchema, reasonViewSchema } from './plan.js';

const stateOfLight = z.object({
  /** Null: counted apart once the task is closed. */
  colour: colourSchema.nullable(),
  closed: z.enum(['on-time', 'late']).nullable(),
  /** Set by hand (人工调整). */
  overridden: z.boolean(),
});

/** One change of a task's light, as it was kept on the business date. */
export const lightChangeSchema = z
  .object({
    on: dateSchema,
    /** Null: the first light that was kept. */
    from: stateOfLight.nullable(),
    to: stateOfLight,
    reasons: z.array(reasonViewSchema),
    /** Version of the rules that it followed from. */
    rules: z.string(),
  })
  .meta({ id: 'LightChange' });
export type LightChange = z.infer<typeof lightChangeSchema>;
export const lightChangePage = pageOf(lightChangeSchema);
export const lightChangeQuery = listQuery({}, ['on']);

export const lightMonthsQuery = z.strictObject({ areaId: areaIdSchema.optional() });
/** A month's last light; of the running month, today's. */
export const monthLightSchema = z.object({
  month: periodSchema,
  colour: colourSchema.nullable(),
  closed: z.enum(['on-time', 'late']).nullable(),
});
export type MonthLight = z.infer<typeof monthLightSchema>;
/** So many tasks of each colour; closed ones are counted apart. */
export const lightCountsSchema = z.object({
  red: z.int(),
  yellow: z.int(),
  green: z.int(),
  grey: z.int(),
  onTime: z.int(),
  late: z.int(),
});
export type LightCounts = z.infer<typeof lightCountsSchema>;
export const lightMonthsSchema = z
  .object({
    asOf: dateSchema,
    /** Months of the plan year that have begun, with the open tasks of each colour at the month's end. */
    months: z.array(z.object({ month: periodSchema, ...lightCountsSchema.shape })),
    /** The same task by task; a month without a kept light is left out. */
    tasks: z.array(
      z.object({
        taskId: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        areaId: z.string(),
        months: z.array(monthLightSchema),
      }),
    ),
  })
  .meta({ id: 'LightMonths' });
export type LightMonths = z.infer<typeof lightMonthsSchema>;
