import type { PlanView } from '@duban/contract';

/**
 * The plan that is shown where the address names none: that of the business year, else the last one before it. Next
 * year's may stand for weeks before its year begins; and while the year's own is not issued, last year's goes on.
 */
export function defaultPlan<P extends Pick<PlanView, 'year' | 'businessDate' | 'issuedOn'>>(
  plans: readonly P[],
): P | null {
  const latest = [...plans].sort((a, b) => b.year - a.year);
  const begun = latest.filter(({ year, businessDate }) => year <= Number(businessDate.slice(0, 4)));
  const [own, before] = begun;
  const goesOn = own?.issuedOn === null && before?.year === own.year - 1;
  return (goesOn ? before : own) ?? latest.at(-1) ?? null;
}
