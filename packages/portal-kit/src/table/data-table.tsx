import { groupRows } from '@duban/contract';
import type { ColumnDef, Row, RowData } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '../keyboard/shortcuts.js';
import { EmptyState } from '../page/states.js';
import { useKitText } from '../text/use-text.js';
import { BodyRow } from './body-row.js';
import { cellLayouts, type LaidColumn, layoutVariables, selectWidth } from './column-layout.js';
import { ColumnPicker } from './column-picker.js';
import { copyText, toTabs } from './copy-text.js';
import { HeadRow } from './head-row.js';
import type { ColumnEdge } from './resize-handle.js';
import { saveFile, toCsv } from './save-csv.js';
import { SearchBox } from './search-box.js';
import { type PortalFeatures, shownIn, useAppTable } from './table-hook.js';
import {
  parseHidden,
  parseList,
  parseSort,
  parseWidths,
  printHidden,
  printSort,
  printWidths,
  type TableView,
} from './table-view.js';
import { useSelection } from './use-selection.js';

/** More rows than this are rendered only where they are seen. */
const virtualFrom = 150;
const rowHeight = 33;
/** Milliseconds that the table says what was copied. */
const saidFor = 4000;

export interface DataTableProps<T extends RowData> {
  /** What the table holds, for those who cannot see it. */
  label: string;
  data: readonly T[];
  /** Kept at module scope or memoised; made with `createAppColumnHelper`. */
  columns: ColumnDef<PortalFeatures, T, unknown>[];
  rowId: (row: T) => string;
  /** What of the view is kept (in the address, say), and what of it changed. */
  view: TableView;
  onView: (change: TableView) => void;
  /** Columns that are hidden until they are asked for; kept at module scope. */
  hiddenAtFirst?: readonly string[];
  /** Enter on a row. */
  onOpen?: (row: T) => void;
  group?: { keyOf: (row: T) => string; order: readonly string[]; title: (key: string) => ReactNode };
  /** Rows can be selected: what each is called, and what can be done with those that are. */
  select?: { label: (row: T) => string; acts: (rows: readonly T[], clear: () => void) => ReactNode };
  /** Filters of the page's own, at the left of the table's. */
  filters?: ReactNode;
  empty?: string;
}

type Line<T extends RowData> = { group: string; count: number } | { row: Row<PortalFeatures, T>; at: number };

/**
 * The portal's table: sort, filter, group, resize, pin and hide columns, select rows, copy and export what is shown,
 * move with j and k, any number of rows.
 */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { label, data, columns, rowId, view, onView, hiddenAtFirst, onOpen, group, select, filters } = props;
  const t = useKitText();
  const latest = useRef({ view, onView, onOpen });
  latest.current = { view, onView, onOpen };
  const [dragged, setDragged] = useState<{ id: string; width: number } | null>(null);
  // The address has taken over what was dragged.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked whenever the widths kept have changed
  useEffect(() => setDragged(null), [view.widths]);

  const hidden = useMemo(() => parseHidden(view.hidden, hiddenAtFirst), [view.hidden, hiddenAtFirst]);
  const pins = useMemo(() => parseList(view.pins), [view.pins]);
  const sorting = useMemo(() => parseSort(view.sort), [view.sort]);
  const widths = useMemo(
    () => ({ ...parseWidths(view.widths), ...(dragged ? { [dragged.id]: dragged.width } : {}) }),
    [view.widths, dragged],
  );
  // Memoised whole: a state that is new in each render would be sorted by anew while one scrolls.
  const state = useMemo(
    () => ({
      sorting,
      globalFilter: view.filter ?? '',
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
      columnSizing: widths,
      columnPinning: { start: pins, end: [] },
    }),
    [sorting, view.filter, hidden, widths, pins],
  );
  const table = useAppTable({
    data,
    columns,
    getRowId: rowId,
    getColumnCanGlobalFilter: () => true,
    enableMultiSort: false,
    state,
    onSortingChange: (update) =>
      onView({ sort: printSort(typeof update === 'function' ? update(sorting) : update) }),
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
  const inOrder = useMemo(() => lines.flatMap((line) => ('row' in line ? [line.row] : [])), [lines]);
  const selection = useSelection(inOrder);

  const headers = table.getHeaderGroups()[0];
  const visible = useMemo(() => headers?.headers.map((header) => header.column) ?? [], [headers]);
  const laid = visible.map<LaidColumn>((column) => {
    const pinned = pins.includes(column.id);
    return { id: column.id, pinned, width: pinned || widths[column.id] ? column.getSize() : null };
  });
  const laidOut = laid.map(({ id, width, pinned }) => `${id} ${width !== null} ${pinned}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pixels are the table's; rows need not hear of them
  const layouts = useMemo(() => cellLayouts(laid), [laidOut]);

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
  const span = visible.length + (select ? 1 : 0);

  const [active, setActive] = useState(-1);
  const step = (by: number) => {
    const places = lines.flatMap((line, index) => ('row' in line ? [index] : []));
    const from = places.indexOf(active);
    const to = places[Math.max(0, Math.min(places.length - 1, from + by))];
    if (to === undefined) return;
    if (isVirtual) virtualizer.scrollToIndex(to);
    setActive(to);
  };
  const take = (upToHere: boolean) => {
    const line = lines[active];
    if (line && 'row' in line) selection.take(line.row.id, upToHere);
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ...(select ? { x: () => take(false), ['X' as string]: () => take(true) } : {}),
  });
  useEffect(() => {
    const row = box.current?.querySelector<HTMLElement>(`[data-line="${active}"]`);
    // Whoever is in the row already, at its checkbox say, stays there.
    if (row && !row.contains(document.activeElement)) row.focus();
  }, [active]);

  const open = useCallback((row: T) => latest.current.onOpen?.(row), []);
  const edge = useMemo<ColumnEdge>(() => {
    const widthOf = (id: string) =>
      box.current?.querySelector<HTMLElement>(`th[data-column="${CSS.escape(id)}"]`)?.offsetWidth;
    return {
      onDrag: (id, width) => setDragged({ id, width }),
      onWidth: (id, width) => {
        const { [id]: _, ...others } = parseWidths(latest.current.view.widths);
        setDragged(width === null ? null : { id, width });
        latest.current.onView({ widths: printWidths(width === null ? others : { ...others, [id]: width }) });
      },
      /** A pinned column keeps the width that it has: the one beside it must know where it ends. */
      onPin: (id) => {
        const { view: now, onView: tell } = latest.current;
        const before = parseList(now.pins);
        if (before.includes(id))
          return tell({ pins: before.filter((each) => each !== id).join() || undefined });
        const width = widthOf(id);
        const kept = parseWidths(now.widths);
        const sized = width && !kept[id] ? { widths: printWidths({ ...kept, [id]: width }) } : {};
        return tell({ pins: [...before, id].join(), ...sized });
      },
    };
  }, []);

  const [copied, setCopied] = useState<number | null>(null);
  /** What the table shows, as it shows it: its columns, its filter, its order. */
  const onScreen = (): unknown[][] => [
    visible.map((column) => column.columnDef.meta?.label ?? column.id),
    ...inOrder.map((row) => visible.map((column) => shownIn(row, column.id))),
  ];
  const copy = async () => {
    if (await copyText(toTabs(onScreen()))) setCopied(rows.length);
  };
  useEffect(() => {
    if (copied === null) return undefined;
    const timer = setTimeout(() => setCopied(null), saidFor);
    return () => clearTimeout(timer);
  }, [copied]);
  const counted =
    rows.length === data.length
      ? t('table.rows', { count: data.length })
      : t('table.rowsOf', { shown: rows.length, count: data.length });
  const chosen = selection.rows;

  return (
    <div className="data-table">
      <div className="table-bar">
        {filters}
        <SearchBox
          value={view.filter ?? ''}
          onChange={(filter) => latest.current.onView({ filter: filter || undefined })}
        />
        <span className="table-count" role="status">
          {copied !== null
            ? t('table.copied', { count: copied })
            : chosen.length > 0
              ? `${t('table.selected', { count: chosen.length })} · ${counted}`
              : counted}
        </span>
        <ColumnPicker
          columns={table
            .getAllLeafColumns()
            .map((column) => ({ id: column.id, label: column.columnDef.meta?.label ?? column.id }))}
          hidden={hidden}
          pins={pins}
          onHidden={(next) => onView({ hidden: printHidden(next, hiddenAtFirst) })}
          onPin={edge.onPin}
          onReset={view.widths ? () => onView({ widths: undefined }) : undefined}
        />
        <Button onClick={() => void copy()}>{t('table.copy')}</Button>
        <Button onClick={() => saveFile(`${label}.csv`, toCsv(onScreen()))}>{t('table.export')}</Button>
      </div>
      {select && chosen.length > 0 ? (
        <div className="bulk-bar">
          <span>{t('table.selected', { count: chosen.length })}</span>
          {select.acts(
            chosen.map((row) => row.original),
            selection.clear,
          )}
          <Button type="text" onClick={selection.clear}>
            {t('table.selectNone')}
          </Button>
        </div>
      ) : null}
      <div className={isVirtual ? 'table-box table-box-virtual' : 'table-box'} ref={box}>
        <table
          className={pins.length > 0 ? 'grid grid-pinned' : 'grid'}
          aria-label={label}
          aria-rowcount={rows.length + 1}
          style={layoutVariables(laid, select ? selectWidth : 0)}
        >
          <thead>
            {headers ? (
              <HeadRow
                headers={headers}
                sort={view.sort}
                layouts={layouts}
                edge={edge}
                selected={select ? selection.extent : null}
                onSelectAll={selection.takeAll}
              />
            ) : null}
          </thead>
          <tbody>
            {above > 0 ? <Spacer height={above} span={span} /> : null}
            {shown.map((index) => {
              const line = lines[index];
              if (!line) return null;
              if ('group' in line) {
                return (
                  <tr
                    key={`group-${line.group}`}
                    className="group-row"
                    ref={isVirtual ? virtualizer.measureElement : undefined}
                    data-index={index}
                  >
                    <th scope="rowgroup" colSpan={span}>
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
                  layouts={layouts}
                  measure={isVirtual ? virtualizer.measureElement : undefined}
                  selected={select ? selection.has(line.row.id) : null}
                  label={select?.label(line.row.original)}
                  onSelect={selection.take}
                  onFocus={setActive}
                  onOpen={open}
                />
              );
            })}
            {below > 0 ? <Spacer height={below} span={span} /> : null}
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
