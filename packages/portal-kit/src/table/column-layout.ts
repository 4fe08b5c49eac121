import type { CSSProperties } from 'react';

/** Pixels of the column of checkboxes. */
export const selectWidth = 40;

export interface LaidColumn {
  id: string;
  /** Pixels, where the column has a width of its own rather than its content's. */
  width: number | null;
  pinned: boolean;
}

export interface CellLayout {
  className: string;
  style: CSSProperties;
}

/**
 * How the cells of columns with a width of their own stand, by column. The pixels themselves are variables of the
 * table, so that dragging a column's edge renders no row.
 */
export function cellLayouts(columns: readonly LaidColumn[]): ReadonlyMap<string, CellLayout> {
  return new Map(
    columns.flatMap(({ id, width, pinned }, at) => {
      if (width === null) return [];
      const own = `var(--width-${at})`;
      // A narrow screen has no room for what stays: there it is the style sheet that leaves this out.
      const start = pinned ? { '--start': `var(--start-${at})` } : {};
      const style = { width: own, minWidth: own, maxWidth: own, ...start } as CSSProperties;
      return [[id, { className: pinned ? 'sized pinned' : 'sized', style }] as const];
    }),
  );
}

/** The variables that the layouts rest on; pinned columns stand first, one beside the other. */
export function layoutVariables(columns: readonly LaidColumn[], start: number): CSSProperties {
  const variables: Record<string, string> = {};
  let left = start;
  for (const [at, { width, pinned }] of columns.entries()) {
    if (width === null) continue;
    variables[`--width-${at}`] = `${width}px`;
    if (!pinned) continue;
    variables[`--start-${at}`] = `${left}px`;
    left += width;
  }
  return variables as CSSProperties;
}
