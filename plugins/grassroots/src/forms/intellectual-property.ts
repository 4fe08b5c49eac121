import {
  departmentsAndCounties,
  type FormInput,
  flow,
  level,
  type MetricInput,
  remark,
  stock,
  total,
  unusual,
} from '@duban/contract';

export const intellectualProperty: FormInput = {
  key: 'intellectual-property',
  version: 1,
  title: { zh: '知识产权保护季报', en: 'Intellectual property, quarterly' },
  task: 29,
  period: 'quarter',
  due: { day: 10 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'centres',
      title: { zh: '已设立保护共治中心', en: 'Joint protection centres' },
      measure: '个',
      max: 50,
    },
    {
      ...flow,
      key: 'firms',
      title: { zh: '指导企业', en: 'Firms guided' },
      measure: '家次',
      help: { zh: '上门或集中指导,有记录的', en: 'On site or in groups, on record' },
    },
    remark,
  ],
  checks: [unusual('firms', 1000)],
};

export const intellectualPropertyMetrics: MetricInput[] = [
  {
    ...level,
    key: 'ip-joint-centres',
    title: { zh: '知识产权保护共治中心', en: 'Joint protection centres' },
    numerator: 'intellectual-property.centres',
    measure: '个',
    definition: { zh: '期末已设立并运行的中心', en: 'Centres set up and running at the end of the period' },
    source: { zh: '设立文件', en: 'The founding documents' },
  },
  {
    ...total,
    key: 'firms-guided',
    title: { zh: '知识产权指导企业', en: 'Firms guided' },
    numerator: 'intellectual-property.firms',
    measure: '家次',
    definition: { zh: '期内指导企业家次之和', en: 'Firms guided in the period, each visit once' },
    source: { zh: '企业服务记录', en: 'Records of service to firms' },
  },
];
