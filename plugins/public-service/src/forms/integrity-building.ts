import {
  departmentsAndCounties,
  type FormInput,
  flow,
  type MetricInput,
  remark,
  stock,
  stockRate,
  total,
  unusual,
  within,
} from '@duban/contract';

export const integrityBuilding: FormInput = {
  key: 'integrity-building',
  version: 1,
  title: { zh: '民企廉洁共建季报', en: 'Integrity in private firms, quarterly' },
  task: 40,
  period: 'quarter',
  due: { day: 10 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'firms-planned',
      title: { zh: '年度计划共建企业', en: 'Firms planned this year' },
      measure: '家',
    },
    {
      ...stock,
      key: 'firms',
      title: { zh: '其中已共建', en: 'Of these, taking part' },
      measure: '家',
      help: { zh: '只计计划内企业;不填报案件', en: 'Firms of the plan only; cases are not reported here' },
    },
    { ...flow, key: 'sessions', title: { zh: '宣讲培训', en: 'Sessions held' }, measure: '场' },
    {
      ...flow,
      key: 'guides',
      title: { zh: '发布合规指引', en: 'Guides issued' },
      measure: '份',
      help: { zh: '本期首次发布的,修订不计', en: 'First issued in the period; revisions left out' },
    },
    remark,
  ],
  checks: [
    within('firms', 'firms-planned', '计划共建企业', 'the firms planned'),
    unusual('sessions', 500),
    unusual('guides', 50),
  ],
};

export const integrityBuildingMetrics: MetricInput[] = [
  {
    ...stockRate,
    key: 'firms-cobuilding-rate',
    title: { zh: '廉洁共建企业完成率', en: 'Firms taking part' },
    numerator: 'integrity-building.firms',
    denominator: 'integrity-building.firms-planned',
    definition: { zh: '已共建 ÷ 年度计划共建企业', en: 'Firms taking part ÷ firms planned this year' },
    source: { zh: '共建协议', en: 'Agreements with the firms' },
  },
  {
    ...total,
    key: 'integrity-sessions',
    title: { zh: '廉洁宣讲', en: 'Integrity sessions' },
    numerator: 'integrity-building.sessions',
    measure: '场',
    definition: { zh: '期内开展的宣讲培训场次', en: 'Sessions held in the period' },
    source: { zh: '活动登记', en: 'Register of activities' },
  },
  {
    ...total,
    key: 'integrity-guides',
    title: { zh: '合规指引', en: 'Integrity guides' },
    numerator: 'integrity-building.guides',
    measure: '份',
    definition: { zh: '期内首次发布的合规指引', en: 'Guides first issued in the period' },
    source: { zh: '发布文件', en: 'The guides issued' },
  },
];
