import { renderBriefing } from '@duban/briefing';
import type { Difference, Snapshot, SnapshotTask } from '@duban/contract';
import { describe, expect, it } from 'vitest';
import { Steps } from '../exports/steps.js';
import { wordsOf } from '../testing/words.testing.js';
import {
  briefingOf,
  knownFigures,
  nextStepsText,
  overviewText,
  problemsText,
  strangeFigures,
  uncheckedFigures,
} from './briefing-content.js';

const text = (zh: string) => ({ zh, en: zh });
const units = Array.from({ length: 14 }, (_, at) => ({
  id: `unit-${at}`,
  name: at === 0 ? '全局' : `单位${'甲乙丙丁戊己庚辛壬癸子丑寅'[at - 1]}`,
  kind: 'county',
  isRoot: at === 0,
}));
const figure = (unit: number, period: string, yearToDate: number) => ({
  unitId: `unit-${unit}`,
  metric: 'trial.rate',
  period,
  value: yearToDate,
  yearToDate,
});
const metric = {
  key: 'trial.rate',
  title: text('化解率'),
  measure: '%',
  value: 61.2345,
  yearToDate: 71.8274,
  target: { value: 87.5 },
};

function task(id: string, changes: Partial<SnapshotTask>): SnapshotTask {
  return {
    id,
    number: null,
    title: id,
    areaId: 'trial',
    state: 'in-progress',
    dueDate: '2024-12-31',
    originalDueDate: '2024-12-31',
    closedOn: null,
    leadUnit: '单位甲',
    colour: 'green',
    closed: null,
    reasons: [],
    facts: {},
    note: null,
    ...changes,
  } as unknown as SnapshotTask;
}

function snapshot(period = '2024-Q2'): Snapshot {
  const reason = (zh: string) => ({ code: 'pace', colour: 'red', detail: text(zh) });
  return {
    takenAt: '2024-09-20T01:17:00.000Z',
    asOf: '2024-09-20',
    period,
    plan: { title: '2024年工作计划', bureau: '示例市公安局' },
    totals: { tasks: 3, closedOnTime: 1, closedLate: 0, red: 1, yellow: 1, green: 0, grey: 0 },
    board: { areas: [{ areaId: 'trial', title: text('试验行动'), metrics: [metric] }] },
    units,
    figures: [
      ...units.slice(1).map((_, at) => figure(at + 1, '2024-06', 41.4142 + at)),
      ...units.slice(1).map((_, at) => figure(at + 1, '2024-08', 93.3333 + at)),
    ],
    reporting: [
      { unitId: 'unit-9', areaId: 'trial', expected: 26, received: 25, onTime: 24 },
      { unitId: 'unit-2', areaId: 'trial', expected: 19, received: 19, onTime: 18 },
    ],
    tasks: [
      task('红灯任务', {
        number: 7,
        colour: 'red',
        reasons: [reason('截至2024年第二季度为 41.41%，未达目标 ≥ 87.5%。'), reason('已连续 2 期。')],
        note: {
          period: '2024-06',
          progress: '完成 1,313 次检查。',
          problems: '缺口 43 人',
          nextSteps: '补充 44 人',
        },
      } as Partial<SnapshotTask>),
      task('增补任务', { colour: 'yellow' }),
      task('办结任务', { number: 11, colour: null, closed: 'on-time' }),
    ],
    targets: [],
    materials: [
      {
        areaId: 'trial',
        situation: '建成 61 处',
        problems: '',
        nextSteps: '再建 62 处',
        matters: ['请研究 63 万元'],
      },
    ],
    lastDecisions: [
      {
        id: 'one',
        number: 1,
        text: '压降 15%',
        leadUnit: '单位甲',
        dueDate: '2024-09-19',
        done: false,
        taskId: null,
      },
      { id: 'two', number: 2, text: '统一口径', leadUnit: null, dueDate: null, done: true, taskId: null },
    ],
    revisions: [['5f3a1c77-0b52-4d18-9e66-2c4b8a90d355', 1]],
    rules: {},
  } as unknown as Snapshot;
}

const list = (length: number) => Array.from({ length }, () => ({}));
const since = {
  from: { meetingId: 'last', title: '上次', asOf: '2024-08-20' },
  turnedRed: list(5),
  recovered: list(6),
  closed: list(8),
  datesMoved: list(9),
  targetsChanged: list(10),
} as unknown as Difference;

const briefing = (of: Snapshot) =>
  briefingOf(
    {
      title: '推进会',
      heldOn: '2024-09-25',
      snapshot: of,
      since,
      text: { overview: null, problems: null, nextSteps: null },
      user: '督查室',
      at: '2024-09-20T09:00:00+08:00',
    },
    new Steps(),
  );
/** Numbers of the outline and of annexes and unnumbered decisions, which are the document's own. */
const furniture = /^附件[:：]?\s*\d?|^\d\.(?=\s?(重点任务进展|指标完成|填报)情况表)|附件\d/gm;

describe('the briefing of a meeting', () => {
  it('holds no figure that its snapshot does not, in no section and no annex', async () => {
    const words = await wordsOf(await renderBriefing(await briefing(snapshot())));
    for (const said of [
      '共3项',
      '41.41%',
      '压降 15%',
      '43 人',
      '44 人',
      '建成 61 处',
      '63 万元',
      '71.83',
      '26',
      '调整目标10项',
    ])
      expect(words).toContain(said);
    const known = knownFigures(snapshot(), since);
    expect(strangeFigures(words.replace(furniture, ' '), known)).toEqual([]);
    expect(strangeFigures(`${words}共4321项`, known)).toContain('4321');
  });

  it('tells why a task is red, and what became of the last decisions, in whole sentences', async () => {
    const words = await wordsOf(await renderBriefing(await briefing(snapshot())));
    expect(words).toContain(
      '7.红灯任务（牵头单位：单位甲）：截至2024年第二季度为 41.41%，未达目标 ≥ 87.5%；已连续 2 期。',
    );
    expect(words).toContain('1.压降 15%（单位甲，时限2024年9月19日）：逾期未落实。');
    expect(words).toContain('2.统一口径：已落实。');
    const otherYear = { ...since, from: { ...since.from, otherYear: 2023 }, carried: list(12) } as Difference;
    expect(overviewText(snapshot(), otherYear)).toContain('由上年结转的12项任务中，新转红灯5项，好转6项');
    const ended = (taskEnd: 'terminated' | 'merged') => {
      const [first, ...rest] = snapshot().lastDecisions;
      const last = [{ ...first, taskId: '增补任务', taskEnd }, ...rest];
      return briefing({ ...snapshot(), lastDecisions: last } as Snapshot)
        .then(renderBriefing)
        .then(wordsOf);
    };
    expect(await ended('terminated')).toContain('时限2024年9月19日）：任务已终止。');
    expect(await ended('merged')).toContain('时限2024年9月19日）：任务已并入“增补任务”。');
  });

  it('prints of each unit what the year came to by the end of the period, and no later', async () => {
    const tables = async (period: string) =>
      (await briefing(snapshot(period))).attachments?.[1]?.sections?.flatMap((section) => section.content) ??
      [];
    const cells = async (period: string) =>
      (await tables(period)).flatMap((each) => ('rows' in each ? each.rows.flat() : []));
    for (const period of ['2024-Q2', '2024-06', '2024-H1']) {
      expect(await cells(period)).toContain('41.41');
      expect(await cells(period)).not.toContain('93.33');
    }
    expect(await cells('2024-Q3')).toContain('93.33');
    const widths = (await tables('2024-Q2')).map((each) => ('columns' in each ? each.columns.length : 0));
    expect(widths).toEqual([9, 9]);
  });

  it('leaves out the column of a unit that has no figure, and keeps the order of the plan', async () => {
    const few = { ...snapshot(), figures: [figure(3, '2024-05', 1), figure(1, '2024-05', 2)] } as Snapshot;
    const [, metrics, reporting] = (await briefing(few)).attachments ?? [];
    const [table] = metrics?.sections?.[0]?.content ?? [];
    expect(table && 'columns' in table && table.columns.map(({ title }) => title)).toEqual([
      '指标（年初至今）',
      '目标',
      '全局',
      '单位甲',
      '单位丙',
    ]);
    const [reports] = reporting?.sections?.[0]?.content ?? [];
    expect(reports && 'rows' in reports && reports.rows.map(([unit]) => unit)).toEqual(['单位乙', '单位壬']);
  });

  it('takes its narrative from what the areas handed in and the notes of red tasks', () => {
    expect(overviewText(snapshot(), { ...since, from: null }).split('\n')).toEqual([
      expect.stringMatching(/^截至2024年9月20日，/),
      '试验行动：建成 61 处',
    ]);
    expect(nextStepsText(snapshot()).split('\n')).toEqual([
      '试验行动：再建 62 处',
      '7.红灯任务：补充 44 人',
      '提请研究事项（试验行动）：请研究 63 万元',
    ]);
  });
});

describe('a figure that nobody counted', () => {
  it('is told apart: an area wrote it, or it is nowhere; what the snapshot counted and the numbers of lines are none', () => {
    const drafted = [overviewText(snapshot(), since), problemsText(snapshot()), nextStepsText(snapshot())];
    const told = (figure: string) => ({ figure, told: true });
    expect(drafted.map((each) => uncheckedFigures(each, snapshot(), since))).toEqual([
      ['61'].map(told),
      ['43'].map(told),
      ['62', '44', '63'].map(told),
    ]);
    const edited = '1.共3项，建成61处，惠及九千人';
    expect(uncheckedFigures(edited, snapshot(), since)).toEqual([
      told('61'),
      { figure: '九千', told: false },
    ]);
  });
});

describe('a figure written by hand', () => {
  const known = knownFigures({
    id: '5f3a1c77-0b52-4d18-9e66-2c4b8a90d355',
    on: '2024-08-31',
    rate: 71.8274,
    tasks: list(54),
    deep: { list: list(17) },
    said: '完成 1,313 次',
  });

  it.each([
    ['as frozen, or to one or two places', '71.8274%、71.83%、71.8%', []],
    ['how long a list is', '共54项', []],
    ['said in a text, with and without a comma', '1313次，1,313次', []],
    ['a date', '2024年8月31日、2024-08-30、2024年9月', []],
    ['part of an identity', '77项、355项', ['77', '355']],
    ['day and month of a date', '31项、8项', ['31', '8']],
    ['the length of an inner list', '17项', ['17']],
    ['rounded otherwise', '72%', ['72']],
    ['parted by commas or full-width', '1,234,567元，９８．５％', ['1234567', '98.5']],
    [
      'in Chinese numerals',
      '五十四项，二十三万四千人，两千零五家，百分之八十',
      ['二十三万四千', '两千零五', '百分之八十'],
    ],
    ['a numeral that is no figure', '十四五规划、万一、第三十二条、二十大、三十日、一是千方百计', []],
  ])('is known or strange: %s', (_, words, strange) => {
    expect(strangeFigures(words, known)).toEqual(strange);
  });
});
