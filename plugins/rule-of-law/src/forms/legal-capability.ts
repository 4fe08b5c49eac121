import type { FormInput, MetricInput } from '@duban/contract';
import { departmentsAndCounties, flow, remark, stock, stockRate, total, unusual, within } from '../parts.js';

export const legalCapability: FormInput = {
  key: 'legal-capability',
  version: 1,
  title: { zh: '执法主体能力季报', en: 'Legal capability, quarterly' },
  task: 44,
  period: 'quarter',
  due: { day: 10 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'qualification-due',
      title: { zh: '应取得执法资格民警', en: 'Officers due to qualify' },
      measure: '人',
      max: 20_000,
      help: { zh: '只填人数', en: 'The number only' },
    },
    {
      ...stock,
      key: 'qualified',
      title: { zh: '其中已取得', en: 'Of these, qualified' },
      measure: '人',
      max: 20_000,
    },
    {
      ...stock,
      key: 'posts',
      title: { zh: '应配法制员', en: 'Legal officer posts' },
      measure: '人',
      max: 2000,
    },
    {
      ...stock,
      key: 'posts-filled',
      title: { zh: '其中已到岗', en: 'Of these, filled' },
      measure: '人',
      max: 2000,
    },
    { ...flow, key: 'trainings', title: { zh: '执法培训', en: 'Trainings held' }, measure: '期' },
    remark,
  ],
  checks: [
    within('qualified', 'qualification-due', '应取得资格民警', 'the officers due to qualify'),
    within('posts-filled', 'posts', '应配法制员', 'the legal officer posts'),
    unusual('trainings', 100),
  ],
};

export const legalCapabilityMetrics: MetricInput[] = [
  {
    ...stockRate,
    key: 'qualification-rate',
    title: { zh: '执法资格取得率', en: 'Officers qualified' },
    numerator: 'legal-capability.qualified',
    denominator: 'legal-capability.qualification-due',
    definition: { zh: '已取得 ÷ 应取得执法资格民警', en: 'Qualified ÷ due to qualify' },
    source: { zh: '执法资格考试统计', en: 'Results of the qualification' },
  },
  {
    ...stockRate,
    key: 'legal-officer-rate',
    title: { zh: '法制员到岗率', en: 'Legal officers in post' },
    numerator: 'legal-capability.posts-filled',
    denominator: 'legal-capability.posts',
    definition: { zh: '已到岗 ÷ 应配法制员', en: 'Posts filled ÷ posts' },
    source: { zh: '岗位配备登记', en: 'Register of posts' },
  },
  {
    ...total,
    key: 'legal-trainings',
    title: { zh: '执法培训', en: 'Legal trainings' },
    numerator: 'legal-capability.trainings',
    measure: '期',
    definition: { zh: '期内举办的执法培训期数', en: 'Trainings held in the period' },
    source: { zh: '培训档案', en: 'Training records' },
  },
];
