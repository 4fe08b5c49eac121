import {
  departmentsAndCounties,
  type FormInput,
  level,
  type MetricInput,
  remark,
  stock,
  stockRate,
  within,
} from '@duban/contract';

export const caseCentres: FormInput = {
  key: 'case-centres',
  version: 1,
  title: { zh: '执法办案机制改革季报', en: 'Case-handling centres, quarterly' },
  task: 42,
  period: 'quarter',
  due: { day: 10 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'centres-due',
      title: { zh: '应建执法办案中心', en: 'Centres due' },
      measure: '个',
      max: 50,
    },
    {
      ...stock,
      key: 'centres',
      title: { zh: '其中已建成', en: 'Of these, built' },
      measure: '个',
      max: 50,
    },
    remark,
  ],
  checks: [within('centres', 'centres-due', '应建中心', 'the centres due')],
};

/** Each county is in or out: the city's figure is how many of the seven are in. */
export const twoUnifications: FormInput = {
  key: 'two-unifications',
  version: 1,
  title: { zh: '“两统一”落实季报', en: 'Two unifications, quarterly' },
  task: 42,
  period: 'quarter',
  due: { day: 10 },
  level: ['county'],
  fields: [
    {
      ...stock,
      key: 'unified',
      title: { zh: '“两统一”已落实', en: 'Two unifications in force' },
      measure: '个',
      max: 1,
      help: {
        zh: '统一审核、统一出口均已落实填 1,否则填 0',
        en: '1 when review and outlet are both unified, else 0',
      },
    },
    remark,
  ],
};

export const caseCentresMetrics: MetricInput[] = [
  {
    ...stockRate,
    key: 'case-centre-rate',
    title: { zh: '执法办案中心建成率', en: 'Case-handling centres built' },
    numerator: 'case-centres.centres',
    denominator: 'case-centres.centres-due',
    definition: { zh: '已建成 ÷ 应建执法办案中心', en: 'Centres built ÷ centres due' },
    source: { zh: '验收材料', en: 'Acceptance papers' },
  },
  {
    ...level,
    key: 'two-unifications',
    title: { zh: '“两统一”落实县(市、区)', en: 'Counties with the two unifications' },
    numerator: 'two-unifications.unified',
    measure: '个',
    definition: {
      zh: '期末已落实“两统一”的县级局,共 7 个',
      en: 'County bureaus with both unifications, of 7',
    },
    source: { zh: '法制部门核查结果', en: 'Findings of the legal department' },
  },
];
