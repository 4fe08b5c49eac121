export interface RowGroup<R> {
  key: string;
  rows: R[];
}

/** Splits rows that are already in order into groups; groups follow `order`, rows keep theirs. */
export function groupRows<R>(
  rows: readonly R[],
  keyOf: (row: R) => string,
  order: readonly string[],
): RowGroup<R>[] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...groups]
    .map(([key, members]) => ({ key, rows: members }))
    .sort((a, b) => place(a.key) - place(b.key));
}

/** `-dueDate` as TanStack's sorting state, and back. */
export function parseSort(sort: string | undefined): { id: string; desc: boolean }[] {
  if (!sort) return [];
  return sort.startsWith('-') ? [{ id: sort.slice(1), desc: true }] : [{ id: sort, desc: false }];
}

export function printSort(sorting: readonly { id: string; desc: boolean }[]): string | undefined {
  const first = sorting[0];
  return first && (first.desc ? `-${first.id}` : first.id);
}

/** Cells as tab-separated text that Excel takes; a cell that would be read as a formula is quoted. */
export function toTabs(rows: readonly (readonly unknown[])[]): string {
  return rows
    .map((cells) =>
      cells
        .map((cell) => {
          if (cell === null || cell === undefined) return '';
          const text = String(cell).replaceAll(/[\t\r\n]+/g, ' ');
          return typeof cell !== 'number' && /^[=+\-@]/.test(text) ? `'${text}` : text;
        })
        .join('\t'),
    )
    .join('\n');
}
