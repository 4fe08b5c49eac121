import { z } from 'zod';
import { idSchema, nameSchema, pageOf, refSchema } from './common.js';

/** Views of one person for one page of a plan. */
export const mostViews = 50;

/** Whether a text is what may follow the `?` of an address, and says nothing but plain characters once decoded. */
function isSearch(text: string): boolean {
  if (!/^(?:[A-Za-z0-9\-._~!$'()*+,;:@/?&=]|%[0-9A-Fa-f]{2})*$/.test(text)) return false;
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(text));
  } catch {
    // Bytes that are no UTF-8.
    return false;
  }
}

/** The pages that have views: an area's are its own. */
export const viewPageSchema = z
  .string()
  .max(80)
  .regex(/^(tasks|board|areas\/[a-z][a-z0-9]*(-[a-z0-9]+)*)$/, { error: 'tasks, board or areas/<area id>' });

const fields = {
  name: nameSchema.max(60),
  /** The search of the page's address, without its `?`. It holds filters, never what they find. */
  search: z.string().max(2000).refine(isSearch, { error: 'must be the search of an address' }),
  shared: z.boolean(),
};

/** 视图: a name for how a page was looked at. */
export const savedViewSchema = z
  .object({
    id: idSchema,
    planId: idSchema,
    page: z.string(),
    name: z.string(),
    search: z.string(),
    /** Whether everybody who reads the plan finds it. */
    shared: z.boolean(),
    owner: refSchema,
    version: z.int(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof savedViewSchema>;
export const savedViewPage = pageOf(savedViewSchema);
export const savedViewQuery = z.strictObject({ planId: idSchema, page: viewPageSchema });
export const newViewBody = z.strictObject({
  planId: idSchema,
  page: viewPageSchema,
  ...fields,
  shared: fields.shared.default(false),
});
export type NewView = z.infer<typeof newViewBody>;
export const viewChangeBody = z
  .strictObject(fields)
  .partial()
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    error: 'name, search or shared',
  });
export type ViewChange = z.infer<typeof viewChangeBody>;
