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

export const enforcementOversight: FormInput = {
  key: 'enforcement-oversight',
  version: 1,
  title: { zh: '执法全流程监督月报', en: 'Enforcement oversight, monthly' },
  task: 43,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    {
      ...flow,
      key: 'problems-due',
      title: { zh: '到期应整改执法问题', en: 'Problems due for rectification' },
      measure: '个',
      help: {
        zh: '巡查通报、整改期限落在本期的',
        en: 'Found by inspections, with a deadline in the period',
      },
    },
    {
      ...flow,
      key: 'problems-on-time',
      title: { zh: '其中按时整改', en: 'Of these, rectified on time' },
      measure: '个',
    },
    {
      ...flow,
      key: 'meetings',
      title: { zh: '执法监督委员会会议', en: 'Oversight committee meetings' },
      measure: '次',
    },
    remark,
  ],
  checks: [
    within('problems-on-time', 'problems-due', '到期应整改问题', 'the problems due'),
    unusual('problems-due', 3000),
    unusual('meetings', 10),
  ],
};

export const enforcementOversightMetrics: MetricInput[] = [
  {
    ...flowRate,
    key: 'oversight-rectified-rate',
    title: { zh: '执法问题按时整改率', en: 'Problems rectified on time' },
    numerator: 'enforcement-oversight.problems-on-time',
    denominator: 'enforcement-oversight.problems-due',
    definition: { zh: '按时整改 ÷ 期内到期应整改问题', en: 'Rectified on time ÷ due in the period' },
    source: { zh: '执法巡查通报', en: 'Notices of the inspections' },
  },
  {
    ...total,
    key: 'committee-meetings',
    title: { zh: '执法监督委员会会议', en: 'Oversight committee meetings' },
    numerator: 'enforcement-oversight.meetings',
    measure: '次',
    definition: { zh: '期内召开的会议次数', en: 'Meetings held in the period' },
    source: { zh: '会议纪要', en: 'Minutes' },
  },
];
