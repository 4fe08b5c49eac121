import { formatTarget, queries, useCan, useLanguage, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportContext } from './report-queries.js';

/** Targets to print beside a form's fields, by field: what is asked of the unit in the period. */
export function useFieldTargets(
  areaId: string,
  formKey: string,
  targets: ReportContext['targets'] | undefined,
): Record<string, string> {
  const { t } = useTranslation('figures');
  const can = useCan();
  const text = useText();
  const language = useLanguage();
  const metrics = useQuery({ ...queries.metrics(areaId), enabled: can('figure.read') });
  return useMemo(() => {
    const printed: Record<string, string> = {};
    for (const metric of metrics.data?.items ?? []) {
      const [form, field] = metric.numerator?.split('.') ?? [];
      const target = targets?.find((each) => each.metric === metric.key);
      if (form !== formKey || !field || !target) continue;
      const said = [
        text(metric.title),
        formatTarget(target, target.measure, language),
        target.by === 'share' && `(${t('share')})`,
      ]
        .filter(Boolean)
        .join(' ');
      printed[field] = printed[field] ? `${printed[field]}; ${said}` : said;
    }
    return printed;
  }, [metrics.data, targets, formKey, text, language, t]);
}
