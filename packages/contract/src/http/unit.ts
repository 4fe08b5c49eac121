import { z } from 'zod';
import { dateSchema, plainText } from '../text.js';
import { idSchema, listQuery, nameSchema, pageOf } from './common.js';

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
export type MoveUnitBody = z.infer<typeof moveUnitBody>;
export type CloseUnitBody = z.infer<typeof closeUnitBody>;
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
