import {
  departmentsAndCounties,
  type FormInput,
  flow,
  flowRate,
  level,
  type MetricInput,
  remark,
  stock,
  stockRate,
  within,
} from '@duban/contract';

export const governmentServices: FormInput = {
  key: 'government-services',
  version: 1,
  title: { zh: '政务服务一体化月报', en: 'Government services, monthly' },
  task: 36,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'points',
      title: { zh: '服务网点总数', en: 'Service points' },
      measure: '个',
      max: 5000,
    },
    {
      ...stock,
      key: 'one-window-points',
      title: { zh: '其中“一窗通办”网点', en: 'Of these, one-window points' },
      measure: '个',
      max: 5000,
    },
    {
      ...flow,
      key: 'handled',
      title: { zh: '办结事项', en: 'Items handled' },
      measure: '件',
      help: { zh: '本期办结的全部公安政务事项', en: 'All police service items finished in the period' },
    },
    {
      ...flow,
      key: 'handled-online',
      title: { zh: '其中网上办结', en: 'Of these, handled online' },
      measure: '件',
    },
    {
      ...flow,
      key: 'handled-on-time',
      title: { zh: '其中按时办结', en: 'Of these, handled on time' },
      measure: '件',
      help: { zh: '按承诺时限计', en: 'Within the promised time' },
    },
    remark,
  ],
  checks: [
    within('one-window-points', 'points', '服务网点总数', 'the service points'),
    within('handled-online', 'handled', '办结事项', 'the items handled'),
    within('handled-on-time', 'handled', '办结事项', 'the items handled'),
  ],
};

const source = { zh: '政务服务平台统计', en: 'Statistics of the service platform' };

export const governmentServicesMetrics: MetricInput[] = [
  {
    ...level,
    key: 'one-window-points',
    title: { zh: '“一窗通办”网点', en: 'One-window points' },
    numerator: 'government-services.one-window-points',
    measure: '个',
    definition: { zh: '期末已开通“一窗通办”的网点', en: 'Points with one window at the end of the period' },
    source: { zh: '网点登记', en: 'Register of service points' },
  },
  {
    ...stockRate,
    key: 'one-window-rate',
    title: { zh: '“一窗通办”覆盖率', en: 'One-window coverage' },
    numerator: 'government-services.one-window-points',
    denominator: 'government-services.points',
    definition: { zh: '“一窗通办”网点 ÷ 服务网点', en: 'One-window points ÷ service points' },
    source: { zh: '网点登记', en: 'Register of service points' },
  },
  {
    ...flowRate,
    key: 'online-handling-rate',
    title: { zh: '网上办理率', en: 'Handled online' },
    numerator: 'government-services.handled-online',
    denominator: 'government-services.handled',
    definition: { zh: '网上办结 ÷ 办结事项', en: 'Items handled online ÷ items handled' },
    source,
  },
  {
    ...flowRate,
    key: 'on-time-rate',
    title: { zh: '按时办结率', en: 'Handled on time' },
    numerator: 'government-services.handled-on-time',
    denominator: 'government-services.handled',
    definition: { zh: '承诺时限内办结 ÷ 办结事项', en: 'Handled within the promised time ÷ items handled' },
    source,
  },
];
