import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Footer } from '../shell/footer.js';
import { Preferences } from '../shell/preferences.js';

/** The frame of the pages before the portal: login and the change of a password. */
export function EntryFrame({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const { t } = useTranslation('shell');
  useEffect(() => {
    document.title = `${title} · ${t('name')}`;
  }, [title, t]);
  return (
    <div className="entry">
      <main className="entry-main">
        <p className="entry-brand">{t('name')}</p>
        <h1>{title}</h1>
        {note ? <p className="dim">{note}</p> : null}
        {children}
        <Preferences />
      </main>
      <Footer />
    </div>
  );
}
