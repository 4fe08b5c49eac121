import type { Direction } from '../area/metric.js';
import { taskStateTitles } from '../task/lifecycle.js';
import type { Language, Text } from '../text.js';
import type { LightColour } from './facts.js';
import type { Reason, ReasonCode, ReasonFacts, TargetReasonFacts } from './reason.js';

type Sentences<C extends ReasonCode> = Record<Language, (facts: ReasonFacts[C]) => string>;

const sign: Record<Direction, string> = { 'at-least': '≥', 'at-most': '≤', exactly: '=' };
const colours: Record<LightColour, Text> = {
  red: { zh: '红灯', en: 'red' },
  yellow: { zh: '黄灯', en: 'yellow' },
  green: { zh: '绿灯', en: 'green' },
  grey: { zh: '灰灯', en: 'grey' },
};

/** At most 2 decimals, without trailing zeros. */
function number(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A measure such as % clings to its number; a word stands apart in English. */
function amount(value: number, measure: string, language: Language): string {
  return language === 'zh' || measure === '%' ? `${number(value)}${measure}` : `${number(value)} ${measure}`;
}

function who(f: TargetReasonFacts, language: Language): string {
  return language === 'zh' ? `${f.unit}“${f.title.zh}”` : `${f.unit}, "${f.title.en}"`;
}

function goal(f: TargetReasonFacts, language: Language): string {
  return `${sign[f.direction]} ${amount(f.target, f.measure, language)}`;
}

function runZh({ run, runLimit }: { run: number; runLimit: number }): string {
  return run >= runLimit ? `；已连续 ${run} 期，达 ${runLimit} 期亮红灯` : '';
}

function runEn({ run, runLimit }: { run: number; runLimit: number }): string {
  return run >= runLimit ? `; ${run} periods in a row, ${runLimit} make red` : '';
}

function list(names: readonly string[], language: Language): string {
  const shown = names.slice(0, 10).join(language === 'zh' ? '、' : ', ');
  if (names.length <= 10) return shown;
  return language === 'zh' ? `${shown}等 ${names.length} 个` : `${shown} and ${names.length - 10} more`;
}

/** What a date belongs to: a milestone, or the task itself. */
function dated(milestone: string | null, language: Language): string {
  if (language === 'zh') return milestone === null ? '任务时限' : `节点“${milestone}”`;
  return milestone === null ? "The task's date" : `Milestone "${milestone}"`;
}

const sentences: { [C in ReasonCode]: Sentences<C> } = {
  'target-met': {
    zh: (f) =>
      `${who(f, 'zh')}：截至 ${f.period} 为 ${amount(f.value, f.measure, 'zh')}，已达目标 ${goal(f, 'zh')}。`,
    en: (f) =>
      `${who(f, 'en')}: ${amount(f.value, f.measure, 'en')} up to ${f.period} meets the target ${goal(f, 'en')}.`,
  },
  'on-pace': {
    zh: (f) =>
      `${who(f, 'zh')}：截至 ${f.period} 累计 ${amount(f.value, f.measure, 'zh')}，序时应达 ${amount(f.expected, f.measure, 'zh')}，${
        f.behind > 0 ? `落后 ${number(f.behind)}` : `超前 ${number(-f.behind)}`
      } 个百分点（落后 ${f.threshold} 个以内为绿灯；目标 ${goal(f, 'zh')}，${f.dueDate}）。`,
    en: (f) =>
      `${who(f, 'en')}: ${amount(f.value, f.measure, 'en')} up to ${f.period} against a pace of ${amount(f.expected, f.measure, 'en')}, ${
        f.behind > 0 ? `${number(f.behind)} points behind` : `${number(-f.behind)} points ahead`
      } (up to ${f.threshold} behind is green; target ${goal(f, 'en')} by ${f.dueDate}).`,
  },
  'behind-pace': {
    zh: (f) =>
      `${who(f, 'zh')}：截至 ${f.period} 累计 ${amount(f.value, f.measure, 'zh')}，序时应达 ${amount(f.expected, f.measure, 'zh')}，落后 ${number(f.behind)} 个百分点，超过 ${f.threshold} 个（目标 ${goal(f, 'zh')}，${f.dueDate}）${runZh(f)}。`,
    en: (f) =>
      `${who(f, 'en')}: ${amount(f.value, f.measure, 'en')} up to ${f.period} against a pace of ${amount(f.expected, f.measure, 'en')}, ${number(f.behind)} points behind, more than ${f.threshold} (target ${goal(f, 'en')} by ${f.dueDate})${runEn(f)}.`,
  },
  'target-missed': {
    zh: (f) =>
      `${who(f, 'zh')}：截至 ${f.period} 为 ${amount(f.value, f.measure, 'zh')}，未达目标 ${goal(f, 'zh')}${
        f.missPercent === null
          ? '（目标为 0，不容偏差）'
          : `，相差目标值的 ${number(f.missPercent)}%（${f.threshold}% 以内为黄灯，超过为红灯）`
      }${runZh(f)}。`,
    en: (f) =>
      `${who(f, 'en')}: ${amount(f.value, f.measure, 'en')} up to ${f.period} misses the target ${goal(f, 'en')}${
        f.missPercent === null
          ? ' (a target of 0 leaves no tolerance)'
          : ` by ${number(f.missPercent)}% of it (up to ${f.threshold}% is yellow, more is red)`
      }${runEn(f)}.`,
  },
  'missed-at-date': {
    zh: (f) =>
      `${who(f, 'zh')}：${f.heldUntil ? `应于 ${f.dueDate} 达标并保持至 ${f.heldUntil}` : `应于 ${f.dueDate} 达标`}，截至 ${f.period} 为 ${amount(f.value, f.measure, 'zh')}，未达目标 ${goal(f, 'zh')}，到期未达即亮红灯。`,
    en: (f) =>
      `${who(f, 'en')}: due by ${f.dueDate}${f.heldUntil ? ` and to be held until ${f.heldUntil}` : ''}, ${amount(f.value, f.measure, 'en')} up to ${f.period} misses the target ${goal(f, 'en')}; missed at its date is red.`,
  },
  'near-limit': {
    zh: (f) =>
      `${who(f, 'zh')}：截至 ${f.period} 为 ${amount(f.value, f.measure, 'zh')}，临界：距上限 ${amount(f.target, f.measure, 'zh')} 不足其 ${f.threshold}%（仅提示，不改变亮灯）。`,
    en: (f) =>
      `${who(f, 'en')}: ${amount(f.value, f.measure, 'en')} up to ${f.period} is within ${f.threshold}% of the limit ${amount(f.target, f.measure, 'en')} (a hint, not a colour).`,
  },
  'period-met': {
    zh: (f) =>
      `${who(f, 'zh')}：${f.period} 为 ${amount(f.value, f.measure, 'zh')}，达到每期目标 ${goal(f, 'zh')}。`,
    en: (f) =>
      `${who(f, 'en')}: ${amount(f.value, f.measure, 'en')} in ${f.period} meets the target ${goal(f, 'en')} for each period.`,
  },
  'period-missed': {
    zh: (f) =>
      `${who(f, 'zh')}：${f.period} 为 ${amount(f.value, f.measure, 'zh')}，未达每期目标 ${goal(f, 'zh')}（一期未达为黄灯，连续 ${f.runLimit} 期为红灯；已连续 ${f.run} 期）。`,
    en: (f) =>
      `${who(f, 'en')}: ${amount(f.value, f.measure, 'en')} in ${f.period} misses the target ${goal(f, 'en')} for each period (one missed is yellow, ${f.runLimit} in a row red; ${f.run} so far).`,
  },
  'each-met': {
    zh: (f) =>
      `“${f.title.zh}”各单位均须达到 ${goal(f, 'zh')}：${f.of} 个中 ${f.met} 个达到${f.below.length ? `，未达到：${list(f.below, 'zh')}` : ''}（按其中最差者亮灯）。`,
    en: (f) =>
      `"${f.title.en}", ${goal(f, 'en')} in each unit: ${f.met} of ${f.of} meet it${f.below.length ? `, not yet: ${list(f.below, 'en')}` : ''} (the worst unit gives the light).`,
  },
  'small-base': {
    zh: (f) =>
      `${who(f, 'zh')}：截至 ${f.period} 分母为 ${number(f.denominator)}，基数过小（少于 ${f.threshold}），不参与亮灯。`,
    en: (f) =>
      `${who(f, 'en')}: the denominator up to ${f.period} is ${number(f.denominator)}, under ${f.threshold}: too small a base to colour anything.`,
  },
  'no-data': {
    zh: (f) =>
      `${who(f, 'zh')}：${f.period} 已到报送期而无审定数据，无法对照目标 ${goal(f, 'zh')}；缺数据不亮绿灯。`,
    en: (f) =>
      `${who(f, 'en')}: ${f.period} is past due without an accepted figure to hold against the target ${goal(f, 'en')}; missing data is never green.`,
  },
  'milestone-done': {
    zh: (f) => `${dated(f.milestone, 'zh')}已于 ${f.doneOn} 完成（时限 ${f.dueDate}）。`,
    en: (f) => `${dated(f.milestone, 'en')} was done on ${f.doneOn} (due ${f.dueDate}).`,
  },
  'date-near': {
    zh: (f) =>
      `${dated(f.milestone, 'zh')} ${f.dueDate} 临近，尚余 ${f.workingDays} 个工作日，未申请办结（${f.threshold} 个工作日以内亮黄灯）。`,
    en: (f) =>
      `${dated(f.milestone, 'en')}, ${f.dueDate}, is ${f.workingDays} working days away without a closure request (${f.threshold} or fewer are yellow).`,
  },
  'date-settling': {
    zh: (f) =>
      `${dated(f.milestone, 'zh')} ${f.dueDate} 已到，未申请办结；结算日 ${f.settlingDay} 之后为逾期。`,
    en: (f) =>
      `${dated(f.milestone, 'en')}, ${f.dueDate}, has come without a closure request; it is overdue after the settling day ${f.settlingDay}.`,
  },
  'date-overdue': {
    zh: (f) =>
      `${dated(f.milestone, 'zh')} ${f.dueDate} 已逾期 ${f.days} 天（最后一天 ${f.lastDay}），逾期亮红灯。`,
    en: (f) =>
      `${dated(f.milestone, 'en')}, ${f.dueDate}, is ${f.days} days overdue (last day ${f.lastDay}); overdue is red.`,
  },
  'reports-missing': {
    zh: (f) =>
      `${f.unit}“${f.form.zh}”缺报 ${f.missing} 期：${list(f.periods, 'zh')}（缺 ${f.yellow} 期黄灯，缺 ${f.red} 期红灯）。`,
    en: (f) =>
      `${f.unit} owes ${f.missing} of "${f.form.en}": ${list(f.periods, 'en')} (${f.yellow} missing is yellow, ${f.red} red).`,
  },
  'reports-incomplete': {
    zh: (f) =>
      `“${f.form.zh}”${f.period} 报送率 ${number(f.completeness)}%（${f.received}/${f.expected}），低于 ${f.yellow}% 黄灯、低于 ${f.red}% 红灯${f.units.length ? `，缺报：${list(f.units, 'zh')}` : ''}${runZh(f)}。`,
    en: (f) =>
      `"${f.form.en}" for ${f.period} is ${number(f.completeness)}% complete (${f.received} of ${f.expected}); under ${f.yellow}% is yellow, under ${f.red}% red${f.units.length ? `; missing: ${list(f.units, 'en')}` : ''}${runEn(f)}.`,
  },
  'no-progress': {
    zh: (f) => `${f.unit}连续 ${f.run} 期填报“无新进展”（连续 ${f.threshold} 期亮黄灯）。`,
    en: (f) => `${f.unit} reported no progress ${f.run} times in a row (${f.threshold} make yellow).`,
  },
  'note-confirmed': {
    zh: (f) => `${f.period} 进展反馈已经审核确认。`,
    en: (f) => `The progress note for ${f.period} was confirmed by its reviewer.`,
  },
  'note-behind': {
    zh: (f) => `${f.period} 进展反馈自评欠进度，并经审核确认，亮黄灯。`,
    en: (f) =>
      `The progress note for ${f.period}, confirmed by its reviewer, says that the task is behind, which is yellow.`,
  },
  state: {
    zh: (f) =>
      f.carriedOver
        ? '任务已结转至下一年度计划，不参与亮灯。'
        : `任务${taskStateTitles[f.state].zh}，不参与亮灯。`,
    en: (f) =>
      f.carriedOver
        ? "The task goes on in the next year's plan and has no colour here."
        : `The task is ${taskStateTitles[f.state].en.toLowerCase()} and has no colour.`,
  },
  closed: {
    zh: (f) =>
      `${f.requestedOn ? `${f.requestedOn} 申请办结，` : ''}${f.closedOn} 办结，${f.lastDay ? `时限 ${f.lastDay}，` : ''}${f.onTime ? '按期' : '逾期'}。`,
    en: (f) =>
      `Closed ${f.onTime ? 'on time' : 'late'} on ${f.closedOn}${f.requestedOn ? `, requested on ${f.requestedOn}` : ''}${f.lastDay ? `; the last day was ${f.lastDay}` : ''}.`,
  },
  'awaiting-superior': {
    zh: () => '本级工作已完成，待上级验收，最多亮黄灯。',
    en: () => "The own work is done and waits for the superior's acceptance: yellow at worst.",
  },
  override: {
    zh: (f) =>
      `${f.by}人工调整亮灯，至 ${f.until} 止，理由：${f.reason}（按规则应为${colours[f.computed].zh}）。`,
    en: (f) =>
      `Set by ${f.by} until ${f.until}: ${f.reason} (by the rules it would be ${colours[f.computed].en}).`,
  },
};

/** One sentence with the facts, the rule and its threshold. */
export function describeReason(reason: Reason, language: Language): string {
  const say = sentences[reason.code][language] as (facts: Reason['facts']) => string;
  const sentence = say(reason.facts);
  if (reason.firm || reason.colour !== 'yellow') return sentence;
  return language === 'zh'
    ? `${sentence.slice(0, -1)}（力争目标，最多黄灯）。`
    : `${sentence.slice(0, -1)} (a stretch target: yellow at worst).`;
}
