import { isDeepStrictEqual } from 'node:util';
import { dataSchema, type Form, type FormData, failedChecks, periodGrain, zeroReport } from '@duban/contract';

/** What a complete report breaks: the fields that block it, and the warnings that want a comment. */
export interface Verdict {
  refusedAt: string[];
  warnings: string[];
  errors: string[];
}

/** Judges a report as the server does: schema first, then the form's checks. */
export function judge(form: Form, data: FormData, { complete = true } = {}): Verdict {
  const parsed = dataSchema(form.fields, { complete }).safeParse(data);
  const failed = failedChecks(form, data);
  const errors = failed.filter((check) => check.severity === 'error');
  const issues = parsed.error?.issues ?? [];
  const fields = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? 'data')],
  );
  return {
    refusedAt: [...new Set([...fields, ...errors.map((check) => check.field)])],
    warnings: failed.filter((check) => check.severity === 'warning').map((check) => check.key),
    errors: errors.map((check) => check.key),
  };
}

/** Whether the data survives JSON and the schema unchanged. */
export function roundTrips(form: Form, data: FormData): boolean {
  const parsed = dataSchema(form.fields, { complete: true }).safeParse(JSON.parse(JSON.stringify(data)));
  return parsed.success && isDeepStrictEqual(parsed.data, data);
}

/** The sample with a change made to it; null leaves a field out. */
export function changed(data: FormData, change: FormData): FormData {
  return Object.fromEntries(Object.entries({ ...data, ...change }).filter(([, value]) => value !== null));
}

export function fitsPeriod(form: Form, period: string): boolean {
  try {
    return periodGrain(period) === form.period;
  } catch {
    return false;
  }
}

/** How a zero report after the given data would be judged; its narratives may stay empty. */
export function judgeZero(form: Form, last: FormData): Verdict {
  return judge(form, zeroReport(form.fields, last), { complete: false });
}
