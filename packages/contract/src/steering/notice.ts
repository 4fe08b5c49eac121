import type { Language, Text } from '../text.js';
import { urgingTitles } from './urging.js';

/** What a person is told of. */
export const notificationTitles = {
  urged: { zh: '收到督办', en: 'You were urged' },
  'urging-to-sign': { zh: '督办单待签发', en: 'A slip waits for your signature' },
  'urging-acknowledged': { zh: '督办已反馈', en: 'A slip was answered' },
  'report-returned': { zh: '填报被退回', en: 'A report was returned' },
  'report-unlocked': { zh: '填报已解锁，请更正', en: 'A report was unlocked for correction' },
  'period-reopened': { zh: '填报期已重新开放', en: 'A closed period was reopened for you' },
  'periods-closed': { zh: '填报期已关账', en: 'Periods in which you had reports open were closed' },
  'periods-opened': { zh: '关账已撤销，填报重新受理', en: 'Closed periods take reports again' },
  'report-waived': { zh: '已准予免报', en: 'A report was waived' },
  'waiver-ended': { zh: '免报已取消，请填报', en: 'A waiver was taken back: the report is owed again' },
  'report-to-sign': { zh: '填报待签审', en: 'A report waits for your signature' },
  'report-to-review': { zh: '填报待审核', en: 'A report waits for your review' },
  'decision-waiting': { zh: '任务待决定', en: 'A task waits for your decision' },
  'task-decided': { zh: '任务有新进展', en: 'A task was moved' },
  'task-handed-over': { zh: '任务移交由您负责', en: 'A task was handed over to you' },
  'extension-asked': { zh: '延期申请待审批', en: 'An extension waits for your decision' },
  'extension-decided': { zh: '延期申请已审批', en: 'An extension was decided' },
  'adjustment-proposed': { zh: '调整待审批', en: 'An adjustment waits for your decision' },
  'adjustment-decided': { zh: '调整已审批', en: 'An adjustment was decided' },
  'adjustment-failed': { zh: '调整未能生效', en: 'An adjustment could not take effect' },
  'light-red': { zh: '任务亮红灯', en: 'A light turned red' },
  'contest-raised': { zh: '收到亮灯异议', en: 'A light was contested' },
  'contest-answered': { zh: '亮灯异议已答复', en: 'Your objection was answered' },
  instructed: { zh: '收到批示', en: 'A leader gave an instruction' },
  'instruction-answered': { zh: '批示已反馈', en: 'An instruction was answered' },
  'instruction-closed': { zh: '批示已办结', en: 'An instruction was closed' },
  'instruction-handed-over': { zh: '批示移交由您跟踪', en: 'An instruction was handed over to you' },
  'share-given': { zh: '收到分工', en: 'A share was given to you' },
  'share-changed': { zh: '分工有调整', en: 'Your share was changed' },
  'share-taken': { zh: '分工已取消', en: 'Your share was taken away' },
  'part-waived': { zh: '分工已免报', en: 'Your part need not be reported' },
  'part-owed': { zh: '分工免报已取消，请反馈', en: 'Your part has to be reported again' },
  'deputy-named': { zh: '已被授权代签', en: 'You were named a deputy' },
  'deputy-revoked': { zh: '授权代签已撤销', en: 'A deputy was revoked' },
  'material-due': { zh: '会议材料即将截止', en: "A meeting's material is due" },
  'material-late': { zh: '催报会议材料', en: "A meeting's material is late" },
  'minutes-to-sign': { zh: '会议纪要待会签', en: 'Minutes wait for your countersignature' },
  'meeting-planned': { zh: '会议通知', en: 'You are asked to a meeting' },
  'meeting-moved': { zh: '会议时间或地点变更', en: 'A meeting was moved' },
  'meeting-left': { zh: '不再参加会议', en: 'You no longer take part in a meeting' },
  'meeting-withdrawn': { zh: '会议已撤销', en: 'A meeting was withdrawn' },
  'meeting-decided': { zh: '会议议定了任务', en: 'A meeting decided on a task' },
  'unit-merged': { zh: '单位撤并，工作已移交', en: 'A unit was merged and its work handed over' },
  'unit-reopened': { zh: '单位撤并已撤回', en: 'The close of a unit was taken back' },
  digest: { zh: '今日提要', en: 'Today at a glance' },
} as const satisfies Record<string, Text>;
export type NotificationKind = keyof typeof notificationTitles;
export const notificationKinds = Object.keys(notificationTitles) as NotificationKind[];

const outcomes: Record<string, Text> = {
  approve: { zh: '同意', en: 'approved' },
  granted: { zh: '同意', en: 'granted' },
  refuse: { zh: '不同意', en: 'refused' },
  refused: { zh: '不同意', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  upheld: { zh: '异议成立', en: 'upheld' },
  rejected: { zh: '异议不成立', en: 'not upheld' },
};

/** What a digest counts, what hurts first on top; a zero is not told. */
const digestParts = [
  'overdue',
  'due',
  'urged',
  'answer',
  'sign',
  'review',
  'accept',
  'decide',
  'unread',
] as const;
const digestWords: Record<(typeof digestParts)[number], Record<Language, (count: number) => string>> = {
  overdue: { zh: (count) => `逾期填报 ${count} 份`, en: (count) => `reports late: ${count}` },
  due: {
    zh: (count) => `近三个工作日到期 ${count} 份`,
    en: (count) => `due within three working days: ${count}`,
  },
  urged: { zh: (count) => `待反馈督办 ${count} 件`, en: (count) => `slips to answer: ${count}` },
  answer: { zh: (count) => `待反馈批示 ${count} 件`, en: (count) => `instructions to answer: ${count}` },
  sign: { zh: (count) => `待签审填报 ${count} 份`, en: (count) => `reports to sign: ${count}` },
  review: { zh: (count) => `待审核填报 ${count} 份`, en: (count) => `reports to review: ${count}` },
  accept: { zh: (count) => `待签收 ${count} 项`, en: (count) => `tasks and shares to accept: ${count}` },
  decide: { zh: (count) => `待决定任务 ${count} 项`, en: (count) => `tasks to decide on: ${count}` },
  unread: { zh: (count) => `未读消息 ${count} 条`, en: (count) => `unread: ${count}` },
};

function titleOf(title: unknown, language: Language): string {
  const said = (title as Partial<Text> | undefined)?.[language];
  return typeof said === 'string' ? said : '';
}

/** What the notification says beyond its title and its task; empty where they say all. */
export function describeNotification(
  kind: NotificationKind,
  detail: Readonly<Record<string, unknown>>,
  language: Language,
): string {
  const zh = language === 'zh';
  const said = (key: string) => {
    const value = detail[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const count = (key: string) => Number(detail[key] ?? 0);
  if (kind === 'digest') {
    return digestParts
      .filter((part) => count(part) > 0)
      .map((part) => digestWords[part][language](count(part)))
      .join(zh ? '，' : '; ');
  }
  const level = detail.level as keyof typeof urgingTitles | undefined;
  const outcome = outcomes[said('outcome')];
  return [
    // The step's name as the bureau called it that day; what was told before names could be set has none.
    titleOf(detail.levelTitle, language) ||
      (level && urgingTitles[level] ? urgingTitles[level][language] : ''),
    outcome ? outcome[language] : '',
    said('meeting'),
    said('heldOn'),
    said('place'),
    titleOf(detail.area, language),
    said('unit'),
    said('by'),
    said('period'),
    titleOf(detail.title, language),
    said('collectBy') && (zh ? `材料截止 ${said('collectBy')}` : `material due ${said('collectBy')}`),
    said('dueDate') && (zh ? `至 ${said('dueDate')}` : `until ${said('dueDate')}`),
    said('acceptBy') && (zh ? `请于 ${said('acceptBy')} 前签收` : `accept by ${said('acceptBy')}`),
    said('answerBy') && (zh ? `请于 ${said('answerBy')} 前反馈` : `answer by ${said('answerBy')}`),
    said('reason'),
  ]
    .filter((part) => part !== '')
    .join(zh ? '，' : ', ');
}
