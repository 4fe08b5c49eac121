import type { ReactNode } from 'react';

/** How an element says that its number is a metric's: the room asks by it where the number came from. */
export const metricMark = (key: string): string => `m ${key}`;

/** Something in the meeting room whose source can be asked for: by the arrow keys and `s`, or by a click. */
export function RoomFigure({
  mark,
  className = '',
  onOpen,
  onFocus,
  children,
}: {
  mark: string;
  className?: string | undefined;
  onOpen: () => void;
  onFocus?: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={`room-figure ${className}`}
      data-source={mark}
      onFocus={onFocus}
      onClick={onOpen}
    >
      {children}
    </button>
  );
}
