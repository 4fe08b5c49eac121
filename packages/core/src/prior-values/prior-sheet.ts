import { idSchema, type Language, type Text } from '@duban/contract';
import { neutral, newWorkbook, sheetName, words } from '../exports/cells.js';
import { badWorkbook } from '../imports/bounded-zip.js';
import { type CellValue, keysSheet, red } from '../imports/sheet-layout.js';
import { loadWorkbook, type SentCell, shownIn } from '../imports/sheet-reader.js';

/** Names the layout, so that another one is refused instead of misread. */
const layoutMark = 'duban-prior-1';
const firstRow = 3;
export const mostPriorRows = 5000;

/** Columns of the sheet, from the left. */
export const priorColumns = [
  'unit',
  'unitName',
  'metric',
  'title',
  'period',
  'numerator',
  'denominator',
] as const;
export type PriorColumn = (typeof priorColumns)[number];

export interface PriorRow {
  cells: Record<PriorColumn, CellValue>;
  verdict?: { column: PriorColumn; message: Text }[];
}

/** Last year's values as a workbook: one value a row. With verdicts it is the result of an import, to be mended and sent again. */
export async function priorWorkbook(given: {
  planId: string;
  areaId: string;
  title: string;
  mark: string;
  language: Language;
  rows: readonly PriorRow[];
}): Promise<Buffer> {
  const t = words(given.language);
  const book = await newWorkbook();
  const sheet = book.addWorksheet(sheetName(given.title), {
    views: [{ state: 'frozen', ySplit: firstRow - 1 }],
  });
  sheet.addRow([`${given.title} · ${given.mark}`]);
  const judged = given.rows.some((row) => row.verdict);
  sheet.addRow([
    t('单位编码', 'Unit code'),
    t('单位', 'Unit'),
    t('指标编码', 'Metric key'),
    t('指标', 'Metric'),
    t('统计周期', 'Period'),
    t('数值 / 分子', 'Value / numerator'),
    t('分母', 'Denominator'),
    ...(judged ? [t('导入结果', 'Result')] : []),
  ]).font = { bold: true };
  for (const row of given.rows) {
    const said = (row.verdict ?? []).map(({ message }) => message[given.language]);
    const line = sheet.addRow([
      ...priorColumns.map((column) => {
        const cell = row.cells[column];
        return typeof cell === 'string' ? neutral(cell) : cell;
      }),
      ...(judged ? [said.join(t('；', '; ')) || t('无误', 'Right')] : []),
    ]);
    for (const { column, message } of row.verdict ?? []) {
      const cell = line.getCell(priorColumns.indexOf(column) + 1);
      cell.fill = red;
      cell.note = message[given.language];
    }
  }
  for (const [at, width] of [12, 22, 26, 30, 12, 16, 12, 40].entries()) sheet.getColumn(at + 1).width = width;
  // Text, or a spreadsheet program makes a date of 2023-01.
  sheet.getColumn(priorColumns.indexOf('period') + 1).numFmt = '@';
  const keys = book.addWorksheet(keysSheet, { state: 'veryHidden' });
  keys.addRow([layoutMark, given.planId, given.areaId]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

export interface SentPriorRow {
  cells: Record<PriorColumn, SentCell>;
}

/** Reads a filled template. Throws 415 for anything else. Rows without a number are left out. */
export async function readPriorSheet(
  bytes: Buffer,
): Promise<{ planId: string; areaId: string; rows: SentPriorRow[] }> {
  const book = await loadWorkbook(bytes);
  const keys = book.getWorksheet(keysSheet);
  const sheet = book.worksheets.find((each) => !each.name.startsWith('duban-'));
  const key = (at: number) => String((keys && shownIn(keys.getCell(1, at)).shown) ?? '');
  if (!sheet || key(1) !== layoutMark || !idSchema.safeParse(key(2)).success) throw badWorkbook();
  const rows: SentPriorRow[] = [];
  sheet.eachRow((row, at) => {
    if (at < firstRow) return;
    const cells = Object.fromEntries(
      priorColumns.map((column, index) => [column, shownIn(row.getCell(index + 1))]),
    ) as SentPriorRow['cells'];
    const isEmpty = (cell: SentCell) => cell.shown === null && !cell.isFormula;
    if (isEmpty(cells.numerator) && isEmpty(cells.denominator)) return;
    rows.push({ cells });
  });
  return { planId: key(2), areaId: key(3), rows };
}
