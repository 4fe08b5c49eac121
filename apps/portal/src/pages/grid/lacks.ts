import { dataSchema, type Field, type FormData, failedChecks, isFilled } from '@duban/contract';
import { issuesIn } from '@duban/portal-kit';
import { conflictsIn, type GridForm, type GridRow, needsComment } from './grid-rows.js';

/** Why a row cannot be handed in as it stands. */
export type Lack =
  | { kind: 'conflict' | 'unsaved' | 'not-begun' | 'comment' }
  /** Fields that are not filled in, and such as hold what is wrong. */
  | { kind: 'missing' | 'wrong'; fields: Field[] };

/** Once for each form: it costs far more than a row's check. */
const schemas = new WeakMap<GridForm, ReturnType<typeof dataSchema>>();

/** What keeps a row from being handed in: of what the server holds, files too. Null where nothing does. */
export function lackOf(form: GridForm, row: GridRow): Lack | null {
  if (conflictsIn(row).length > 0) return { kind: 'conflict' };
  if (Object.keys(row.edits).length > 0) return { kind: 'unsaved' };
  if (row.reportId === null) return { kind: 'not-begun' };
  const schema = schemas.get(form) ?? dataSchema(form.fields, { complete: true });
  schemas.set(form, schema);
  const filled = form.fields.filter(({ key }) => isFilled(row.saved[key]));
  const data: FormData = Object.fromEntries(filled.map(({ key }) => [key, row.saved[key] ?? null]));
  const issues = issuesIn(form.fields, data, schema.safeParse(data).error?.issues ?? []);
  const fieldsOf = (keys: readonly string[]) => form.fields.filter(({ key }) => keys.includes(key));
  const missing = issues.filter(({ code }) => code === 'required').map(({ field }) => field);
  if (missing.length > 0) return { kind: 'missing', fields: fieldsOf(missing) };
  const broken = failedChecks(form, data).filter(({ severity }) => severity === 'error');
  const wrong = [...issues, ...broken].map(({ field }) => field);
  if (wrong.length > 0) return { kind: 'wrong', fields: fieldsOf(wrong) };
  return needsComment(form, row) ? { kind: 'comment' } : null;
}
