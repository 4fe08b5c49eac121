import { isQuotient, type Metric } from '@duban/contract';
import { formatTarget, queries, useCan, useLanguage, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

/**
 * Targets to print beside a form's fields, by field: the unit's own; for a rate, or what each unit has to meet,
 * else the whole plan's. A sum over all units says nothing about one of them.
 */
export function useFieldTargets(areaId: string, formKey: string, unitId: string): Record<string, string> {
  const plan = usePlan();
  const can = useCan();
  const text = useText();
  const language = useLanguage();
  const metrics = useQuery({ ...queries.metrics(areaId), enabled: can('figure.read') });
  const targets = useQuery({ ...queries.targets(plan.id), enabled: can('figure.read') });
  return useMemo(() => {
    const printed: Record<string, string> = {};
    for (const metric of metrics.data?.items ?? []) {
      const [form, field] = metric.numerator?.split('.') ?? [];
      if (form !== formKey || !field) continue;
      const aims = (targets.data?.items ?? []).filter((each) => each.metric === metric.key);
      const isRate = isQuotient({ kind: metric.kind as Metric['kind'] });
      const aim =
        aims.find((each) => each.unitId === unitId) ??
        aims.find((each) => each.unitId === plan.rootUnitId && (isRate || each.scope === 'each'));
      if (!aim || aim.value === null) continue;
      const said = `${text(metric.title)} ${formatTarget(aim, aim.measure, language)}`;
      printed[field] = printed[field] ? `${printed[field]}; ${said}` : said;
    }
    return printed;
  }, [metrics.data, targets.data, formKey, unitId, plan.rootUnitId, text, language]);
}
