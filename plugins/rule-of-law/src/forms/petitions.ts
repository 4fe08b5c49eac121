import {
  departmentsAndCounties,
  type FormInput,
  flow,
  flowRate,
  type MetricInput,
  remark,
  unusual,
  within,
} from '@duban/contract';

export const petitions: FormInput = {
  key: 'petitions',
  version: 1,
  title: { zh: '信访办理月报', en: 'Petitions, monthly' },
  task: 46,
  period: 'month',
  due: { workingDaysAfterEnd: 3 },
  level: departmentsAndCounties,
  fields: [
    { ...flow, key: 'accept-due', title: { zh: '到期应受理', en: 'Due for acceptance' }, measure: '件' },
    {
      ...flow,
      key: 'accepted-on-time',
      title: { zh: '其中按时受理', en: 'Of these, accepted on time' },
      measure: '件',
    },
    { ...flow, key: 'settle-due', title: { zh: '到期应办结', en: 'Due for settlement' }, measure: '件' },
    {
      ...flow,
      key: 'settled-on-time',
      title: { zh: '其中按时办结', en: 'Of these, settled on time' },
      measure: '件',
    },
    {
      ...flow,
      key: 'received',
      title: { zh: '收到信访件', en: 'Petitions received' },
      measure: '件',
      help: { zh: '含重复件;只填件数,不填信访内容', en: 'Repeats included; numbers only, no contents' },
    },
    { ...flow, key: 'repeats', title: { zh: '其中重复件', en: 'Of these, repeats' }, measure: '件' },
    {
      ...flow,
      key: 'first-due',
      title: { zh: '到期初次信访件', en: 'First petitions due' },
      measure: '件',
    },
    {
      ...flow,
      key: 'first-settled',
      title: { zh: '其中一次性化解', en: 'Of these, settled at once' },
      measure: '件',
      help: { zh: '办结后未再信访的', en: 'Settled and not raised again' },
    },
    remark,
  ],
  checks: [
    within('accepted-on-time', 'accept-due', '到期应受理件', 'the petitions due for acceptance'),
    within('settled-on-time', 'settle-due', '到期应办结件', 'the petitions due for settlement'),
    within('repeats', 'received', '收到信访件', 'the petitions received'),
    within('first-settled', 'first-due', '到期初次信访件', 'the first petitions due'),
    within('first-due', 'settle-due', '到期应办结件', 'the petitions due for settlement'),
    unusual('received', 3000),
  ],
};

const petitionSystem = { zh: '信访系统统计', en: 'Statistics of the petition system' };

export const petitionsMetrics: MetricInput[] = [
  {
    ...flowRate,
    key: 'accepted-on-time-rate',
    title: { zh: '信访按时受理率', en: 'Petitions accepted on time' },
    numerator: 'petitions.accepted-on-time',
    denominator: 'petitions.accept-due',
    definition: { zh: '按时受理 ÷ 期内到期应受理', en: 'Accepted on time ÷ due for acceptance' },
    source: petitionSystem,
  },
  {
    ...flowRate,
    key: 'settled-on-time-rate',
    title: { zh: '信访按时办结率', en: 'Petitions settled on time' },
    numerator: 'petitions.settled-on-time',
    denominator: 'petitions.settle-due',
    definition: { zh: '按时办结 ÷ 期内到期应办结', en: 'Settled on time ÷ due for settlement' },
    source: petitionSystem,
  },
  {
    ...flowRate,
    key: 'first-settled-rate',
    title: { zh: '初次信访一次性化解率', en: 'Settled at the first visit' },
    numerator: 'petitions.first-settled',
    denominator: 'petitions.first-due',
    definition: { zh: '一次性化解 ÷ 到期初次信访件', en: 'Settled at once ÷ first petitions due' },
    source: petitionSystem,
  },
  {
    ...flowRate,
    key: 'repeat-petition-rate',
    title: { zh: '重复信访率', en: 'Repeat petitions' },
    numerator: 'petitions.repeats',
    denominator: 'petitions.received',
    direction: 'at-most',
    definition: { zh: '重复件 ÷ 收到信访件', en: 'Repeats ÷ petitions received' },
    source: petitionSystem,
  },
];
