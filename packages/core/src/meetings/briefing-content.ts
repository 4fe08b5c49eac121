import {
  type BriefingDocument,
  officialNumber as number,
  officialDate,
  officialTimes,
  type Section,
  type TableBlock,
} from '@duban/briefing';
import {
  type BriefingText,
  type Difference,
  periodEnd,
  type Snapshot,
  stateOfDecision,
} from '@duban/contract';
import type { Steps } from '../exports/steps.js';

const paragraph = (text: string) => ({ kind: 'paragraph' as const, text });
const named = (task: { number: number | null; title: string }) =>
  task.number === null ? task.title : `${task.number}.${task.title}`;

/** 一、总体情况: numbers of the snapshot, against the last meeting's where there was one, and what the areas tell. */
export function overviewText({ totals, asOf, plan, ...snapshot }: Snapshot, since: Difference): string {
  const closed = totals.closedOnTime + totals.closedLate;
  const now =
    `截至${officialDate(asOf)}，${plan.title}公开任务共${totals.tasks}项（另有不公开任务${totals.withheld}项）。` +
    `已办结${closed}项，其中按期${totals.closedOnTime}项、逾期${totals.closedLate}项；` +
    `在办任务中超进度${totals.ahead}项、达进度${totals.onPace}项、欠进度${totals.behind}项，暂无评价${totals.grey}项。` +
    `亮红灯${totals.red}项、黄灯${totals.yellow}项、绿灯${totals.green}项。`;
  const changes = since.from?.otherYear
    ? `与上次会议（${since.from.otherYear}年计划，数据截止${officialDate(since.from.asOf)}）相比，由上年结转的${since.carried.length}项任务中，` +
      `新转红灯${since.turnedRed.length}项，好转${since.recovered.length}项，新办结${since.closed.length}项，调整时限${since.datesMoved.length}项。`
    : since.from &&
      `与上次会议（数据截止${officialDate(since.from.asOf)}）相比，新转红灯${since.turnedRed.length}项，好转${since.recovered.length}项，` +
        `新办结${since.closed.length}项，调整时限${since.datesMoved.length}项，调整目标${since.targetsChanged.length}项。`;
  return [now, changes, ...handedIn(snapshot, 'situation')].filter((line) => line !== null).join('\n');
}

const areaTitle = ({ board }: Pick<Snapshot, 'board'>, areaId: string) =>
  board.areas.find((area) => area.areaId === areaId)?.title.zh ?? areaId;

/** What the areas handed in under one head, each named. */
function handedIn(
  snapshot: Pick<Snapshot, 'board' | 'materials'>,
  part: 'situation' | 'problems' | 'nextSteps',
): string[] {
  return snapshot.materials
    .filter((each) => each[part] !== '')
    .map((each) => `${areaTitle(snapshot, each.areaId)}：${each[part]}`);
}

/** What the lead units of red tasks wrote in their last accepted note. */
function noted({ tasks }: Snapshot, part: 'problems' | 'nextSteps'): string[] {
  return tasks
    .filter((task) => task.colour === 'red' && task.note?.[part])
    .map((task) => `${named(task)}：${task.note?.[part]}`);
}

/** 四、存在问题: what the areas handed in, and what the lead units of red tasks wrote. */
export function problemsText(snapshot: Snapshot): string {
  return (
    [...handedIn(snapshot, 'problems'), ...noted(snapshot, 'problems')].join('\n') || '各行动未提交存在问题。'
  );
}

/** 五、下步打算及提请研究事项. */
export function nextStepsText(snapshot: Snapshot): string {
  const steps = [...handedIn(snapshot, 'nextSteps'), ...noted(snapshot, 'nextSteps')];
  const matters = snapshot.materials.flatMap((each) =>
    each.matters.map((matter) => `提请研究事项（${areaTitle(snapshot, each.areaId)}）：${matter}`),
  );
  return [...steps, ...matters].join('\n') || '各行动未提交下步打算。';
}

/** The briefing (汇报材料) of a meeting: every number in it is the snapshot's, or its difference's. */
export async function briefingOf(
  given: {
    title: string;
    heldOn: string;
    snapshot: Snapshot;
    since: Difference;
    text: BriefingText;
    user: string;
    at: string;
  },
  steps: Steps,
): Promise<BriefingDocument> {
  const { snapshot, since, text } = given;
  const sections: [heading: string, content: () => Section['content']][] = [
    ['总体情况', () => [paragraph(text.overview ?? overviewText(snapshot, since))]],
    ['亮灯情况', () => redTasks(snapshot)],
    ['上次议定事项落实', () => lastDecisions(snapshot)],
    ['存在问题', () => [paragraph(text.problems ?? problemsText(snapshot))]],
    ['下步打算及提请研究事项', () => [paragraph(text.nextSteps ?? nextStepsText(snapshot))]],
  ];
  const values = valuesByUnit(snapshot);
  const measured = snapshot.board.areas.filter((area) => area.metrics.length > 0);
  const tables = [() => taskTable(snapshot), () => reportingTable(snapshot)];
  await steps.expect(sections.length + measured.length + tables.length);
  const body = await steps.each(
    sections,
    ([heading, content]): Section => ({ level: 1, heading, content: content() }),
  );
  const metrics = await steps.each(measured, (area) => metricTables(snapshot, area, values));
  const [tasks, reporting] = await steps.each(tables, (table): Section[] => [
    { level: 1, content: [table()] },
  ]);
  return {
    title: `${given.title}汇报材料`,
    dataAsOf: snapshot.takenAt,
    internalUse: { user: given.user, at: given.at },
    sections: body,
    attachments: [
      { title: '重点任务进展情况表', sections: tasks ?? [] },
      { title: '指标完成情况表', sections: metrics },
      { title: '填报情况表', sections: reporting ?? [] },
    ],
    signature: snapshot.plan.bureau,
    date: given.heldOn,
  };
}

function redTasks({ tasks }: Snapshot): Section['content'] {
  const red = tasks.filter((task) => task.closed === null && task.colour === 'red');
  if (red.length === 0) return [paragraph('本期无亮红灯任务。')];
  return red.map((task) => {
    const why = task.reasons
      .filter((reason) => reason.colour === 'red')
      .map((reason) => officialTimes(reason.detail.zh).replace(/。$/u, ''));
    return paragraph(`${named(task)}（牵头单位：${task.leadUnit ?? '未定'}）：${why.join('；')}。`);
  });
}

const decisionStates: Record<ReturnType<typeof stateOfDecision>, string> = {
  done: '已落实',
  terminated: '任务已终止',
  merged: '任务已并入',
  overdue: '逾期未落实',
  open: '正在落实',
};

/** What became of a decision by the snapshot's day; of a merged task also into which one. */
export function decisionState(
  decision: Snapshot['lastDecisions'][number],
  { asOf, tasks }: Pick<Snapshot, 'asOf' | 'tasks'>,
): string {
  const state = stateOfDecision(decision, asOf);
  const into = state === 'merged' && tasks.find((task) => task.id === decision.taskId);
  return into ? `${decisionStates.merged}“${named(into)}”` : decisionStates[state];
}

function lastDecisions(snapshot: Snapshot): Section['content'] {
  const { lastDecisions } = snapshot;
  if (lastDecisions.length === 0) return [paragraph('上次会议无议定事项，或本次为首次会议。')];
  return lastDecisions.map((each) => {
    const by = each.dueDate && `时限${officialDate(each.dueDate)}`;
    const who = [each.leadUnit, by].filter((part) => part !== null).join('，');
    return paragraph(`${each.number}.${each.text}${who && `（${who}）`}：${decisionState(each, snapshot)}。`);
  });
}

const colours: Record<string, string> = { red: '红', yellow: '黄', green: '绿', grey: '灰' };

function taskTable({ tasks }: Snapshot): TableBlock {
  return {
    kind: 'table',
    columns: [
      { title: '序号', align: 'center', width: 1.2 },
      { title: '任务', width: 3.8 },
      { title: '牵头单位', width: 2.4 },
      { title: '时限', align: 'center', width: 2.6 },
      { title: '亮灯', align: 'center', width: 2 },
      { title: '进展', width: 4.2 },
    ],
    rows: tasks.map((task) => [
      number(task.number),
      task.title,
      task.leadUnit ?? '',
      task.dueDate ?? '',
      task.closed
        ? task.closed === 'on-time'
          ? '按期办结'
          : '逾期办结'
        : (colours[task.colour ?? 'grey'] ?? ''),
      task.note?.progress ?? '',
    ]),
  };
}

/** Units beside each other on one page that lies across, so that figures and names stay readable. */
const unitsAcross = 10;

/** Metrics of an area with units as columns, the units that report any of them; what nobody reported stays empty. */
function metricTables(
  { units }: Snapshot,
  area: Snapshot['board']['areas'][number],
  values: ReadonlyMap<string, number | null>,
): Section {
  const reporting = units.filter(
    (unit) => unit.isRoot || area.metrics.some((metric) => values.has(`${unit.id} ${metric.key}`)),
  );
  return {
    level: 2,
    heading: area.title.zh,
    content: inEvenRuns(reporting, unitsAcross).map((columns) => ({
      kind: 'table',
      columns: [
        { title: '指标（年初至今）', width: 3 },
        { title: '目标', align: 'right' },
        ...columns.map((unit) => ({ title: unit.name, align: 'right' as const })),
      ],
      rows: area.metrics.map((metric) => [
        `${metric.title.zh}（${metric.measure}）`,
        number(metric.target?.value ?? null),
        ...columns.map((unit) =>
          number(unit.isRoot ? metric.yearToDate : (values.get(`${unit.id} ${metric.key}`) ?? null)),
        ),
      ]),
      orientation: 'landscape',
    })),
  };
}

/** By unit and metric, what the year came to by the end of the meeting's period. */
export function valuesByUnit({ figures, period }: Snapshot): Map<string, number | null> {
  const end = periodEnd(period);
  return new Map(
    figures
      .filter((row) => periodEnd(row.period) <= end)
      .sort((one, other) => periodEnd(one.period).localeCompare(periodEnd(other.period)))
      .map((row) => [`${row.unitId} ${row.metric}`, row.yearToDate]),
  );
}

/** In as few runs of at most so many as will do, all about as long. */
function inEvenRuns<T>(items: readonly T[], most: number): T[][] {
  const runs = Math.ceil(items.length / most);
  const length = Math.ceil(items.length / runs);
  return Array.from({ length: runs }, (_, at) => items.slice(at * length, (at + 1) * length));
}

/** In the plan's order of units and areas. */
function reportingTable({ reporting, units, board }: Snapshot): TableBlock {
  return {
    kind: 'table',
    columns: [
      { title: '单位', width: 3 },
      { title: '行动', width: 4 },
      { title: '应报', align: 'right' },
      { title: '已报', align: 'right' },
      { title: '按时', align: 'right' },
    ],
    rows: units.flatMap((unit) =>
      board.areas.flatMap((area) =>
        reporting
          .filter((row) => row.unitId === unit.id && row.areaId === area.areaId)
          .map((row) => [
            unit.name,
            area.title.zh,
            String(row.expected),
            String(row.received),
            String(row.onTime),
          ]),
      ),
    ),
  };
}

const identity = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const moments = /\d{4}[-年]\d{1,2}([-月]\d{1,2}日?)?(T[\d:.]+Z?|\d{1,2}时\d{1,2}分)?/g;

/** Ranks of a Chinese numeral below ten thousand; what lies between two ranks may be bridged by 零. */
const belowTenThousand =
  /^(?:([一二两三四五六七八九])千)?(?:[零〇]?([一二两三四五六七八九])百)?(?:[零〇]?([一二三四五六七八九])?(十))?(?:[零〇]?([一二三四五六七八九]))?$/;
const digit = (sign: string | undefined) =>
  Math.max(0, '〇一二三四五六七八九'.indexOf(sign === '两' ? '二' : (sign ?? '〇')));

/** A whole number in Chinese numerals; null for what is none, as 十四五 or 万一. */
function chineseNumber(words: string): number | null {
  let total = 0;
  let rest = words;
  for (const [rank, worth] of [
    ['亿', 100_000_000],
    ['万', 10_000],
    ['', 1],
  ] as const) {
    const at = rank === '' ? rest.length : rest.lastIndexOf(rank);
    if (at < 0) continue;
    const part = rest.slice(0, at);
    const ranks = belowTenThousand.exec(part);
    if (!ranks || (part === '' && rank !== '')) return null;
    const [, thousands, hundreds, tens, ten, ones] = ranks;
    const below =
      digit(thousands) * 1000 +
      digit(hundreds) * 100 +
      (ten ? (tens ? digit(tens) : 1) * 10 : 0) +
      digit(ones);
    total += below * worth;
    rest = rest.slice(at + rank.length);
  }
  return total;
}

/** Numerals with a rank, and shares of a hundred; those of dates, ordinals and congresses are no figures. */
const numerals =
  /(?<![第零〇一二两三四五六七八九十百千万亿])(百分之)?([零〇一二两三四五六七八九十百千万亿]+)(?![零〇一二两三四五六七八九十百千万亿年月日时届大])/g;

/** Figures in a text as they are written and what they are worth, dates aside. Digits may be full-width, thousands parted by commas, numerals Chinese. */
function figuresIn(text: string): { written: string; worth: string }[] {
  const plain = text.replace(/[０-９．]/g, (each) => each.normalize('NFKC')).replace(moments, ' ');
  const digits = (plain.match(/\d{1,3}(,\d{3})+(?!\d)(\.\d+)?|\d+(\.\d+)?/g) ?? []).map((figure) => {
    const worth = String(Number(figure.replaceAll(',', '')));
    return { written: worth, worth };
  });
  const words = [...plain.matchAll(numerals)].flatMap(([written, share, numeral = '']) => {
    const worth =
      share || (numeral.length > 1 && /[十百千万亿]/.test(numeral)) ? chineseNumber(numeral) : null;
    return worth === null ? [] : [{ written, worth: String(worth) }];
  });
  return [...digits, ...words];
}

/** Figures in a text, dates aside, that are not among those known. */
export function strangeFigures(text: string, known: ReadonlySet<string>): string[] {
  return [...new Set(figuresIn(text).flatMap(({ written, worth }) => (known.has(worth) ? [] : [written])))];
}

/**
 * Every figure that a snapshot and its difference hold, as written and to one and two places, and how long their
 * lists are. What only identifies something is no figure.
 */
export function knownFigures(...sources: unknown[]): Set<string> {
  const numbers = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'number')
      for (const each of [value, value.toFixed(1), value.toFixed(2)]) numbers.add(String(Number(each)));
    else if (typeof value === 'string') {
      if (!identity.test(value)) for (const { worth } of figuresIn(value)) numbers.add(worth);
    } else if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  for (const source of sources) {
    walk(source);
    for (const part of Object.values(source ?? {})) if (Array.isArray(part)) numbers.add(String(part.length));
  }
  return numbers;
}

/** Parts of a snapshot that only tell where something came from: no figure is meant by them. */
const unsaid = ['revisions', 'sources', 'restsOn', 'source', 'format'];
/** Parts that people wrote as well, or that only name or rule: no figure in them was counted. */
const uncounted = [...unsaid, 'materials', 'note', 'text', 'number', 'rules'];
const without = (keys: readonly string[], value: object): object =>
  JSON.parse(JSON.stringify(value, (key, part) => (keys.includes(key) ? undefined : part)));

/** The figures that the snapshot and its difference counted or measured, and those of the plan's own titles. */
export function measuredFigures(snapshot: Snapshot, since: Difference): Set<string> {
  return knownFigures(without(uncounted, snapshot), without(uncounted, since));
}

/** Whatever numbers a paragraph's lines is no figure: the number of a task, or of a point. */
const lineNumber = /^\s*\d+[.．、](?=\D)/gm;

/**
 * Figures of a paragraph that nobody counted. `told`: an area or a unit wrote it into its material or note; else it is
 * nowhere in the snapshot.
 */
export function uncheckedFigures(
  text: string,
  snapshot: Snapshot,
  since: Difference,
): { figure: string; told: boolean }[] {
  const known = knownFigures(without(unsaid, snapshot), since);
  const strange = new Set(strangeFigures(text.replace(lineNumber, ''), known));
  return strangeFigures(text.replace(lineNumber, ''), measuredFigures(snapshot, since)).map((figure) => ({
    figure,
    told: !strange.has(figure),
  }));
}
