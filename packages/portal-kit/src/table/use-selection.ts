import { useCallback, useMemo, useRef, useState } from 'react';
import { reached, type Selection, toggled } from './selection.js';

export interface RowSelection<R> {
  /** Selected rows that are shown: what is filtered away is not acted on unseen. */
  rows: readonly R[];
  extent: 'all' | 'some' | 'none';
  has: (id: string) => boolean;
  /** Takes a row in or out; `upToHere` also all between it and the one before. Stable between renders. */
  take: (id: string, upToHere: boolean) => void;
  /** All that is shown, or nothing where all of it is selected. Stable as well. */
  takeAll: () => void;
  clear: () => void;
}

/** Which of the rows, given in the order on screen, are selected. */
export function useSelection<R extends { id: string }>(shown: readonly R[]): RowSelection<R> {
  const [selected, setSelected] = useState<Selection>(new Set());
  const rows = useMemo(() => shown.filter((row) => selected.has(row.id)), [shown, selected]);
  const from = useRef<string | null>(null);
  const latest = useRef({ shown, count: rows.length });
  latest.current = { shown, count: rows.length };
  const take = useCallback((id: string, upToHere: boolean) => {
    const ids = latest.current.shown.map((row) => row.id);
    const start = from.current;
    setSelected((before) => (upToHere && start ? reached(before, ids, start, id) : toggled(before, id)));
    from.current = id;
  }, []);
  const takeAll = useCallback(() => {
    const { shown: all, count } = latest.current;
    setSelected(count === all.length ? new Set() : new Set(all.map((row) => row.id)));
  }, []);
  const clear = useCallback(() => setSelected(new Set()), []);
  const extent = rows.length === 0 ? 'none' : rows.length === shown.length ? 'all' : 'some';
  return { rows, extent, has: (id) => selected.has(id), take, takeAll, clear };
}
