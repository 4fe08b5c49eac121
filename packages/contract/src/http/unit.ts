import { z } from 'zod';
import { dateSchema, plainText } from '../text.js';
import { idSchema, listQuery, nameSchema, pageOf } from './common.js';

export const unitKinds = ['bureau', 'department', 'county', 'station', 'team', 'group'] as const;
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
export const unitQuery = listQuery(
  {
    q: plainText(100).optional(),
    parentId: idSchema.optional(),
    kind: z.enum(unitKinds).optional(),
    /** The tree as it stood on that day; today unless said. */
    on: dateSchema.optional(),
  },
  ['path', 'name', 'code'],
);
export const unitCodeSchema = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[A-Za-z0-9-]+$/);
export const createUnitBody = z.strictObject({
  parentId: idSchema,
  code: unitCodeSchema,
  name: nameSchema,
  kind: z.enum(unitKinds).exclude(['bureau']),
  from: dateSchema.optional(),
});
export const renameUnitBody = z.strictObject({ name: nameSchema });
export const moveUnitBody = z.strictObject({ parentId: idSchema, from: dateSchema });
export const closeUnitBody = z.strictObject({ on: dateSchema, successorId: idSchema });
export const placementSchema = z.object({
  parentId: idSchema.nullable(),
  path: z.string(),
  from: dateSchema,
  to: dateSchema.nullable(),
});
