import { type FormInput, flow, flowRate, type MetricInput, total, unusual, within } from '@duban/contract';

/** Scripts rely on this form's key and on exactly these fields. */
export const disputeMediation: FormInput = {
  key: 'dispute-mediation',
  version: 1,
  title: { zh: '矛盾纠纷排查化解月报', en: 'Dispute mediation, monthly' },
  task: 22,
  period: 'month',
  due: { workingDaysAfterEnd: 3 },
  level: ['station'],
  fields: [
    {
      ...flow,
      key: 'surveyed',
      title: { zh: '排查矛盾纠纷', en: 'Disputes surveyed' },
      measure: '件',
      help: { zh: '本期新排查登记的,一事一件', en: 'Newly registered in the period, each matter once' },
    },
    {
      ...flow,
      key: 'settled',
      title: { zh: '其中已化解', en: 'Of these, settled' },
      measure: '件',
      help: {
        zh: '本期排查且截至填报日已化解的',
        en: 'Registered in the period and settled by the day of the report',
      },
    },
    {
      ...flow,
      key: 'revisited',
      title: { zh: '其中已回访', en: 'Of these, revisited' },
      measure: '件',
      help: { zh: '本期排查且已“回头看”的', en: 'Registered in the period and followed up' },
    },
  ],
  checks: [
    within('settled', 'surveyed', '排查矛盾纠纷', 'the disputes surveyed'),
    within('revisited', 'surveyed', '排查矛盾纠纷', 'the disputes surveyed'),
    unusual('surveyed', 5000),
  ],
};

const source = { zh: '派出所矛盾纠纷登记', en: 'Dispute registers of the stations' };

export const disputeMediationMetrics: MetricInput[] = [
  {
    ...total,
    key: 'disputes-surveyed',
    title: { zh: '排查矛盾纠纷', en: 'Disputes surveyed' },
    numerator: 'dispute-mediation.surveyed',
    measure: '件',
    definition: { zh: '期内新排查登记的矛盾纠纷', en: 'Disputes newly registered in the period' },
    source,
  },
  {
    ...flowRate,
    key: 'settled-rate',
    title: { zh: '矛盾纠纷化解率', en: 'Disputes settled' },
    numerator: 'dispute-mediation.settled',
    denominator: 'dispute-mediation.surveyed',
    definition: { zh: '期内排查且已化解 ÷ 期内排查', en: 'Surveyed and settled ÷ surveyed in the period' },
    source,
  },
  {
    ...flowRate,
    key: 'revisited-rate',
    title: { zh: '矛盾纠纷回访率', en: 'Disputes revisited' },
    numerator: 'dispute-mediation.revisited',
    denominator: 'dispute-mediation.surveyed',
    definition: { zh: '期内排查且已回访 ÷ 期内排查', en: 'Surveyed and revisited ÷ surveyed in the period' },
    source,
  },
];
