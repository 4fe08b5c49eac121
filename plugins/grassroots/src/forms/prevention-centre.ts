import { type FormInput, level, type MetricInput, remark, stock } from '@duban/contract';

export const preventionCentre: FormInput = {
  key: 'prevention-centre',
  version: 1,
  title: { zh: '防控治理中心建设月报', en: 'Prevention centre, monthly' },
  task: 20,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: ['department'],
  fields: [
    {
      ...stock,
      key: 'modules',
      title: { zh: '已上线业务模块', en: 'Business modules live' },
      measure: '个',
      max: 5,
      help: { zh: '五个核心模块中已正式运行的', en: 'Of the five core modules, those in regular operation' },
    },
    {
      ...stock,
      key: 'platforms',
      title: { zh: '已上线平台', en: 'Platform live' },
      measure: '个',
      max: 1,
      help: { zh: '正式运行填 1,否则填 0', en: '1 when in regular operation, else 0' },
    },
    remark,
  ],
};

const source = { zh: '系统上线验收单', en: 'Acceptance papers of the systems' };

export const preventionCentreMetrics: MetricInput[] = [
  {
    ...level,
    key: 'centre-modules',
    title: { zh: '防控治理业务模块', en: 'Prevention centre modules' },
    numerator: 'prevention-centre.modules',
    measure: '个',
    definition: { zh: '期末正式运行的核心业务模块,共 5 个', en: 'Core modules in regular operation, of 5' },
    source,
  },
  {
    ...level,
    key: 'centre-platform',
    title: { zh: '防控治理平台', en: 'Prevention centre platform' },
    numerator: 'prevention-centre.platforms',
    measure: '个',
    definition: { zh: '市级平台正式运行为 1', en: '1 once the city platform is in regular operation' },
    source,
  },
];
