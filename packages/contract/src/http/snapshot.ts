import { z } from 'zod';
import type { LightRules, TaskFacts } from '../light/index.js';
import { dateSchema, textSchema } from '../text.js';
import { periodSchema } from '../time/period.js';
import { colourSchema, idSchema } from './common.js';
import { boardSchema } from './figure.js';
import { lightCountsSchema, monthLightSchema } from './light.js';

/**
 * One unit's part of a figure in one base period, as it stood. What a unit below the root has here is of the time alone
 * in which it stood directly below it: parts add up to the root's.
 */
export const snapshotFigureSchema = z.object({
  unitId: idSchema,
  metric: z.string(),
  period: periodSchema,
  numerator: z.number(),
  denominator: z.number(),
  units: z.int(),
  ytdNumerator: z.number(),
  ytdDenominator: z.number(),
  /** What the two sides give; null without a denominator. */
  value: z.number().nullable(),
  yearToDate: z.number().nullable(),
});

/** Who put a report through, in whose place (授权代签), and when. */
const frozenActSchema = z.object({ by: z.string(), behalfOf: z.string().nullable(), at: z.string() });
/** The revision of a report that a figure or a note rests on: whoever looks for the source needs nothing of today. */
export const frozenReportSchema = z.object({
  id: idSchema,
  revision: z.int(),
  areaId: z.string(),
  unitId: idSchema,
  unit: z.string(),
  period: periodSchema,
  signed: frozenActSchema.nullable(),
  accepted: frozenActSchema.nullable(),
});
export type FrozenReport = z.infer<typeof frozenReportSchema>;

export const snapshotTaskSchema = z.object({
  id: idSchema,
  number: z.int().nullable(),
  title: z.string(),
  areaId: z.string(),
  state: z.string(),
  dueDate: dateSchema.nullable(),
  originalDueDate: dateSchema.nullable(),
  closedOn: dateSchema.nullable(),
  leadUnit: z.string().nullable(),
  /** 结转: the task of last year's plan that it goes on from. Both absent where it was frozen before that was kept. */
  carriedFrom: idSchema.nullable().optional(),
  /** It goes on in the next year's plan. */
  carriedOver: z.boolean().optional(),
  colour: colourSchema.nullable(),
  closed: z.enum(['on-time', 'late']).nullable(),
  reasons: z.array(z.object({ code: z.string(), colour: colourSchema.nullable(), detail: textSchema })),
  /** All that the light follows from: computing it again gives the same colour. */
  facts: z.custom<TaskFacts>(),
  /** The lead unit's last accepted progress note; without its source where it was frozen before that was kept. */
  note: z
    .object({
      period: periodSchema,
      progress: z.string(),
      problems: z.string(),
      nextSteps: z.string(),
      source: frozenReportSchema.optional(),
    })
    .nullable(),
});
export type SnapshotTask = z.infer<typeof snapshotTaskSchema>;

/**
 * The frozen state of a plan as of an instant: open tasks only, figures of the root unit and its direct children. Areas
 * that were switched off are no part of it. Names of units that were closed or moved meanwhile say so.
 * Stored as bytes with their hash, and never computed again.
 */
export const snapshotSchema = z
  .object({
    format: z.literal(1),
    /** 数据截止 */
    takenAt: z.string(),
    asOf: dateSchema,
    period: periodSchema,
    plan: z.object({
      id: idSchema,
      title: z.string(),
      year: z.int(),
      bureau: z.string(),
      announcedTasks: z.int(),
      listedTasks: z.int(),
    }),
    /** Open tasks of the plan by how they stand; ahead and on pace are green, behind pace yellow or red. */
    totals: z.object({
      tasks: z.int(),
      closedOnTime: z.int(),
      closedLate: z.int(),
      red: z.int(),
      yellow: z.int(),
      green: z.int(),
      grey: z.int(),
      ahead: z.int(),
      onPace: z.int(),
      behind: z.int(),
      withheld: z.int(),
    }),
    board: boardSchema,
    /**
     * Lights of the open tasks, month by month: as each ended month kept them, and of the running one (the last here)
     * as this snapshot computed them. Absent where the snapshot was taken before they were kept.
     */
    lightMonths: z
      .array(
        z.object({
          month: periodSchema,
          areas: z.array(z.object({ areaId: z.string(), ...lightCountsSchema.shape })),
          tasks: z.array(z.object({ taskId: idSchema, ...monthLightSchema.omit({ month: true }).shape })),
        }),
      )
      .optional(),
    units: z.array(z.object({ id: idSchema, name: z.string(), kind: z.string(), isRoot: z.boolean() })),
    figures: z.array(snapshotFigureSchema),
    reporting: z.array(
      z.object({
        unitId: idSchema,
        areaId: z.string(),
        expected: z.int(),
        received: z.int(),
        onTime: z.int(),
      }),
    ),
    tasks: z.array(snapshotTaskSchema),
    targets: z.array(
      z.object({
        id: idSchema,
        taskId: idSchema,
        metric: z.string(),
        unitId: idSchema,
        value: z.number().nullable(),
        direction: z.string(),
        measure: z.string(),
        dueDate: dateSchema.nullable(),
        firm: z.boolean(),
        source: z.string(),
      }),
    ),
    materials: z.array(
      z.object({
        areaId: z.string(),
        situation: z.string(),
        problems: z.string(),
        nextSteps: z.string(),
        matters: z.array(z.string()),
      }),
    ),
    /** The previous meeting's decisions, with their state at this instant. */
    lastDecisions: z.array(
      z.object({
        id: idSchema,
        number: z.int(),
        text: z.string(),
        leadUnit: z.string().nullable(),
        dueDate: dateSchema.nullable(),
        done: z.boolean(),
        taskId: idSchema.nullable(),
        /** How the task that it made ended otherwise; absent where the snapshot was taken before that was kept. */
        taskEnd: z.enum(['terminated', 'merged']).nullable().optional(),
      }),
    ),
    /** The report revisions that the figures rest on. */
    revisions: z.array(z.tuple([idSchema, z.int()])),
    /** The reports behind the year to date of the board's metrics. Absent where the snapshot was taken before they were kept. */
    sources: z.array(frozenReportSchema).optional(),
    /** By metric, which of `sources` it rests on: their places in that list. A computed one rests on those of its inputs. */
    restsOn: z.record(z.string(), z.array(z.int())).optional(),
    rules: z.object({
      versions: z.record(z.string(), z.string()),
      byArea: z.record(z.string(), z.custom<LightRules>()),
    }),
  })
  .meta({ id: 'Snapshot' });
export type Snapshot = z.infer<typeof snapshotSchema>;

/**
 * What had become of a decision by a snapshot's day. One whose task was terminated, or goes on in another one, is not
 * overdue: nobody owes it any more as it was decided.
 */
export function stateOfDecision(
  { done, dueDate, taskEnd }: Pick<Snapshot['lastDecisions'][number], 'done' | 'dueDate' | 'taskEnd'>,
  asOf: string,
): 'done' | 'terminated' | 'merged' | 'overdue' | 'open' {
  if (done) return 'done';
  if (taskEnd) return taskEnd;
  return dueDate !== null && dueDate < asOf ? 'overdue' : 'open';
}

/**
 * What changed from one snapshot to a later one. From last year's plan, only tasks that were carried over are compared,
 * each with what it was: all others are other tasks, and targets are of their year.
 */
export const differenceSchema = z
  .object({
    from: z
      .object({
        meetingId: idSchema,
        title: z.string(),
        asOf: dateSchema,
        /** Of another plan: that plan's year. */
        otherYear: z.int().nullable(),
      })
      .nullable(),
    turnedRed: z.array(
      z.object({
        taskId: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        was: z.string().nullable(),
      }),
    ),
    recovered: z.array(
      z.object({
        taskId: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        was: z.string().nullable(),
        now: z.string().nullable(),
      }),
    ),
    datesMoved: z.array(
      z.object({
        taskId: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        /** The step of the task that moved; null for the task's own date. */
        milestone: z.string().nullable(),
        was: dateSchema.nullable(),
        now: dateSchema.nullable(),
      }),
    ),
    targetsChanged: z.array(
      z.object({
        metric: z.string(),
        unit: z.string(),
        was: z.number().nullable(),
        now: z.number().nullable(),
        /** Null where it stayed as it was. */
        dueDate: z.object({ was: dateSchema.nullable(), now: dateSchema.nullable() }).nullable(),
        direction: z.object({ was: z.string(), now: z.string() }).nullable(),
      }),
    ),
    closed: z.array(
      z.object({
        taskId: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        closedOn: dateSchema.nullable(),
        onTime: z.boolean(),
      }),
    ),
    reopened: z.array(z.object({ taskId: idSchema, number: z.int().nullable(), title: z.string() })),
    terminated: z.array(z.object({ taskId: idSchema, number: z.int().nullable(), title: z.string() })),
    /** 结转: from last year's plan into this one, or into the next one. */
    carried: z.array(z.object({ taskId: idSchema, number: z.int().nullable(), title: z.string() })),
    added: z.array(z.object({ taskId: idSchema, number: z.int().nullable(), title: z.string() })),
    /** In the earlier picture and not in this one, under the title of then: nothing is dropped in silence. */
    gone: z.array(z.object({ taskId: idSchema, number: z.int().nullable(), title: z.string() })),
    /** Of the last meeting's decisions; those overdue are among the open ones. */
    decisions: z.object({
      done: z.int(),
      open: z.int(),
      overdue: z.int(),
      terminated: z.int(),
      merged: z.int(),
    }),
  })
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof differenceSchema>;
