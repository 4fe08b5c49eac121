import type { Language } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import type ExcelJS from '@protobi/exceljs';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A text that a spreadsheet program would take for a formula gets an apostrophe in front. */
export function neutral(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** A new workbook. The library is loaded when the first one is made: it would slow down every start. */
export async function newWorkbook(): Promise<ExcelJS.Workbook> {
  const { default: library } = await import('@protobi/exceljs');
  return new library.Workbook();
}

/** What an export says of itself in its first row: for internal use, who took it out, and when. */
export function markOf(ctx: RequestContext, zone: string): string {
  const at = ctx.now.toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16);
  const word = { zh: '内部资料', en: 'Internal' }[ctx.language];
  return `${word} · ${neutral(ctx.actor?.name ?? '')} · ${at}`;
}

/** A name that a sheet may have: at most 31 characters, none of those that Excel refuses. */
export function sheetName(title: string): string {
  return title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);
}

export const words = (language: Language) => (zh: string, en: string) => (language === 'zh' ? zh : en);

/** A row of cells, or a heading over those that follow. */
export type SheetRow = readonly (string | number | null)[] | { heading: string };

/** A marked sheet of rows under headings that stay in view. Texts are neutralised. */
export function addTable(
  book: ExcelJS.Workbook,
  given: {
    name: string;
    mark: string;
    columns: readonly { title: string; width?: number }[];
    rows: readonly SheetRow[];
  },
): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(sheetName(given.name), { views: [{ state: 'frozen', ySplit: 2 }] });
  sheet.addRow([given.mark]);
  sheet.addRow(given.columns.map((column) => column.title)).font = { bold: true };
  for (const row of given.rows) {
    if ('heading' in row) sheet.addRow([neutral(row.heading)]).font = { bold: true };
    else sheet.addRow(row.map((cell) => (typeof cell === 'string' ? neutral(cell) : cell)));
  }
  for (const [at, { width = 14 }] of given.columns.entries()) sheet.getColumn(at + 1).width = width;
  return sheet;
}
