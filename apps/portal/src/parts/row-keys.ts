import { useShortcuts } from '@duban/portal-kit';
import type { RefObject } from 'react';

/** Moves the focus over the rows of a page's plain tables with j and k; x ticks the row's box, Shift with x all up to it. */
export function useRowKeys(box: RefObject<HTMLElement | null>): void {
  const rows = () => [...(box.current?.querySelectorAll<HTMLElement>('tbody tr[tabindex]') ?? [])];
  const here = () => rows().find((row) => row.contains(document.activeElement));
  const step = (by: number) => {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };
  const take = (shiftKey: boolean) =>
    here()
      ?.querySelector('input[type="checkbox"]')
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey }));
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    x: () => take(false),
    ['X' as string]: () => take(true),
  });
}
