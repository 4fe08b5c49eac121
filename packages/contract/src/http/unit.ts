import { z } from 'zod';
import { dateSchema, plainText, textSchema } from '../text.js';
import { idSchema, listQuery, nameSchema, pageOf, reasonSchema } from './common.js';

export const unitKinds = ['bureau', 'department', 'county', 'station', 'team', 'group'] as const;
/** How deep a kind of unit stands in the tree: a parent stands higher than what is below it. */
export const unitDepth: Record<Exclude<(typeof unitKinds)[number], 'group'>, number> = {
  bureau: 0,
  department: 1,
  county: 1,
  station: 2,
  team: 3,
};

/** Whether a unit of one kind may stand under one of another: a station under a county, never under a station. */
export function mayStandUnder(kind: (typeof unitKinds)[number], parent: (typeof unitKinds)[number]): boolean {
  return kind !== 'group' && parent !== 'group' && unitDepth[parent] < unitDepth[kind];
}

export const unitSchema = z
  .object({
    id: idSchema,
    parentId: idSchema.nullable(),
    code: z.string(),
    name: z.string(),
    kind: z.enum(unitKinds),
    /** Codes from the root down, `/city/county/station/`; of a group, `/~<code>/`. */
    path: z.string(),
    closedOn: dateSchema.nullable(),
    successorId: idSchema.nullable(),
    /** Who goes on with its work and answers for it: the last of its successors; null until it was handed over. */
    takenOverBy: idSchema.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Unit' });
export type UnitView = z.infer<typeof unitSchema>;
export const unitPage = pageOf(unitSchema);
/** By default as many as a page can hold: a tree is of use whole. */
export const unitQuery = listQuery(
  {
    q: plainText(100).optional(),
    parentId: idSchema.optional(),
    kind: z.enum(unitKinds).optional(),
    /** The tree as it stood on that day; today unless said. */
    on: dateSchema.optional(),
  },
  ['path', 'name', 'code'],
).extend({ limit: z.coerce.number().int().min(1).max(500).default(500) });
export type UnitQuery = z.infer<typeof unitQuery>;
export const unitCodeSchema = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[A-Za-z0-9-]+$/);
/** A bureau is a root and a group stands beside the tree: neither has a parent; every other unit has one. */
export const createUnitBody = z
  .strictObject({
    parentId: idSchema.nullish(),
    code: unitCodeSchema,
    name: nameSchema,
    kind: z.enum(unitKinds),
    /** First day; today unless said. */
    from: dateSchema.optional(),
  })
  .refine(({ parentId, kind }) => !parentId === (kind === 'bureau' || kind === 'group'), {
    path: ['parentId'],
    error: 'a bureau and a group have no parent; every other unit needs one',
  });
export type CreateUnitBody = z.infer<typeof createUnitBody>;
export const renameUnitBody = z.strictObject({ name: nameSchema });
export const moveUnitBody = z.strictObject({ parentId: idSchema, from: dateSchema });
export const closeUnitBody = z.strictObject({ on: dateSchema, successorId: idSchema });
/**
 * Takes a close back. Until the work was handed over the unit stands as if it had never been closed; after that it
 * stands again from a day on (today unless said), and what was handed over is given back by hand.
 */
export const reopenUnitBody = z.strictObject({ reason: reasonSchema, from: dateSchema.optional() });
export type ReopenUnitBody = z.infer<typeof reopenUnitBody>;
export type MoveUnitBody = z.infer<typeof moveUnitBody>;
export type CloseUnitBody = z.infer<typeof closeUnitBody>;
export const handoverQuery = z.strictObject({ on: dateSchema, successorId: idSchema });
/** What closing a unit would hand over, as far as open tasks tell: nothing of a restricted one is in any count. */
export const handoverSchema = z
  .object({
    /** Parts in open tasks; `joins` where the successor has one of its own already. */
    tasks: z.array(
      z.object({
        id: idSchema,
        number: z.int().nullable(),
        title: z.string(),
        role: z.enum(['lead', 'responsible', 'cooperating']),
        joins: z.boolean(),
        /** The unit above that gave it a part of its own. */
        givenBy: z.string().nullable(),
        /** Units that it gave parts of it on to: they go on below the successor's. */
        parts: z.int(),
      }),
    ),
    /** Forms that the successor reports from the day after on. */
    duties: z.array(z.object({ areaId: z.string(), formKey: z.string() })),
    reports: z.object({
      /** Owed, with what was begun of them: the successor owes them instead. */
      moved: z.int(),
      /** Of periods that the successor reports itself: waived here, reported with its own. */
      waived: z.int(),
      /** Submitted or signed: decided on as they are. */
      waiting: z.int(),
    }),
    targets: z.object({
      /** Rates that hold for the successor as well. */
      carried: z.int(),
      /** Those that end with the unit; the plan office sets the successor's. */
      ended: z.int(),
    }),
    /** Steps of its shares that are not done, and sub-targets: the successor's from then on. */
    steps: z.int(),
    subTargets: z.int(),
    /** Configurations that name the unit and go on doing so: each has to be changed by hand. */
    configs: z.array(
      z.object({ planId: idSchema, areaId: z.string(), title: textSchema, proposed: z.boolean() }),
    ),
    urgings: z.int(),
    extensions: z.int(),
    instructions: z.int(),
    deputies: z.int(),
    /** Accounts with a role in the unit: none of them gets one in the successor by this. */
    accounts: z.array(
      z.object({ id: idSchema, name: z.string(), username: z.string(), roles: z.array(z.string()) }),
    ),
  })
  .meta({ id: 'Handover' });
export type Handover = z.infer<typeof handoverSchema>;
export const unitMemberBody = z.strictObject({ unitId: idSchema });
export const unitMemberParams = z.strictObject({ id: idSchema, unitId: idSchema });
export const placementSchema = z.object({
  parentId: idSchema.nullable(),
  path: z.string(),
  from: dateSchema,
  /** Last day; null while it lasts. */
  to: dateSchema.nullable(),
});
export type PlacementView = z.infer<typeof placementSchema>;
export const placementPage = pageOf(placementSchema);
