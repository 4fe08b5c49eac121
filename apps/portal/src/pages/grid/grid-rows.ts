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
import { type FieldIssue, issuesIn } from '@duban/portal-kit';

export type GridForm = Pick<Form, 'key' | 'version' | 'title' | 'fields' | 'checks'>;
type Item = ReportBulkBody['items'][number];
type Result = ReportBulkResult['results'][number];

/**
 * Where a cell stands. `failed`: its row was sent and refused, or did not arrive. `conflict`: the server came to
 * hold another value under what was written, and the writer has to choose.
 */
export type GridCellState =
  | 'saved'
  | 'pending'
  | 'failed'
  | 'invalid'
  | 'warned'
  | 'conflict'
  | 'locked'
  | 'empty';

/** A row's comment on its warnings stands among its cells, under a key that no field can have. */
export const commentKey = '#comment';

export interface GridRow {
  unitId: string;
  unitCode: string;
  unitName: string;
  reportId: string | null;
  /** Of the report as it was last read or saved; null while there is none. */
  version: number | null;
  lock: SheetLock | null;
  /** What the server holds. */
  saved: FormData;
  /** What was written since, by field; null empties a field. */
  edits: FormData;
  /** What each written cell held when it was written over. */
  base: FormData;
  /** What the server said of a cell that still holds the value it was said of. */
  refusals: Record<string, { message: string; value: FieldValue }>;
  /** Why the row as a whole was not saved; a changed one has to be read anew. */
  failure: { code: string; message: string } | null;
}

/** Fields that a cell can hold. */
export const cellFields = (form: Pick<GridForm, 'fields'>): Field[] =>
  form.fields.filter((field) => field.type !== 'file');

const at = (data: FormData, key: string): FieldValue => data[key] ?? null;

/** The sheet's rows as they were read; what was written on the rows that stood here before stays. */
export function rowsOf(sheet: Sheet, before: readonly GridRow[] = []): GridRow[] {
  const known = new Map(before.map((row) => [row.unitId, row]));
  const listed = new Set(sheet.rows.map((row) => row.unitId));
  // Nothing is written off unseen: what was written for a unit that owes the form no more stands until it is given up.
  const gone = before.filter((row) => Object.keys(row.edits).length > 0 && !listed.has(row.unitId));
  const read = sheet.rows.map(({ unitId, unitCode, unitName, reportId, version, lock, data, comment }) => {
    const old = known.get(unitId);
    // Read before it was saved last: what is here is newer.
    if (old && (version ?? 0) < (old.version ?? 0)) return old;
    const isNew = !old || old.version !== version || old.lock !== lock;
    const saved = { ...(data as FormData), [commentKey]: comment };
    return {
      ...{ unitId, unitCode, unitName, reportId, version, lock, saved },
      ...laid(saved, old?.edits ?? {}, old?.base ?? {}),
      refusals: old?.refusals ?? {},
      // An unchanged row would be refused again.
      failure: isNew ? null : old.failure,
    };
  });
  return [...read, ...gone.map((row): GridRow => ({ ...row, lock: 'forbidden', failure: null }))];
}

/** What was written, without what the server holds by now. */
export function laid(saved: FormData, edits: FormData, base: FormData): Pick<GridRow, 'edits' | 'base'> {
  const keys = Object.keys(edits).filter((key) => at(saved, key) !== at(edits, key));
  const of = (data: FormData) => Object.fromEntries(keys.map((key) => [key, at(data, key)]));
  return { edits: of(edits), base: of(base) };
}

export interface CellWrite {
  row: number;
  /** Key of a field, or that of the comment. */
  field: string;
  value: FieldValue;
}

/** Writes cells; those of locked rows, and beyond the sheet, are left out. */
export function write(rows: readonly GridRow[], writes: readonly CellWrite[]): GridRow[] {
  const byRow = new Map<number, FormData>();
  for (const { row, field, value } of writes) byRow.set(row, { ...byRow.get(row), [field]: value });
  return rows.map((row, place) => {
    const given = byRow.get(place);
    if (!given || row.lock) return row;
    const failure = row.failure?.code === 'stale-version' ? row.failure : null;
    const base = { ...row.saved, ...row.base };
    return { ...row, ...laid(row.saved, { ...row.edits, ...given }, base), failure };
  });
}

export function valueIn(row: GridRow, field: string): FieldValue {
  return (field in row.edits ? row.edits[field] : row.saved[field]) ?? null;
}

/**
 * The cells that the writer has to choose for: the server holds another value than the one that was written over, or
 * takes none at all any more.
 */
export function conflictsIn(row: GridRow): string[] {
  return Object.keys(row.edits).filter(
    (key) => row.lock !== null || at(row.base, key) !== at(row.saved, key),
  );
}

/** Keeps what was written over what the server holds, or takes the server's; of one cell, or of all in question. */
export function settle(
  rows: readonly GridRow[],
  side: 'mine' | 'theirs',
  only: { unitId: string; field: string } | null = null,
): GridRow[] {
  return rows.map((row) => {
    if (only && only.unitId !== row.unitId) return row;
    const chosen = conflictsIn(row).filter((key) => !only || only.field === key);
    if (chosen.length === 0) return row;
    const theirs = Object.fromEntries(chosen.map((key) => [key, at(row.saved, key)]));
    if (side === 'theirs')
      return { ...row, ...laid(row.saved, { ...row.edits, ...theirs }, row.base), failure: null };
    // Nothing can be kept over a row that takes nothing.
    return row.lock ? row : { ...row, base: { ...row.base, ...theirs }, failure: null };
  });
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
  /** A check's own word, the server's, or the kind of a value that does not fit its field. */
  message: Text | string | FieldIssue;
}

const found = new WeakMap<GridRow, Record<string, CellFinding>>();

/** What is wrong with a row's cells, by field: the schema's own word first, then the form's checks. */
export function findingsOf(form: GridForm, row: GridRow): Record<string, CellFinding> {
  const known = found.get(row) ?? judged(form, row);
  found.set(row, known);
  return known;
}

function judged(form: GridForm, row: GridRow): Record<string, CellFinding> {
  const data = dataOf(form, row);
  const issues = issuesIn(form.fields, data, schemaOf(form).safeParse(data).error?.issues ?? []);
  // A check knows nothing of a value that is none of its field's.
  const wrong = new Set(issues.map((issue) => issue.field));
  const right = Object.fromEntries(Object.entries(data).filter(([key]) => !wrong.has(key)));
  const findings: Record<string, CellFinding> = {};
  for (const check of failedChecks(form, right))
    if (findings[check.field]?.severity !== 'error') findings[check.field] = check;
  for (const issue of issues) findings[issue.field] = { severity: 'error', message: issue };
  for (const [field, refusal] of Object.entries(row.refusals))
    if (refusal.value === valueIn(row, field))
      findings[field] = { severity: 'error', message: refusal.message };
  return findings;
}

/** Whether the row holds what its form warns of. */
export function isWarned(form: GridForm, row: GridRow): boolean {
  return Object.values(findingsOf(form, row)).some((each) => each.severity === 'warning');
}

export const commentIn = (row: GridRow): string => String(valueIn(row, commentKey) ?? '');

/** Whether the row has to say why it holds what its form warns of, before it is handed in. */
export function needsComment(form: GridForm, row: GridRow): boolean {
  return row.lock === null && isWarned(form, row) && commentIn(row).trim() === '';
}

export function cellState(row: GridRow, field: string, finding: CellFinding | undefined): GridCellState {
  if (field in row.edits && conflictsIn(row).includes(field)) return 'conflict';
  if (row.lock) return 'locked';
  if (finding?.severity === 'error') return 'invalid';
  if (row.failure && field in row.edits) return 'failed';
  if (field in row.edits) return 'pending';
  if (finding) return 'warned';
  return valueIn(row, field) === null ? 'empty' : 'saved';
}

/** At most so many rows go in one request. */
export const mostItems = 500;

/** The rows that were written on and are right: what may be sent now. Nothing goes over what was not seen. */
export function itemsOf(form: GridForm, rows: readonly GridRow[]): Item[] {
  return rows
    .filter((row) => Object.keys(row.edits).length > 0 && !row.lock && !row.failure)
    .filter((row) => conflictsIn(row).length === 0)
    .filter((row) => Object.values(findingsOf(form, row)).every((each) => each.severity === 'warning'))
    .slice(0, mostItems)
    .map((row) => ({
      unitId: row.unitId,
      version: row.version,
      data: dataOf(form, row),
      ...(commentKey in row.edits ? { comment: row.edits[commentKey] as string | null } : {}),
    }));
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
      const { version, reportId } = result;
      // Read anew meanwhile, with what somebody wrote after this.
      if ((version ?? 0) < (row.version ?? 0)) return row;
      const files = form.fields.filter((field) => field.type === 'file');
      const kept = files.map((field) => [field.key, at(row.saved, field.key)] as const);
      const comment = item.comment === undefined ? at(row.saved, commentKey) : item.comment;
      const saved = { ...data, ...Object.fromEntries(kept), [commentKey]: comment };
      return {
        ...row,
        version,
        reportId,
        saved,
        ...laid(saved, row.edits, saved),
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

/** Rows of a request that came to nothing; `lost` where sending them again may help. */
export function afterLoss(
  rows: readonly GridRow[],
  sent: readonly Item[],
  message: string,
  lost: boolean,
): GridRow[] {
  const units = new Set(sent.map((item) => item.unitId));
  const failure = { code: lost ? 'lost' : 'refused', message };
  return rows.map((row) => (units.has(row.unitId) ? { ...row, failure } : row));
}

/**
 * A request that was refused as a whole: the rows that it names say why; the others may go again. Null where it names
 * none.
 */
export function afterRefusal(
  rows: readonly GridRow[],
  sent: readonly Item[],
  errors: readonly { path: string; message: string }[],
): GridRow[] | null {
  const said = new Map<string, { key: string; message: string }>();
  for (const { path, message } of errors) {
    const [, place, inData, word] = /^items\.(\d+)\.(data\.)?([^.]+)/.exec(path) ?? [];
    const unitId = sent[Number(place)]?.unitId;
    if (unitId && word) said.set(unitId, { key: inData ? word : `#${word}`, message });
  }
  if (said.size === 0) return null;
  return rows.map((row) => {
    const own = said.get(row.unitId);
    if (!own) return row;
    const refusal = { message: own.message, value: valueIn(row, own.key) };
    return { ...row, refusals: { ...row.refusals, [own.key]: refusal } };
  });
}

/** Takes failures back that sending again may mend. */
export function again(rows: readonly GridRow[]): GridRow[] {
  return rows.map((row) =>
    row.failure && ['lost', 'refused'].includes(row.failure.code) ? { ...row, failure: null } : row,
  );
}

/** What a write changed, to take it back. */
export type Undo = readonly { unitId: string; field: string; before: FieldValue; after: FieldValue }[];

export function undoOf(rows: readonly GridRow[], writes: readonly CellWrite[]): Undo {
  return writes.flatMap(({ row: place, field, value }) => {
    const row = rows[place];
    return row && !row.lock ? [{ unitId: row.unitId, field, before: valueIn(row, field), after: value }] : [];
  });
}

/** Takes a write back, where its cells still hold what it wrote. */
export function undone(rows: readonly GridRow[], undo: Undo): GridRow[] {
  const places = new Map(rows.map((row, place) => [row.unitId, place]));
  const writes = undo.flatMap(({ unitId, field, before, after }) => {
    const place = places.get(unitId) ?? -1;
    const row = rows[place];
    return row && valueIn(row, field) === after ? [{ row: place, field, value: before }] : [];
  });
  return write(rows, writes);
}

export const isUnsaved = (rows: readonly GridRow[]): boolean =>
  rows.some((row) => Object.keys(row.edits).length > 0);
