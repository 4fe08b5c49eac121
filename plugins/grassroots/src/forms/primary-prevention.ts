import { type FormInput, level, type MetricInput, remark, stock } from '@duban/contract';

export const primaryPrevention: FormInput = {
  key: 'primary-prevention',
  version: 1,
  title: { zh: '派出所主防建设季报', en: 'Primary prevention, quarterly' },
  task: 19,
  period: 'quarter',
  due: { day: 10 },
  level: ['department'],
  fields: [
    {
      ...stock,
      key: 'works-done',
      title: { zh: '已完成重点工作', en: 'Key works done' },
      measure: '项',
      max: 10,
      help: { zh: '累计数,对照十项重点工作清单', en: 'Cumulative, against the register of ten key works' },
    },
    {
      ...stock,
      key: 'projects-done',
      title: { zh: '已完成重点项目', en: 'Key projects done' },
      measure: '项',
      max: 10,
      help: { zh: '累计数,对照十大重点项目清单', en: 'Cumulative, against the register of ten key projects' },
    },
    remark,
  ],
};

const source = { zh: '清单销号记录', en: 'Closures in the register' };

export const primaryPreventionMetrics: MetricInput[] = [
  {
    ...level,
    key: 'key-works-done',
    title: { zh: '基层基础重点工作完成', en: 'Key works done' },
    numerator: 'primary-prevention.works-done',
    measure: '项',
    definition: { zh: '期末累计完成的重点工作,共 10 项', en: 'Key works done so far, of 10' },
    source,
  },
  {
    ...level,
    key: 'key-projects-done',
    title: { zh: '创新创优重点项目完成', en: 'Key projects done' },
    numerator: 'primary-prevention.projects-done',
    measure: '项',
    definition: { zh: '期末累计完成的重点项目,共 10 项', en: 'Key projects done so far, of 10' },
    source,
  },
];
