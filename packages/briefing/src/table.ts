import {
  AlignmentType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { BriefingInputError } from './errors.js';
import { CELL_PADDING_TWIPS, MAX_TABLE_COLUMNS, type Orientation, textWidthTwips } from './standard.js';
import { STYLE } from './styles.js';
import { linesOf } from './text.js';
import type { TableBlock, TableColumn } from './types.js';

const ALIGNMENT = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const;

/** A line of one point: ends a section, and keeps two tables from growing into one. */
export const gapLine = (): Paragraph => new Paragraph({ style: STYLE.gap });

/** Whole twips for each column that add up to `total`. */
function columnWidths(columns: TableColumn[], total: number): number[] {
  const shares = columns.map((column) => column.width ?? 1);
  const sum = shares.reduce((a, b) => a + b, 0);
  let share = 0;
  let before = 0;
  return shares.map((each) => {
    share += each;
    const edge = Math.round((share / sum) * total);
    const width = edge - before;
    before = edge;
    return width;
  });
}

function checkTable(table: TableBlock): void {
  const name = `表格“${table.title ?? table.columns[0]?.title ?? ''}”`;
  const count = table.columns.length;
  if (count === 0 || count > MAX_TABLE_COLUMNS)
    throw new BriefingInputError(
      `${name}的 ${count} 列`,
      `Word 表格须有 1 至 ${MAX_TABLE_COLUMNS} 列`,
      '请拆分表格',
    );
  if (table.columns.some(({ width = 1 }) => !(width > 0 && Number.isFinite(width))))
    throw new BriefingInputError(`${name}的列宽`, '列宽份额须为正数', '请改正或省略 width');
  const wrong = table.rows.findIndex((row) => row.length !== count);
  if (wrong >= 0)
    throw new BriefingInputError(
      `${name}第 ${wrong + 1} 行`,
      `有 ${table.rows[wrong]?.length} 格而表头有 ${count} 列`,
      '请补齐或删去多余的格',
    );
}

function cellOf(
  text: string,
  style: string,
  align: TableColumn['align'],
  width: number,
  span?: number,
): TableCell {
  const lines = linesOf(text);
  const alignment = align && ALIGNMENT[align];
  const paragraphs = (lines.length > 0 ? lines : ['']).map(
    (line) => new Paragraph({ style, alignment, children: [new TextRun(line)] }),
  );
  return new TableCell({
    children: paragraphs,
    columnSpan: span,
    verticalAlign: VerticalAlign.CENTER,
    width: { size: width, type: WidthType.DXA },
  });
}

/**
 * A table as wide as the text block, its head repeated on every page; 小四 upright, 五号 across. A table without
 * rows says 无.
 */
export function tableBlock(table: TableBlock, orientation: Orientation): (Paragraph | Table)[] {
  checkTable(table);
  const dense = orientation === 'landscape';
  const total = textWidthTwips(orientation);
  const widths = columnWidths(table.columns, total);
  const headStyle = dense ? STYLE.cellDenseHead : STYLE.cellHead;
  const cellStyle = dense ? STYLE.cellDense : STYLE.cell;
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: table.columns.map(({ title }, i) => cellOf(title, headStyle, undefined, widths[i] ?? 0)),
  });
  const rows = table.rows.map(
    (row) =>
      new TableRow({
        cantSplit: true,
        children: row.map((text, i) =>
          cellOf(text, cellStyle, table.columns[i]?.align ?? 'left', widths[i] ?? 0),
        ),
      }),
  );
  const none = () => new TableRow({ children: [cellOf('无', cellStyle, 'center', total, widths.length)] });
  const lines = (text: string | undefined, style: string) =>
    linesOf(text ?? '').map((line) => new Paragraph({ style, children: [new TextRun(line)] }));
  return [
    ...lines(table.title, STYLE.tableTitle),
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: total, type: WidthType.DXA },
      columnWidths: widths,
      alignment: AlignmentType.CENTER,
      margins: { left: CELL_PADDING_TWIPS, right: CELL_PADDING_TWIPS, marginUnitType: WidthType.DXA },
      rows: [head, ...(rows.length > 0 ? rows : [none()])],
    }),
    gapLine(),
    ...lines(table.note, STYLE.tableNote),
  ];
}
