import type { BriefingDocument, Section, TableBlock } from '@duban/briefing';
import { type BriefingText, type Difference, type Snapshot } from '@duban/contract';
import type { Steps } from '../exports/steps.js';

const paragraph = (text: string, sources?: string[]) => ({
  kind: 'paragraph' as const,
  text,
  ...(sources ? { sources } : {}),
});
const number = (value: number | null) => (value === null ? '—' : String(value));
const named = (task: { number: number | null; title: string }) =>
  task.number === null ? task.title : `${task.number}.${task.title}`;

/** 一、总体情况: numbers of the snapshot, against the last meeting's where there was one. */
export function overviewText({ totals, asOf, plan }: Snapshot, since: Difference): string {
  const closed = totals.closedOnTime + totals.closedLate;
  const now =
    `截至${asOf},${plan.title}公开任务共${totals.tasks}项(另有不公开任务${totals.withheld}项)。` +
    `已办结${closed}项,其中按期${totals.closedOnTime}项、逾期${totals.closedLate}项;` +
    `在办任务中超进度${totals.ahead}项、达进度${totals.onPace}项、欠进度${totals.behind}项,暂无评价${totals.grey}项。` +
    `亮红灯${totals.red}项、黄灯${totals.yellow}项、绿灯${totals.green}项。`;
  if (!since.from) return now;
  const changes = `与上次会议(数据截止${since.from.asOf})相比,新转红灯${since.turnedRed.length}项,好转${since.recovered.length}项,新办结${since.closed.length}项,调整时限${since.datesMoved.length}项,调整目标${since.targetsChanged.length}项。`;
  return `${now}\n${changes}`;
}

const areaTitle = (snapshot: Snapshot, areaId: string) =>
  snapshot.board.areas.find((area) => area.areaId === areaId)?.title.zh ?? areaId;

/** 四、存在问题: what the areas handed in, and what the lead units of red tasks wrote. */
export function problemsText(snapshot: Snapshot): string {
  const handedIn = snapshot.materials
    .filter((each) => each.problems !== '')
    .map((each) => `${areaTitle(snapshot, each.areaId)}:${each.problems}`);
  const noted = snapshot.tasks
    .filter((task) => task.colour === 'red' && task.note?.problems)
    .map((task) => `${named(task)}:${task.note?.problems}`);
  return [...handedIn, ...noted].join('\n') || '各行动未提交存在问题。';
}

/** 五、下步打算及提请研究事项. */
export function nextStepsText(snapshot: Snapshot): string {
  const steps = snapshot.materials
    .filter((each) => each.nextSteps !== '')
    .map((each) => `${areaTitle(snapshot, each.areaId)}:${each.nextSteps}`);
  const matters = snapshot.materials.flatMap((each) =>
    each.matters.map((matter) => `提请研究事项(${areaTitle(snapshot, each.areaId)}):${matter}`),
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
  const measured = snapshot.board.areas.filter((area) => area.metrics.length > 0);
  const tables = [() => taskTable(snapshot), () => reportingTable(snapshot)];
  await steps.expect(sections.length + measured.length + tables.length);
  const body = await steps.each(
    sections,
    ([heading, content]): Section => ({ level: 1, heading, content: content() }),
  );
  const metrics = await steps.each(measured, (area) => metricTable(snapshot, area));
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
    const why = task.reasons.filter((reason) => reason.colour === 'red').map((reason) => reason.detail.zh);
    return paragraph(`${named(task)}(牵头单位:${task.leadUnit ?? '未定'}):${why.join(';')}`);
  });
}

function lastDecisions({ lastDecisions, asOf }: Snapshot): Section['content'] {
  if (lastDecisions.length === 0) return [paragraph('上次会议无议定事项,或本次为首次会议。')];
  return lastDecisions.map((each) => {
    const state = each.done
      ? '已落实'
      : each.dueDate !== null && each.dueDate < asOf
        ? '逾期未落实'
        : '正在落实';
    return paragraph(`${each.text}(${each.leadUnit ?? '未定'},时限${each.dueDate ?? '未定'}):${state}。`);
  });
}

const colours: Record<string, string> = { red: '红', yellow: '黄', green: '绿', grey: '灰' };

function taskTable({ tasks }: Snapshot): TableBlock {
  return {
    kind: 'table',
    columns: [
      { title: '序号', align: 'center', width: 1 },
      { title: '任务', width: 4 },
      { title: '牵头单位', width: 2 },
      { title: '时限', align: 'center', width: 2 },
      { title: '亮灯', align: 'center', width: 1 },
      { title: '进展', width: 5 },
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

/** Metrics of an area, with units as columns; what nobody reported stays empty. */
function metricTable(snapshot: Snapshot, area: Snapshot['board']['areas'][number]): Section {
  return {
    level: 2,
    heading: area.title.zh,
    content: [
      {
        kind: 'table',
        columns: [
          { title: '指标(年初至今)', width: 3 },
          { title: '目标', align: 'right' },
          ...snapshot.units.map((unit) => ({ title: unit.name, align: 'right' as const })),
        ],
        rows: area.metrics.map((metric) => {
          const values = snapshot.units.map((unit) => {
            if (unit.isRoot) return number(metric.yearToDate);
            const rows = snapshot.figures.filter(
              (row) => row.unitId === unit.id && row.metric === metric.key,
            );
            return number(
              rows.filter((row) => row.period <= lastPeriod(snapshot, row.period)).at(-1)?.yearToDate ?? null,
            );
          });
          return [`${metric.title.zh}(${metric.measure})`, number(metric.target?.value ?? null), ...values];
        }),
        orientation: 'landscape',
      },
    ],
  };
}

/** The last period of the same grain that ended by the end of the meeting's. */
function lastPeriod({ period }: Snapshot, like: string): string {
  const month = Number(period.slice(5, 7)) || 12;
  const year = period.slice(0, 4);
  if (/Q/.test(like)) return `${year}-Q${Math.floor(month / 3)}`;
  return like.length === 4 ? year : `${year}-${String(month).padStart(2, '0')}`;
}

function reportingTable({ reporting, units, board }: Snapshot): TableBlock {
  return {
    kind: 'table',
    columns: [
      { title: '单位', width: 2 },
      { title: '行动', width: 4 },
      { title: '应报', align: 'right' },
      { title: '已报', align: 'right' },
      { title: '按时', align: 'right' },
    ],
    rows: reporting.map((row) => [
      units.find((unit) => unit.id === row.unitId)?.name ?? '',
      board.areas.find((area) => area.areaId === row.areaId)?.title.zh ?? row.areaId,
      String(row.expected),
      String(row.received),
      String(row.onTime),
    ]),
  };
}

/** Figures in a text, dates and list numbers aside, that the snapshot does not hold. */
export function strangeFigures(text: string, known: ReadonlySet<string>): string[] {
  const withoutDates = text.replace(/\d{4}[-年]\d{1,2}([-月]\d{1,2}日?)?/g, ' ');
  const found = withoutDates.match(/\d+(\.\d+)?/g) ?? [];
  return [...new Set(found.filter((figure) => !known.has(String(Number(figure)))))];
}

/** Every number that a snapshot and its difference hold, as written. */
export function knownFigures(...sources: unknown[]): Set<string> {
  const numbers = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'number') numbers.add(String(value));
    else if (typeof value === 'string')
      for (const each of value.match(/\d+(\.\d+)?/g) ?? []) numbers.add(String(Number(each)));
    else if (Array.isArray(value)) {
      numbers.add(String(value.length));
      value.forEach(walk);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  sources.forEach(walk);
  return numbers;
}
