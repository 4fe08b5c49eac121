import type { Series } from '@duban/contract';
import { EmptyState, usePeriodText } from '@duban/portal-kit';
import { Chart } from '@duban/portal-kit/chart';
import { useTranslation } from 'react-i18next';
import { trendOf } from '../area/trend.js';

/** The figure against its target over the year. */
export default function TargetTrend({
  title,
  measure,
  points,
}: {
  title: string;
  measure: string;
  points: Series['points'];
}) {
  const { t } = useTranslation('area');
  const periodText = usePeriodText();
  const names = {
    value: t('metrics.value'),
    yearToDate: t('metrics.yearToDate'),
    target: t('metrics.target'),
    pace: t('metrics.pace'),
    pending: t('metrics.pending'),
  };
  const data = trendOf(title, measure, points, names, periodText);
  return data.series.length > 0 ? (
    <Chart data={data} height={220} />
  ) : (
    <EmptyState title={t('metrics.noPoints')} />
  );
}
