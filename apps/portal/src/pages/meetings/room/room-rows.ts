/** A row of a list. A text that fills more than a page goes on in a further row of the same item. */
export interface Row<T> {
  item: T;
  text: string;
  isFurther: boolean;
}

export interface Part<T> {
  rows: Row<T>[];
  part: number;
  parts: number;
}

/** How a list is laid out on the big screen; widths in full-width letters, heights in lines of them. */
export interface Layout<T> {
  textOf: (item: T) => string;
  /** What stands in small letters below the text; of several languages' the longest counts. */
  under?: (item: T) => readonly string[];
  columns: number;
  lines: number;
  /** Stops before the first row that does not fit: the place has no second page. */
  isWhole?: boolean;
}

/** Rows that can still be told apart from ten metres. */
const rowsOnPage = 6;
/** What a row has around its text, and the size of the letters below it. */
const padding = 0.7;
const small = 0.82;
/** A text longer than that many lines is cut: the rest stands on the next page, after a word that says so. */
const longest = 13;
const saysSo = 7;

/** How wide a letter is, in full-width ones; a little more than it is, for words are not broken. */
function widthOf(letter: string): number {
  return (letter.codePointAt(0) ?? 0) < 0x2e80 ? 0.56 : 1;
}

/** A text in pieces of at most that width. */
export function piecesOf(text: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const letter of text) {
    if (used + widthOf(letter) > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += letter;
    used += widthOf(letter);
  }
  return [...pieces, piece];
}

const linesOf = (text: string, columns: number) => piecesOf(text, columns).length;

/** The rows of a list, page by page, each whole with its text. An empty list has no page. */
export function packed<T>(items: readonly T[], layout: Layout<T>): Row<T>[][] {
  const { textOf, under, columns, lines, isWhole } = layout;
  const around = isWhole ? 0 : padding;
  const pages: Row<T>[][] = [];
  let used = 0;
  for (const item of items) {
    const below = Math.max(
      0,
      ...(under?.(item) ?? []).map((text) => (text ? linesOf(text, columns / small) : 0)),
    );
    const pieces = isWhole ? [textOf(item)] : piecesOf(textOf(item), columns * longest - saysSo);
    for (const [at, text] of pieces.entries()) {
      const height = linesOf(text, columns) + around + (at === 0 ? below * small : 0);
      const page = pages.at(-1);
      const fits = page !== undefined && page.length < rowsOnPage && used + height <= lines;
      if (isWhole && !fits && (page !== undefined || height > lines)) return pages;
      const row = { item, text, isFurther: at > 0 };
      const before = page?.at(-1);
      if (fits && before?.item === item) before.text += text;
      else if (fits) page.push(row);
      else pages.push([row]);
      used = fits ? used + height : height;
    }
  }
  return pages;
}

/** The same for a list that has pages of its own: also an empty one has one. */
export function inParts<T>(items: readonly T[], layout: Layout<T>): Part<T>[] {
  const pages = packed(items, layout);
  if (pages.length === 0) pages.push([]);
  return pages.map((rows, at) => ({ rows, part: at + 1, parts: pages.length }));
}
