import type { Board, Drill, ExpectationView, Page, Series, UnitView } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildRollups } from '../../apps/api/src/commands/rebuild-rollups.js';
import { type DemoHouse, openDemoHouse } from '../house/demo-house.js';

const metric = 'grassroots.settled-rate';
const station = 'X1S01';
const june = '2024-06';
const july = '2024-07';

let house: DemoHouse;
beforeAll(async () => {
  house = await openDemoHouse();
}, 240_000);
afterAll(() => house?.close());

type Point = Series['points'][number];
const read = async <T>(path: string): Promise<T> => (await house.as('viewer')).get<T>(path);

/** The metric of a unit, month by month up to August. */
async function series(code: string): Promise<Record<string, Point>> {
  const query = `planId=${house.planId}&unitId=${house.unit(code)}&from=2024-01&to=2024-08&grain=month`;
  const { points } = await read<Series>(`/api/metrics/${metric}/series?${query}`);
  return Object.fromEntries(points.map((point) => [point.period, point]));
}

async function boardOf(code: string, period: string) {
  const unit = house.unit(code);
  const board = await read<Board>(`/api/plans/${house.planId}/board?period=${period}&unit=${unit}`);
  const area = board.areas.find((each) => each.areaId === 'grassroots');
  const { numerator, denominator, yearToDate } = area?.metrics.find((each) => each.key === metric) ?? {};
  return {
    metric: { numerator, denominator, yearToDate },
    completeness: area?.completeness,
    timeliness: area?.timeliness,
  };
}

/** The area's matrix of a unit, the columns that end with a month, as somebody reads it: who stands there, and the sums. */
async function matrixOf(code: string, period: string, username = 'viewer') {
  const caller = await house.as(username);
  const items: ExpectationView[] = [];
  for (const column of period === june ? [june, '2024-Q2', '2024-H1'] : [period]) {
    const query = `planId=${house.planId}&areaId=grassroots&under=${house.unit(code)}&period=${column}&limit=500`;
    items.push(...(await caller.get<Page<ExpectationView>>(`/api/expectations?${query}`)).items);
  }
  const owed = items.filter((each) => !each.waived);
  const sums = (some: ExpectationView[]) => ({
    expected: some.length,
    received: some.filter((each) => each.received).length,
  });
  return {
    stations: items.filter((each) => each.unitId === house.unit(station)).length,
    all: sums(owed),
    onTime: owed.filter((each) => each.firstSignedOn !== null && each.firstSignedOn <= each.dueOn).length,
    form: sums(owed.filter((each) => each.formKey === 'dispute-mediation')),
  };
}

async function drillOf(code: string, period: string, of: 'value' | 'year-to-date' = 'value'): Promise<Drill> {
  const query = `planId=${house.planId}&unitId=${house.unit(code)}&period=${period}&of=${of}`;
  return read<Drill>(`/api/metrics/${metric}/drill?${query}`);
}

const sidesOf = ({ numerator, denominator }: Point) => [numerator ?? 0, denominator ?? 0] as const;
const counts = (drill: Drill) => drill.parts.filter((part) => part.unitId === house.unit(station)).length;
const months = ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05', june] as const;

/** Every figure and every expectation, as text to the last digit. */
const stored = async () => ({
  rollups: await house.rows(
    `select unit_id, metric, period, trim_scale(numerator)::text as n, trim_scale(denominator)::text as d, units,
       trim_scale(ytd_numerator)::text as yn, trim_scale(ytd_denominator)::text as yd, ytd_units
     from rollup where ytd_units > 0 order by unit_id, metric, period`,
  ),
  observations: await house.rows(`select * from observation order by metric, unit_id, period, status`),
});

describe('moving a station to another county in July', () => {
  test('leaves June where it was and counts July in the new county; a recomputation agrees to the last digit', async () => {
    const all = async () => ({
      station: await series(station),
      from: await series('X1'),
      to: await series('X2'),
      city: await series('SJ'),
      juneOf: { X1: await boardOf('X1', june), X2: await boardOf('X2', june) },
      julyOf: { X1: await boardOf('X1', july), X2: await boardOf('X2', july) },
    });
    const before = await all();
    const [movedTop, movedBelow] = sidesOf(before.station[july] as Point);
    expect(movedBelow, 'the station has figures of July to move').toBeGreaterThan(0);

    const admin = await house.as('admin');
    const unit = await admin.get<UnitView>(`/api/units/${house.unit(station)}`);
    await admin.post(
      `/api/units/${unit.id}/moves`,
      { parentId: house.unit('X2'), from: '2024-07-01' },
      unit.version,
    );
    const after = await all();

    // The station's own figures and the city's are what they were; so is all that ended before the move.
    expect(after.station).toEqual(before.station);
    expect(after.city).toEqual(before.city);
    for (const month of months) {
      expect(after.from[month], month).toEqual(before.from[month]);
      expect(after.to[month], month).toEqual(before.to[month]);
    }
    expect(after.juneOf).toEqual(before.juneOf);

    // July counts in the new county: values, both sides, what is expected and what is there.
    for (const month of [july, '2024-08']) {
      const moved = before.station[month] as Point;
      for (const [side, at] of [
        ['from', -1],
        ['to', 1],
      ] as const) {
        const was = before[side][month] as Point;
        const is = after[side][month] as Point;
        const [top, below] = sidesOf(was);
        const [stationTop, stationBelow] = sidesOf(moved);
        expect(sidesOf(is), `${side} ${month}`).toEqual([top + at * stationTop, below + at * stationBelow]);
        expect(is.expectedReports).toBe(was.expectedReports + at * moved.expectedReports);
        expect(is.receivedReports).toBe(was.receivedReports + at * moved.receivedReports);
      }
    }
    const percent = (top: number, below: number) => Math.round((top / below) * 1_000_000) / 10_000;
    // The year so far keeps in each county what it had while the station stood there.
    for (const [code, side, at] of [
      ['X1', 'from', -1],
      ['X2', 'to', 1],
    ] as const) {
      const { figure } = await drillOf(code, july, 'year-to-date');
      const year = months.reduce(
        ([top, below], month) => {
          const [monthTop, monthBelow] = sidesOf(before[side][month] as Point);
          return [top + monthTop, below + monthBelow] as const;
        },
        sidesOf(before[side][july] as Point),
      );
      const expected = [year[0] + at * movedTop, year[1] + at * movedBelow] as const;
      expect([figure.numerator, figure.denominator]).toEqual(expected);
      expect((after[side][july] as Point).yearToDate).toBe(percent(...expected));
      expect(after.julyOf[code].metric).toMatchObject({
        numerator: (after[side][july] as Point).numerator,
        yearToDate: percent(...expected),
      });
      const { expected: due = 0, received = 0 } = before.julyOf[code].completeness ?? {};
      expect(after.julyOf[code].completeness).toMatchObject({
        expected: due + at * 1,
        received: received + at * 1,
      });
    }

    // The matrix of each county holds the station while it stood there, for all who see it; its sums are the board's
    // completeness and timeliness, and those beside the metric's series.
    for (const who of [
      'viewer',
      'planoffice',
      'leader',
      'lead-grassroots',
      'reviewer-x1',
      'reporter-x2s01',
    ]) {
      const stands = async (code: string, period: string) => (await matrixOf(code, period, who)).stations > 0;
      expect(
        [
          await stands('X1', june),
          await stands('X2', june),
          await stands('X1', july),
          await stands('X2', july),
        ],
        who,
      ).toEqual([true, false, false, true]);
    }
    for (const [code, side] of [
      ['X1', 'from'],
      ['X2', 'to'],
    ] as const)
      for (const [period, board] of [
        [june, after.juneOf[code]],
        [july, after.julyOf[code]],
      ] as const) {
        const matrix = await matrixOf(code, period);
        expect(board.completeness, `${code} ${period}`).toMatchObject(matrix.all);
        expect(board.timeliness, `${code} ${period}`).toMatchObject({
          expected: matrix.all.expected,
          received: matrix.onTime,
        });
        const { expectedReports, receivedReports } = after[side][period] as Point;
        expect(matrix.form).toEqual({ expected: expectedReports, received: receivedReports });
      }

    // Behind the figures stand the station's reports, in June those of the old county, from July on the new one's.
    expect([counts(await drillOf('X1', june)), counts(await drillOf('X2', june))]).toEqual([1, 0]);
    expect([counts(await drillOf('X1', july)), counts(await drillOf('X2', july))]).toEqual([0, 1]);
    expect(counts(await drillOf('X2', '2024-08', 'year-to-date'))).toBe(2);
    expect(counts(await drillOf('X1', '2024-08', 'year-to-date'))).toBe(6);

    const kept = await stored();
    await rebuildRollups({ tell: () => undefined, house: async () => ({ app: house.app }) } as never);
    expect(await stored()).toEqual(kept);
    expect(await all()).toEqual(after);
  });

  test('is undone by moving it back, and a report accepted afterwards counts where the station stood', async () => {
    const admin = await house.as('admin');
    const unit = await admin.get<UnitView>(`/api/units/${house.unit(station)}`);
    const back = await (await house.as('admin')).send('post', `/api/units/${unit.id}/moves`, {
      body: { parentId: house.unit('X1'), from: '2024-08-01' },
      version: unit.version,
    });
    expect(back.status).toBe(200);
    expect([counts(await drillOf('X2', july)), counts(await drillOf('X1', '2024-08'))]).toEqual([1, 1]);
    const { items } = await read<Page<ExpectationView>>(
      `/api/expectations?planId=${house.planId}&unitId=${unit.id}&period=2024-09`,
    );
    expect(items.length).toBeGreaterThan(0);
    const reporter = await house.as('reporter-x1s01');
    const data = { surveyed: 12, settled: 9, revisited: 3 };
    const given = { planId: house.planId, areaId: 'grassroots', formKey: 'dispute-mediation' };
    const report = await reporter.post<{ id: string; version: number }>('/api/reports', {
      ...given,
      unitId: unit.id,
      period: '2024-09',
      data,
    });
    for (const [at, [who, move]] of (
      [
        ['reporter-x1s01', 'submit'],
        ['head-x1s01', 'sign'],
        ['reviewer-x1', 'accept'],
      ] as const
    ).entries())
      await (await house.as(who)).post(`/api/reports/${report.id}/moves`, { move }, report.version + at);
    expect([counts(await drillOf('X1', '2024-09')), counts(await drillOf('X2', '2024-09'))]).toEqual([1, 0]);
    const kept = await stored();
    await rebuildRollups({ tell: () => undefined, house: async () => ({ app: house.app }) } as never);
    expect(await stored()).toEqual(kept);
  });
});
