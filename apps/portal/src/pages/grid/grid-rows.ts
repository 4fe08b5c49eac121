import {
  dataSchema,
  type Field,
  type FieldValue,
  type Form,
  type FormData,
  failedChecks,
  type ReportBulkBody,
  type ReportBulkResult,
  type Sheet,
  type SheetLock,
  type Text,
} from '@duban/contract';

export type GridForm = Pick<Form, 'key' | 'version' | 'title' | 'fields' | 'checks'>;
type Item = ReportBulkBody['items'][number];
type Result = ReportBulkResult['results'][number];

/** Where a cell stands. `failed`: its row was sent and refused, or did not arrive. */
export type GridCellState = 'saved' | 'pending' | 'failed' | 'invalid' | 'warned' | 'locked' | 'empty';

export interface GridRow {
  unitId: string;
  unitCode: string;
  unitName: string;
  reportId: string | null;
  /** Of the report as it was last read or saved; null while there is none. */
  version: number | null;
  lock: SheetLock | null;
  saved: FormData;
  /** What was written since, by field; null empties a field. */
  edits: FormData;
  /** What the server said of a cell that still holds the value it was said of. */
  refusals: Record<string, { message: string; value: FieldValue }>;
  /** Why the row as a whole was not saved; a changed one has to be read anew. */
  failure: { code: string; message: string } | null;
}

/** Fields that a cell can hold. */
export const cellFields = (form: Pick<GridForm, 'fields'>): Field[] =>
  form.fields.filter((field) => field.type !== 'file');

/** The sheet's rows; what was written on the rows that stood here before stays. */
export function rowsOf(sheet: Sheet, before: readonly GridRow[] = []): GridRow[] {
  const known = new Map(before.map((row) => [row.unitId, row]));
  return sheet.rows.map((row) => ({
    unitId: row.unitId,
    unitCode: row.unitCode,
    unitName: row.unitName,
    reportId: row.reportId,
    version: row.version,
    lock: row.lock,
    saved: row.data as FormData,
    edits: row.lock ? {} : changesTo(row.data as FormData, known.get(row.unitId)?.edits ?? {}),
    refusals: {},
    failure: null,
  }));
}

function changesTo(saved: FormData, edits: FormData): FormData {
  return Object.fromEntries(Object.entries(edits).filter(([key, value]) => (saved[key] ?? null) !== value));
}

export interface CellWrite {
  row: number;
  field: string;
  value: FieldValue;
}

/** Writes cells; those of locked rows, and beyond the sheet, are left out. */
export function write(rows: readonly GridRow[], writes: readonly CellWrite[]): GridRow[] {
  const byRow = new Map<number, FormData>();
  for (const { row, field, value } of writes) byRow.set(row, { ...byRow.get(row), [field]: value });
  return rows.map((row, at) => {
    const given = byRow.get(at);
    if (!given || row.lock) return row;
    const failure = row.failure?.code === 'stale-version' ? row.failure : null;
    return { ...row, edits: changesTo(row.saved, { ...row.edits, ...given }), failure };
  });
}

export function valueIn(row: GridRow, field: string): FieldValue {
  return (field in row.edits ? row.edits[field] : row.saved[field]) ?? null;
}

/** The row's data as it would be sent: without files, and without what is empty. */
export function dataOf(form: GridForm, row: GridRow): FormData {
  const pairs = cellFields(form).map((field) => [field.key, valueIn(row, field.key)] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== null));
}

/** Building a form's schema costs far more than a row's check: once for each form. */
const schemas = new WeakMap<GridForm, ReturnType<typeof dataSchema>>();
function schemaOf(form: GridForm): ReturnType<typeof dataSchema> {
  const known = schemas.get(form) ?? dataSchema(cellFields(form), { complete: false });
  schemas.set(form, known);
  return known;
}

export interface CellFinding {
  severity: 'error' | 'warning';
  message: Text | string;
}

/** What is wrong with a row's cells, by field: the schema's own word first, then the form's checks. */
export function findingsOf(form: GridForm, row: GridRow): Record<string, CellFinding> {
  const data = dataOf(form, row);
  const found: Record<string, CellFinding> = {};
  for (const check of failedChecks(form, data))
    if (found[check.field]?.severity !== 'error') found[check.field] = check;
  const parsed = schemaOf(form).safeParse(data);
  for (const issue of parsed.success ? [] : parsed.error.issues)
    found[String(issue.path[0])] = { severity: 'error', message: issue.message };
  for (const [field, refusal] of Object.entries(row.refusals))
    if (refusal.value === valueIn(row, field)) found[field] = { severity: 'error', message: refusal.message };
  return found;
}

export function cellState(row: GridRow, field: string, finding: CellFinding | undefined): GridCellState {
  if (row.lock) return 'locked';
  if (finding?.severity === 'error') return 'invalid';
  if (row.failure && field in row.edits) return 'failed';
  if (field in row.edits) return 'pending';
  if (finding) return 'warned';
  return valueIn(row, field) === null ? 'empty' : 'saved';
}

/** At most so many rows go in one request. */
export const mostItems = 500;

/** The rows that were written on and are right: what may be sent now. */
export function itemsOf(form: GridForm, rows: readonly GridRow[]): Item[] {
  return rows
    .filter((row) => Object.keys(row.edits).length > 0 && !row.lock && !row.failure)
    .filter((row) => Object.values(findingsOf(form, row)).every((each) => each.severity === 'warning'))
    .slice(0, mostItems)
    .map((row) => ({ unitId: row.unitId, version: row.version, data: dataOf(form, row) }));
}

/** What became of rows that were sent; cells that were written on meanwhile stay pending. */
export function afterSave(
  form: GridForm,
  rows: readonly GridRow[],
  sent: readonly Item[],
  results: readonly Result[],
): GridRow[] {
  const items = new Map(sent.map((item) => [item.unitId, item]));
  const said = new Map(results.map((result) => [result.unitId, result]));
  return rows.map((row) => {
    const item = items.get(row.unitId);
    const result = said.get(row.unitId);
    if (!item || !result) return row;
    const data = item.data as FormData;
    if (result.outcome === 'saved') {
      const files = form.fields.filter((field) => field.type === 'file');
      const kept = files.map((field) => [field.key, row.saved[field.key] ?? null] as const);
      const saved = { ...data, ...Object.fromEntries(kept) };
      const { version, reportId } = result;
      return {
        ...row,
        version,
        reportId,
        saved,
        edits: changesTo(saved, row.edits),
        refusals: {},
        failure: null,
      };
    }
    const whole = result.errors.find((error) => error.path === '');
    const refusals = result.errors
      .filter((error) => error.path !== '')
      .map(({ path, message }) => [path, { message, value: data[path] ?? null }] as const);
    return { ...row, refusals: Object.fromEntries(refusals), failure: whole ?? null };
  });
}

/** Rows that were sent and got no answer. */
export function afterLoss(rows: readonly GridRow[], sent: readonly Item[], message: string): GridRow[] {
  const units = new Set(sent.map((item) => item.unitId));
  return rows.map((row) => (units.has(row.unitId) ? { ...row, failure: { code: 'lost', message } } : row));
}

/** Takes failures back that sending again may mend. */
export function again(rows: readonly GridRow[]): GridRow[] {
  return rows.map((row) => (row.failure?.code === 'lost' ? { ...row, failure: null } : row));
}

export const isUnsaved = (rows: readonly GridRow[]): boolean =>
  rows.some((row) => Object.keys(row.edits).length > 0);
