import { type Board, round4 } from '@duban/contract';

type Area = Board['areas'][number];
type Rate = Area['completeness'];

export const lightColours = ['red', 'yellow', 'green', 'grey'] as const;

export interface AreaTotals {
  lights: Area['lights'];
  closed: Area['closed'];
  withheld: number;
  completeness: Rate;
  timeliness: Rate;
  pace: Pace;
}

/** Figures held against a target: how many there are, and how many of them are on pace (green). */
export interface Pace {
  met: number;
  judged: number;
}

export function paceOf(area: Pick<Area, 'metrics'>): Pace {
  const judged = area.metrics.filter((metric) => metric.colour !== null && metric.colour !== 'grey');
  return { judged: judged.length, met: judged.filter((metric) => metric.colour === 'green').length };
}

/** The line under the table. Rates are sums over sums, never averages of rates. */
export function totalsOf(areas: readonly Area[]): AreaTotals {
  const sum = (of: (area: Area) => number) => areas.reduce((total, area) => total + of(area), 0);
  const rate = (of: (area: Area) => Rate): Rate => {
    const expected = sum((area) => of(area).expected);
    const received = sum((area) => of(area).received);
    return { expected, received, rate: expected === 0 ? null : round4((received / expected) * 100) };
  };
  return {
    lights: {
      red: sum((area) => area.lights.red),
      yellow: sum((area) => area.lights.yellow),
      green: sum((area) => area.lights.green),
      grey: sum((area) => area.lights.grey),
    },
    closed: { onTime: sum((area) => area.closed.onTime), late: sum((area) => area.closed.late) },
    withheld: sum((area) => area.withheld),
    completeness: rate((area) => area.completeness),
    timeliness: rate((area) => area.timeliness),
    pace: { met: sum((area) => paceOf(area).met), judged: sum((area) => paceOf(area).judged) },
  };
}
