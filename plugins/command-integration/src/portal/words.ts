import type { Text } from '@duban/contract';
import type { Standing } from './standing.js';

export const words = {
  calendar: { zh: '各季度演练', en: 'Drills by quarter' },
  quarter: { zh: '季度', en: 'Quarter' },
  drills: { zh: '演练次数', en: 'Drills' },
  target: { zh: '每季至少', en: 'At least' },
  standing: { zh: '情况', en: 'Standing' },
  times: { zh: '次', en: 'drills' },
  nobody: { zh: '该单位不填报红蓝对抗演练', en: 'This unit reports no red-blue drills' },
} satisfies Record<string, Text>;

export const standings: Record<Standing, Text> = {
  held: { zh: '已开展', en: 'Held' },
  waiting: { zh: '已报待审', en: 'Reported, not yet accepted' },
  running: { zh: '本季待开展', en: 'Due this quarter' },
  ahead: { zh: '未到', en: 'To come' },
  missed: { zh: '未达到', en: 'Missed' },
  unreported: { zh: '未报', en: 'Not reported' },
};
