import type { FormData, selfAssessments } from '@duban/contract';
import { pick } from './random.js';

type Assessment = (typeof selfAssessments)[number];

/** Tasks whose lead unit says of itself that it lags, by number. */
const behind = new Set([10, 35, 46]);
const ahead = new Set([18, 34, 40, 48]);

/** Units that had nothing new to say of a task, month after month. */
export const idle: readonly { number: number; unitCode: string; from: string }[] = [
  { number: 32, unitCode: 'X4', from: '2024-06' },
];

const done = [
  '按月度计划推进，分解的事项均已启动。',
  '完成阶段性检查，问题清单已下发整改。',
  '组织专题调度一次，明确下阶段分工。',
  '完成骨干培训，配套制度已征求意见。',
] as const;
const problems = ['', '个别环节进度不均衡。', '部门间数据共享仍需协调。', '基层力量偏紧。'] as const;
const next = [
  '按节点继续推进，月底前组织一次督导。',
  '抓好问题整改，完善长效机制。',
  '总结试点做法，逐步推广。',
] as const;

/** A month's narrative of a unit's part in a task. */
export function fillNote(
  task: { id: string; number: number | null },
  unitCode: string,
  isLead: boolean,
  period: string,
): FormData {
  const key = [task.number ?? task.id.length, unitCode, period];
  const data: FormData = {
    progress: pick(done, 'done', ...key),
    'next-steps': pick(next, 'next', ...key),
    'self-assessment': isLead ? assessmentOf(task.number) : 'on-pace',
  };
  const problem = pick(problems, 'problem', ...key);
  if (problem) data.problems = problem;
  return data;
}

function assessmentOf(number: number | null): Assessment {
  if (number !== null && behind.has(number)) return 'behind';
  return number !== null && ahead.has(number) ? 'ahead' : 'on-pace';
}
