import { demoAtLeast, demoStep, open } from '../make.js';
import type { AreaSeed } from '../types.js';

export const publicRelations: AreaSeed = {
  id: 'public-relations',
  number: 10,
  title: { zh: '警察公共关系', en: 'Public relations' },
  tasks: [
    open(52, '做强公安宣传矩阵', {
      lead: 'XC',
      milestones: [demoStep('宣传矩阵账号清理完成', '2024-04-12')],
      targets: [demoAtLeast('original-items', 1500, '篇'), demoAtLeast('adopted-provincial', 300, '篇')],
    }),
    open(53, '拓展警民互动渠道', {
      lead: 'XC',
      cooperating: ['ZHZX'],
      milestones: [demoStep('警营开放周', '2024-05-31')],
      targets: [demoAtLeast('open-days', 80, '次'), demoAtLeast('feedback-on-time-rate', 95, '%')],
    }),
    open(54, '加强公安文化建设', {
      lead: 'XC',
      cooperating: ['ZZ'],
      milestones: [demoStep('文化作品征集完成', '2024-10-15')],
      targets: [demoAtLeast('culture-events', 60, '场')],
    }),
  ],
};
