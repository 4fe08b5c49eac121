import { FlexRender, type Row, type RowData } from '@tanstack/react-table';
import { memo } from 'react';
import type { CellLayout } from './column-layout.js';
import { SelectCell } from './select-cells.js';
import type { PortalFeatures } from './table-hook.js';

export interface BodyRowProps<T extends RowData> {
  row: Row<PortalFeatures, T>;
  /** Place among the rendered lines, for the keyboard. */
  line: number;
  /** Place among the rows, for those who hear the table. */
  at: number;
  /** Changes whenever the row's cells do though the row itself does not: columns shown, their definitions. */
  cellsOf: unknown;
  layouts: ReadonlyMap<string, CellLayout>;
  /** Told the element where rows are as high as their content and only some are rendered. */
  measure: ((element: HTMLTableRowElement | null) => void) | undefined;
  /** Where rows can be selected: whether this one is, and what it is called. */
  selected: boolean | null;
  label: string | undefined;
  onSelect: (id: string, upToHere: boolean) => void;
  onFocus: (line: number) => void;
  onOpen: (row: T) => void;
}

function Plain<T extends RowData>(props: BodyRowProps<T>) {
  const { row, line, at, layouts, measure, selected, label, onSelect, onFocus, onOpen } = props;
  return (
    <tr
      ref={measure}
      data-line={line}
      data-index={line}
      tabIndex={-1}
      aria-rowindex={at + 2}
      data-selected={selected || undefined}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onFocus(line);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row.original);
      }}
    >
      {selected === null ? null : (
        <SelectCell
          label={label}
          selected={selected}
          onSelect={(upToHere) => {
            onFocus(line);
            onSelect(row.id, upToHere);
          }}
        />
      )}
      {row.getVisibleCells().map((cell) => {
        const layout = layouts.get(cell.column.id);
        return (
          <td key={cell.id} className={cellClass(cell.column.columnDef.meta, layout)} style={layout?.style}>
            <FlexRender cell={cell} />
          </td>
        );
      })}
    </tr>
  );
}

/** A row, rendered again only when something of it changed: scrolling moves thousands of them. */
export const BodyRow = memo(Plain) as typeof Plain;

export function cellClass(
  meta: { numeric?: boolean; grow?: boolean; wideOnly?: boolean } | undefined,
  layout?: CellLayout,
): string | undefined {
  const names = [
    meta?.numeric && 'num',
    meta?.grow && !layout && 'grow',
    meta?.wideOnly && 'wide-only',
    layout?.className,
  ].filter(Boolean);
  return names.length > 0 ? names.join(' ') : undefined;
}
