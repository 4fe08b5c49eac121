import { atLeast, demoAtLeast, demoStep, open, step, withheld } from '../make.js';
import type { AreaSeed } from '../types.js';

/** The demo's split of the 300 units to be built: at least as many in sum. */
export const fraudFreeSplit = { X1: 60, X2: 50, X3: 45, X4: 40, X5: 35, Q1: 40, Q2: 35 } as const;

export const crimeFighting: AreaSeed = {
  id: 'crime-fighting',
  number: 3,
  title: { zh: '专业打击效能', en: 'Professional crime fighting' },
  tasks: [
    open(13, '优化专业打击体系', {
      lead: 'XZ',
      cooperating: ['JZ', 'HSY'],
      milestones: [step('警税合成作战中心建成'), step('公安烟草研判指挥中心建成')],
      targets: [demoAtLeast('case-team-rate', 90, '%'), demoAtLeast('models-in-use', 60, '个')],
    }),
    open(14, '提升专业打击能力', {
      lead: 'XZ',
      cooperating: ['HSY', 'WA'],
      milestones: [
        demoStep('实验室建设方案评审', '2024-05-31'),
        demoStep('首批实验室投入使用', '2024-10-31'),
      ],
      targets: [demoAtLeast('laboratory-built-rate', 80, '%')],
    }),
    withheld(15, '健全主动进攻型技网作战机制'),
    open(16, '严打突出违法犯罪活动', {
      visibility: 'restricted',
      lead: 'XZ',
      counties: false,
      milestones: [demoStep('半年工作小结', '2024-06-28'), demoStep('年度工作总结', '2024-12-20')],
    }),
    open(17, '持续深化反诈人民战争', {
      lead: 'XZ',
      cooperating: ['WA', 'XC'],
      targets: [
        atLeast('large-fraud-clearance-rate', 80, '%'),
        atLeast('fraud-free-units', 300, '个'),
        atLeast('fraud-free-units', 0, '个', { unit: 'county', values: fraudFreeSplit, source: 'demo' }),
        demoAtLeast('anti-fraud-sessions', 1200, '场'),
      ],
    }),
  ],
};
