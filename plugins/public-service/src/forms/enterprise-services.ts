import {
  departmentsAndCounties,
  type FormInput,
  flow,
  flowRate,
  level,
  type MetricInput,
  remark,
  stock,
  unusual,
  within,
} from '@duban/contract';

export const enterpriseServices: FormInput = {
  key: 'enterprise-services',
  version: 1,
  title: { zh: '为企服务月报', en: 'Services to enterprises, monthly' },
  task: 37,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    {
      ...flow,
      key: 'requests-due',
      title: { zh: '到期应办结企业诉求', en: 'Enterprise requests due' },
      measure: '件',
      help: { zh: '办理期限落在本期的诉求', en: 'Requests whose time limit falls in the period' },
    },
    {
      ...flow,
      key: 'requests-on-time',
      title: { zh: '其中按时办结', en: 'Of these, settled on time' },
      measure: '件',
    },
    { ...stock, key: 'stations', title: { zh: '警企联络站', en: 'Liaison stations' }, measure: '个' },
    remark,
  ],
  checks: [
    within('requests-on-time', 'requests-due', '到期应办结诉求', 'the requests due'),
    unusual('requests-due', 5000),
    unusual('stations', 500),
  ],
};

export const enterpriseServicesMetrics: MetricInput[] = [
  {
    ...flowRate,
    key: 'enterprise-on-time-rate',
    title: { zh: '企业诉求按时办结率', en: 'Enterprise requests on time' },
    numerator: 'enterprise-services.requests-on-time',
    denominator: 'enterprise-services.requests-due',
    definition: { zh: '按时办结 ÷ 期内到期应办结诉求', en: 'Settled on time ÷ due in the period' },
    source: { zh: '企业诉求办理台账', en: 'Register of enterprise requests' },
  },
  {
    ...level,
    key: 'liaison-stations',
    title: { zh: '警企联络站', en: 'Liaison stations' },
    numerator: 'enterprise-services.stations',
    measure: '个',
    definition: { zh: '期末已挂牌运行的联络站', en: 'Stations in operation at the end of the period' },
    source: { zh: '联络站登记', en: 'Register of stations' },
  },
];
