import type { FormInput, MetricInput } from '@duban/contract';
import {
  departmentsAndCounties,
  flow,
  flowRate,
  level,
  remark,
  stock,
  total,
  unusual,
  within,
} from '../parts.js';

export const regionalCooperation: FormInput = {
  key: 'regional-cooperation',
  version: 1,
  title: { zh: '长三角警务协作季报', en: 'Regional cooperation, quarterly' },
  task: 41,
  period: 'quarter',
  due: { day: 10 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'mechanisms',
      title: { zh: '已建立协作机制', en: 'Mechanisms in place' },
      measure: '项',
      max: 200,
      help: { zh: '有签署文本、由本单位牵头的', en: 'Signed, and led by this unit' },
    },
    {
      ...flow,
      key: 'drills',
      title: { zh: '联合演练', en: 'Joint drills' },
      measure: '次',
      help: { zh: '由牵头单位计一次', en: 'Counted once, by the unit that led it' },
    },
    { ...flow, key: 'requests-due', title: { zh: '到期应答复协作请求', en: 'Requests due' }, measure: '件' },
    {
      ...flow,
      key: 'requests-on-time',
      title: { zh: '其中按时答复', en: 'Of these, answered on time' },
      measure: '件',
    },
    {
      ...flow,
      key: 'cross-province',
      title: { zh: '跨省通办业务', en: 'Cross-province items handled' },
      measure: '件',
    },
    remark,
  ],
  checks: [
    within('requests-on-time', 'requests-due', '到期应答复请求', 'the requests due'),
    unusual('drills', 50),
    unusual('cross-province', 100_000),
  ],
};

export const regionalCooperationMetrics: MetricInput[] = [
  {
    ...level,
    key: 'cooperation-mechanisms',
    title: { zh: '区域协作机制', en: 'Cooperation mechanisms' },
    numerator: 'regional-cooperation.mechanisms',
    measure: '项',
    definition: { zh: '期末已建立的协作机制', en: 'Mechanisms in place at the end of the period' },
    source: { zh: '协作文本', en: 'The agreements' },
  },
  {
    ...total,
    key: 'joint-drills',
    title: { zh: '区域联合演练', en: 'Joint drills' },
    numerator: 'regional-cooperation.drills',
    measure: '次',
    definition: { zh: '期内牵头开展的联合演练', en: 'Joint drills led in the period' },
    source: { zh: '演练方案和总结', en: 'Drill plans and reviews' },
  },
  {
    ...flowRate,
    key: 'requests-on-time-rate',
    title: { zh: '协作请求按时答复率', en: 'Requests answered on time' },
    numerator: 'regional-cooperation.requests-on-time',
    denominator: 'regional-cooperation.requests-due',
    definition: { zh: '按时答复 ÷ 期内到期应答复', en: 'Answered on time ÷ due in the period' },
    source: { zh: '协作平台统计', en: 'Statistics of the cooperation platform' },
  },
  {
    ...total,
    key: 'cross-province-items',
    title: { zh: '跨省通办业务', en: 'Cross-province items' },
    numerator: 'regional-cooperation.cross-province',
    measure: '件',
    definition: { zh: '期内办结的跨省通办业务', en: 'Cross-province items handled in the period' },
    source: { zh: '政务服务平台统计', en: 'Statistics of the service platform' },
  },
];
