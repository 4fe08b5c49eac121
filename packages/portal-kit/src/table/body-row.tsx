import { FlexRender, type Row, type RowData } from '@tanstack/react-table';
import { memo } from 'react';
import type { PortalFeatures } from './table-hook.js';

export interface BodyRowProps<T extends RowData> {
  row: Row<PortalFeatures, T>;
  /** Place among the rendered lines, for the keyboard. */
  line: number;
  /** Place among the rows, for those who hear the table. */
  at: number;
  /** Changes whenever the row's cells do though the row itself does not: columns shown, their definitions. */
  cellsOf: unknown;
  onFocus: (line: number) => void;
  onOpen: (row: T) => void;
}

function Plain<T extends RowData>({ row, line, at, onFocus, onOpen }: BodyRowProps<T>) {
  return (
    <tr
      data-line={line}
      tabIndex={-1}
      aria-rowindex={at + 2}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onFocus(line);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row.original);
      }}
    >
      {row.getVisibleCells().map((cell) => (
        <td key={cell.id} className={cellClass(cell.column.columnDef.meta)}>
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
}

/** A row, rendered again only when something of it changed: scrolling moves thousands of them. */
export const BodyRow = memo(Plain) as typeof Plain;

export function cellClass(
  meta: { numeric?: boolean; grow?: boolean; wideOnly?: boolean } | undefined,
): string | undefined {
  const names = [meta?.numeric && 'num', meta?.grow && 'grow', meta?.wideOnly && 'wide-only'].filter(Boolean);
  return names.length > 0 ? names.join(' ') : undefined;
}
