import { demoAtLeast, demoAtMost, demoStep, open } from '../make.js';
import type { AreaSeed } from '../types.js';

export const trafficManagement: AreaSeed = {
  id: 'traffic-management',
  number: 6,
  title: { zh: '交通精细管理', en: 'Traffic management' },
  tasks: [
    open(33, '提升道路基础设施水平', {
      lead: 'JJ',
      milestones: [demoStep('年度设施清单下达', '2024-03-15'), demoStep('年度设施全部完工', '2024-12-16')],
      targets: [
        demoAtLeast('facility-done-rate', 100, '%'),
        demoAtLeast('hazard-points-treated-rate', 100, '%'),
      ],
    }),
    open(34, '强化重点风险管控', {
      lead: 'JJ',
      cooperating: ['ZA'],
      milestones: [demoStep('重点运输企业首轮检查完成', '2024-06-28')],
      targets: [
        demoAtLeast('key-firms-checked-rate', 100, '%'),
        demoAtLeast('hazard-rectified-rate', 95, '%'),
        demoAtMost('major-accidents', 0, '起'),
      ],
    }),
    open(35, '全面深化治堵保畅', {
      lead: 'JJ',
      milestones: [demoStep('堵点清单公布', '2024-03-29'), demoStep('主城区堵点治理完成', '2024-10-31')],
      targets: [
        demoAtLeast('congestion-points-treated-rate', 90, '%'),
        demoAtLeast('junctions-improved', 120, '个'),
      ],
    }),
  ],
};
