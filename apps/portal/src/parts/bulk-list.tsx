import type { ReactNode } from 'react';
import './dialog.css';

/** What a change of many things is about, row by row; a long list scrolls, by the keyboard too. */
export function BulkList({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <ul className="bulk-list" tabIndex={0} aria-label={label}>
      {children}
    </ul>
  );
}
