import {
  departmentsAndCounties,
  type FormInput,
  flow,
  flowRate,
  type MetricInput,
  remark,
  total,
  unusual,
  within,
} from '@duban/contract';

export const safetySupervision: FormInput = {
  key: 'safety-supervision',
  version: 1,
  title: { zh: '安全生产监管月报', en: 'Work safety, monthly' },
  task: 23,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    { ...flow, key: 'inspections', title: { zh: '督导检查', en: 'Inspections made' }, measure: '次' },
    {
      ...flow,
      key: 'hazards-due',
      title: { zh: '到期应清零隐患', en: 'Hazards due for clearing' },
      measure: '处',
      help: { zh: '整改期限落在本期的隐患', en: 'Hazards whose deadline falls in the period' },
    },
    { ...flow, key: 'hazards-cleared', title: { zh: '其中已清零', en: 'Of these, cleared' }, measure: '处' },
    remark,
  ],
  checks: [
    within('hazards-cleared', 'hazards-due', '到期应清零隐患', 'the hazards due'),
    unusual('inspections', 2000),
    unusual('hazards-due', 5000),
  ],
};

const source = { zh: '安全生产检查台账', en: 'Work-safety inspection registers' };

export const safetySupervisionMetrics: MetricInput[] = [
  {
    ...total,
    key: 'safety-inspections',
    title: { zh: '安全生产督导检查', en: 'Work-safety inspections' },
    numerator: 'safety-supervision.inspections',
    measure: '次',
    definition: { zh: '期内开展的督导检查次数', en: 'Inspections made in the period' },
    source,
  },
  {
    ...flowRate,
    key: 'safety-hazard-cleared-rate',
    title: { zh: '安全隐患清零率', en: 'Safety hazards cleared' },
    numerator: 'safety-supervision.hazards-cleared',
    denominator: 'safety-supervision.hazards-due',
    definition: { zh: '已清零 ÷ 期内到期应清零隐患', en: 'Hazards cleared ÷ hazards due in the period' },
    source,
  },
];
