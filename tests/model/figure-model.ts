import { above, type Unit } from './cast.js';
import { type Data, months, type Slot, type World } from './world.js';

export interface Observation {
  metric: string;
  unit: Unit;
  period: string;
  status: 'accepted' | 'pending';
  numerator: number;
  denominator: number;
  revision: number;
}
export interface Rollup {
  metric: string;
  unit: Unit;
  period: string;
  numerator: number;
  denominator: number;
  units: number;
  ytdNumerator: number;
  ytdDenominator: number;
  ytdUnits: number;
}

/** What a report says of each metric: two rates with both sides, and a level; nothing where a field was left empty. */
function said(
  { form }: Slot,
  { whole, part, level }: Data,
): Pick<Observation, 'metric' | 'numerator' | 'denominator'>[] {
  if (form === 'note' || whole === undefined || part === undefined) return [];
  const rate = { metric: `trial.${form}-rate`, numerator: part, denominator: whole };
  if (form === 'station' || level === undefined) return [rate];
  return [rate, { metric: 'trial.level', numerator: level, denominator: 0 }];
}

export function observations(world: World): Observation[] {
  const of = (status: Observation['status'], from: World['accepted']) =>
    [...from.values()].flatMap(({ slot, data, revision }) =>
      said(slot, data).map((each) => ({ ...each, unit: slot.unit, period: slot.period, status, revision })),
    );
  return [...of('accepted', world.accepted), ...of('pending', world.waiting)];
}

/**
 * Every roll-up from the accepted values alone: in each unit over time, then over the units above it. A rate's sides
 * count in their own month and in the year to date of all that follow; a level stands until the unit's next one.
 */
export function rollups(world: World): Rollup[] {
  const rows = new Map<string, Rollup>();
  const accepted = observations(world).filter(({ status }) => status === 'accepted');
  for (const seen of accepted) {
    const isLevel = seen.metric === 'trial.level';
    const next = accepted
      .filter(
        (other) => other.metric === seen.metric && other.unit === seen.unit && other.period > seen.period,
      )
      .sort((a, b) => a.period.localeCompare(b.period))[0];
    for (const period of months) {
      if (period < seen.period || (isLevel && next && period >= next.period)) continue;
      const counts = isLevel || period === seen.period;
      for (const unit of above[seen.unit]) {
        const key = `${seen.metric} ${unit} ${period}`;
        const row = rows.get(key) ?? emptyRow(seen.metric, unit, period);
        row.numerator += counts ? seen.numerator : 0;
        row.denominator += counts ? seen.denominator : 0;
        row.units += counts ? 1 : 0;
        row.ytdNumerator += seen.numerator;
        row.ytdDenominator += seen.denominator;
        row.ytdUnits += 1;
        rows.set(key, row);
      }
    }
  }
  return [...rows.values()];
}

const emptyRow = (metric: string, unit: Unit, period: string): Rollup => ({
  metric,
  unit,
  period,
  numerator: 0,
  denominator: 0,
  units: 0,
  ytdNumerator: 0,
  ytdDenominator: 0,
  ytdUnits: 0,
});

const percent = (numerator: number, denominator: number) =>
  denominator === 0 ? null : Math.round((numerator / denominator) * 1_000_000) / 10_000;

/** The city's rate of the county form, month by month, as the series shows it. Missing is not zero. */
export function citySeries(world: World, shown: readonly string[]) {
  const own = rollups(world).filter((row) => row.metric === 'trial.county-rate' && row.unit === 'city');
  return shown.map((period) => {
    const row = own.find((each) => each.period === period);
    const reported = row && row.units > 0;
    return {
      period,
      numerator: reported ? row.numerator : null,
      denominator: reported ? row.denominator : null,
      value: reported ? percent(row.numerator, row.denominator) : null,
      yearToDate: row ? percent(row.ytdNumerator, row.ytdDenominator) : null,
    };
  });
}
