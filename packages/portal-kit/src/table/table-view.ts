import { useCallback, useState } from 'react';

/** How a table is looked at, in words short enough for an address. */
export interface TableView {
  /** Column to sort by, `-` in front for descending. */
  sort?: string;
  /** Text that some cell of a row must show. */
  filter?: string;
  /** Hidden columns, separated by commas; `-` where none is. */
  hidden?: string;
  /** Widths that columns were given, in pixels: `title-320,dueDate-96`. */
  widths?: string;
  /** Columns that stay at the left, in their order, separated by commas. */
  pins?: string;
}

/** Pixels that a column may be wide. */
export const narrowest = 48;
export const widest = 1200;
export const clampWidth = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)));

/** `-dueDate` as TanStack's sorting state, and back. */
export function parseSort(sort: string | undefined): { id: string; desc: boolean }[] {
  if (!sort) return [];
  return sort.startsWith('-') ? [{ id: sort.slice(1), desc: true }] : [{ id: sort, desc: false }];
}

export function printSort(sorting: readonly { id: string; desc: boolean }[]): string | undefined {
  const first = sorting[0];
  return first && (first.desc ? `-${first.id}` : first.id);
}

export function parseList(text: string | undefined): string[] {
  return text ? [...new Set(text.split(',').filter((id) => id !== '' && id !== '-'))] : [];
}

/** Nothing said means `atFirst`; that there is nothing needs a sign of its own where something is meant otherwise. */
export function parseHidden(text: string | undefined, atFirst: readonly string[] = []): readonly string[] {
  return text === undefined ? atFirst : parseList(text);
}

export function printHidden(hidden: readonly string[], atFirst: readonly string[] = []): string | undefined {
  if (hidden.length === atFirst.length && atFirst.every((id) => hidden.includes(id))) return undefined;
  return hidden.join(',') || '-';
}

/** A width that is no number is left out; one out of bounds is brought back. */
export function parseWidths(text: string | undefined): Record<string, number> {
  const parts = (text?.split(',') ?? []).map((part) => /^(.+)-(\d{1,5})$/.exec(part));
  return Object.fromEntries(
    parts.flatMap((part) => (part?.[1] ? [[part[1], clampWidth(Number(part[2]))]] : [])),
  );
}

export function printWidths(widths: Readonly<Record<string, number>>): string | undefined {
  return (
    Object.entries(widths)
      .map(([id, width]) => `${id}-${width}`)
      .join(',') || undefined
  );
}

/** Columns as the view shows them: without the hidden ones, those that stay at the left first. */
export function columnsShown<Id extends string>(
  ids: readonly Id[],
  { hidden, pins }: Pick<TableView, 'hidden' | 'pins'>,
  hiddenAtFirst: readonly string[] = [],
): Id[] {
  const gone = parseHidden(hidden, hiddenAtFirst);
  const shown = ids.filter((id) => !gone.includes(id));
  const first = parseList(pins).flatMap((pin) => shown.filter((id) => id === pin));
  return [...first, ...shown.filter((id) => !first.includes(id))];
}

/** A view that is kept while its page is open, for tables that are not the page's own. */
export function useTableView(): [view: TableView, onView: (change: TableView) => void] {
  const [view, setView] = useState<TableView>({});
  return [view, useCallback((change) => setView((before) => ({ ...before, ...change })), [])];
}
