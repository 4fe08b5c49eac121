import type { Snapshot } from '@duban/contract';
import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { kitTexts } from '../text/kit-texts.js';
import { rootStanding, unitStandings } from './frozen-standing.js';
import { RoomShares } from './room-shares.js';
import { RoomUnits } from './room-units.js';

const rate = 'ponds.cleaned-rate';
const count = 'ponds.stations';
const figure = (unitId: string, metric: string, period: string, value: number, whole: number) => ({
  unitId,
  metric,
  period,
  yearToDate: value,
  ytdNumerator: (value * (whole || 100)) / 100,
  ytdDenominator: whole,
});
const target = (unitId: string, metric: string, value: number, source = 'document') => ({
  unitId,
  metric,
  value,
  source,
  direction: 'at-least',
  firm: true,
});
/** As of August: a rate whose plan asks for half, a count that each has its own target for, and what came later. */
const snapshot = {
  period: '2024-08',
  units: [
    { id: 'city', name: '市局', kind: 'bureau', isRoot: true },
    { id: 'b', name: '乙县', kind: 'county', isRoot: false },
    { id: 'a', name: '甲县', kind: 'county', isRoot: false },
    { id: 'tech', name: '科信', kind: 'department', isRoot: false },
    { id: 'silent', name: '丙县', kind: 'county', isRoot: false },
  ],
  board: {
    areas: [
      {
        metrics: [
          { key: rate, title: { zh: '清理率', en: 'Cleaned' }, measure: '%' },
          { key: count, title: { zh: '示范站', en: 'Stations' }, measure: '个' },
        ],
      },
    ],
  },
  figures: [
    figure('city', rate, '2024-08', 55, 200),
    figure('a', rate, '2024-08', 60, 120),
    figure('b', rate, '2024-08', 40, 75),
    figure('tech', rate, '2024-08', 90, 5),
    figure('a', rate, '2024-07', 10, 100),
    figure('a', rate, '2024-09', 99, 100),
    figure('city', count, '2024-Q2', 3, 0),
    figure('a', count, '2024-Q2', 2, 0),
    figure('b', count, '2024-Q2', 1, 0),
  ],
  targets: [
    target('city', rate, 50),
    target('city', count, 5),
    target('a', count, 2),
    target('b', count, 3, 'demo'),
  ],
  rules: { byArea: { ponds: { minimumBase: 10 } } },
} as unknown as Snapshot;

describe('where units stand, as frozen', () => {
  const told = (metric: string, kinds?: string[]) =>
    unitStandings(snapshot, metric, kinds).map(({ name, value, target: aim, met }) => [
      name,
      value,
      aim?.value ?? null,
      met,
    ]);

  test('the plan’s order stands, never that of the figures, and nobody without a figure is made up', () => {
    expect(told(rate, ['county'])).toEqual([
      ['乙县', 40, 50, false],
      ['甲县', 60, 50, true],
    ]);
  });

  test('a rate is held against the plan’s target, but not on a base that is too small', () => {
    expect(told(rate).at(-1)).toEqual(['科信', 90, 50, null]);
  });

  test('a count is held against the unit’s own target, and an example of the demo judges nobody', () => {
    expect(told(count)).toEqual([
      ['乙县', 1, 3, null],
      ['甲县', 2, 2, true],
    ]);
    expect(rootStanding(snapshot, count)).toMatchObject({ value: 3, denominator: null, met: false });
  });

  test('of a metric that nobody has reported there is nothing', () => {
    expect(rootStanding(snapshot, 'ponds.unknown')).toBeNull();
    expect(unitStandings({ ...snapshot, period: '2024-03' }, count)).toEqual([]);
  });
});

describe('the parts for the room', () => {
  beforeAll(
    () =>
      void i18next
        .use(initReactI18next)
        .init({ lng: 'zh', resources: { zh: { kit: kitTexts.zh }, en: { kit: kitTexts.en } } }),
  );
  const given = { areaId: 'ponds', snapshot, openMetric: () => undefined };

  test('a metric by units says in words who meets the target, and asks for its source', () => {
    const markup = renderToStaticMarkup(createElement(RoomUnits, { given, metric: rate, kinds: ['county'] }));
    expect(markup).toContain(`data-source="m ${rate}"`);
    expect(markup).toContain('≥ 50% · 达到目标 1 / 2');
    expect(markup.match(/达到目标<|未达到目标</g)).toEqual(['未达到目标<', '达到目标<']);
  });

  test('n of m is counted in steps, a rate told by both its sides', () => {
    const shares = [{ metric: count }, { metric: rate, title: { zh: '清理', en: 'Cleaned' } }];
    const markup = renderToStaticMarkup(createElement(RoomShares, { given, shares }));
    expect(markup).toContain('<b>3</b> / 5 个');
    expect(markup.match(/class="done"/g)).toHaveLength(3);
    expect(markup).toContain('110 / 200 <b>55%</b>');
  });
});
