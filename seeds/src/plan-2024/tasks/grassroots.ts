import { atLeast, atMost, cityAndCounties, demoAtLeast, demoStep, open, step } from '../make.js';
import type { AreaSeed, TargetSeed } from '../types.js';

/** 三降三升一确保: the text names the seven and does not define them; the area lead does. */
const emptySlots: TargetSeed[] = (
  [
    ['at-most', '三降之一'],
    ['at-most', '三降之二'],
    ['at-most', '三降之三'],
    ['at-least', '三升之一'],
    ['at-least', '三升之二'],
    ['at-least', '三升之三'],
    ['exactly', '一确保'],
  ] as const
).map(([direction, basis]) => ({
  // A target cannot be without a metric; the lead names the right one together with the value.
  metric: 'key-places-treated-rate',
  direction,
  value: null,
  measure: '待定',
  unit: 'city',
  dueDate: '2024-12-31',
  firm: true,
  scope: 'aggregate',
  source: 'document',
  basis,
}));

export const grassroots: AreaSeed = {
  id: 'grassroots',
  number: 4,
  title: { zh: '基层基础巩固', en: 'Grassroots foundations' },
  tasks: [
    open(18, '推进“枫桥式”基层所队建设', {
      lead: 'ZA',
      cooperating: ['JJ', 'JG'],
      milestones: [demoStep('创建名单确定', '2024-04-30'), demoStep('年度考评完成', '2024-12-13')],
      targets: [demoAtLeast('model-stations', 40, '个')],
    }),
    open(19, '深化派出所“主防”建设', {
      lead: 'ZA',
      counties: false,
      cooperating: ['ZZ'],
      milestones: [step('主防“一号文件”印发')],
      targets: [atLeast('key-works-done', 10, '项'), atLeast('key-projects-done', 10, '项')],
    }),
    open(20, '深化市县两级防控治理中心建设', {
      lead: 'ZA',
      counties: false,
      cooperating: ['KX', 'ZHZX'],
      dueDate: '2024-11-30',
      milestones: [step('省级示范点验收完成', { dueDate: '2024-11-30' })],
      targets: [
        atLeast('centre-modules', 5, '个', { dueDate: '2024-11-30' }),
        atLeast('centre-platform', 1, '个', { dueDate: '2024-11-30' }),
      ],
    }),
    open(21, '加强基础要素数字化管理', {
      lead: 'ZA',
      counties: false,
      cooperating: ['KX'],
      milestones: [
        step('争取身份码省级试点', { firm: false }),
        demoStep('实名认证应用首批场景上线', '2024-09-30'),
      ],
    }),
    open(22, '深化矛盾纠纷排查化解', {
      lead: 'ZA',
      cooperating: ['XF'],
      milestones: [demoStep('半年回头看完成', '2024-07-31')],
      targets: [demoAtLeast('settled-rate', 95, '%'), demoAtLeast('revisited-rate', 90, '%')],
    }),
    open(23, '严格安全生产监管', {
      lead: 'ZA',
      cooperating: ['JJ'],
      multiYearUntil: '2026-12-31',
      summary: '治本攻坚三年行动(2024—2026 年)，按年度阶段目标推进。',
      milestones: [step('三年行动年度阶段目标完成')],
      targets: [demoAtLeast('safety-hazard-cleared-rate', 95, '%')],
    }),
    open(24, '建强立体化智能化社会治安防控体系', {
      lead: 'ZA',
      cooperating: ['KX', 'JJ'],
      milestones: [step('争创全国防控体系示范城市', { firm: false })],
      targets: [atLeast('rating-rules', 3, '项'), demoAtLeast('smart-safe-units', 700, '个')],
    }),
    open(25, '深入推进校园安全协同共治', {
      lead: 'ZA',
      cooperating: ['WA', 'JJ'],
      milestones: [demoStep('共治实施意见出台', '2024-08-30')],
      targets: [demoAtLeast('schools-connected-rate', 95, '%'), demoAtLeast('campus-scenes', 60, '个')],
    }),
    open(26, '持续深化创新警源治理模式', {
      lead: 'ZA',
      cooperating: ['XZ', 'XF'],
      milestones: [demoStep('重点区域整治中期评估', '2024-07-15')],
      targets: emptySlots,
    }),
    open(27, '持续深化以“民声一键办”改革', {
      lead: 'ZHZX',
      cooperating: ['ZA', 'XF'],
      summary: '72 支服务队为登记基数，不作目标。',
      targets: [
        ...cityAndCounties(atLeast('diversion-rate', 50, '%')),
        ...cityAndCounties(atMost('repeat-call-rate', 13, '%')),
      ],
    }),
    open(28, '打造生态警务XX特色样板', {
      lead: 'HSY',
      cooperating: ['ZA'],
      targets: [
        ...cityAndCounties(atLeast('eco-room-rate', 100, '%')),
        atLeast('eco-joint-station', 1, '个'),
        ...cityAndCounties(atLeast('eco-centres', 8, '个'), 1),
        atLeast('eco-systems', 5, '个'),
      ],
    }),
    open(29, '打响知识产权刑事保护XX品牌', {
      lead: 'JZ',
      cooperating: ['XC'],
      milestones: [demoStep('共治中心试点启用', '2024-09-24')],
      targets: [demoAtLeast('ip-joint-centres', 8, '个'), demoAtLeast('firms-guided', 300, '家次')],
    }),
  ],
};
