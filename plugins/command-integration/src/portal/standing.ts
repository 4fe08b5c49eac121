import { periodEnd, periodStart, type Series } from '@duban/contract';

type Point = Pick<Series['points'][number], 'period' | 'value' | 'target' | 'pending'>;

/**
 * Where a quarter stands: `held` once enough drills are accepted, `waiting` while reports that would be enough wait
 * for acceptance, `running` until it ends, then `missed`, or `unreported` where nothing says how many there were.
 */
export type Standing = 'held' | 'waiting' | 'running' | 'ahead' | 'missed' | 'unreported';

/** `today` is the business date. The plan asks for one drill a quarter where no target of the unit says more. */
export function standingOf({ period, value, target, pending }: Point, today: string): Standing {
  const wanted = target ?? 1;
  if (value !== null && value >= wanted) return 'held';
  if (pending?.value != null && pending.value >= wanted) return 'waiting';
  if (today < periodStart(period)) return 'ahead';
  if (today <= periodEnd(period)) return 'running';
  return value === null ? 'unreported' : 'missed';
}
