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

export const jointSupervision: FormInput = {
  key: 'joint-supervision',
  version: 1,
  title: { zh: '审管协同月报', en: 'Approval and supervision, monthly' },
  task: 39,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    {
      ...flow,
      key: 'approvals',
      title: { zh: '推送审批信息', en: 'Approvals passed on' },
      measure: '条',
      help: {
        zh: '审批部门推送、认领期限落在本期的',
        en: 'Passed on for supervision, to be claimed in the period',
      },
    },
    {
      ...flow,
      key: 'claimed-on-time',
      title: { zh: '其中按时认领', en: 'Of these, claimed on time' },
      measure: '条',
    },
    { ...flow, key: 'inspections-due', title: { zh: '应检查', en: 'Inspections due' }, measure: '次' },
    { ...flow, key: 'inspections-done', title: { zh: '其中已检查', en: 'Of these, done' }, measure: '次' },
    {
      ...flow,
      key: 'problems-due',
      title: { zh: '到期应整改问题', en: 'Problems due for rectification' },
      measure: '个',
      help: { zh: '整改期限落在本期的问题', en: 'Problems whose deadline falls in the period' },
    },
    {
      ...flow,
      key: 'problems-rectified',
      title: { zh: '其中已整改', en: 'Of these, rectified' },
      measure: '个',
    },
    remark,
  ],
  checks: [
    within('claimed-on-time', 'approvals', '推送审批信息', 'the approvals passed on'),
    within('inspections-done', 'inspections-due', '应检查次数', 'the inspections due'),
    within('problems-rectified', 'problems-due', '到期应整改问题', 'the problems due'),
    unusual('approvals', 20_000),
  ],
};

const source = { zh: '审管协同应用统计', en: 'Statistics of the supervision application' };

export const jointSupervisionMetrics: MetricInput[] = [
  {
    ...flowRate,
    key: 'approvals-claimed-rate',
    title: { zh: '审批信息按时认领率', en: 'Approvals claimed on time' },
    numerator: 'joint-supervision.claimed-on-time',
    denominator: 'joint-supervision.approvals',
    definition: { zh: '按时认领 ÷ 推送审批信息', en: 'Claimed on time ÷ passed on' },
    source,
  },
  {
    ...flowRate,
    key: 'inspections-done-rate',
    title: { zh: '监管检查完成率', en: 'Inspections done' },
    numerator: 'joint-supervision.inspections-done',
    denominator: 'joint-supervision.inspections-due',
    definition: { zh: '已检查 ÷ 期内应检查', en: 'Done ÷ due in the period' },
    source,
  },
  {
    ...flowRate,
    key: 'problems-rectified-rate',
    title: { zh: '监管问题整改率', en: 'Problems rectified' },
    numerator: 'joint-supervision.problems-rectified',
    denominator: 'joint-supervision.problems-due',
    definition: { zh: '已整改 ÷ 期内到期应整改问题', en: 'Rectified ÷ due in the period' },
    source,
  },
];
