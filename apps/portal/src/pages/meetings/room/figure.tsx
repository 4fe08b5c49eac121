import type { ReactNode } from 'react';
import { type Source, sourceMark, useRoom } from './room-context.js';

/** Something on a page whose source can be asked for: by the arrow keys and `s`, or by a click. */
export function Figure({
  source,
  className = '',
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
    <button
      type="button"
      className={`room-figure ${className}`}
      data-source={sourceMark(source)}
      onFocus={onFocus}
      onClick={() => open(source)}
    >
      {children}
    </button>
  );
}

/** The figures of the page on screen, in reading order. */
export function figuresIn(page: ParentNode): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>('.room-figure')];
}
