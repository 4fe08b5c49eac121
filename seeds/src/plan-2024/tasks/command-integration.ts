import { atLeast, cityAndCounties, demoAtLeast, demoStep, open, step, withheld } from '../make.js';
import type { AreaSeed } from '../types.js';

export const commandIntegration: AreaSeed = {
  id: 'command-integration',
  number: 2,
  title: { zh: '情指行一体化', en: 'Intelligence, command and action as one' },
  tasks: [
    open(8, '推进大数据赋能实战体系建设', {
      lead: 'KX',
      cooperating: ['ZHZX'],
      summary: '科技兴警三年行动计划，按年度阶段目标推进。',
      milestones: [step('三年行动计划年度阶段目标完成'), demoStep('数据基座首批数据源接入', '2024-06-28')],
      targets: [
        demoAtLeast('sources-standardised-rate', 80, '%'),
        demoAtLeast('small-tools-delivered', 40, '个'),
      ],
    }),
    withheld(9, '健全完善大情报体系建设'),
    open(10, '加快建设新一代情报指挥中心', {
      lead: 'ZHZX',
      cooperating: ['KX'],
      milestones: [
        demoStep('实战平台主体功能上线', '2024-08-30'),
        demoStep('市县两级平台联调完成', '2024-11-29'),
      ],
      targets: [demoAtLeast('systems-connected-rate', 90, '%')],
    }),
    open(11, '完善应急处突体系建设', {
      lead: 'TJ',
      cooperating: ['ZHZX'],
      milestones: [step('专业蓝军队伍组建')],
      targets: [
        atLeast('red-blue-drills', 1, '次', { per: 'quarter' }),
        atLeast('interception-circles', 3, '圈'),
        ...cityAndCounties(atLeast('combat-command-rooms', 8, '个'), 1),
      ],
    }),
    open(12, '建立全链条无人机管控体系', {
      lead: 'TJ',
      cooperating: ['ZHZX', 'ZA'],
      summary: '特警装备三年建设规划，按年度阶段目标推进。',
      milestones: [step('三年规划年度阶段目标完成'), step('争创省级创新应用示范点', { firm: false })],
      targets: [
        atLeast('uav-equipment-rate', 50, '%', { scope: 'each' }),
        atLeast('uav-equipment-rate', 50, '%', { unit: 'county' }),
        atLeast('fixed-coverage-rate', 100, '%', { firm: false }),
      ],
    }),
  ],
};
