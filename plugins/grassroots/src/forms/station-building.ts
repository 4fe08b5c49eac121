import {
  departmentsAndCounties,
  type FormInput,
  level,
  type MetricInput,
  remark,
  stock,
  within,
} from '@duban/contract';

export const stationBuilding: FormInput = {
  key: 'station-building',
  version: 1,
  title: { zh: '“枫桥式”所队创建季报', en: 'Model stations, quarterly' },
  task: 18,
  period: 'quarter',
  due: { day: 10 },
  level: departmentsAndCounties,
  fields: [
    {
      ...stock,
      key: 'stations',
      title: { zh: '基层所队总数', en: 'Stations and squads' },
      measure: '个',
      max: 500,
    },
    {
      ...stock,
      key: 'model-stations',
      title: { zh: '其中“枫桥式”所队', en: 'Of these, model stations' },
      measure: '个',
      max: 500,
      help: {
        zh: '市级以上命名,含派出所、交警中队、监所',
        en: 'Named by the city or above; police, traffic and custody',
      },
    },
    remark,
  ],
  checks: [within('model-stations', 'stations', '基层所队总数', 'the stations and squads')],
};

export const stationBuildingMetrics: MetricInput[] = [
  {
    ...level,
    key: 'model-stations',
    title: { zh: '“枫桥式”基层所队', en: 'Model stations' },
    numerator: 'station-building.model-stations',
    measure: '个',
    definition: { zh: '期末累计获市级以上命名的所队', en: 'Stations named by the city or above, cumulative' },
    source: { zh: '命名文件', en: 'Decisions that name them' },
  },
];
