import {
  type Field,
  findPersonalNumber,
  idSchema,
  isNumeric,
  type SheetKey,
  sheetQuery,
} from '@duban/contract';
import type { FieldError } from '@duban/server-kit';
import type ExcelJS from '@protobi/exceljs';
import { newWorkbook } from '../exports/cells.js';
import { badWorkbook, refuseZipBomb } from './bounded-zip.js';
import { type CellValue, codeColumn, firstField, firstRow, keysSheet, layoutMark } from './sheet-layout.js';

export const mostRows = 2000;

/** Parts of a sheet that a reader would expand cell by cell, however little the file says. */
const ignored = [
  'dataValidations',
  'mergeCells',
  'conditionalFormatting',
  'hyperlinks',
  'drawing',
  'legacyDrawing',
  'picture',
  'tableParts',
  'extLst',
  'cols',
];

export interface SentRow {
  code: string;
  /** As typed, in the order of the workbook's fields, and last the comment. */
  cells: SentCell[];
}
/** A cell as it was sent; a formula's result is nobody's word. */
export interface SentCell {
  shown: CellValue;
  isFormula: boolean;
}
export interface SentSheet {
  key: SheetKey;
  formVersion: number;
  fieldKeys: string[];
  /** By unit code. */
  units: Map<string, { unitId: string; version: number | null }>;
  /** Rows in which something is filled in. */
  rows: SentRow[];
}

/** Opens a workbook that somebody sent, within bounds. Throws 415 for what is none. Nothing in it is trusted yet. */
export async function loadWorkbook(bytes: Buffer): Promise<ExcelJS.Workbook> {
  await refuseZipBomb(bytes);
  const book = await newWorkbook();
  // The library's types know a Buffer that Node no longer has.
  const load = book.xlsx.load.bind(book.xlsx) as unknown as (
    data: Buffer,
    options: { ignoreNodes: string[] },
  ) => Promise<unknown>;
  await load(bytes, { ignoreNodes: ignored }).catch(() => {
    throw badWorkbook();
  });
  return book;
}

/** Reads a workbook that was made from our template. Throws 415 for anything else. Nothing in it is trusted yet. */
export async function readSheet(bytes: Buffer): Promise<SentSheet> {
  const book = await loadWorkbook(bytes);
  const keys = book.getWorksheet(keysSheet);
  const sheet = book.worksheets.find((each) => !each.name.startsWith('duban-'));
  if (!keys || !sheet || text(keys, 1, 1) !== layoutMark) throw badWorkbook();
  const key = sheetQuery.safeParse(json(text(keys, 1, 2)));
  const formVersion = Number(text(keys, 1, 3));
  if (!key.success || !Number.isInteger(formVersion)) throw badWorkbook();
  const fieldKeys: string[] = [];
  for (let at = 1; at <= 60 && text(keys, 2, at) !== ''; at += 1) fieldKeys.push(text(keys, 2, at));
  const units: SentSheet['units'] = new Map();
  keys.eachRow((row, at) => {
    if (at < 3) return;
    const [code, unitId, version] = [1, 2, 3].map((column) =>
      String(shownIn(row.getCell(column)).shown ?? ''),
    );
    if (!code || !idSchema.safeParse(unitId).success) return;
    units.set(code, { unitId: unitId as string, version: version ? Number(version) : null });
  });
  const rows: SentRow[] = [];
  sheet.eachRow((row, at) => {
    if (at < firstRow) return;
    const cells = [...fieldKeys, 'comment'].map((_, column) => shownIn(row.getCell(firstField + column)));
    if (cells.every((cell) => cell.shown === null && !cell.isFormula)) return;
    rows.push({ code: String(shownIn(row.getCell(codeColumn)).shown ?? ''), cells });
  });
  return { key: key.data, formVersion, fieldKeys, units, rows };
}

function text(sheet: ExcelJS.Worksheet, row: number, column: number): string {
  return String(shownIn(sheet.getCell(row, column)).shown ?? '');
}

function json(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return null;
  }
}

export function shownIn(cell: ExcelJS.Cell): SentCell {
  const { value } = cell;
  if (value === null || value === undefined) return { shown: null, isFormula: false };
  if (typeof value === 'number') return { shown: value, isFormula: false };
  if (typeof value === 'boolean') return { shown: value ? '是' : '否', isFormula: false };
  if (value instanceof Date) {
    const isDate = !Number.isNaN(value.getTime());
    return { shown: isDate ? value.toISOString().slice(0, 10) : '', isFormula: false };
  }
  if (typeof value === 'string') return { shown: plain(value), isFormula: false };
  if ('richText' in value)
    return { shown: plain(value.richText.map((run) => run.text).join('')), isFormula: false };
  if ('hyperlink' in value) return { shown: plain(String(value.text)), isFormula: false };
  return { shown: null, isFormula: 'formula' in value || 'sharedFormula' in value || 'error' in value };
}

/** Without blanks around it, and without the apostrophe that we put before what looks like a formula. */
function plain(value: string): string | null {
  const trimmed = value.trim();
  const bare = /^'[=+\-@]/.test(trimmed) ? trimmed.slice(1) : trimmed;
  return bare === '' ? null : bare;
}

/** The row's cells as a form's data, with a fault for each cell that cannot be one; `path` is the field's key. */
export function dataOf(
  fields: readonly Field[],
  cells: readonly SentCell[],
  unitIds: ReadonlyMap<string, string>,
): { data: Record<string, unknown>; comment: string | null; faults: FieldError[] } {
  const data: Record<string, unknown> = {};
  const faults: FieldError[] = [];
  for (const [at, path] of [...fields.map((field) => field.key), 'comment'].entries()) {
    const cell = cells[at];
    if (cell?.isFormula)
      faults.push({
        path,
        code: 'formula',
        message: { zh: '含公式，请直接填写数值', en: 'holds a formula: write the value itself' },
      });
    if (typeof cell?.shown === 'string' && findPersonalNumber(cell.shown))
      faults.push({
        path,
        code: 'personal-number',
        message: {
          zh: '含有身份证号或手机号，请删去',
          en: 'holds an identity-card or mobile number: leave it out',
        },
      });
    const field = fields[at];
    if (field && cell && cell.shown !== null) data[field.key] = readAs(field, cell.shown, unitIds);
  }
  const last = cells[fields.length]?.shown ?? null;
  return { data, comment: last === null ? null : String(last), faults };
}

/** What a field takes a cell for; the form's own schema judges it afterwards. */
function readAs(field: Field, shown: string | number, unitIds: ReadonlyMap<string, string>): unknown {
  const word = String(shown);
  if (isNumeric(field)) return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : shown;
  switch (field.type) {
    case 'choice':
      return (
        field.options?.find((each) => [each.title.zh, each.title.en, each.value].includes(word))?.value ??
        word
      );
    case 'boolean':
      return /^(是|yes|true|1)$/i.test(word) ? true : /^(否|no|false|0)$/i.test(word) ? false : word;
    case 'unit':
      return unitIds.get(word) ?? word;
    default:
      return word;
  }
}

/** A value of a report as a cell shows it. */
export function cellOf(
  field: Field,
  value: unknown,
  language: 'zh' | 'en',
  unitCodes: ReadonlyMap<string, string>,
): CellValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'Yes' : 'No';
  const word = String(value);
  if (field.type === 'choice')
    return field.options?.find((each) => each.value === word)?.title[language] ?? word;
  return field.type === 'unit' ? (unitCodes.get(word) ?? word) : word;
}
