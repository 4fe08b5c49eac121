import {
  findPersonalNumber,
  isQuotient,
  largestNumber,
  type Period,
  periodEnd,
  periodGrain,
  periodSchema,
  periodYear,
  type Text,
} from '@duban/contract';
import type { RegisteredMetric } from '../areas/area-registry.js';
import type { SentCell } from '../imports/sheet-reader.js';
import type { PriorColumn, SentPriorRow } from './prior-sheet.js';

/** A right row: what is to stand; numbers as text, as PostgreSQL takes them. Null sides take back what stands. */
export interface NewPriorValue {
  metric: string;
  unitId: string;
  period: Period;
  numerator: string | null;
  denominator: string | null;
}
export interface CheckedPriorRow {
  sent: SentPriorRow;
  value: NewPriorValue | null;
  faults: { column: PriorColumn; message: Text }[];
}

export interface PriorUnit {
  id: string;
  code: string;
  kind: string;
  /** Its placements in the tree, in order. */
  places: { from: string; ancestors: string[] }[];
}

/** What rows are judged against. */
export interface PriorScene {
  areaId: string;
  /** The plan's; values are of the year before. */
  year: number;
  units: readonly PriorUnit[];
  metric: (key: string) => RegisteredMetric | null;
  /** Keys (see `keyOf`) of the values that stand. */
  standing: readonly { metric: string; unitId: string; period: Period }[];
}

export const keyOf = (value: { metric: string; unitId: string; period: Period }) =>
  `${value.metric} ${value.unitId} ${value.period}`;

/** Words by which a row takes a value back. */
const withdrawing = ['删除', 'delete'];

/** Judges all rows, each on its own and then together: a unit and one above it must not both have a value. */
export function checkPrior(rows: readonly SentPriorRow[], scene: PriorScene): CheckedPriorRow[] {
  const checked = rows.map((row) => checkRow(row, scene));
  const seen = new Set<string>();
  for (const row of checked) {
    if (!row.value) continue;
    const key = keyOf(row.value);
    if (seen.has(key)) row.faults.push({ column: 'unit', message: said.twice });
    seen.add(key);
    if (row.value.numerator === null && !scene.standing.some((each) => keyOf(each) === key))
      row.faults.push({ column: 'numerator', message: said.nothingToWithdraw });
  }
  const gone = new Set(
    checked.flatMap(({ value }) => (value && value.numerator === null ? [keyOf(value)] : [])),
  );
  const taken = new Set([
    ...scene.standing.map(keyOf).filter((key) => !gone.has(key)),
    ...checked.flatMap(({ value }) => (value && value.numerator !== null ? [keyOf(value)] : [])),
  ]);
  const byId = new Map(scene.units.map((unit) => [unit.id, unit]));
  /** Pairs of a unit and one above it that both have a value, by the key of either. */
  const doubled = new Set<string>();
  for (const key of taken) {
    const [metric = '', unitId = '', period = ''] = key.split(' ');
    if (scene.metric(metric)?.metric.overUnits !== 'sum') continue;
    for (const above of lineOf(byId.get(unitId), period)) {
      const other = keyOf({ metric, unitId: above, period });
      if (above === unitId || !taken.has(other)) continue;
      doubled.add(key);
      doubled.add(other);
    }
  }
  for (const row of checked) {
    if (row.value && row.value.numerator !== null && doubled.has(keyOf(row.value)))
      row.faults.push({ column: 'unit', message: said.doubled });
  }
  return checked;
}

/** Units that one counts in at the period's end; before its first placement, as it stood first. */
function lineOf(unit: PriorUnit | undefined, period: Period): string[] {
  const end = periodEnd(period);
  return (unit?.places.findLast(({ from }) => from <= end) ?? unit?.places[0])?.ancestors ?? [];
}

function checkRow(sent: SentPriorRow, scene: PriorScene): CheckedPriorRow {
  const { cells } = sent;
  const faults: CheckedPriorRow['faults'] = [];
  const fault = (column: PriorColumn, message: Text) => void faults.push({ column, message });
  for (const [column, cell] of Object.entries(cells) as [PriorColumn, SentCell][]) {
    if (cell.isFormula) fault(column, said.formula);
    else if (typeof cell.shown === 'string' && findPersonalNumber(cell.shown))
      fault(column, said.personalNumber);
  }
  const word = (column: PriorColumn) => String(cells[column].shown ?? '').trim();
  const unit = scene.units.find((each) => each.code.toLowerCase() === word('unit').toLowerCase());
  if (!unit || unit.kind === 'group') fault('unit', said.unknownUnit);
  const key = word('metric');
  const metric = scene.metric(key.includes('.') ? key : `${scene.areaId}.${key}`);
  if (metric?.areaId !== scene.areaId) fault('metric', said.unknownMetric);
  else if (!metric.form) fault('metric', said.computed);
  const period = periodIn(word('period'), metric);
  const year = scene.year - 1;
  if (!period || periodYear(period) !== year || (metric?.form && periodGrain(period) !== metric.form.period))
    fault('period', said.period(year, metric?.form?.period ?? 'month'));
  const withdraws = withdrawing.includes(word('numerator').toLowerCase());
  const numerator = withdraws ? null : numberIn(cells.numerator);
  const denominator = numberIn(cells.denominator);
  const isRate = metric ? isQuotient(metric.metric) : false;
  if (!withdraws && numerator === null) fault('numerator', said.number);
  if (!withdraws && metric?.form && isRate && denominator === null) fault('denominator', said.number);
  if (metric?.form && !isRate && cells.denominator.shown !== null) fault('denominator', said.noDenominator);
  if (faults.length > 0 || !unit || !metric || !period) return { sent, value: null, faults };
  const sides = withdraws ? [null, null] : [numerator, isRate ? denominator : '0'];
  const [top = null, below = null] = sides;
  return {
    sent,
    value: { metric: metric.key, unitId: unit.id, period, numerator: top, denominator: below },
    faults,
  };
}

/** A spreadsheet program may have made a date of a month, or a number of a year. */
function periodIn(word: string, metric: RegisteredMetric | null): Period | null {
  const month = /^(\d{4}-\d{2})-01$/.exec(word)?.[1];
  const given = month && metric?.form?.period === 'month' ? month : word;
  const parsed = periodSchema.safeParse(given);
  return parsed.success ? parsed.data : null;
}

/** A number of at most four decimals, not below zero; null for anything else. */
function numberIn({ shown }: SentCell): string | null {
  const word = typeof shown === 'number' ? String(shown) : (shown ?? '').trim();
  if (!/^\d+(\.\d{1,4})?$/.test(word)) return null;
  return Number(word) <= largestNumber ? word : null;
}

const grains = {
  month: ['月', 'months'],
  quarter: ['季度', 'quarters'],
  half: ['半年', 'half-years'],
  year: ['年', 'the year'],
};
const samples = { month: '01', quarter: 'Q1', half: 'H1', year: '' };
const said = {
  formula: { zh: '含有公式，请填写数值', en: 'holds a formula: write the value itself' },
  personalNumber: {
    zh: '含有身份证号或手机号，请删去',
    en: 'holds an identity-card or mobile number: leave it out',
  },
  unknownUnit: { zh: '没有这个单位编码', en: 'no unit has this code' },
  unknownMetric: { zh: '本行动没有这个指标', en: 'the area has no such metric' },
  computed: {
    zh: '由其他指标计算得出，请导入所依据的指标',
    en: 'is computed: import the metrics that it is computed from',
  },
  number: {
    zh: '请填写不小于 0、至多四位小数的数',
    en: 'write a number, not below 0, of at most four decimals',
  },
  noDenominator: { zh: '该指标没有分母，请留空', en: 'the metric has no denominator: leave this empty' },
  twice: { zh: '同一单位、指标、周期重复', en: 'the same unit, metric and period stand here twice' },
  doubled: {
    zh: '该单位与其上级单位都有数值，会重复计算，请只保留一级',
    en: 'the unit and one above it both have a value, which would count twice: keep one',
  },
  nothingToWithdraw: { zh: '没有可删除的数值', en: 'there is no value to delete' },
  period: (year: number, grain: keyof typeof grains) => ({
    zh: `请填写 ${year} 年的${grains[grain][0]},如 ${[year, samples[grain]].filter(Boolean).join('-')}`,
    en: `write one of ${grains[grain][1]} of ${year}, as ${[year, samples[grain]].filter(Boolean).join('-')}`,
  }),
};
