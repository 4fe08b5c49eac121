import {
  type Field,
  type Form,
  isNumeric,
  type Language,
  largestNumber,
  type SheetKey,
} from '@duban/contract';
import type ExcelJS from '@protobi/exceljs';
import { neutral, newWorkbook, sheetName, words } from '../exports/cells.js';
import { typed } from '../reports/sheet.service.js';

/** First row of units, and the places of what is not a field. */
export const firstRow = 3;
export const codeColumn = 1;
export const firstField = 3;
export const keysSheet = 'duban-keys';
const listsSheet = 'duban-lists';
/** Names the layout, so that another one is refused instead of misread. */
export const layoutMark = 'duban-sheet-1';

export type CellValue = string | number | null;
export interface LayoutRow {
  unitId: string;
  unitCode: string;
  unitName: string;
  /** Of the report when the workbook was made; null for none. */
  version: number | null;
  /** In the order of the form's fields, and last the comment. */
  cells: CellValue[];
  /** What became of the row, where the workbook was sent in. */
  verdict?: { text: string; faults: { column: number; message: string }[] };
}

/** What is wrong. */
export const red: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF8D7DA' } };

/**
 * A form over units as a workbook: units are rows, fields columns, bounds are the cells' validation; hidden sheets
 * hold what identifies the rows. With verdicts it is the result of an import, which can be mended and sent again.
 */
export async function sheetWorkbook(given: {
  key: SheetKey;
  form: Form;
  mark: string;
  language: Language;
  rows: readonly LayoutRow[];
}): Promise<Buffer> {
  const { form, rows, language } = given;
  const t = words(language);
  const fields = typed(form);
  const book = await newWorkbook();
  const sheet = book.addWorksheet(sheetName(form.title[language]), {
    views: [{ state: 'frozen', xSplit: 2, ySplit: firstRow - 1 }],
  });
  sheet.addRow([`${form.title[language]} · ${given.key.period} · ${given.mark}`]);
  const withVerdict = rows.some((row) => row.verdict);
  sheet.addRow([
    t('单位编码', 'Unit code'),
    t('单位', 'Unit'),
    ...fields.map((field) => headingOf(field, language)),
    t('说明', 'Comment'),
    ...(withVerdict ? [t('导入结果', 'Result')] : []),
  ]).font = { bold: true };
  for (const [at, row] of rows.entries()) {
    const line = sheet.addRow([
      neutral(row.unitCode),
      neutral(row.unitName),
      ...row.cells.map((cell) => (typeof cell === 'string' ? neutral(cell) : cell)),
      row.verdict?.text ?? null,
    ]);
    for (const fault of row.verdict?.faults ?? []) {
      const cell = line.getCell(fault.column);
      cell.fill = red;
      cell.note = fault.message;
    }
    for (const [column, field] of fields.entries()) {
      const validation = validationOf(field, column, t);
      if (validation) sheet.getCell(firstRow + at, firstField + column).dataValidation = validation;
    }
  }
  sheet.columns.forEach((column, at) => {
    column.width = at === 1 ? 24 : 16;
  });
  addLists(book, fields, language);
  addKeys(book, given, fields);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function headingOf(field: Field, language: Language): string {
  const measure = field.measure ? `(${field.measure})` : '';
  return `${field.title[language]}${measure}${field.required ? ' *' : ''}`;
}

const columnLetter = (at: number): string =>
  (at < 26 ? '' : columnLetter(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

function validationOf(
  field: Field,
  column: number,
  t: ReturnType<typeof words>,
): ExcelJS.DataValidation | null {
  const common = { allowBlank: true, showErrorMessage: true, errorTitle: t('填写有误', 'Not valid') };
  if (isNumeric(field)) {
    const [min, max] = [field.min ?? 0, field.max ?? largestNumber];
    const type = field.type === 'integer' ? 'whole' : 'decimal';
    const error = t(`请填写 ${min} 至 ${max} 的数`, `Enter a number from ${min} to ${max}`);
    return { ...common, type, operator: 'between', formulae: [min, max], error };
  }
  const list = listOf(field, 'zh');
  if (list) {
    const letter = columnLetter(column);
    const range = `'${listsSheet}'!$${letter}$1:$${letter}$${list.length}`;
    return { ...common, type: 'list', formulae: [range], error: t('请从列表中选择', 'Choose from the list') };
  }
  if (field.type === 'text') {
    const most = field.maxLength ?? 2000;
    const error = t(`最多 ${most} 字`, `At most ${most} characters`);
    return { ...common, type: 'textLength', operator: 'lessThanOrEqual', formulae: [most], error };
  }
  return null;
}

/** What a cell of the field may be chosen from; null for a field without choices. */
export function listOf(field: Field, language: Language): string[] | null {
  if (field.type === 'choice') return (field.options ?? []).map((option) => option.title[language]);
  return field.type === 'boolean' ? [words(language)('是', 'Yes'), words(language)('否', 'No')] : null;
}

function addLists(book: ExcelJS.Workbook, fields: readonly Field[], language: Language): void {
  const sheet = book.addWorksheet(listsSheet, { state: 'veryHidden' });
  for (const [column, field] of fields.entries()) {
    for (const [at, text] of (listOf(field, language) ?? []).entries())
      sheet.getCell(at + 1, column + 1).value = neutral(text);
  }
}

/** Row 1: layout and what the sheet is of; row 2: fields by column; below: each unit's id and version. */
function addKeys(
  book: ExcelJS.Workbook,
  given: { key: SheetKey; form: Form; rows: readonly LayoutRow[] },
  fields: readonly Field[],
): void {
  const sheet = book.addWorksheet(keysSheet, { state: 'veryHidden' });
  sheet.addRow([layoutMark, JSON.stringify(given.key), given.form.version]);
  sheet.addRow(fields.map((field) => field.key));
  for (const row of given.rows) sheet.addRow([row.unitCode, row.unitId, row.version]);
}
