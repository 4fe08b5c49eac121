import {
  BorderStyle,
  Paragraph,
  RelativeVerticalPosition,
  Tab,
  Table,
  TableAnchorType,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx';
import { TO_FILL } from './parts.js';
import { IMPRINT_LINE, MARGIN, SIZE, textWidthTwips, twipsOfMm, twipsOfPoints } from './standard.js';
import { STYLE } from './styles.js';
import { gapLine } from './table.js';
import { officialDate, oneLine, widthInCharacters } from './text.js';
import type { MinutesDocument } from './types.js';

const CHARACTER = twipsOfPoints(SIZE.no4);
const WIDTH = textWidthTwips('portrait');
const LABEL = '分送：';
const HANGING = widthInCharacters(LABEL) * CHARACTER;

const rule = (size: number) => ({ style: BorderStyle.SINGLE, size, color: '000000' });
const NO_RULE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const NO_MARGIN = { top: 0, bottom: 0, left: 0, right: 0, marginUnitType: WidthType.DXA } as const;

const rowOf = (paragraph: Paragraph) =>
  new TableRow({
    cantSplit: true,
    children: [
      new TableCell({
        children: [paragraph],
        margins: NO_MARGIN,
        width: { size: WIDTH, type: WidthType.DXA },
      }),
    ],
  });

/**
 * 7.4: the imprint at the lower edge of the last page's text block: 分送, then 印发机关 and 印发日期, between
 * rules as wide as the text. Its horizontal place is told from the page: told from the margin, LibreOffice leaves
 * the table in the text.
 */
export function imprintOf({ recipients = [], imprint = {} }: MinutesDocument): (Paragraph | Table)[] {
  const names = recipients.map(oneLine).filter((name) => name !== '');
  const sentTo = names.length > 0 ? `${names.join('，')}。` : TO_FILL.name;
  const sent = new Paragraph({
    style: STYLE.imprint,
    indent: { left: CHARACTER + HANGING, hanging: HANGING, right: CHARACTER },
    children: [new TextRun(LABEL + sentTo)],
  });
  const day = imprint.printedOn ? officialDate(imprint.printedOn) : TO_FILL.date;
  const printed = new Paragraph({
    style: STYLE.imprint,
    indent: { left: CHARACTER },
    tabStops: [{ type: TabStopType.RIGHT, position: WIDTH - CHARACTER }],
    children: [
      new TextRun({ children: [oneLine(imprint.printedBy ?? TO_FILL.name), new Tab(), `${day}印发`] }),
    ],
  });
  const table = new Table({
    layout: TableLayoutType.FIXED,
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: [WIDTH],
    margins: NO_MARGIN,
    borders: {
      top: rule(IMPRINT_LINE.outer),
      bottom: rule(IMPRINT_LINE.outer),
      insideHorizontal: rule(IMPRINT_LINE.inner),
      left: NO_RULE,
      right: NO_RULE,
      insideVertical: NO_RULE,
    },
    float: {
      horizontalAnchor: TableAnchorType.PAGE,
      absoluteHorizontalPosition: twipsOfMm(MARGIN.left),
      verticalAnchor: TableAnchorType.MARGIN,
      relativeVerticalPosition: RelativeVerticalPosition.BOTTOM,
    },
    rows: [rowOf(sent), rowOf(printed)],
  });
  return [table, gapLine()];
}
