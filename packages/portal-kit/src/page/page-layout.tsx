import { type ReactNode, useEffect } from 'react';

export interface PageLayoutProps {
  title: string;
  /** One line under the title: what the page stands on (unit, period, data as of). */
  note?: ReactNode;
  /** Filters and actions, at the right of the title. */
  toolbar?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: one first-level heading, its note and toolbar, then the content. */
export function PageLayout({ title, note, toolbar, children }: PageLayoutProps) {
  useEffect(() => {
    document.title = `${title} · 督办`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {note ? <div className="page-note">{note}</div> : null}
        </div>
        {toolbar ? <div className="page-toolbar">{toolbar}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  note,
  extra,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{title}</h2>
        {note ? <span className="section-note">{note}</span> : null}
        {extra ? <div className="section-extra">{extra}</div> : null}
      </div>
      {children}
    </section>
  );
}
