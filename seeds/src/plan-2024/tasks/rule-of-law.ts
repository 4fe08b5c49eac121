import { demoAtLeast, demoAtMost, demoStep, open } from '../make.js';
import type { AreaSeed } from '../types.js';

export const ruleOfLaw: AreaSeed = {
  id: 'rule-of-law',
  number: 8,
  title: { zh: '法治公安建设', en: 'Rule of law' },
  tasks: [
    open(42, '深化执法办案机制改革', {
      lead: 'FZ',
      cooperating: ['XZ'],
      milestones: [demoStep('办案中心达标复核', '2024-11-08')],
      targets: [demoAtLeast('case-centre-rate', 100, '%'), demoAtLeast('two-unifications', 7, '个')],
    }),
    open(43, '推动执法全流程监督', {
      lead: 'FZ',
      cooperating: ['DC'],
      milestones: [demoStep('监督委员会年中会议', '2024-07-12')],
      targets: [demoAtLeast('oversight-rectified-rate', 95, '%')],
    }),
    open(44, '加强执法主体能力建设', {
      lead: 'FZ',
      cooperating: ['ZZ'],
      milestones: [demoStep('执法资格考试组织完成', '2024-06-21')],
      targets: [demoAtLeast('qualification-rate', 95, '%'), demoAtLeast('legal-officer-rate', 100, '%')],
    }),
    open(45, '深化“办案一件事”集成改革', {
      lead: 'FZ',
      cooperating: ['KX'],
      milestones: [demoStep('全市办案单位接入', '2024-09-20')],
      targets: [demoAtLeast('units-connected-rate', 100, '%'), demoAtLeast('items-online-rate', 85, '%')],
    }),
    open(46, '推动信访办理一件事改革', {
      lead: 'XF',
      cooperating: ['FZ', 'DC'],
      milestones: [demoStep('办理流程再造完成', '2024-08-16')],
      targets: [demoAtLeast('settled-on-time-rate', 98, '%'), demoAtMost('repeat-petition-rate', 10, '%')],
    }),
  ],
};
