import { type FormInput, flow, flowRate, type MetricInput, unusual, within } from '@duban/contract';

/** Scripts rely on this form's key and on exactly these fields. */
export const disputeDiversion: FormInput = {
  key: 'dispute-diversion',
  version: 1,
  title: { zh: '纠纷类非警务警情分流月报', en: 'Dispute diversion, monthly' },
  task: 27,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: ['county'],
  fields: [
    {
      ...flow,
      key: 'disputes',
      title: { zh: '纠纷类非警务警情', en: 'Non-police dispute calls' },
      measure: '起',
      help: { zh: '接处警统计数,按接警日期归期', en: 'From the call statistics, by the day of the call' },
    },
    {
      ...flow,
      key: 'diverted',
      title: { zh: '其中已分流', en: 'Of these, diverted' },
      measure: '起',
      help: { zh: '已由其他部门或服务队接收的', en: 'Taken over by another department or a service team' },
    },
    {
      ...flow,
      key: 'repeat-calls',
      title: { zh: '其中重复报警', en: 'Of these, repeat calls' },
      measure: '起',
      help: { zh: '同一纠纷第二次及以后的报警', en: 'The second and later calls about the same dispute' },
    },
  ],
  checks: [
    within('diverted', 'disputes', '纠纷类非警务警情', 'the dispute calls'),
    within('repeat-calls', 'disputes', '纠纷类非警务警情', 'the dispute calls'),
    unusual('disputes', 50_000),
  ],
};

const source = { zh: '县级局接处警统计', en: 'Call statistics of the county bureaus' };

export const disputeDiversionMetrics: MetricInput[] = [
  {
    ...flowRate,
    key: 'diversion-rate',
    title: { zh: '纠纷类非警务警情分流率', en: 'Dispute calls diverted' },
    numerator: 'dispute-diversion.diverted',
    denominator: 'dispute-diversion.disputes',
    definition: {
      zh: '已分流 ÷ 纠纷类非警务警情,分县、按年累计',
      en: 'Diverted ÷ non-police dispute calls, by county, year to date',
    },
    source,
  },
  {
    ...flowRate,
    key: 'repeat-call-rate',
    title: { zh: '纠纷类非警务警情重复报警率', en: 'Repeat calls about disputes' },
    numerator: 'dispute-diversion.repeat-calls',
    denominator: 'dispute-diversion.disputes',
    direction: 'at-most',
    definition: {
      zh: '重复报警 ÷ 纠纷类非警务警情,分县、按年累计',
      en: 'Repeat calls ÷ non-police dispute calls, by county, year to date',
    },
    source,
  },
];
