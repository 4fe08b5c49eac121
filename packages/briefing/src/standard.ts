/**
 * The measures of GB/T 9704-2012 (党政机关公文格式), each with its clause, and their conversion to the units
 * of WordprocessingML. Everything else in this package takes its numbers from here.
 */

const TWIPS_PER_POINT = 20;
const MM_PER_INCH = 25.4;
const POINTS_PER_INCH = 72;
/** w:charSpace counts in this fraction of a point (ISO/IEC 29500-1, 17.6.5). */
const CHAR_SPACE_PER_POINT = 4096;

/** Points → twips (1/20 pt), rounded. */
export const twipsOfPoints = (points: number): number => Math.round(points * TWIPS_PER_POINT);

/** Millimetres → twips, rounded. */
export const twipsOfMm = (mm: number): number => twipsOfPoints((mm / MM_PER_INCH) * POINTS_PER_INCH);

/** 5.1: A4. Millimetres. */
export const PAPER = { width: 210, height: 297 } as const;

/** 5.2.1: 天头 37 mm, 订口 (left) 28 mm, 版心 156 × 225 mm; the other two edges follow. */
export const TEXT_BLOCK = { width: 156, height: 225 } as const;
export const MARGIN = {
  top: 37,
  left: 28,
  right: PAPER.width - 28 - TEXT_BLOCK.width,
  bottom: PAPER.height - 37 - TEXT_BLOCK.height,
} as const;

/**
 * 8: a table laid across keeps its place on the sheet: its head to the binding edge on odd pages, to the cut on
 * even ones. So the sheet is the upright one turned clockwise, and its edges with it.
 */
export const MARGIN_ACROSS = {
  top: MARGIN.left,
  right: MARGIN.top,
  bottom: MARGIN.right,
  left: MARGIN.bottom,
} as const;

/** Chinese type sizes in points. */
export const SIZE = {
  small0: 36, // 小初
  no1: 26, // 一号
  no2: 22, // 二号
  no3: 16, // 三号
  no4: 14, // 四号
  small4: 12, // 小四
  no5: 10.5, // 五号
} as const;

/** Fonts are named, never embedded; `substitute` is what a machine without the first has. */
export const FONT = {
  song: { name: '宋体', substitute: 'SimSun' },
  titleSong: { name: '方正小标宋简体', substitute: '方正小标宋_GBK' },
  fangSong: { name: '仿宋_GB2312', substitute: '仿宋' },
  kai: { name: '楷体_GB2312', substitute: '楷体' },
  hei: { name: '黑体', substitute: 'SimHei' },
} as const;

export type FontKey = keyof typeof FONT;

/** 5.2.3: 22 lines of 28 characters fill the text block. */
export const GRID = { lines: 22, characters: 28 } as const;

/** 22 lines in 225 mm: 28.95 pt each (579 twips, rounded down so that the last line stays on the page). */
export const LINE_PITCH_TWIPS = Math.floor(twipsOfMm(TEXT_BLOCK.height) / GRID.lines);

/** Width of one of 28 body characters, in twips; a little under 16 pt, because 28 × 16 pt exceed 156 mm. */
const CHARACTER_PITCH_TWIPS = twipsOfMm(TEXT_BLOCK.width) / GRID.characters;

/** What the grid takes from each character, in 1/4096 pt; rounded away from zero so that 28 fit. */
export const GRID_CHAR_SPACE = Math.floor(
  (CHARACTER_PITCH_TWIPS / TWIPS_PER_POINT - SIZE.no3) * CHAR_SPACE_PER_POINT,
);

/**
 * What the text itself gives up for each character, in twips. LibreOffice sets every character two cells wide where
 * a grid is narrower than its characters, so the text keeps off the grid and fits 22 × 28 by its own pitch; one
 * twip less than would do on paper, because LibreOffice rounds to 1/100 mm and then sets 27. Lines are justified.
 */
export const BODY_CHARACTER_SPACING_TWIPS = Math.floor(CHARACTER_PITCH_TWIPS) - 1 - twipsOfPoints(SIZE.no3);

/** Body characters → twips on the grid. */
export const twipsOfCharacters = (characters: number): number =>
  Math.round(characters * CHARACTER_PITCH_TWIPS);

/** 7.3.3: every paragraph starts two characters in. Hundredths of a character, as Word counts them. */
export const FIRST_LINE_CHARACTERS = 2;
export const FIRST_LINE_CHARS_ATTRIBUTE = FIRST_LINE_CHARACTERS * 100;

/** 7.2.4, 10.3: 发文机关标志 and 纪要标志 stand 35 mm below the top of the text block. */
export const MASTHEAD_BELOW_TOP_MM = 35;
/** 7.2.5 and 7.3.1: two empty lines before the number, two between the red line and the title. */
export const LINES_BEFORE_NUMBER = 2;
export const LINES_BEFORE_TITLE = 2;
/** 7.2.7: the red line runs 4 mm below the number. Word takes whole points. */
export const RED_LINE_BELOW_NUMBER_POINTS = Math.round((4 / MM_PER_INCH) * POINTS_PER_INCH);
export const RED = 'FF0000';

/** 7.3.2, 7.3.4, 7.3.5.2: one empty line before addressee, attachments note and unsealed signature. */
export const LINES_BETWEEN_PARTS = 1;
/** 7.3.5.1: a 42 mm seal over signature and date, its top within a line of the text, needs two lines. */
export const LINES_BEFORE_SEALED_SIGNATURE = 2;

/** 7.3.5: how far signature and date stand from the right edge, in characters. */
export const SIGNATURE = { right: 2, dateAfterSignature: 2, sealedDateRight: 4 } as const;

/** 7.4.1: outer lines of the imprint 0.35 mm, inner ones 0.25 mm; in eighths of a point. */
const eighthsOfMm = (mm: number): number => Math.round((mm / MM_PER_INCH) * POINTS_PER_INCH * 8);
export const IMPRINT_LINE = { outer: eighthsOfMm(0.35), inner: eighthsOfMm(0.25) } as const;

/** 7.5: the dashes of the page number stand 7 mm below the text block, the number one character in. */
const PAGE_NUMBER_BELOW_TEXT_MM = 7;
export const PAGE_NUMBER_INDENT_TWIPS = twipsOfPoints(SIZE.no4);
export const PAGE_NUMBER_LINE_TWIPS = twipsOfPoints(SIZE.no4);
/** From the paper's lower edge to the lower edge of the line whose middle is at those dashes. */
export const PAGE_NUMBER_FROM_EDGE_TWIPS =
  twipsOfMm(MARGIN.bottom - PAGE_NUMBER_BELOW_TEXT_MM) - Math.round(PAGE_NUMBER_LINE_TWIPS / 2);

/** The line 内部资料 is none of the standard's parts, so it keeps out of the text block. Millimetres. */
export const INTERNAL_LINE_FROM_EDGE_MM = 15;

/** Tables with more columns lie across the page, unless they say otherwise. */
export const WIDE_TABLE_COLUMNS = 8;
/** Word refuses a table with more. */
export const MAX_TABLE_COLUMNS = 63;
/** Room left and right of a cell's text, so that figures do not touch the rule. */
export const CELL_PADDING_TWIPS = twipsOfMm(1);

export type Orientation = 'portrait' | 'landscape';

/** Width of the text block in twips, upright or across. */
export const textWidthTwips = (orientation: Orientation): number =>
  twipsOfMm(orientation === 'portrait' ? TEXT_BLOCK.width : TEXT_BLOCK.height);
