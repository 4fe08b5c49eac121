import { useEffect, useRef, useState } from 'react';
import { useKitText } from '../text/use-text.js';
import { clampWidth, narrowest, widest } from './table-view.js';

/** Pixels that an arrow key moves a column's edge; with Shift, more. */
const step = 8;
const stride = 40;

/** What the edge of a column does to it. Stable between renders. */
export interface ColumnEdge {
  /** While it is dragged. */
  onDrag: (id: string, width: number) => void;
  /** Where it came to rest; null for as wide as its content. */
  onWidth: (id: string, width: number | null) => void;
  onPin: (id: string) => void;
}

/** The edge of a column: drag it, move it with the arrow keys, double click or Delete to let the content decide. */
export function ResizeHandle({ id, label, edge }: { id: string; label: string; edge: ColumnEdge }) {
  const t = useKitText();
  const handle = useRef<HTMLSpanElement>(null);
  const dragged = useRef<{ x: number; width: number; last: number } | null>(null);
  const widthNow = () => handle.current?.closest('th')?.offsetWidth ?? narrowest;
  const [shown, setShown] = useState(narrowest);
  useEffect(() => {
    const cell = handle.current?.closest('th');
    if (!cell) return undefined;
    // Told when it changed, rather than asked in each render: asking would lay the table out anew.
    const watched = new ResizeObserver(() => setShown(cell.offsetWidth));
    watched.observe(cell);
    return () => watched.disconnect();
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved; ARIA's window splitter can
    <span
      ref={handle}
      role="separator"
      tabIndex={0}
      className="column-edge"
      aria-orientation="vertical"
      aria-label={t('table.resize', { column: label })}
      aria-valuenow={shown}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      title={t('table.resizeHint')}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        const width = widthNow();
        dragged.current = { x: event.clientX, width, last: width };
      }}
      onPointerMove={(event) => {
        const from = dragged.current;
        if (!from) return;
        const width = clampWidth(from.width + event.clientX - from.x);
        if (width === from.last) return;
        from.last = width;
        edge.onDrag(id, width);
      }}
      onPointerUp={() => {
        const from = dragged.current;
        dragged.current = null;
        if (from && from.last !== from.width) edge.onWidth(id, from.last);
      }}
      onPointerCancel={() => {
        const from = dragged.current;
        dragged.current = null;
        if (from) edge.onDrag(id, from.width);
      }}
      onDoubleClick={() => edge.onWidth(id, null)}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const by = event.shiftKey ? stride : step;
        if (event.key === 'ArrowLeft') edge.onWidth(id, clampWidth(widthNow() - by));
        else if (event.key === 'ArrowRight') edge.onWidth(id, clampWidth(widthNow() + by));
        else if (event.key === 'Home') edge.onWidth(id, narrowest);
        else if (event.key === 'Delete') edge.onWidth(id, null);
        else if (event.key.toLowerCase() === 'p') edge.onPin(id);
        else return;
        event.preventDefault();
      }}
    />
  );
}
