import { z } from 'zod';
import { keeperRoles, roles } from '../policy/roles.js';
import { plainText, textSchema } from '../text.js';
import { idSchema, listQuery, nameSchema, pageOf, refSchema } from './common.js';

export const roleSchema = z.enum(roles);
export const usernameSchema = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, { error: 'lower-case letters, digits, dot, dash and underscore' });

export const grantSchema = z.object({
  id: idSchema,
  role: roleSchema,
  unitId: idSchema.nullable(),
  areaId: z.string().nullable(),
});

export const loginBody = z.strictObject({ username: plainText(64, 1), password: plainText(200, 1) });
export const sessionSchema = z
  .object({
    user: z.object({
      id: idSchema,
      username: z.string(),
      name: z.string(),
      unitId: idSchema.nullable(),
      unitName: z.string().nullable(),
    }),
    grants: z.array(grantSchema),
    /** Merged units, each with the one of the person's units that took it over: the person acts for them as well. */
    takenOver: z.array(z.object({ unitId: idSchema, by: idSchema })),
    permissions: z.array(z.string()),
    mustChangePassword: z.boolean(),
    businessDate: z.iso.date(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof sessionSchema>;
/** A session of a user, as the security admin sees it. */
export const sessionEntrySchema = z
  .object({ id: idSchema, createdAt: z.string(), lastSeenAt: z.string(), userAgent: z.string().nullable() })
  .meta({ id: 'SessionEntry' });
export type SessionEntryView = z.infer<typeof sessionEntrySchema>;
export const sessionEntryPage = pageOf(sessionEntrySchema);
export type LoginBody = z.infer<typeof loginBody>;

export const userSchema = z
  .object({
    id: idSchema,
    username: z.string(),
    name: z.string(),
    unitId: idSchema.nullable(),
    unitName: z.string().nullable(),
    active: z.boolean(),
    grants: z.array(grantSchema),
    version: z.int(),
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof userSchema>;
export const userPage = pageOf(userSchema);
export const userQuery = listQuery(
  { q: plainText(100).optional(), unitId: idSchema.optional(), role: roleSchema.optional() },
  ['username', 'name'],
);
export type UserQuery = z.infer<typeof userQuery>;
export const createUserBody = z.strictObject({
  username: usernameSchema,
  name: nameSchema,
  unitId: idSchema.nullable(),
});
export type CreateUserBody = z.infer<typeof createUserBody>;
/** The one-time password is shown in this answer only. */
export const createdUserSchema = userSchema.extend({ initialPassword: z.string() });
export const updateUserBody = z.strictObject({
  name: nameSchema.optional(),
  unitId: idSchema.nullable().optional(),
  active: z.boolean().optional(),
});
export type UpdateUserBody = z.infer<typeof updateUserBody>;

/** Somebody whom one may name: no more than it takes to choose the right one. */
export const personSchema = z
  .object({ id: idSchema, name: z.string(), unit: refSchema.nullable() })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof personSchema>;
export const personPage = pageOf(personSchema);
const namedRoles = roles.filter((role) => !keeperRoles.includes(role));
/** `unitId`: of that unit or one below it today. `role`: who holds it, somewhere. */
export const personQuery = listQuery(
  { q: plainText(100).optional(), unitId: idSchema.optional(), role: z.enum(namedRoles).optional() },
  ['name'],
);
export type PersonQuery = z.infer<typeof personQuery>;
export const grantParams = z.strictObject({ id: idSchema, grantId: idSchema });
export const grantBody = z.strictObject({
  role: roleSchema,
  unitId: idSchema.nullish(),
  areaId: z.string().max(64).nullish(),
});
export type GrantBody = z.infer<typeof grantBody>;
export const changePasswordBody = z.strictObject({ current: plainText(200, 1), next: plainText(200, 12) });

export type ChangePasswordBody = z.infer<typeof changePasswordBody>;
export const resetPasswordSchema = z.object({ initialPassword: z.string() });

export const roleViewSchema = z
  .object({
    id: roleSchema,
    title: textSchema,
    /** What a grant of it is bound to. */
    scope: z.enum(['none', 'unit', 'area']),
    permissions: z.array(z.string()),
  })
  .meta({ id: 'Role' });
export const rolePage = pageOf(roleViewSchema);

const firstAccount = { username: usernameSchema, name: nameSchema, password: plainText(200, 12) };
/** The first admin of an empty system, and its first security admin: nobody else could grant a role. */
export const setupBody = z.strictObject({
  ...firstAccount,
  securityAdmin: z.strictObject(firstAccount).optional(),
});
export type SetupBody = z.infer<typeof setupBody>;
export const setupSchema = z.object({ needed: z.boolean() });
export const setupDoneSchema = z.object({ admin: userSchema, securityAdmin: userSchema.nullable() });

export const accessTokenSchema = z
  .object({ id: idSchema, name: z.string(), createdAt: z.string(), expiresAt: z.string() })
  .meta({ id: 'AccessToken' });
export type AccessTokenView = z.infer<typeof accessTokenSchema>;
export const accessTokenPage = pageOf(accessTokenSchema);
export const createAccessTokenBody = z.strictObject({
  name: nameSchema,
  days: z.int().min(1).max(366).default(90),
});
export type CreateAccessTokenBody = z.infer<typeof createAccessTokenBody>;
export const createdAccessTokenSchema = accessTokenSchema.extend({ token: z.string() });
