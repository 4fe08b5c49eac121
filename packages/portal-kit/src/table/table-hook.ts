import {
  columnFilteringFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createFilteredRowModel,
  createSortedRowModel,
  createTableHook,
  filterFn_includesString,
  globalFilteringFeature,
  type Row,
  type RowData,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
} from '@tanstack/react-table';

/** What the portal's tables know of a column beyond TanStack's own definition. */
export interface PortalColumn {
  /** Its name in the column list and in what is copied. */
  label: string;
  /** What a row shows in the column, as text; where its value is only for sorting. */
  print?: (row: unknown) => string | number | null;
  /** Numbers stand right, with tabular figures. */
  numeric?: boolean;
  /** Takes what width is left; others are as wide as their content. */
  grow?: boolean;
  /** Dropped first when the screen is narrow. */
  wideOnly?: boolean;
}

/** Features and row models of every table. A column sorts by `sortFn`: `basic` unless it says so. */
const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  columnVisibilityFeature,
  columnSizingFeature,
  columnPinningFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  filterFns: { includesString: filterFn_includesString },
  sortFns: { basic: sortFn_basic, alphanumeric: sortFn_alphanumeric },
  columnMeta: {} as PortalColumn,
});
export type PortalFeatures = typeof features;

/** What a row shows in a column: its text, or the number that stands there. */
export function shownIn<T extends RowData>(row: Row<PortalFeatures, T>, columnId: string): unknown {
  const print = row.table.getColumn(columnId)?.columnDef.meta?.print;
  return print ? print(row.original) : row.getValue(columnId);
}

/** The one factory: built once for the whole portal, as column and row types hang on its identity. */
export const { createAppColumnHelper, useAppTable } = createTableHook({
  features,
  globalFilterFn: (row, columnId, sought: string) =>
    String(shownIn(row, columnId) ?? '')
      .toLowerCase()
      .includes(sought.toLowerCase()),
});
