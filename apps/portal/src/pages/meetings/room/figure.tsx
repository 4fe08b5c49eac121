import { RoomFigure } from '@duban/portal-kit';
import type { ReactNode } from 'react';
import { type Source, sourceMark, useRoom } from './room-context.js';
import type { Direction } from './room-keys.js';

/** A figure of the room's own pages; panels of areas make theirs with the kit's part. */
export function Figure({
  source,
  className,
  onFocus,
  children,
}: {
  source: Source;
  className?: string;
  onFocus?: () => void;
  children: ReactNode;
}) {
  const { open } = useRoom();
  return (
    <RoomFigure mark={sourceMark(source)} className={className} onFocus={onFocus} onOpen={() => open(source)}>
      {children}
    </RoomFigure>
  );
}

/** The figures of the page on screen, in reading order. */
export function figuresIn(page: ParentNode): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>('.room-figure')];
}

/**
 * The figure beyond the one in focus; the first of the page where none is. In a table up and down keep to the column;
 * aside goes on in reading order everywhere.
 */
export function figureBeyond(page: ParentNode, from: Element | null, to: Direction): HTMLElement | null {
  const figures = figuresIn(page);
  const now = from instanceof HTMLElement ? figures.indexOf(from) : -1;
  if (now < 0) return figures[0] ?? null;
  const by = to === 'down' || to === 'after' ? 1 : -1;
  const cell = from?.closest('td, th') ?? null;
  if (cell && (to === 'down' || to === 'up')) {
    const row = cell.parentElement as HTMLTableRowElement;
    const next = by > 0 ? row.nextElementSibling : row.previousElementSibling;
    const column = [...row.children].indexOf(cell);
    return next?.children[column]?.querySelector<HTMLElement>('.room-figure') ?? null;
  }
  return figures[Math.min(Math.max(now + by, 0), figures.length - 1)] ?? null;
}
