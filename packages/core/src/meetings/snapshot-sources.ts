import { type FrozenReport, periodEnd, type Snapshot } from '@duban/contract';
import type { RegisteredMetric } from '../areas/area-registry.js';
import { groupBy } from '../kernel/index.js';

interface Frame {
  /** The last day of the period that is looked at. */
  until: string;
  /** The units whose figures are shown. */
  unitIds: readonly string[];
}

/** The reports behind each metric's year to date, each once; of a computed one those behind its inputs. Pure. */
export function sourcesOf(
  metrics: readonly { key: string; inputs: readonly Pick<RegisteredMetric, 'key' | 'metric'>[] }[],
  reports: readonly FrozenReport[],
  fed: readonly { reportId: string; metric: string }[],
  frame: Frame,
): Required<Pick<Snapshot, 'sources' | 'restsOn'>> {
  const feeders = groupBy(fed, (each) => each.metric);
  const behind = metrics.map(({ key, inputs }) => {
    const counted = inputs.flatMap((input) => {
      const ids = new Set(feeders.get(input.key)?.map((each) => each.reportId));
      const own = reports.filter((report) => ids.has(report.id));
      return behindYearToDate(input, own, frame);
    });
    return { key, counted: new Set(counted) };
  });
  const used = reports.filter((report) => behind.some(({ counted }) => counted.has(report)));
  const places = new Map(used.map((report, at) => [report, at]));
  return {
    sources: used,
    restsOn: Object.fromEntries(
      behind
        .filter(({ counted }) => counted.size > 0)
        .map(({ key, counted }) => [key, [...counted].map((report) => places.get(report) ?? 0)]),
    ),
  };
}

/**
 * Of the reports that feed a metric, in the order of units and of their periods, those that its year to date rests on:
 * of a flow all that came, of a level each unit's last one, and of what has no rule over time those of its newest
 * period. What is no sum over units rests on the reports of the units shown.
 */
function behindYearToDate(
  { metric }: Pick<RegisteredMetric, 'metric'>,
  reports: readonly FrozenReport[],
  { until, unitIds }: Frame,
): FrozenReport[] {
  const fed = reports.filter(
    ({ period, unitId }) =>
      periodEnd(period) <= until && (metric.overUnits === 'sum' || unitIds.includes(unitId)),
  );
  switch (metric.overTime) {
    case 'sum':
      return fed;
    case 'latest':
      return [...new Map(fed.map((report) => [report.unitId, report])).values()];
    case 'none': {
      const newest = fed.map(({ period }) => periodEnd(period)).sort();
      return fed.filter(({ period }) => periodEnd(period) === newest.at(-1));
    }
  }
}
