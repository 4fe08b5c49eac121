import { meets, type ShareTarget, shareRule } from '@duban/contract';
import type { AreaRegistry, RegisteredMetric } from '../areas/area-registry.js';
import type { FigureSet } from '../figures/figure-set.js';
import { isRate, type TargetRow } from '../figures/target-row.js';
import type { SubTargetRow } from '../figures/unit-targets.service.js';

/** What a unit owes in a task, before anybody looks at what it has reached. */
export type OwedTarget = Omit<ShareTarget, 'actual' | 'met'>;

/**
 * What the plan and the unit above ask of a unit in a task, a metric once: its sub-target, else its own target, for
 * rates and where each unit has to meet it (各县均须达到) else the plan's.
 */
export function owedTargets(
  registry: AreaRegistry,
  { unitId, rootUnitId }: { unitId: string; rootUnitId: string },
  planTargets: readonly TargetRow[],
  subTargets: readonly SubTargetRow[],
): OwedTarget[] {
  const owed = new Map<string, OwedTarget>();
  const add = (key: string, make: (metric: RegisteredMetric) => OwedTarget) => {
    const metric = registry.metric(key);
    if (metric && !owed.has(key)) owed.set(key, make(metric));
  };
  for (const sub of subTargets)
    add(sub.metric, ({ metric }) => ({
      metric: sub.metric,
      title: metric.title,
      measure: metric.measure,
      direction: metric.direction,
      rule: shareRule(metric),
      value: sub.value,
      dueDate: sub.dueDate,
      source: 'share',
      demo: sub.demo,
    }));
  const own = planTargets.filter((each) => each.unitId === unitId);
  // A count of the whole bureau is nobody's own.
  const common = planTargets.filter((each) => {
    const metric = each.unitId === rootUnitId && registry.metric(each.metric);
    return metric && (isRate(metric) || each.scope === 'each');
  });
  for (const target of [...own, ...common])
    add(target.metric, ({ metric }) => ({
      metric: target.metric,
      title: metric.title,
      measure: target.measure,
      direction: target.direction,
      rule: shareRule(metric, target.unitId === unitId ? target.scope : 'aggregate'),
      value: target.value ?? 0,
      dueDate: target.dueDate,
      source: 'plan',
      demo: target.source === 'demo',
    }));
  return [...owed.values()];
}

/** The same with what the unit's accepted reports have reached up to the month. */
export function measured(
  registry: AreaRegistry,
  targets: readonly OwedTarget[],
  figures: FigureSet | undefined,
  month: string,
): ShareTarget[] {
  return targets.map((target) => {
    const metric = registry.metric(target.metric);
    const figure = metric && figures?.at(metric, month);
    const actual = (metric?.metric.overTime === 'none' ? figure?.value : figure?.yearToDate) ?? null;
    return { ...target, actual, met: actual === null ? null : meets(target.direction, actual, target.value) };
  });
}
