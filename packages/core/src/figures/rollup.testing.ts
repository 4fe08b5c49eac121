import { type Period, periodEnd, periodsOfYear } from '@duban/contract';

/** What the model knows of a unit: whom it stands under, from which day on, and after which day it is no more. */
export interface ModelUnit {
  id: string;
  places: { from: string; line: readonly string[] }[];
  closedOn: string | null;
}
export interface Said {
  metric: string;
  unitId: string;
  period: Period;
  numerator: number;
  denominator: number;
}
export interface Rules {
  overTime: 'sum' | 'latest' | 'none';
  overUnits: 'sum' | 'none';
}
/** A row of a roll-up as text, so that two are equal to the last digit or not at all. */
export type RollupText = Record<string, string | number>;

/** Units that one counts in on a day, itself last, then the groups that hold one of these; of one that is no more, as it last was. */
export function lineOn(
  unit: ModelUnit,
  day: string,
  groups: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const place = unit.places.findLast(({ from }) => from <= day) ?? unit.places[0];
  const line = [...(place?.line ?? []), unit.id];
  const holding = [...groups].filter(([, members]) => line.some((id) => members.has(id)));
  return [...line, ...holding.map(([id]) => id).sort()];
}

const months = periodsOfYear(2024, 'month');

/** Numbers of the test have at most two decimals: counted in hundredths they add up exactly. */
const hundredths = (value: number) => Math.round(value * 100);
const written = (sum: number) => String(sum / 100);

/**
 * Every roll-up from what was said alone, by the words of the specification: in each unit over time, then over the
 * units that it counted in on the last day of what was said. Shares nothing with the SQL that it is held against.
 */
export function modelRollups(
  all: readonly Said[],
  units: readonly ModelUnit[],
  groups: ReadonlyMap<string, ReadonlySet<string>>,
  rules: Readonly<Record<string, Rules>>,
): RollupText[] {
  const rows = new Map<string, { key: string[]; sums: number[] }>();
  const add = (key: string[], values: number[]) => {
    const row = rows.get(key.join(' ')) ?? { key, sums: [0, 0, 0, 0, 0, 0] };
    row.sums = row.sums.map((sum, at) => sum + (values[at] ?? 0));
    rows.set(key.join(' '), row);
  };
  for (const said of all) {
    const { overTime, overUnits } = rules[said.metric] as Rules;
    const unit = units.find(({ id }) => id === said.unitId) as ModelUnit;
    const line = overUnits === 'none' ? [said.unitId] : lineOn(unit, periodEnd(said.period), groups);
    const isReplaced = (period: Period) =>
      all.some(
        (other) =>
          other.metric === said.metric &&
          other.unitId === said.unitId &&
          other.period > said.period &&
          other.period <= period,
      );
    for (const period of months.filter((each) => each >= said.period)) {
      const counts = overTime === 'latest' ? !isReplaced(period) : period === said.period;
      const countsInYear = overTime === 'sum' || counts;
      const sides = [hundredths(said.numerator), hundredths(said.denominator)];
      for (const id of line) {
        if (countsInYear)
          add([id, said.metric, period], [...(counts ? [...sides, 1] : [0, 0, 0]), ...sides, 1]);
      }
    }
  }
  return [...rows.values()]
    .map(({ key, sums: [numerator, denominator, units, ytdNumerator, ytdDenominator, ytdUnits] }) => ({
      unit_id: key[0] as string,
      metric: key[1] as string,
      period: key[2] as string,
      numerator: written(numerator as number),
      denominator: written(denominator as number),
      units: units as number,
      ytd_numerator: written(ytdNumerator as number),
      ytd_denominator: written(ytdDenominator as number),
      ytd_units: ytdUnits as number,
    }))
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

export const keyOf = (row: RollupText) => `${row.unit_id} ${row.metric} ${row.period}`;
