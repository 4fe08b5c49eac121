import { demoAtLeast, demoAtMost, demoStep, open } from '../make.js';
import type { AreaSeed } from '../types.js';

export const publicService: AreaSeed = {
  id: 'public-service',
  number: 7,
  title: { zh: '增值服务改革', en: 'Public service reform' },
  tasks: [
    open(36, '推进政务服务一体化', {
      lead: 'SP',
      cooperating: ['CRJ', 'JJ'],
      milestones: [demoStep('网点改造验收', '2024-10-18')],
      targets: [demoAtLeast('one-window-rate', 100, '%'), demoAtLeast('on-time-rate', 99, '%')],
    }),
    open(37, '推进为企服务精准化', {
      lead: 'SP',
      cooperating: ['JZ'],
      milestones: [demoStep('联络站布点完成', '2024-09-13')],
      targets: [demoAtLeast('enterprise-on-time-rate', 95, '%'), demoAtLeast('liaison-stations', 80, '个')],
    }),
    open(38, '优化“浙里移民”集成改革', {
      lead: 'CRJ',
      milestones: [demoStep('网办事项清单发布', '2024-05-17')],
      targets: [demoAtMost('average-working-days', 5, '工作日/件')],
    }),
    open(39, '推进审管协同高效化', {
      lead: 'SP',
      cooperating: ['ZA'],
      milestones: [demoStep('协同监管规程印发', '2024-07-26')],
      targets: [
        demoAtLeast('approvals-claimed-rate', 98, '%'),
        demoAtLeast('problems-rectified-rate', 95, '%'),
      ],
    }),
    open(40, '深化民企内部贪腐治理工作体系建设', {
      lead: 'JZ',
      milestones: [demoStep('共建企业名录确定', '2024-04-19')],
      targets: [demoAtLeast('firms-cobuilding-rate', 90, '%'), demoAtLeast('integrity-sessions', 100, '场')],
    }),
    open(41, '深化长三角区域警务协作', {
      lead: 'ZHZX',
      cooperating: ['XZ', 'HSY'],
      milestones: [demoStep('年度协作会议召开', '2024-10-25')],
      targets: [demoAtLeast('requests-on-time-rate', 95, '%'), demoAtLeast('joint-drills', 16, '次')],
    }),
  ],
};
