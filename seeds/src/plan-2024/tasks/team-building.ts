import { demoAtLeast, demoStep, open } from '../make.js';
import type { AreaSeed } from '../types.js';

export const teamBuilding: AreaSeed = {
  id: 'team-building',
  number: 9,
  title: { zh: '嘉警队伍锻造', en: 'Team building' },
  tasks: [
    open(47, '筑牢全警忠诚警魂', {
      lead: 'ZZ',
      milestones: [demoStep('年度学习计划印发', '2024-02-29')],
      targets: [demoAtLeast('branches-covered-rate', 100, '%')],
    }),
    open(48, '推进全时正风肃纪', {
      lead: 'DC',
      cooperating: ['ZZ'],
      milestones: [demoStep('专项检查首轮完成', '2024-06-07')],
      targets: [demoAtLeast('conduct-rectified-rate', 95, '%'), demoAtLeast('education-sessions', 90, '场')],
    }),
    open(49, '推进全员人才队伍建设', {
      lead: 'ZZ',
      milestones: [demoStep('教官队伍选聘完成', '2024-05-24')],
      targets: [
        demoAtLeast('training-hours-per-officer', 60, '学时/人'),
        demoAtLeast('drill-pass-rate', 95, '%'),
      ],
    }),
    open(50, '做实全链暖警爱警', {
      lead: 'ZZ',
      milestones: [demoStep('年度体检组织完成', '2024-10-31')],
      targets: [demoAtLeast('checkups-done-rate', 98, '%'), demoAtLeast('leave-taken-rate', 90, '%')],
    }),
    open(51, '推动公安机关机构编制管理改革', {
      visibility: 'restricted',
      lead: 'ZZ',
      counties: false,
      milestones: [demoStep('阶段工作小结', '2024-07-31'), demoStep('年度工作总结', '2024-12-20')],
    }),
  ],
};
