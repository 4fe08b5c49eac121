import { z } from 'zod';
import { directions } from '../area/metric.js';
import { dateSchema, plainText, textSchema } from '../text.js';
import { periodSchema } from '../time/period.js';
import { colourSchema, idSchema, listQuery, pageOf, reasonSchema, refSchema } from './common.js';
import { unitKinds } from './unit.js';

const sides = {
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
};

/** A value that another one is held against, and how far that one lies above it. */
export const comparedSchema = z.object({ ...sides, difference: z.number().nullable() });
export type Compared = z.infer<typeof comparedSchema>;
/** What stands beside a value; null where nothing was reported, or nothing imported. */
export const besideSchema = z.object({
  /** 环比: the period before; of a year's first one, last year's last. */
  lastPeriod: comparedSchema.nullable(),
  /** 同比: the same period of last year, and its year to date. */
  lastYear: comparedSchema
    .extend({ yearToDate: z.number().nullable(), yearToDateDifference: z.number().nullable() })
    .nullable(),
});
export type Beside = z.infer<typeof besideSchema>;

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
        /** What was asked of the unit when the period ended: its own target, its sub-target, for rates else the plan's. */
        target: z.number().nullable(),
        /** Who asks it: the plan, or the unit above that broke its own down (分解目标). */
        targetBy: z.enum(['plan', 'share']).nullable(),
        /** 序时进度: where the year to date should be at the period's end; null for what follows no pace. */
        pace: z.number().nullable(),
        /** What the value would be if everything submitted or signed were accepted; null when nothing waits. */
        pending: z.object(sides).nullable(),
        expectedReports: z.int(),
        receivedReports: z.int(),
        /** 基数过小: a denominator under the rules' minimum. */
        smallBase: z.boolean(),
        ...besideSchema.shape,
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
      /** Who asks it: the plan, or the unit above that broke its own down (分解目标). */
      by: z.enum(['plan', 'share']),
    })
    .nullable(),
  colour: colourSchema.nullable(),
  smallBase: z.boolean(),
  /** Absent from pictures that were taken before figures were compared. */
  lastPeriod: besideSchema.shape.lastPeriod.optional(),
  lastYear: besideSchema.shape.lastYear.optional(),
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

/** Which of a metric's figures is asked about. */
export const figureKinds = ['value', 'year-to-date', 'pending', 'last-year'] as const;
export const drillQuery = z.strictObject({
  planId: idSchema,
  unitId: idSchema.optional(),
  period: periodSchema,
  areaId: plainText(64).optional(),
  of: z.enum(figureKinds).default('value'),
  /** `kind` splits the figure by what units it comes from. */
  by: z.enum(['kind']).optional(),
});
export type DrillQuery = z.infer<typeof drillQuery>;
/** Where a figure came from: the units' own values and the reports behind them. */
export const drillSchema = z
  .object({
    metric: z.string(),
    unit: z.object({ id: idSchema, name: z.string() }),
    period: periodSchema,
    of: z.enum(figureKinds),
    /** The figure itself. Its parts' sides add up to its own. */
    figure: z.object(sides),
    /** Of a computed metric: those it is computed from, each with its own figure, and their parts below. */
    inputs: z.array(z.object({ metric: z.string(), title: textSchema, ...sides })),
    parts: z.array(
      z.object({
        /** Of a computed metric's parts, the metric that they are of. */
        metric: z.string(),
        unitId: idSchema,
        unitName: z.string(),
        unitKind: z.enum(unitKinds),
        period: periodSchema,
        ...sides,
        status: z.enum(['accepted', 'pending', 'imported']),
        reportId: idSchema.nullable(),
        revision: z.int().nullable(),
        readable: z.boolean(),
        /** Of an imported value: where it was taken from, and who put it in. */
        import: z.object({ source: z.string(), by: refSchema.nullable(), at: z.string() }).nullable(),
      }),
    ),
    /**
     * The figure by kind of unit, where it was asked for: the sides of all add up to the whole's. Unit groups (市本级)
     * cut across the kinds: they are marked, and not part of the sum.
     */
    kinds: z
      .array(
        z.object({
          kind: z.enum(unitKinds),
          group: z.object({ id: idSchema, name: z.string() }).nullable(),
          units: z.int(),
          ...sides,
        }),
      )
      .nullable(),
  })
  .meta({ id: 'Drill' });
export type Drill = z.infer<typeof drillSchema>;

export const rankedKinds = ['county', 'department'] as const;
export const rankingQuery = z.strictObject({
  planId: idSchema,
  period: periodSchema,
  kind: z.enum(rankedKinds),
  of: z.enum(['value', 'year-to-date']).default('year-to-date'),
});
export type RankingQuery = z.infer<typeof rankingQuery>;
/** Units of one kind by a metric, the best first. Equals share a rank; what has no value, or too small a base, has none. */
export const rankingSchema = z
  .object({
    metric: z.string(),
    period: periodSchema,
    kind: z.enum(rankedKinds),
    of: z.enum(['value', 'year-to-date']),
    items: z.array(
      z.object({
        rank: z.int().nullable(),
        unit: z.object({ id: idSchema, name: z.string() }),
        ...sides,
        smallBase: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Ranking' });
export type Ranking = z.infer<typeof rankingSchema>;
export const rankingSettingBody = z.strictObject({ enabled: z.boolean() });

/** Last year's values, as somebody imported them. */
export const priorValueSchema = z.object({
  metric: z.string(),
  unit: refSchema,
  period: periodSchema,
  ...sides,
  source: z.string(),
  /** Null for what was there from the first day. */
  by: refSchema.nullable(),
  at: z.string(),
});
export type PriorValue = z.infer<typeof priorValueSchema>;
export const priorValuePage = pageOf(priorValueSchema);
export const priorValueQuery = listQuery(
  {
    areaId: plainText(64, 1).optional(),
    metric: plainText(130, 1).optional(),
    unitId: idSchema.optional(),
    period: periodSchema.optional(),
  },
  ['period', 'metric', 'unit'],
);
export const priorTemplateQuery = z.strictObject({ areaId: plainText(64, 1) });
export const priorImportQuery = z.strictObject({
  source: plainText(200, 1),
  /** Needed where values that stand are replaced. */
  reason: reasonSchema.optional(),
  /** 经保密审查: nothing of it is classified. */
  reviewed: z.literal('true'),
});
export type PriorImportQuery = z.infer<typeof priorImportQuery>;
export const priorImportSchema = z
  .object({
    id: idSchema,
    planId: idSchema,
    /** All of its values were taken over, or none was. */
    state: z.enum(['saved', 'refused']),
    rows: z.int(),
    faulty: z.int(),
    replaced: z.int(),
    source: z.string(),
    reason: z.string().nullable(),
    by: refSchema.nullable(),
    at: z.string(),
    /** Whether the workbook can be had back, with what is wrong marked in its cells. */
    hasResult: z.boolean(),
  })
  .meta({ id: 'PriorImport' });
export type PriorImport = z.infer<typeof priorImportSchema>;
export const priorImportPage = pageOf(priorImportSchema);
export const priorImportParams = z.strictObject({ id: idSchema, importId: idSchema });
