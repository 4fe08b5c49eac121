import { PageLayout } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { ReviewQueue } from './review-queue.js';

/** 审核: what waits for my review in all areas, one after another. */
export function ReviewPage() {
  const { t } = useTranslation('review');
  return (
    <PageLayout title={t('page')} note={t('pageNote')}>
      <ReviewQueue />
    </PageLayout>
  );
}
