import { Paragraph, TextRun } from 'docx';
import type { Sheets } from './sheets.js';
import { type Orientation, WIDE_TABLE_COLUMNS } from './standard.js';
import { CHARACTER_STYLE, STYLE } from './styles.js';
import { tableBlock } from './table.js';
import { headingNumberer, linesOf, oneLine } from './text.js';
import type { Block, ParagraphBlock, Section } from './types.js';

/** A paragraph of one style; `text` is put on one line. */
export const paragraphOf = (style: string, text: string): Paragraph =>
  new Paragraph({ style, children: [new TextRun(oneLine(text))] });

/** `count` empty lines of the grid. */
export const emptyLines = (count: number): Paragraph[] =>
  Array.from({ length: count }, () => new Paragraph({ style: STYLE.normal }));

/** Printed after a report's paragraph that names no source, so that nobody issues it unseen. */
const SOURCE_MISSING = '待补';

function sourceRun(sources: string[]): TextRun {
  const named = sources.map(oneLine).filter((source) => source !== '');
  return new TextRun({
    style: CHARACTER_STYLE.source,
    text: `（来源：${named.length > 0 ? named.join('；') : SOURCE_MISSING}）`,
  });
}

function bodyParagraphs(block: ParagraphBlock, everyParagraphNamesItsSource: boolean): Paragraph[] {
  const lines = linesOf(block.text);
  const sources = block.sources ?? [];
  const showsSource = everyParagraphNamesItsSource || sources.length > 0;
  return lines.map((line, index) => {
    const isLast = index === lines.length - 1;
    const children = [new TextRun(line), ...(isLast && showsSource ? [sourceRun(sources)] : [])];
    return new Paragraph({ style: STYLE.body, children });
  });
}

/** Tables wider than eight columns lie across, unless they say otherwise; text always stands. */
export function orientationOf(block: Block | undefined): Orientation {
  if (block?.kind !== 'table') return 'portrait';
  return block.orientation ?? (block.columns.length > WIDE_TABLE_COLUMNS ? 'landscape' : 'portrait');
}

export interface SectionOptions {
  /** Mark paragraphs without a source. Default: only the given ones are printed. */
  everyParagraphNamesItsSource?: boolean;
}

/** Lays the sections out on `sheets`; numbering starts at 一、. */
export function layOutSections(sheets: Sheets, sections: Section[], options: SectionOptions = {}): void {
  const numbered = headingNumberer();
  for (const section of sections) {
    if (section.heading !== undefined) {
      const heading = numbered(section.level, section.heading);
      const orientation = section.content.length > 0 ? orientationOf(section.content[0]) : 'portrait';
      const style = STYLE.headings[section.level - 1] ?? STYLE.normal;
      sheets.add(orientation, [new Paragraph({ style, children: [new TextRun(heading)] })]);
    }
    for (const block of section.content) {
      const orientation = orientationOf(block);
      sheets.add(
        orientation,
        block.kind === 'table'
          ? tableBlock(block, orientation)
          : bodyParagraphs(block, options.everyParagraphNamesItsSource ?? false),
      );
    }
  }
}
