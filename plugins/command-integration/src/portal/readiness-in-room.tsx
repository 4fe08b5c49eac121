import type { Snapshot } from '@duban/contract';
import { periodsOfYear } from '@duban/contract';
import {
  formatNumber,
  frozenMetric,
  metricMark,
  RoomFigure,
  RoomShares,
  type SlotProps,
  useLanguage,
  useShortPeriod,
  useText,
} from '@duban/portal-kit';
import { type Standing, standingOf } from './standing.js';
import { standings } from './words.js';

export const drills = 'command-integration.red-blue-drills';
export const shares = [
  'command-integration.interception-circles',
  'command-integration.combat-command-rooms',
].map((metric) => ({ metric }));

/** The year's quarters with their drills as frozen, and where that left each on the snapshot's day. */
export function quartersOf({
  plan,
  units,
  figures,
  targets,
  asOf,
}: Pick<Snapshot, 'plan' | 'units' | 'figures' | 'targets' | 'asOf'>): {
  period: string;
  value: number | null;
  standing: Standing;
}[] {
  const root = units.find((unit) => unit.isRoot)?.id;
  const target = targets.find((each) => each.metric === drills && each.unitId === root)?.value ?? null;
  return periodsOfYear(plan.year, 'quarter').map((period) => {
    const row = figures.find(
      (each) => each.metric === drills && each.unitId === root && each.period === period,
    );
    const value = row?.value ?? null;
    return { period, value, standing: standingOf({ period, value, target, pending: null }, asOf) };
  });
}

/** Drills quarter by quarter, and n of m of the interception circles and command rooms. */
export default function ReadinessInRoom(given: SlotProps['room']) {
  const text = useText();
  const language = useLanguage();
  const periodText = useShortPeriod();
  return (
    <>
      <RoomFigure mark={metricMark(drills)} onOpen={() => given.openMetric(drills)}>
        {text(frozenMetric(given.snapshot, drills)?.title)}
      </RoomFigure>
      <ol className="room-quarters">
        {quartersOf(given.snapshot).map(({ period, value, standing }) => (
          <li key={period} className={standing}>
            <span>{periodText(period)}</span>
            <b>{value === null ? '–' : formatNumber(value, language)}</b>
            <span>{text(standings[standing])}</span>
          </li>
        ))}
      </ol>
      <RoomShares given={given} shares={shares} />
    </>
  );
}
