import { atLeast, atMost, cityAndCounties, open, step, withheld } from '../make.js';
import type { AreaSeed } from '../types.js';

export const majorRisk: AreaSeed = {
  id: 'major-risk',
  number: 1,
  title: { zh: '重大风险防控', en: 'Major risk prevention' },
  tasks: [
    withheld(1, '提升维护政治安全能力'),
    withheld(2, null),
    withheld(3, '严打渗透颠覆破坏活动'),
    withheld(4, '持续深化反恐怖斗争'),
    open(5, '做好重大活动安保', {
      lead: 'ZA',
      cooperating: ['ZHZX', 'TJ', 'JJ'],
      // The system holds no event dates: both are due with the year.
      milestones: [step('国庆 75 周年安保任务完成'), step('世界互联网大会安保任务完成')],
    }),
    withheld(6, '全力防范化解涉稳风险'),
    open(7, '深入推进监管工作法治化规范化', {
      lead: 'JG',
      cooperating: ['DC'],
      targets: [
        atLeast('in-house-check-rate', 100, '%'),
        ...cityAndCounties(atMost('serious-accidents', 0, '起')),
      ],
    }),
  ],
};
