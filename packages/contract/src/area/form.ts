import { z } from 'zod';
import { keySchema, type Text, textSchema } from '../text.js';
import { formPeriods } from '../time/period.js';
import { evaluate, expressionSchema } from './expression.js';
import { type Field, type FormData, fieldSchema, isNumeric } from './field.js';

/** The kinds of unit that may owe a form. */
export const levels = ['bureau', 'department', 'county', 'station', 'team'] as const;
export type Level = (typeof levels)[number];

/** A rule across fields. `expect` must not be false: an error blocks, a warning needs a comment. */
export const checkSchema = z.strictObject({
  key: keySchema,
  severity: z.enum(['error', 'warning']),
  expect: expressionSchema,
  /** The field that the message is shown at. */
  field: keySchema,
  message: textSchema,
});
export type Check = z.infer<typeof checkSchema>;

/** When a form is due: a day of the month after the period, or working days after its end. */
export const dueSchema = z.union([
  z.strictObject({ day: z.int().min(1).max(28) }),
  z.strictObject({ workingDaysAfterEnd: z.int().min(0).max(60) }),
]);
export type Due = z.infer<typeof dueSchema>;

export const formSchema = z.strictObject({
  key: keySchema,
  /** Raised with every change of fields or checks; the checksum of a known version must not differ. */
  version: z.int().min(1),
  title: textSchema,
  /** Number, in the plan's outline, of the one task that this form belongs to. */
  task: z.int().min(1),
  period: z.enum(formPeriods),
  due: dueSchema,
  /** The days that a period counts, as printed on the form (统计区间). */
  window: z.enum(['calendar', 'from-26th']).default('calendar'),
  level: z.array(z.enum(levels)).min(1),
  /** Whether the person who filled a report in may sign it too. */
  selfSign: z.boolean().default(false),
  fields: z.array(fieldSchema).min(1).max(60),
  checks: z.array(checkSchema).max(40).default([]),
  /** From the field keys of an earlier version to this one's, so that metrics span versions. */
  mappings: z.record(z.string().regex(/^\d+$/), z.record(keySchema, keySchema)).default({}),
});
export type Form = z.infer<typeof formSchema>;
export type FormInput = z.input<typeof formSchema>;

export interface CheckFailure {
  key: string;
  field: string;
  severity: 'error' | 'warning';
  message: Text;
}

/** The checks that the data breaks, in the form's order. */
export function failedChecks(form: Pick<Form, 'checks'>, data: FormData): CheckFailure[] {
  return form.checks
    .filter((check) => evaluate(check.expect, data) === false)
    .map(({ key, field, severity, message }) => ({ key, field, severity, message }));
}

/** Data of an earlier version under the field keys of this one, as `mappings` declares; other keys stay. */
export function carriedOn(form: Pick<Form, 'version' | 'mappings'>, from: number, data: FormData): FormData {
  if (from === form.version) return data;
  const mapping = form.mappings[String(from)] ?? {};
  const renamed = Object.entries(data).filter(([key]) => mapping[key] !== undefined);
  const kept = Object.entries(data).filter(([key]) => mapping[key] === undefined);
  return Object.fromEntries([
    ...kept,
    ...renamed.map(([key, value]) => [mapping[key] as string, value] as const),
  ]);
}

/**
 * A zero report (零报告): flows become an explicit 0, stocks repeat the last accepted level. A level that nobody ever
 * reported is not known to be 0: it stays to be filled in.
 */
export function zeroReport(fields: readonly Field[], last: FormData | null): FormData {
  return Object.fromEntries(
    fields.filter(isNumeric).flatMap((field) => {
      const value = field.kind === 'stock' ? (last?.[field.key] ?? null) : 0;
      return value === null ? [] : [[field.key, value]];
    }),
  );
}
