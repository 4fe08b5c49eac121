import type { Field } from '@duban/contract';
import { readCell, type UnitName } from './cells.js';
import type { CellWrite, GridRow } from './grid-rows.js';

export interface Place {
  row: number;
  column: number;
}

/** What a pasted block writes, and how many of its cells it could not. */
export interface Pasted {
  writes: CellWrite[];
  /** Below the last row, or right of the last column. */
  beyond: number;
  /** In rows that take nothing. */
  locked: number;
}

/** Lays a block of cells over the sheet, its first cell at the place. */
export function paste(
  block: readonly (readonly string[])[],
  place: Place,
  { rows, fields, units }: { rows: readonly GridRow[]; fields: readonly Field[]; units: readonly UnitName[] },
): Pasted {
  const pasted: Pasted = { writes: [], beyond: 0, locked: 0 };
  for (const [down, cells] of block.entries())
    for (const [right, cell] of cells.entries()) {
      const field = fields[place.column + right];
      const row = rows[place.row + down];
      if (!field || !row) pasted.beyond += 1;
      else if (row.lock) pasted.locked += 1;
      else
        pasted.writes.push({ row: place.row + down, field: field.key, value: readCell(field, cell, units) });
    }
  return pasted;
}
