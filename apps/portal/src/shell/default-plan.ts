import type { PlanView } from '@duban/contract';

/**
 * The plan that is shown where the address names none: that of the business year, else the last one before it. Next
 * year's may stand for weeks before its year begins.
 */
export function defaultPlan<P extends Pick<PlanView, 'year' | 'businessDate'>>(
  plans: readonly P[],
): P | null {
  const latest = [...plans].sort((a, b) => b.year - a.year);
  return (
    latest.find(({ year, businessDate }) => year <= Number(businessDate.slice(0, 4))) ?? latest.at(-1) ?? null
  );
}
