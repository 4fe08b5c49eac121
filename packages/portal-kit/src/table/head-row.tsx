import { FlexRender, type HeaderGroup, type RowData } from '@tanstack/react-table';
import { memo } from 'react';
import { useKitText } from '../text/use-text.js';
import { cellClass } from './body-row.js';
import type { CellLayout } from './column-layout.js';
import { type ColumnEdge, ResizeHandle } from './resize-handle.js';
import { SelectAllCell } from './select-cells.js';
import type { PortalFeatures } from './table-hook.js';

export interface HeadRowProps<T extends RowData> {
  headers: HeaderGroup<PortalFeatures, T>;
  /** The sort in force: the columns themselves do not change with it. */
  sort: string | undefined;
  layouts: ReadonlyMap<string, CellLayout>;
  edge: ColumnEdge;
  /** Where rows can be selected: whether all, some or none of them are. */
  selected: 'all' | 'some' | 'none' | null;
  onSelectAll: () => void;
}

function Plain<T extends RowData>({ headers, sort, layouts, edge, selected, onSelectAll }: HeadRowProps<T>) {
  const t = useKitText();
  return (
    <tr>
      {selected === null ? null : <SelectAllCell extent={selected} onSelectAll={onSelectAll} />}
      {headers.headers.map((header) => {
        const { meta } = header.column.columnDef;
        const label = meta?.label ?? header.id;
        const sorted = sort === header.id ? 'ascending' : sort === `-${header.id}` ? 'descending' : undefined;
        const layout = layouts.get(header.id);
        return (
          <th
            key={header.id}
            scope="col"
            className={cellClass(meta, layout)}
            style={layout?.style}
            data-column={header.id}
            aria-sort={sorted}
          >
            {header.column.getCanSort() ? (
              <button
                type="button"
                className="sort"
                title={t('table.sortBy', { column: label })}
                onClick={header.column.getToggleSortingHandler()}
              >
                <FlexRender header={header} />
                <span aria-hidden="true" className="sort-mark">
                  {sorted ? (sorted === 'ascending' ? '▲' : '▼') : ''}
                </span>
              </button>
            ) : (
              <FlexRender header={header} />
            )}
            <ResizeHandle id={header.id} label={label} edge={edge} />
          </th>
        );
      })}
    </tr>
  );
}

/** The heads of the columns, rendered again only when one of them changed: not while rows are scrolled. */
export const HeadRow = memo(Plain) as typeof Plain;
