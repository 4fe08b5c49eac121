import { MissingState, PageLayout } from '@duban/portal-kit';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Footer } from './footer.js';

/** An address that no page answers. */
export function NotFound() {
  const { t } = useTranslation('shell');
  return (
    <div className="entry">
      <main className="entry-main">
        <PageLayout title={t('missing')}>
          <MissingState />
          <Link to="/">{t('home')}</Link>
        </PageLayout>
      </main>
      <Footer />
    </div>
  );
}
