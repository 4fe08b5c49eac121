import { z } from 'zod';
import { directions } from '../area/metric.js';
import { dateSchema, plainText, textSchema } from '../text.js';
import { periodSchema } from '../time/period.js';
import { colourSchema, idSchema } from './common.js';

const sides = {
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
};

export const seriesQuery = z.strictObject({
  planId: idSchema,
  unitId: idSchema.optional(),
  from: periodSchema.optional(),
  to: periodSchema.optional(),
  grain: z.enum(['month', 'quarter', 'half', 'year']).optional(),
});

export const seriesSchema = z
  .object({
    metric: z.string(),
    unit: z.object({ id: idSchema, name: z.string() }),
    points: z.array(
      z.object({
        period: periodSchema,
        ...sides,
        yearToDate: z.number().nullable(),
        target: z.number().nullable(),
        /** What the value would be if everything submitted or signed were accepted; null when nothing waits. */
        pending: z.object(sides).nullable(),
        expectedReports: z.int(),
        receivedReports: z.int(),
        /** 基数过小: a denominator under the rules' minimum. */
        smallBase: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Series' });
export type Series = z.infer<typeof seriesSchema>;

export const boardQuery = z.strictObject({ period: periodSchema.optional(), unit: idSchema.optional() });

const rate = z.object({ expected: z.int(), received: z.int(), rate: z.number().nullable() });
export const boardMetricSchema = z.object({
  key: z.string(),
  title: textSchema,
  ...sides,
  yearToDate: z.number().nullable(),
  measure: z.string(),
  target: z
    .object({
      value: z.number().nullable(),
      direction: z.enum(directions),
      date: dateSchema.nullable(),
      firm: z.boolean(),
      scope: z.enum(['aggregate', 'each']),
      source: z.string(),
    })
    .nullable(),
  colour: colourSchema.nullable(),
  smallBase: z.boolean(),
});
export const boardAreaSchema = z.object({
  areaId: z.string(),
  number: z.int(),
  title: textSchema,
  enabled: z.boolean(),
  lights: z.object({ red: z.int(), yellow: z.int(), green: z.int(), grey: z.int() }),
  closed: z.object({ onTime: z.int(), late: z.int() }),
  withheld: z.int(),
  completeness: rate,
  timeliness: rate,
  metrics: z.array(boardMetricSchema),
});
export const boardSchema = z
  .object({
    plan: z.object({ id: idSchema, title: z.string(), year: z.int() }),
    period: periodSchema,
    unit: z.object({ id: idSchema, name: z.string(), path: z.string() }),
    asOf: dateSchema,
    areas: z.array(boardAreaSchema),
    /** Red and yellow tasks, worst first. */
    exceptions: z.array(
      z.object({
        taskId: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        areaId: z.string(),
        colour: colourSchema,
        leadUnit: z.string().nullable(),
        dueDate: dateSchema.nullable(),
        reasons: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof boardSchema>;

export const drillQuery = z.strictObject({
  planId: idSchema,
  unitId: idSchema.optional(),
  period: periodSchema,
  areaId: plainText(64).optional(),
});
/** Where a figure came from: the units' own values and the reports behind them. */
export const drillSchema = z
  .object({
    metric: z.string(),
    unit: z.object({ id: idSchema, name: z.string() }),
    period: periodSchema,
    parts: z.array(
      z.object({
        unitId: idSchema,
        unitName: z.string(),
        period: periodSchema,
        ...sides,
        reportId: idSchema.nullable(),
        revision: z.int().nullable(),
        readable: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Drill' });
export type Drill = z.infer<typeof drillSchema>;
