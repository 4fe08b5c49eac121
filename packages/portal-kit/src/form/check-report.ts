import {
  type CheckFailure,
  dataSchema,
  type Field,
  type Form,
  type FormData,
  failedChecks,
  isFilled,
  isNumeric,
  isVisible,
} from '@duban/contract';

/** What is wrong with one field, as a word of the kit's `form.issue`, with the bound that was missed. */
export interface FieldIssue {
  field: string;
  code: 'required' | 'number' | 'integer' | 'min' | 'max' | 'long' | 'decimals' | 'choice' | 'date' | 'other';
  limit?: number;
}

export interface ReportFindings {
  issues: FieldIssue[];
  /** Rules across fields that do not hold; an error blocks, a warning needs a comment. */
  checks: CheckFailure[];
}

/** What the server would say of the data, from the same schema and the same rules. */
export function checkReport(form: Pick<Form, 'fields' | 'checks'>, data: FormData): ReportFindings {
  const shown = form.fields.filter((field) => isVisible(field, data));
  const parsed = dataSchema(shown, { complete: true }).safeParse(pick(shown, data));
  return { issues: issuesIn(shown, data, parsed.error?.issues ?? []), checks: failedChecks(form, data) };
}

type SchemaIssue = { path: PropertyKey[]; code: string; minimum?: unknown; maximum?: unknown };

/** What a form's schema said of the data, field by field: the first finding of each is the one to mend first. */
export function issuesIn(
  fields: readonly Field[],
  data: FormData,
  found: readonly SchemaIssue[],
): FieldIssue[] {
  const issues = found.flatMap((issue) => {
    const field = fields.find((each) => each.key === issue.path[0]);
    return field ? [issueOf(field, data, issue)] : [];
  });
  return issues.filter((issue, at) => issues.findIndex((each) => each.field === issue.field) === at);
}

/** The data of the fields that are there to be filled in: what a hidden field held is left out. */
export function pick(fields: readonly Field[], data: FormData): FormData {
  return Object.fromEntries(
    fields.filter((field) => isFilled(data[field.key])).map((field) => [field.key, data[field.key] ?? null]),
  );
}

function issueOf(
  field: Field,
  data: FormData,
  issue: { code: string; minimum?: unknown; maximum?: unknown },
): FieldIssue {
  const value = data[field.key];
  const at = field.key;
  if (field.required && !isFilled(value)) return { field: at, code: 'required' };
  if (isNumeric(field)) {
    if (typeof value !== 'number') return { field: at, code: 'number' };
    if (issue.code === 'too_small') return { field: at, code: 'min', limit: Number(issue.minimum) };
    if (issue.code === 'too_big') return { field: at, code: 'max', limit: Number(issue.maximum) };
    if (field.type === 'integer') return { field: at, code: 'integer' };
    return { field: at, code: 'decimals', limit: field.decimals ?? 2 };
  }
  if (field.type === 'text' && issue.code === 'too_big')
    return { field: at, code: 'long', limit: Number(issue.maximum) };
  if (field.type === 'choice') return { field: at, code: 'choice' };
  if (field.type === 'date') return { field: at, code: 'date' };
  return { field: at, code: 'other' };
}
