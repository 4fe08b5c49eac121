import type { ColumnDef, Row, RowData } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '../keyboard/shortcuts.js';
import { EmptyState } from '../page/states.js';
import { useKitText } from '../text/use-text.js';
import { BodyRow, cellClass } from './body-row.js';
import { ColumnPicker } from './column-picker.js';
import { copyText } from './copy-text.js';
import { groupRows, parseSort, printSort, toTabs } from './groups.js';
import { saveFile, toCsv } from './save-csv.js';
import { SearchBox } from './search-box.js';
import { type PortalFeatures, useAppTable } from './table-hook.js';

/** More rows than this are rendered only where they are seen. */
const virtualFrom = 150;
const rowHeight = 33;
/** Milliseconds that the table says what was copied. */
const saidFor = 4000;

export interface TableView {
  /** Column to sort by, `-` in front for descending. */
  sort?: string;
  /** Text that some cell of a row must hold. */
  filter?: string;
  /** Hidden columns, separated by commas. */
  hidden?: string;
}

export interface DataTableProps<T extends RowData> {
  /** What the table holds, for those who cannot see it. */
  label: string;
  data: readonly T[];
  /** Kept at module scope or memoised; made with `createAppColumnHelper`. */
  columns: ColumnDef<PortalFeatures, T, unknown>[];
  rowId: (row: T) => string;
  /** What of the view is kept (in the address, say), and how it changes. */
  view: TableView;
  onView: (next: TableView) => void;
  /** Enter on a row. */
  onOpen?: (row: T) => void;
  group?: { keyOf: (row: T) => string; order: readonly string[]; title: (key: string) => ReactNode };
  /** Filters of the page's own, at the left of the table's. */
  filters?: ReactNode;
  empty?: string;
}

type Line<T extends RowData> = { group: string; count: number } | { row: Row<PortalFeatures, T>; at: number };

/** The portal's table: sort, filter, hide columns, group, copy, move with j and k, any number of rows. */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { label, data, columns, rowId, view, onView, onOpen, group, filters } = props;
  const t = useKitText();
  const hidden = useMemo(() => (view.hidden ? view.hidden.split(',') : []), [view.hidden]);
  const table = useAppTable({
    data,
    columns,
    getRowId: rowId,
    getColumnCanGlobalFilter: () => true,
    enableMultiSort: false,
    state: {
      sorting: parseSort(view.sort),
      globalFilter: view.filter ?? '',
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
    },
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(parseSort(view.sort)) : update;
      onView({ ...view, sort: printSort(next) });
    },
  });
  const rows = table.getRowModel().rows;
  const lines = useMemo<Line<T>[]>(() => {
    if (!group) return rows.map((row, at) => ({ row, at }));
    let at = 0;
    return groupRows(rows, (row) => group.keyOf(row.original), group.order).flatMap((each) => [
      { group: each.key, count: each.rows.length },
      ...each.rows.map((row) => ({ row, at: at++ })),
    ]);
  }, [rows, group]);

  const box = useRef<HTMLDivElement>(null);
  const isVirtual = lines.length > virtualFrom;
  const virtualizer = useVirtualizer({
    count: lines.length,
    enabled: isVirtual,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const above = isVirtual ? (items[0]?.start ?? 0) : 0;
  const below = isVirtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const shown = isVirtual ? items.map((item) => item.index) : lines.map((_, index) => index);

  const [active, setActive] = useState(-1);
  const step = (by: number) => {
    const places = lines.flatMap((line, index) => ('row' in line ? [index] : []));
    const from = places.indexOf(active);
    const to = places[Math.max(0, Math.min(places.length - 1, from + by))];
    if (to === undefined) return;
    if (isVirtual) virtualizer.scrollToIndex(to);
    setActive(to);
  };
  useShortcuts({ j: () => step(1), k: () => step(-1) });
  useEffect(() => {
    box.current?.querySelector<HTMLElement>(`[data-line="${active}"]`)?.focus();
  }, [active]);

  const opens = useRef(onOpen);
  opens.current = onOpen;
  const open = useCallback((row: T) => opens.current?.(row), []);
  const latest = useRef(view);
  latest.current = view;
  const visible = table.getVisibleLeafColumns();
  const [copied, setCopied] = useState<number | null>(null);
  /** What the table shows, as it shows it: its columns, its filter, its order, its groups. */
  const onScreen = (): unknown[][] => {
    const head = visible.map((column) => column.columnDef.meta?.label ?? column.id);
    const shownRows = lines.flatMap((line) => ('row' in line ? [line.row] : []));
    return [
      head,
      ...shownRows.map((row) =>
        visible.map((column) => column.columnDef.meta?.print?.(row.original) ?? row.getValue(column.id)),
      ),
    ];
  };
  const copy = async () => {
    if (await copyText(toTabs(onScreen()))) setCopied(rows.length);
  };
  useEffect(() => {
    if (copied === null) return undefined;
    const timer = setTimeout(() => setCopied(null), saidFor);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <div className="data-table">
      <div className="table-bar">
        {filters}
        <SearchBox
          value={view.filter ?? ''}
          onChange={(filter) => onView({ ...latest.current, filter: filter || undefined })}
        />
        <span className="table-count" role="status">
          {copied !== null
            ? t('table.copied', { count: copied })
            : rows.length === data.length
              ? t('table.rows', { count: data.length })
              : t('table.rowsOf', { shown: rows.length, count: data.length })}
        </span>
        <ColumnPicker
          columns={table
            .getAllLeafColumns()
            .map((column) => ({ id: column.id, label: column.columnDef.meta?.label ?? column.id }))}
          hidden={hidden}
          onHidden={(next) => onView({ ...view, hidden: next.join(',') || undefined })}
        />
        <Button onClick={() => void copy()}>{t('table.copy')}</Button>
        <Button onClick={() => saveFile(`${label}.csv`, toCsv(onScreen()))}>{t('table.export')}</Button>
      </div>
      <div className={isVirtual ? 'table-box table-box-virtual' : 'table-box'} ref={box}>
        <table className="grid" aria-label={label} aria-rowcount={rows.length + 1}>
          <thead>
            {table.getHeaderGroups().map((headers) => (
              <tr key={headers.id}>
                {headers.headers.map((header) => {
                  const sorted = header.column.getIsSorted();
                  const meta = header.column.columnDef.meta;
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      className={cellClass(meta)}
                      aria-sort={
                        sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined
                      }
                    >
                      {header.column.getCanSort() ? (
                        <button
                          type="button"
                          className="sort"
                          title={t('table.sortBy', { column: meta?.label ?? header.id })}
                          onClick={header.column.getToggleSortingHandler()}
                        >
                          <table.FlexRender header={header} />
                          <span aria-hidden="true" className="sort-mark">
                            {sorted === 'asc' ? '▲' : sorted === 'desc' ? '▼' : ''}
                          </span>
                        </button>
                      ) : (
                        <table.FlexRender header={header} />
                      )}
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody>
            {above > 0 ? <Spacer height={above} span={visible.length} /> : null}
            {shown.map((index) => {
              const line = lines[index];
              if (!line) return null;
              if ('group' in line) {
                return (
                  <tr key={`group-${line.group}`} className="group-row">
                    <th scope="rowgroup" colSpan={visible.length}>
                      {group?.title(line.group)} <span className="group-count">{line.count}</span>
                    </th>
                  </tr>
                );
              }
              return (
                <BodyRow
                  key={line.row.id}
                  row={line.row}
                  line={index}
                  at={line.at}
                  cellsOf={visible}
                  onFocus={setActive}
                  onOpen={open}
                />
              );
            })}
            {below > 0 ? <Spacer height={below} span={visible.length} /> : null}
          </tbody>
        </table>
        {rows.length === 0 ? (
          <EmptyState title={data.length === 0 ? props.empty : t('table.noMatch')} />
        ) : null}
      </div>
    </div>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr className="spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
