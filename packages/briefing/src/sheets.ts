import {
  AlignmentType,
  BorderStyle,
  DocumentGridType,
  Footer,
  Header,
  HeightRule,
  type ISectionOptions,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  Table,
  TableAnchorType,
  TableCell,
  TableLayoutType,
  TableRow,
  TextDirection,
  TextRun,
  WidthType,
} from 'docx';
import {
  GRID_CHAR_SPACE,
  INTERNAL_LINE_FROM_EDGE_MM,
  LINE_PITCH_TWIPS,
  MARGIN,
  MARGIN_ACROSS,
  type Orientation,
  PAGE_NUMBER_FROM_EDGE_TWIPS,
  PAGE_NUMBER_INDENT_TWIPS,
  PAGE_NUMBER_LINE_TWIPS,
  PAPER,
  TEXT_BLOCK,
  twipsOfMm,
} from './standard.js';
import { STYLE } from './styles.js';
import { gapLine } from './table.js';
import { officialInstant, oneLine } from './text.js';
import type { InternalUse } from './types.js';

type Content = Paragraph | Table;

/** 7.5: "— 1 —", odd pages on the right, even ones on the left, one character in. */
function pageNumberLine(parity: 'odd' | 'even'): Paragraph {
  const odd = parity === 'odd';
  return new Paragraph({
    style: STYLE.pageNumber,
    alignment: odd ? AlignmentType.RIGHT : AlignmentType.LEFT,
    indent: odd ? { right: PAGE_NUMBER_INDENT_TWIPS } : { left: PAGE_NUMBER_INDENT_TWIPS },
    children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })],
  });
}

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const NO_BORDERS = {
  top: NO_BORDER,
  bottom: NO_BORDER,
  left: NO_BORDER,
  right: NO_BORDER,
  insideHorizontal: NO_BORDER,
  insideVertical: NO_BORDER,
} as const;

/**
 * 8: on a page laid across the page number stays where it is on the upright sheet. That is the page's left edge,
 * the text turned: a one-cell table pinned to the page, its text running down.
 */
function pageNumberAcross(parity: 'odd' | 'even'): Content[] {
  const noMargin = { top: 0, bottom: 0, left: 0, right: 0, marginUnitType: WidthType.DXA } as const;
  return [
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: PAGE_NUMBER_LINE_TWIPS, type: WidthType.DXA },
      columnWidths: [PAGE_NUMBER_LINE_TWIPS],
      borders: NO_BORDERS,
      margins: noMargin,
      float: {
        horizontalAnchor: TableAnchorType.PAGE,
        verticalAnchor: TableAnchorType.PAGE,
        absoluteHorizontalPosition: PAGE_NUMBER_FROM_EDGE_TWIPS,
        absoluteVerticalPosition: twipsOfMm(MARGIN_ACROSS.top),
      },
      rows: [
        new TableRow({
          height: { value: twipsOfMm(TEXT_BLOCK.width), rule: HeightRule.EXACT },
          children: [
            new TableCell({
              textDirection: TextDirection.TOP_TO_BOTTOM_RIGHT_TO_LEFT,
              width: { size: PAGE_NUMBER_LINE_TWIPS, type: WidthType.DXA },
              margins: noMargin,
              children: [pageNumberLine(parity)],
            }),
          ],
        }),
      ],
    }),
    gapLine(),
  ];
}

function internalLine({ user, at }: InternalUse): Paragraph {
  const text = `内部资料　导出人：${oneLine(user)}　导出时间：${officialInstant(at)}`;
  return new Paragraph({ style: STYLE.internal, children: [new TextRun(text)] });
}

/** The pages of a document: a row of runs of pages, each upright or across, numbered through. */
export class Sheets {
  readonly #sheets: { orientation: Orientation; children: Content[] }[] = [];

  /** Adds content; where the orientation changes, a new page begins. */
  add(orientation: Orientation, children: Content[]): void {
    if (children.length === 0) return;
    const last = this.#sheets.at(-1);
    if (last?.orientation === orientation) last.children.push(...children);
    else this.newPage(orientation, children);
  }

  /** Adds content at the top of a new page. */
  newPage(orientation: Orientation, children: Content[]): void {
    this.#sheets.push({ orientation, children: [...children] });
  }

  /** The sections for docx: A4, margins, grid and page numbers of the standard on each. */
  sections(internalUse: InternalUse | undefined): ISectionOptions[] {
    return this.#sheets.map(({ orientation, children }) => {
      const across = orientation === 'landscape';
      const margin = across ? MARGIN_ACROSS : MARGIN;
      const foot = (parity: 'odd' | 'even') =>
        new Footer({ children: across ? pageNumberAcross(parity) : [pageNumberLine(parity)] });
      const head = () => new Header({ children: internalUse ? [internalLine(internalUse)] : [gapLine()] });
      return {
        properties: {
          type: SectionType.NEXT_PAGE,
          page: {
            // docx swaps the two sides itself for a page laid across.
            size: {
              width: twipsOfMm(PAPER.width),
              height: twipsOfMm(PAPER.height),
              orientation: across ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: {
              top: twipsOfMm(margin.top),
              right: twipsOfMm(margin.right),
              bottom: twipsOfMm(margin.bottom),
              left: twipsOfMm(margin.left),
              header: twipsOfMm(INTERNAL_LINE_FROM_EDGE_MM),
              footer: across ? twipsOfMm(INTERNAL_LINE_FROM_EDGE_MM) : PAGE_NUMBER_FROM_EDGE_TWIPS,
              gutter: 0,
            },
          },
          grid: {
            type: DocumentGridType.LINES_AND_CHARS,
            linePitch: LINE_PITCH_TWIPS,
            charSpace: GRID_CHAR_SPACE,
          },
        },
        headers: { default: head(), even: head() },
        footers: { default: foot('odd'), even: foot('even') },
        children,
      };
    });
  }
}
