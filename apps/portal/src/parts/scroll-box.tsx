import type { ReactNode } from 'react';

/** A table that may be wider or longer than its place: what scrolls is reached by the keyboard. */
export function ScrollBox({
  label,
  className = '',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className={`table-box ${className}`.trim()} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
