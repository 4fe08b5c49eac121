import { z } from 'zod';
import { dateSchema, keySchema, plainText, textSchema } from '../text.js';
import { evaluate, expressionSchema, isFilled } from './expression.js';

export const fieldTypes = [
  'text',
  'integer',
  'decimal',
  'choice',
  'boolean',
  'date',
  'file',
  'unit',
] as const;
export const measureSchema = z.string().min(1).max(20);

/** One field of a form or of an area's configuration. Bounds default to 0 … 10⁹ for numbers. */
export const fieldSchema = z.strictObject({
  key: keySchema,
  title: textSchema,
  type: z.enum(fieldTypes),
  /** What a number is: the period's own count (`flow`), or a level at its end (`stock`). */
  kind: z.enum(['flow', 'stock']).optional(),
  required: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** Characters of a text; 2000 unless said. */
  maxLength: z.int().min(1).max(20_000).optional(),
  /** Places after the point of a decimal; 2 unless said. */
  decimals: z.int().min(0).max(4).optional(),
  options: z
    .array(z.strictObject({ value: keySchema, title: textSchema }))
    .min(1)
    .max(100)
    .optional(),
  /** Unit of measure, as printed: 件, 万元, 小时. */
  measure: measureSchema.optional(),
  visibleWhen: expressionSchema.optional(),
  help: textSchema.optional(),
  /** Names the figure across forms: one unit is asked for it once (一数一源). */
  dataKey: z.string().min(1).max(130).optional(),
});
export type Field = z.infer<typeof fieldSchema>;

export const largestNumber = 1_000_000_000;
export type FieldValue = string | number | boolean | string[] | null;
export type FormData = Record<string, FieldValue>;

export function isNumeric(field: Field): boolean {
  return field.type === 'integer' || field.type === 'decimal';
}

function valueSchema(field: Field): z.ZodType {
  switch (field.type) {
    case 'text':
      return plainText(field.maxLength ?? 2000);
    case 'integer':
      return z
        .int()
        .min(field.min ?? 0)
        .max(field.max ?? largestNumber);
    case 'decimal':
      return z
        .number()
        .min(field.min ?? 0)
        .max(field.max ?? largestNumber)
        .refine((value) => hasAtMostDecimals(value, field.decimals ?? 2), {
          error: `at most ${field.decimals ?? 2} decimals`,
        });
    case 'choice':
      return z.enum((field.options ?? []).map((option) => option.value) as [string, ...string[]]);
    case 'boolean':
      return z.boolean();
    case 'date':
      return dateSchema;
    case 'file':
      return z.array(z.uuid()).max(20);
    case 'unit':
      return z.uuid();
  }
}

function hasAtMostDecimals(value: number, places: number): boolean {
  return Number(value.toFixed(places)) === value;
}

/**
 * The schema of a form's data. A draft may leave fields out (or null); what is there must be of its type.
 * With `complete`, required fields that are visible must be filled. Unknown fields are refused.
 */
export function dataSchema(
  fields: readonly Field[],
  { complete }: { complete: boolean },
): z.ZodType<FormData> {
  const shape = Object.fromEntries(fields.map((field) => [field.key, valueSchema(field).nullish()]));
  const schema = z.strictObject(shape) as unknown as z.ZodType<FormData>;
  if (!complete) return schema;
  return schema.superRefine((data, refinement) => {
    for (const field of fields) {
      if (!field.required || isFilled(data[field.key]) || !isVisible(field, data)) continue;
      refinement.addIssue({
        code: 'custom',
        path: [field.key],
        message: 'required',
        params: { code: 'required' },
      });
    }
  });
}

/** A field whose condition is unknown stays hidden, as in the portal. */
export function isVisible(field: Field, data: Readonly<Record<string, unknown>>): boolean {
  return field.visibleWhen === undefined || evaluate(field.visibleWhen, data) === true;
}
