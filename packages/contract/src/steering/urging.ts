import { lastDay } from '../light/dates.js';
import type { LightRules } from '../light/rules.js';
import type { Language, Text } from '../text.js';
import { type WorkCalendar, workingDaysBetween } from '../time/calendar.js';

export const urgingLevels = ['notice', 'blue', 'orange', 'red', 'manual'] as const;
export type UrgingLevel = (typeof urgingLevels)[number];
export const urgingStates = ['drafted', 'issued', 'acknowledged', 'lifted'] as const;
export type UrgingState = (typeof urgingStates)[number];

/** What a slip that the system writes is about: the task's own date, a step's, or a report that is owed. */
export type UrgingCause = 'date' | 'milestone' | 'report';

export interface UrgingRule {
  level: UrgingLevel;
  title: Text;
  /** Working days past the date from which it is due, negative before it; null where the cause never gets there. */
  from: Readonly<Record<UrgingCause, number | null>>;
  /** Who signs it before it goes out; null where it goes out by itself. */
  signedBy: 'plan-office' | 'leader' | null;
  /** Working days to answer. */
  answerWithin: number;
}

/** The steps of urging (督办), mildest first, as they stand where an area's configuration says nothing else. */
export const urgingRules: readonly UrgingRule[] = [
  {
    level: 'notice',
    title: { zh: '提醒', en: 'Notice' },
    from: { date: -5, milestone: -3, report: 1 },
    signedBy: null,
    answerWithin: 3,
  },
  {
    level: 'blue',
    title: { zh: '蓝色督办单', en: 'Blue slip' },
    from: { date: 1, milestone: 1, report: 3 },
    signedBy: null,
    answerWithin: 3,
  },
  {
    level: 'orange',
    title: { zh: '橙色督办单', en: 'Orange slip' },
    from: { date: 5, milestone: 5, report: 10 },
    signedBy: 'plan-office',
    answerWithin: 2,
  },
  {
    level: 'red',
    title: { zh: '红色督办单', en: 'Red slip' },
    from: { date: 10, milestone: 10, report: null },
    signedBy: 'leader',
    answerWithin: 1,
  },
];

export const urgingTitles: Record<UrgingLevel, Text> = {
  ...(Object.fromEntries(urgingRules.map((rule) => [rule.level, rule.title])) as Record<
    Exclude<UrgingLevel, 'manual'>,
    Text
  >),
  manual: { zh: '督办', en: 'Urging' },
};

export const urgingStateTitles: Record<UrgingState, Text> = {
  drafted: { zh: '待签发', en: 'To be signed' },
  issued: { zh: '已发出', en: 'Issued' },
  acknowledged: { zh: '已反馈', en: 'Answered' },
  lifted: { zh: '已解除', en: 'Lifted' },
};

/** Working days that a date is past; 0 on the day itself and while it settles, negative before it. */
export function workingDaysPast(
  dueDate: string,
  today: string,
  rules: Pick<LightRules, 'settlingDay'>,
  calendar: WorkCalendar,
): number {
  if (today <= dueDate) return workingDaysBetween(dueDate, today, calendar);
  const last = lastDay(dueDate, rules);
  return today <= last ? 0 : workingDaysBetween(last, today, calendar);
}

/** The step that so many working days call for; null before the first. */
export function urgingRuleFor(
  cause: UrgingCause,
  past: number,
  rules: readonly UrgingRule[] = urgingRules,
): UrgingRule | null {
  const reached = rules.filter((rule) => rule.from[cause] !== null && past >= rule.from[cause]);
  return reached.at(-1) ?? null;
}

/** What the system's own slip says. */
export interface UrgingFacts {
  cause: UrgingCause;
  /** The step's title, or the form's with its period; null for the task's own date. */
  subject: Text | null;
  dueDate: string;
  /** Working days past it, negative before. */
  past: number;
}

export function describeUrging({ cause, subject, dueDate, past }: UrgingFacts, language: Language): string {
  const zh = language === 'zh';
  const what = {
    date: zh ? '任务' : 'The task',
    milestone: zh ? `节点“${subject?.zh ?? ''}”` : `The milestone “${subject?.en ?? ''}”`,
    report: zh ? `填报“${subject?.zh ?? ''}”` : `The report “${subject?.en ?? ''}”`,
  }[cause];
  if (past <= 0) {
    return zh
      ? `${what}应于 ${dueDate} 前完成，请抓紧办理。`
      : `${what} is due by ${dueDate}; please see to it.`;
  }
  return zh
    ? `${what}应于 ${dueDate} 前完成，已逾期 ${past} 个工作日，请说明措施和完成时限。`
    : `${what} was due by ${dueDate} and is ${past} working days late; say what will be done, and by when.`;
}
