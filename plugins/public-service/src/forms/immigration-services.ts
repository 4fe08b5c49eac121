import {
  departmentsAndCounties,
  type FormInput,
  flow,
  level,
  type MetricInput,
  remark,
  stock,
  unusual,
} from '@duban/contract';

export const immigrationServices: FormInput = {
  key: 'immigration-services',
  version: 1,
  title: { zh: '移民服务改革月报', en: 'Immigration services, monthly' },
  task: 38,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'online-items',
      title: { zh: '可网办事项', en: 'Items available online' },
      measure: '项',
      max: 500,
    },
    { ...flow, key: 'finished', title: { zh: '办结业务', en: 'Items finished' }, measure: '件' },
    {
      ...flow,
      key: 'working-days',
      title: { zh: '合计用时', en: 'Working days taken in all' },
      type: 'decimal',
      decimals: 1,
      measure: '工作日',
      help: {
        zh: '本期办结业务从受理到办结的工作日之和,不是平均数',
        en: 'The sum over all items finished, from acceptance to end; not the mean',
      },
    },
    remark,
  ],
  checks: [
    {
      key: 'days-need-items',
      severity: 'error',
      expect: { or: [{ gt: [{ field: 'finished' }, 0] }, { eq: [{ field: 'working-days' }, 0] }] },
      field: 'working-days',
      message: { zh: '没有办结业务时,合计用时应为 0', en: 'must be 0 when nothing was finished' },
    },
    {
      key: 'days-plausible',
      severity: 'warning',
      expect: { lte: [{ field: 'working-days' }, { multiply: [{ field: 'finished' }, 30] }] },
      field: 'working-days',
      message: { zh: '平均超过 30 个工作日,请核对', en: 'more than 30 working days an item: check it' },
    },
    unusual('finished', 100_000),
  ],
};

export const immigrationServicesMetrics: MetricInput[] = [
  {
    ...level,
    key: 'online-items',
    title: { zh: '移民业务可网办事项', en: 'Immigration items online' },
    numerator: 'immigration-services.online-items',
    measure: '项',
    overUnits: 'none',
    definition: {
      zh: '期末可全程网办的事项数;各单位事项相同,不相加',
      en: 'Items that can be done online; the same everywhere, so never added up',
    },
    source: { zh: '网办事项清单', en: 'List of online items' },
  },
  {
    key: 'average-working-days',
    title: { zh: '平均办理用时', en: 'Average working days' },
    kind: 'average',
    numerator: 'immigration-services.working-days',
    denominator: 'immigration-services.finished',
    overTime: 'sum',
    overUnits: 'sum',
    direction: 'at-most',
    measure: '工作日/件',
    definition: { zh: '合计用时 ÷ 办结业务,按件加权', en: 'Working days in all ÷ items finished' },
    source: { zh: '业务系统办理时长统计', en: 'Durations in the business system' },
  },
];
