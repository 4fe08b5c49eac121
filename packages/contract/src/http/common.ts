import { z } from 'zod';
import { dateSchema, plainText, textSchema } from '../text.js';

export const idSchema = z.uuid();
export const idParams = z.strictObject({ id: idSchema });
export const reasonSchema = plainText(2000, 1);

/** RFC 9457 problem details. `code` is stable; `detail` is in the request's language. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });
export type ProblemBody = z.infer<typeof problemSchema>;

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int() });
}
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}

const limitSchema = z.coerce.number().int().min(1).max(500).default(100);
const cursorSchema = z
  .string()
  .max(400)
  .regex(/^[A-Za-z0-9_-]+$/);

/** The query of a list: its filters, one of its sort keys (`-` in front for descending), and a page. */
export function listQuery<T extends z.ZodRawShape, S extends readonly [string, ...string[]]>(
  filters: T,
  sorts: S,
) {
  const sortKeys = sorts.flatMap((key) => [key, `-${key}`]) as [string, ...string[]];
  return z.strictObject({
    ...filters,
    sort: z.enum(sortKeys).default(sorts[0]),
    limit: limitSchema,
    cursor: cursorSchema.optional(),
  });
}

/** One line that says something. */
export const nameSchema = plainText(200, 1).refine((name) => name.trim() === name && !/\p{Cc}/u.test(name), {
  error: 'must be one line, without space at its ends',
});
export const refSchema = z.object({ id: idSchema, name: z.string() });
export type Ref = z.infer<typeof refSchema>;
export const colourSchema = z.enum(['red', 'yellow', 'green', 'grey']);
export type Colour = z.infer<typeof colourSchema>;

export const moveOfferSchema = z.object({
  move: z.string(),
  title: textSchema,
  to: z.string(),
  needs: z.array(z.string()),
  /** Conditions of the thing itself that do not hold yet: the move is theirs, but would be refused now. */
  missing: z.array(z.string()).optional(),
  /** The head in whose place the caller would make it. */
  behalfOf: refSchema.optional(),
});
export type MoveOffer = z.infer<typeof moveOfferSchema>;

/** Why something was taken back, by whom and on which business date. It stays to be read. */
export const withdrawnSchema = z.object({ reason: z.string(), by: refSchema, on: dateSchema });
export const withdrawBody = z.strictObject({ reason: reasonSchema });
export type WithdrawBody = z.infer<typeof withdrawBody>;
