import {
  departmentsAndCounties,
  type FormInput,
  level,
  type MetricInput,
  remark,
  stock,
  unusual,
} from '@duban/contract';

export const preventionSystem: FormInput = {
  key: 'prevention-system',
  version: 1,
  title: { zh: '智安单位建设季报', en: 'Smart-safe units, quarterly' },
  task: 24,
  period: 'quarter',
  due: { day: 10 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'smart-safe-units',
      title: { zh: '已建成智安单位', en: 'Smart-safe units built' },
      measure: '个',
      help: { zh: '通过星级评定的,累计', en: 'Those that were rated, cumulative' },
    },
    remark,
  ],
  checks: [unusual('smart-safe-units', 5000)],
};

/** The rules are issued once, by the city; a county has nothing to add to them. */
export const ratingRules: FormInput = {
  key: 'rating-rules',
  version: 1,
  title: { zh: '重点单位评定办法出台季报', en: 'Rating rules, quarterly' },
  task: 24,
  period: 'quarter',
  due: { day: 10 },
  level: ['department'],
  fields: [
    {
      ...stock,
      key: 'rules',
      title: { zh: '已出台评定办法', en: 'Rating rules issued' },
      measure: '项',
      max: 3,
      help: {
        zh: '学校、医院、企业各一项,累计',
        en: 'One each for schools, hospitals, enterprises; cumulative',
      },
    },
    remark,
  ],
};

export const preventionSystemMetrics: MetricInput[] = [
  {
    ...level,
    key: 'smart-safe-units',
    title: { zh: '智安单位', en: 'Smart-safe units' },
    numerator: 'prevention-system.smart-safe-units',
    measure: '个',
    definition: { zh: '期末累计通过评定的智安单位', en: 'Units rated by the end of the period, cumulative' },
    source: { zh: '星级评定结果', en: 'Results of the rating' },
  },
  {
    ...level,
    key: 'rating-rules',
    title: { zh: '重点单位评定办法', en: 'Rating rules issued' },
    numerator: 'rating-rules.rules',
    measure: '项',
    definition: { zh: '期末累计出台的评定办法,共 3 项', en: 'Rating rules issued so far, of 3' },
    source: { zh: '印发文件', en: 'The documents issued' },
  },
];
