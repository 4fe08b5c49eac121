import { z } from 'zod';
import { largestNumber } from '../area/field.js';
import { directions } from '../area/metric.js';
import { taskStates } from '../task/lifecycle.js';
import { dateSchema, plainText, textSchema } from '../text.js';
import { periodSchema } from '../time/period.js';
import { colourSchema, idSchema, listQuery, nameSchema, pageOf, reasonSchema, refSchema } from './common.js';
import { areaIdSchema } from './plan.js';

const role = z.enum(['lead', 'responsible', 'cooperating']);

/** What a unit owes of one metric in a task, and what it has reached by its accepted reports. */
export const shareTargetSchema = z.object({
  metric: z.string(),
  title: textSchema,
  measure: z.string(),
  direction: z.enum(directions),
  /** Whether what it is divided into adds up, or is asked of each. */
  rule: z.enum(['sum', 'each']),
  value: z.number(),
  dueDate: dateSchema.nullable(),
  /** Set by the plan (计划目标), or a sub-target that the unit above set (分解目标). */
  source: z.enum(['plan', 'share']),
  /** The plan does not give the value: 示例目标. */
  demo: z.boolean(),
  /** Year to date, of the unit and all below it. */
  actual: z.number().nullable(),
  met: z.boolean().nullable(),
});
export type ShareTarget = z.infer<typeof shareTargetSchema>;

export const shareMilestoneSchema = z.object({
  id: idSchema,
  title: z.string(),
  dueDate: dateSchema,
  doneOn: dateSchema.nullable(),
  note: z.string().nullable(),
  /** Laid down by the unit above, not by the unit itself. */
  given: z.boolean(),
  late: z.boolean(),
  evidence: z.int(),
});
export type ShareMilestone = z.infer<typeof shareMilestoneSchema>;

export const shareActions = ['accept', 'break-down', 'handler', 'milestones', 'complete'] as const;
export type ShareAction = (typeof shareActions)[number];

/** A unit's part in a task (责任分工); one with a parent is a part of that part (分解). */
export const shareSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    parentId: idSchema.nullable(),
    /** 0 for a part of the task itself. */
    depth: z.int(),
    unit: refSchema,
    role,
    /** What the unit is to do, as the unit above wrote it. */
    text: z.string().nullable(),
    givenOn: dateSchema.nullable(),
    acceptBy: dateSchema.nullable(),
    acceptedOn: dateSchema.nullable(),
    /** Not accepted in time. */
    late: z.boolean(),
    handler: refSchema.nullable(),
    waivedReason: z.string().nullable(),
    targets: z.array(shareTargetSchema),
    /** How the sub-targets of the units below stand to this share's own: `over` is 层层加码. */
    divided: z.array(
      z.object({
        metric: z.string(),
        total: z.number().nullable(),
        verdict: z.enum(['short', 'even', 'over']),
      }),
    ),
    milestones: z.array(shareMilestoneSchema),
    /** What the caller may do with it now. */
    may: z.array(z.enum(shareActions)),
    version: z.int(),
  })
  .meta({ id: 'Share' });
export type Share = z.infer<typeof shareSchema>;
export const sharePage = pageOf(shareSchema);

export const shareParams = z.strictObject({ id: idSchema, shareId: idSchema });
export const shareMilestoneParams = z.strictObject({
  id: idSchema,
  shareId: idSchema,
  milestoneId: idSchema,
});

/** A step to come; with an id, one that is there already. */
const milestoneGiven = z.strictObject({ id: idSchema.optional(), title: nameSchema, dueDate: dateSchema });
const milestonesGiven = z.array(milestoneGiven).max(30);
export type GivenMilestone = z.infer<typeof milestoneGiven>;

/** The whole of what a share is broken down to: a unit that is left out has no part any more. */
export const breakdownBody = z.strictObject({
  children: z
    .array(
      z.strictObject({
        unitId: idSchema,
        text: plainText(1000, 1),
        /** Left out: as it is. */
        handlerId: idSchema.nullish(),
        targets: z
          .array(
            z.strictObject({
              metric: plainText(130, 1),
              value: z.number().min(0).max(largestNumber),
              /** The share's own date unless said. */
              dueDate: dateSchema.nullish(),
            }),
          )
          .max(30)
          .default([]),
        /** Steps that are not done yet; what was done stays. */
        milestones: milestonesGiven.default([]),
      }),
    )
    .max(200),
  /** Why a part is taken away that was accepted, or of which a step was done. */
  reason: reasonSchema.nullish(),
});
export type BreakdownBody = z.infer<typeof breakdownBody>;
export const shareHandlerBody = z.strictObject({ handlerId: idSchema.nullable() });
/** The unit's own steps that are not done yet; those that were laid down from above stay. */
export const shareMilestonesBody = z.strictObject({ milestones: milestonesGiven });
export const completeShareMilestoneBody = z.strictObject({
  doneOn: dateSchema,
  note: plainText(2000).nullish(),
  /** Files that the caller uploaded (佐证材料). */
  attachmentIds: z.array(idSchema).max(20).default([]),
});
export type CompleteShareMilestoneBody = z.infer<typeof completeShareMilestoneBody>;

/** Tasks that a unit, or a unit below it, takes part in. */
export const unitSharesQuery = listQuery(
  {
    /** The caller's own unit unless said, else the plan's. */
    unitId: idSchema.optional(),
    areaId: areaIdSchema.optional(),
    /** Of the unit itself; `below` where only units below it take part. */
    role: z.enum(['lead', 'responsible', 'cooperating', 'below']).optional(),
    /** Of the task; without it, all that is under way. */
    state: z.enum(taskStates).optional(),
    /** `to-accept` a share of the subtree waits, `late` it waits too long, `overdue` a step of it is late. */
    open: z.enum(['to-accept', 'late', 'overdue']).optional(),
    /** Period of the reports that are counted; the running month unless said. */
    period: periodSchema.optional(),
    q: plainText(100).optional(),
  },
  ['number', 'dueDate', 'acceptBy'],
);
export type UnitSharesQuery = z.infer<typeof unitSharesQuery>;

/** One task as a unit's share of the plan shows it. */
export const unitShareSchema = z
  .object({
    task: z.object({
      id: idSchema,
      number: z.int().nullable(),
      title: z.string(),
      areaId: z.string(),
      state: z.enum(taskStates),
      dueDate: dateSchema.nullable(),
      colour: colourSchema.nullable(),
    }),
    /** Null where only units below take part. */
    share: shareSchema
      .pick({
        id: true,
        role: true,
        text: true,
        givenOn: true,
        acceptBy: true,
        acceptedOn: true,
        late: true,
        handler: true,
        may: true,
        version: true,
      })
      .extend({
        /** The unit that gave it; null for a part of the task itself. */
        givenBy: refSchema.nullable(),
      })
      .nullable(),
    targets: z.array(shareTargetSchema),
    /** Units below that have a part to accept. */
    below: z.object({ given: z.int(), accepted: z.int(), late: z.int() }),
    /** Steps of the shares of the unit and of those below. */
    milestones: z.object({
      open: z.int(),
      late: z.int(),
      done: z.int(),
      /** The next ones that are not done, the first due on top. */
      next: z.array(
        z.object({
          id: idSchema,
          shareId: idSchema,
          title: z.string(),
          dueDate: dateSchema,
          late: z.boolean(),
          unit: refSchema,
        }),
      ),
    }),
    /** Reports of the period, of the unit and of those below; `late` are past due and not in. */
    reports: z.object({ expected: z.int(), received: z.int(), late: z.int() }),
  })
  .meta({ id: 'UnitShare' });
export type UnitShare = z.infer<typeof unitShareSchema>;
export const unitSharePage = pageOf(unitShareSchema).extend({
  unit: refSchema,
  period: periodSchema,
  /** Over all of the unit's tasks that are under way, whatever is filtered. */
  counts: z.object({ tasks: z.int(), toAccept: z.int(), late: z.int(), overdue: z.int() }),
});
export type UnitSharePage = z.infer<typeof unitSharePage>;

/** Shares that wait for the caller's unit to accept them, and steps that it owes soon or owes late. */
export const shareToAcceptSchema = z.object({
  shareId: idSchema,
  taskId: idSchema,
  number: z.int().nullable(),
  title: z.string(),
  areaId: z.string(),
  unit: refSchema,
  text: z.string().nullable(),
  acceptBy: dateSchema.nullable(),
  late: z.boolean(),
  version: z.int(),
});
export const owedMilestoneSchema = z.object({
  milestoneId: idSchema,
  shareId: idSchema,
  taskId: idSchema,
  number: z.int().nullable(),
  areaId: z.string(),
  title: z.string(),
  unit: refSchema,
  dueDate: dateSchema,
  late: z.boolean(),
});
