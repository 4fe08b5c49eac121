import type { Snapshot, TargetFacts } from '@duban/contract';
import { describe, expect, test } from 'vitest';
import {
  type HeatCell,
  heatOf,
  partsOf,
  reportsOf,
  tasksOfCell,
  tasksOfTotal,
  totals,
  trendOf,
  warmthOf,
  worstOf,
} from './frozen-figures.js';

const metric = 'grassroots.stations';
const target = {
  metric,
  unitId: 'city',
  kind: 'cumulative',
  direction: 'at-least',
  value: 12,
  baseline: null,
  from: '2024-01-01',
  dueDate: '2024-12-31',
  source: 'document',
  points: [
    { period: '2024-01', end: '2024-01-31', value: 1, yearToDate: 1, denominator: null, due: true },
    { period: '2024-02', end: '2024-02-29', value: 0.5, yearToDate: 1.5, denominator: null, due: true },
    { period: '2024-03', end: '2024-03-31', value: null, yearToDate: null, denominator: null, due: true },
  ],
} as unknown as TargetFacts;
const figure = (unitId: string, period: string, value: number | null, yearToDate: number) => ({
  unitId,
  metric,
  period,
  value,
  yearToDate,
});
/** A snapshot as of February of which only figures, units, targets and areas stand. */
function snapshotOf(targets: TargetFacts[] = [target]): Snapshot {
  return {
    period: '2024-02',
    units: [
      { id: 'city', name: '市局', isRoot: true },
      { id: 'b', name: '乙县', isRoot: false },
      { id: 'a', name: '甲县', isRoot: false },
    ],
    figures: [
      figure('city', '2024-02', 0.5, 1.5),
      figure('city', '2024-01', 1, 1),
      figure('city', '2024-03', 9, 10.5),
      figure('a', '2024-02', 0.5, 1.4),
      figure('b', '2024-02', 0, 0.1),
    ],
    board: { areas: [{ areaId: 'grassroots', enabled: true, metrics: [{ key: metric, target: null }] }] },
    tasks: [{ areaId: 'grassroots', facts: { targets } }],
  } as unknown as Snapshot;
}

test('a trend is the year to date up to the meeting’s period, beside the pace of the target', () => {
  const trend = trendOf(snapshotOf(), metric);
  expect(trend.points.map(({ period, value }) => [period, value])).toEqual([
    ['2024-01', 1],
    ['2024-02', 1.5],
  ]);
  expect(trend.points[0]?.pace).toBeCloseTo((12 * 31) / 366, 3);
  expect(trend.target).toBe(12);
  // Adjusted in February: January keeps the pace that was asked then.
  const adjusted = snapshotOf([{ ...target, before: [{ ...target, value: 24, until: '2024-02-10' }] }]);
  const [january, february] = trendOf(adjusted, metric).points;
  expect(january?.pace).toBeCloseTo((24 * 31) / 366, 3);
  expect(february?.pace).toBe(trend.points[1]?.pace);
});

test('a target per period is held against the period’s own value, and has no pace', () => {
  const trend = trendOf(snapshotOf([{ ...target, kind: 'per-period' }]), metric);
  expect(trend.points.map(({ value, pace }) => [value, pace])).toEqual([
    [1, null],
    [0.5, null],
  ]);
});

test('each count of all tasks opens to as many tasks as it says, ahead only by a confirmed note', () => {
  const note = (confirmed: boolean) => ({ lastNote: { confirmed, assessment: 'ahead' } });
  const tasks = [
    { id: 'a', closed: 'late', colour: null, facts: note(true) },
    { id: 'b', closed: null, colour: 'green', facts: note(true) },
    { id: 'c', closed: null, colour: 'green', facts: note(false) },
    { id: 'd', closed: null, colour: 'yellow', facts: {} },
    { id: 'e', closed: null, colour: 'red', facts: {} },
    { id: 'f', closed: null, colour: 'grey', facts: {} },
  ] as unknown as Snapshot['tasks'];
  const counted = totals.map((name) =>
    tasksOfTotal({ tasks }, name)
      .map((task) => task.id)
      .join(''),
  );
  expect(counted).toEqual(['abcdef', 'a', 'b', 'c', 'de', 'f', '']);
});

describe('the heat map', () => {
  const counts = { red: 0, yellow: 0, green: 0, grey: 0, onTime: 0, late: 0 };
  const cell = (lit: Partial<HeatCell>): HeatCell => ({ areaId: 'grassroots', ...counts, ...lit });
  const task = (id: string, areaId: string) => ({ id, areaId, title: id, colour: 'green', closed: null });
  const lit = (taskId: string, colour: string) => ({ taskId, colour, closed: null });
  const frozen = {
    ...snapshotOf(),
    board: {
      areas: [
        { areaId: 'off', enabled: false },
        { areaId: 'grassroots', enabled: true },
      ],
    },
    tasks: [task('a', 'grassroots'), task('b', 'grassroots'), task('c', 'off')],
    lightMonths: [
      { month: '2024-01', areas: [], tasks: [] },
      {
        month: '2024-02',
        areas: [cell({ red: 1 })],
        tasks: [lit('c', 'yellow'), lit('a', 'red')],
      },
    ],
  } as unknown as Snapshot;

  test('has a row for each area that is switched on, and a gap where a month knows nothing of it', () => {
    expect(heatOf(frozen)).toEqual([{ areaId: 'grassroots', cells: [null, cell({ red: 1 })] }]);
  });

  test('opens to the tasks of a cell with the light of that month, not today’s', () => {
    const tasks = tasksOfCell(frozen, 'grassroots', '2024-02');
    expect(tasks.map(({ id, colour }) => [id, colour])).toEqual([['a', 'red']]);
    expect(tasksOfCell(frozen, 'grassroots', '2024-01')).toEqual([]);
  });

  test('speaks by the worst light, and is as warm as its share of red and yellow', () => {
    expect(worstOf(cell({ yellow: 1, green: 5 }))).toBe('yellow');
    expect(worstOf(cell({ onTime: 3 }))).toBeNull();
    expect(warmthOf(cell({ red: 1, yellow: 1, green: 2 }))).toBe(0.5);
    expect(warmthOf(cell({ late: 1 }))).toBe(0);
  });

  test('of a picture without months is empty', () => {
    expect(heatOf(snapshotOf())[0]?.cells).toEqual([]);
  });
});

test('units stand in the order of the plan, never by their figures', () => {
  expect(partsOf(snapshotOf(), metric, '2024-02').map((part) => part.name)).toEqual(['乙县', '甲县']);
});

test('a metric leads to the frozen reports that it rests on; a picture from before they were kept says so', () => {
  const sources = ['one', 'two', 'three'].map((id) => ({ id })) as unknown as Snapshot['sources'];
  const rest = { sources, restsOn: { [metric]: [2, 0] } };
  expect(reportsOf(rest, metric)?.map((each) => each.id)).toEqual(['three', 'one']);
  expect([reportsOf(rest, 'none'), reportsOf({}, metric)]).toEqual([[], null]);
});
