import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback } from 'react';

export interface RowsInSight {
  /** Places of the rows to render. */
  shown: number[];
  /** Pixels of the rows that are left out, before and after. */
  above: number;
  below: number;
  scrollTo: (row: number) => void;
}

/** Renders only the rows that are seen, once there are more than `from` of them. Rows are of one height. */
export function useRowsInSight(
  box: RefObject<HTMLElement | null>,
  { count, height, from = 150 }: { count: number; height: number; from?: number },
): RowsInSight {
  const isVirtual = count > from;
  const virtualizer = useVirtualizer({
    count,
    enabled: isVirtual,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const scrollTo = useCallback(
    (row: number) => {
      if (isVirtual) virtualizer.scrollToIndex(row);
    },
    [virtualizer, isVirtual],
  );
  if (!isVirtual)
    return { shown: Array.from({ length: count }, (_, at) => at), above: 0, below: 0, scrollTo };
  const items = virtualizer.getVirtualItems();
  return {
    shown: items.map((item) => item.index),
    above: items[0]?.start ?? 0,
    below: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
    scrollTo,
  };
}
