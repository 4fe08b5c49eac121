import { queries, useCan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { MetricFacts } from './metric-name.js';

/** The metrics that a form feeds, each with what its number means: beside the fields that are filled in for it. */
export function FormMetrics({ areaId, formKey }: { areaId: string; formKey: string }) {
  const { t } = useTranslation('figures');
  const text = useText();
  const can = useCan();
  const metrics = useQuery({ ...queries.metrics(areaId), enabled: can('figure.read') });
  const fed = (metrics.data?.items ?? []).filter((each) => each.numerator?.split('.')[0] === formKey);
  if (fed.length === 0) return null;
  return (
    <details className="form-metrics">
      <summary>{t('ofForm', { count: fed.length })}</summary>
      {fed.map((metric) => (
        <section key={metric.key} aria-label={text(metric.title)}>
          <h3 className="drill-head">{text(metric.title)}</h3>
          <MetricFacts metric={metric.key} />
        </section>
      ))}
    </details>
  );
}
