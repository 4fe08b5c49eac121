import {
  departmentsAndCounties,
  type FormInput,
  level,
  type MetricInput,
  remark,
  stock,
  stockRate,
  unusual,
  within,
} from '@duban/contract';

export const sourceGovernance: FormInput = {
  key: 'source-governance',
  version: 1,
  title: { zh: '警源治理月报', en: 'Source governance, monthly' },
  task: 26,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'model-villages',
      title: { zh: '已建成示范村社', en: 'Model villages' },
      measure: '个',
      help: { zh: '通过验收的,累计', en: 'Those accepted, cumulative' },
    },
    { ...stock, key: 'places', title: { zh: '挂牌整治重点区域', en: 'Key places listed' }, measure: '处' },
    { ...stock, key: 'places-treated', title: { zh: '其中已整治', en: 'Of these, treated' }, measure: '处' },
    remark,
  ],
  checks: [
    within('places-treated', 'places', '挂牌整治重点区域', 'the key places listed'),
    unusual('model-villages', 500),
  ],
};

export const sourceGovernanceMetrics: MetricInput[] = [
  {
    ...level,
    key: 'model-villages',
    title: { zh: '示范村社', en: 'Model villages' },
    numerator: 'source-governance.model-villages',
    measure: '个',
    definition: {
      zh: '期末累计通过验收的示范村社',
      en: 'Villages accepted by the end of the period, cumulative',
    },
    source: { zh: '验收文件', en: 'Acceptance papers' },
  },
  {
    ...stockRate,
    key: 'key-places-treated-rate',
    title: { zh: '重点区域整治率', en: 'Key places treated' },
    numerator: 'source-governance.places-treated',
    denominator: 'source-governance.places',
    definition: { zh: '已整治 ÷ 挂牌整治重点区域', en: 'Treated ÷ listed key places' },
    source: { zh: '重点区域挂牌清单', en: 'List of key places' },
  },
];
