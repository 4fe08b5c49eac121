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

export const campusSafety: FormInput = {
  key: 'campus-safety',
  version: 1,
  title: { zh: '智安校园月报', en: 'Campus safety, monthly' },
  task: 25,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    { ...stock, key: 'schools', title: { zh: '辖区学校', en: 'Schools in the district' }, measure: '所' },
    {
      ...stock,
      key: 'schools-connected',
      title: { zh: '其中已接入应用', en: 'Of these, using the application' },
      measure: '所',
    },
    {
      ...stock,
      key: 'scenes',
      title: { zh: '在用应用场景', en: 'Scenes in use' },
      measure: '个',
      help: { zh: '同一场景多校使用只计一个', en: 'A scene that several schools use counts once' },
    },
    remark,
  ],
  checks: [within('schools-connected', 'schools', '辖区学校', 'the schools'), unusual('scenes', 200)],
};

export const campusSafetyMetrics: MetricInput[] = [
  {
    ...level,
    key: 'campus-scenes',
    title: { zh: '智安校园应用场景', en: 'Campus scenes' },
    numerator: 'campus-safety.scenes',
    measure: '个',
    definition: { zh: '期末在用的应用场景数', en: 'Scenes in use at the end of the period' },
    source: { zh: '校园安全应用清单', en: 'List of the campus applications' },
  },
  {
    ...stockRate,
    key: 'schools-connected-rate',
    title: { zh: '学校应用接入率', en: 'Schools connected' },
    numerator: 'campus-safety.schools-connected',
    denominator: 'campus-safety.schools',
    definition: { zh: '已接入应用的学校 ÷ 辖区学校', en: 'Schools using the application ÷ schools' },
    source: { zh: '校园安全应用后台统计', en: 'Statistics of the campus application' },
  },
];
