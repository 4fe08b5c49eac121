import {
  departmentsAndCounties,
  type FormInput,
  flow,
  flowRate,
  type MetricInput,
  remark,
  stock,
  stockRate,
  within,
} from '@duban/contract';

export const onlineCaseHandling: FormInput = {
  key: 'online-case-handling',
  version: 1,
  title: { zh: '“办案一件事”月报', en: 'Online case handling, monthly' },
  task: 45,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'units',
      title: { zh: '应接入办案单位', en: 'Units in scope' },
      measure: '个',
      max: 2000,
    },
    {
      ...stock,
      key: 'units-connected',
      title: { zh: '其中已接入', en: 'Of these, connected' },
      measure: '个',
      max: 2000,
    },
    {
      ...flow,
      key: 'items',
      title: { zh: '办理事项', en: 'Items handled' },
      measure: '项',
      help: { zh: '流转、移交等事项,不是案件数', en: 'Transfers and hand-overs, not cases' },
    },
    {
      ...flow,
      key: 'items-online',
      title: { zh: '其中线上办理', en: 'Of these, online' },
      measure: '项',
    },
    remark,
  ],
  checks: [
    within('units-connected', 'units', '应接入单位', 'the units in scope'),
    within('items-online', 'items', '办理事项', 'the items handled'),
  ],
};

export const onlineCaseHandlingMetrics: MetricInput[] = [
  {
    ...stockRate,
    key: 'units-connected-rate',
    title: { zh: '办案单位接入率', en: 'Units connected' },
    numerator: 'online-case-handling.units-connected',
    denominator: 'online-case-handling.units',
    definition: { zh: '已接入 ÷ 应接入办案单位', en: 'Units connected ÷ units in scope' },
    source: { zh: '应用接入清单', en: 'Connection list' },
  },
  {
    ...flowRate,
    key: 'items-online-rate',
    title: { zh: '事项线上办理率', en: 'Items handled online' },
    numerator: 'online-case-handling.items-online',
    denominator: 'online-case-handling.items',
    definition: { zh: '线上办理 ÷ 办理事项', en: 'Handled online ÷ items handled' },
    source: { zh: '应用后台统计', en: 'Statistics of the application' },
  },
];
