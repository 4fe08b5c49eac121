import type { FormData, SheetKey } from '@duban/contract';
import { z } from 'zod';
import { keptValue } from '../report/kept-drafts.js';
import { cellFields, commentKey, type GridForm, type GridRow, laid } from './grid-rows.js';

const cells = z.record(z.string(), keptValue);
/**
 * What the server does not have of a sheet, by unit: what was written, and what each cell held then. That says more
 * than a version: a cell that nobody else wrote on is no conflict, whatever became of the rest of its row.
 */
export const keptRows = z.record(z.string(), z.object({ edits: cells, base: cells }));
export type KeptRows = z.infer<typeof keptRows>;

/** Where this browser keeps what one person has written into one sheet. */
export function sheetPlace(userId: string, { planId, areaId, formKey, period }: SheetKey): string {
  return `duban.sheet ${userId} ${planId} ${areaId} ${formKey} ${period}`;
}

/** What is to be kept of the rows; null where the server has it all. */
export function keptOf(rows: readonly GridRow[]): KeptRows | null {
  const unsaved = rows.filter((row) => Object.keys(row.edits).length > 0);
  if (unsaved.length === 0) return null;
  return Object.fromEntries(unsaved.map(({ unitId, edits, base }) => [unitId, { edits, base }]));
}

/** The rows with what was kept of them. A cell that somebody else wrote on since is in question. */
export function withKept(form: GridForm, rows: readonly GridRow[], kept: KeptRows | null): GridRow[] {
  const known = new Set([...cellFields(form).map((field) => field.key), commentKey]);
  const of = (data: FormData) => Object.fromEntries(Object.entries(data).filter(([key]) => known.has(key)));
  return rows.map((row) => {
    const own = kept?.[row.unitId];
    if (!own) return row;
    return { ...row, ...laid(row.saved, of(own.edits), of(own.base)) };
  });
}
