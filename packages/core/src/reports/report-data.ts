import { isDeepStrictEqual } from 'node:util';
import {
  type CheckFailure,
  dataSchema,
  type Form,
  type FormData,
  failedChecks,
  isNumeric,
  type Language,
  progressNoteKey,
  zeroReport,
} from '@duban/contract';
import type { FieldError } from '@duban/server-kit';
import { fieldErrors, validationFailed } from '../kernel/index.js';

/**
 * Takes data as a form's. A draft may leave fields out, yet what is there must be right; with `complete`, required
 * fields must be there too. A broken error check refuses both. Throws 422 naming each field.
 */
export function checkedData(form: Form, data: unknown, options: { complete: boolean }): FormData {
  const parsed = dataSchema(form.fields, { complete: options.complete }).safeParse(data);
  if (!parsed.success) throw validationFailed({ errors: fieldErrors(parsed.error, 'data') });
  const broken = failedChecks(form, parsed.data).filter((check) => check.severity === 'error');
  if (broken.length > 0) throw validationFailed({ errors: broken.map(checkError) });
  return parsed.data;
}

function checkError(check: CheckFailure): FieldError {
  return { path: `data.${check.field}`, code: check.key, message: check.message };
}

/** The warnings that the data meets, in the reader's language. */
export function warningsOf(
  form: Form,
  data: FormData,
  language: Language,
): { key: string; field: string; message: string }[] {
  return failedChecks(form, data)
    .filter((check) => check.severity === 'warning')
    .map(({ key, field, message }) => ({ key, field, message: message[language] }));
}

/** What a one-click report holds: explicit zeros and repeated levels, or a narrative that says nothing is new. */
export function quickData(form: Form, mode: 'zero' | 'no-progress', last: FormData | null): FormData {
  if (mode === 'zero') return zeroReport(form.fields, last);
  return { progress: '无新进展', 'next-steps': '按计划推进', 'self-assessment': 'on-pace' };
}

/** A zero report counts; a narrative has no zeros, and a figure is never "nothing new". */
export function allowsMode(form: Form, mode: 'zero' | 'no-progress'): boolean {
  return (form.key === progressNoteKey) === (mode === 'no-progress');
}

/**
 * How a report was filled in, once `data` replaces what it holds. A one-click report stays one while what it said is
 * still said: a zero report its figures, whatever is added in words; a narrative every word.
 */
export function modeAfter(
  form: Form,
  before: { mode: 'filled' | 'zero' | 'no-progress'; data: FormData },
  data: FormData,
): 'filled' | 'zero' | 'no-progress' {
  const fields = before.mode === 'zero' ? form.fields.filter(isNumeric) : form.fields;
  const says = fields.every(({ key }) => isDeepStrictEqual(before.data[key] ?? null, data[key] ?? null));
  return says ? before.mode : 'filled';
}
