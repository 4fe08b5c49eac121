import { atLeast, cityAndCounties, demoAtLeast, demoStep, open, withheld } from '../make.js';
import type { AreaSeed } from '../types.js';

/** Reached by the end of April, and to be held until the year's end. */
const held = { dueDate: '2024-04-30', holdUntil: '2024-12-31' };

export const cyberspace: AreaSeed = {
  id: 'cyberspace',
  number: 5,
  title: { zh: '网络空间治理', en: 'Cyberspace governance' },
  tasks: [
    withheld(30, null),
    open(31, '夯实网络本质安全基础', {
      lead: 'WA',
      cooperating: ['KX'],
      // April is the date of the rates; they are held, and the drills go on, until the year's end.
      targets: [
        ...cityAndCounties(atLeast('class-one-control-rate', 100, '%', held)),
        ...cityAndCounties(atLeast('class-two-control-rate', 80, '%', held)),
        ...cityAndCounties(atLeast('networked-control-rate', 90, '%', held)),
        atLeast('themed-drills', 1, '次', { per: 'month' }),
      ],
    }),
    open(32, '提升涉网犯罪打防能力', {
      lead: 'WA',
      cooperating: ['XZ'],
      milestones: [demoStep('战训基地建设方案确定', '2024-06-14'), demoStep('战训基地启用', '2024-11-15')],
      targets: [demoAtLeast('vulnerability-fixed-rate', 95, '%')],
    }),
  ],
};
