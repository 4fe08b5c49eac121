import { z } from 'zod';

/** A text in both languages of the portal. */
export const textSchema = z.strictObject({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) });
export type Text = z.infer<typeof textSchema>;
export type Language = keyof Text;

/** Every string that a person may send: bounded, and without U+0000, which PostgreSQL refuses. */
export function plainText(max: number, min = 0) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\u0000'), { error: 'contains U+0000' });
}

/** A kebab-case key: area ids, form keys, field keys, metric keys. */
export const keySchema = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'must be kebab-case' });

/** A calendar date `YYYY-MM-DD` of the bureau's time zone. PostgreSQL knows no year 0; nobody plans in 1899. */
export const dateSchema = z.iso
  .date()
  .refine((date) => date >= '1900-01-01' && date <= '2999-12-31', { error: 'must lie in 1900 to 2999' });
