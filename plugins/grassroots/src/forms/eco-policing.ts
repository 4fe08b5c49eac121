import {
  departmentsAndCounties,
  type FormInput,
  level,
  type MetricInput,
  remark,
  stock,
  stockRate,
  within,
} from '@duban/contract';

export const ecoPolicing: FormInput = {
  key: 'eco-policing',
  version: 1,
  title: { zh: '生态警务季报', en: 'Eco-policing, quarterly' },
  task: 28,
  period: 'quarter',
  due: { workingDaysAfterEnd: 5 },
  level: departmentsAndCounties,
  fields: [
    { ...stock, key: 'rooms', title: { zh: '社区警务室总数', en: 'Community police rooms' }, measure: '个' },
    {
      ...stock,
      key: 'rooms-with-function',
      title: { zh: '其中已落实生态警务职能', en: 'Of these, with the eco function' },
      measure: '个',
    },
    {
      ...stock,
      key: 'centres',
      title: { zh: '已建成生态行刑共治中心', en: 'Eco administrative-criminal centre built' },
      measure: '个',
      max: 1,
      help: { zh: '市、县每级一个:建成填 1,否则填 0', en: 'One a unit: 1 when built, else 0' },
    },
    remark,
  ],
  checks: [within('rooms-with-function', 'rooms', '社区警务室总数', 'the community police rooms')],
};

/** Systems and station are the city's own: reported by counties too, they would be counted eight times. */
export const ecoSystems: FormInput = {
  key: 'eco-systems',
  version: 1,
  title: { zh: '生态警务体系建设季报', en: 'Eco-policing systems, quarterly' },
  task: 28,
  period: 'quarter',
  due: { workingDaysAfterEnd: 5 },
  level: ['department'],
  fields: [
    {
      ...stock,
      key: 'systems',
      title: { zh: '已建成体系', en: 'Systems in place' },
      measure: '个',
      max: 5,
      help: { zh: '五大体系中已建成的,累计', en: 'Of the five systems, those in place; cumulative' },
    },
    {
      ...stock,
      key: 'joint-stations',
      title: { zh: '已建成联勤工作站', en: 'Joint-work station built' },
      measure: '个',
      max: 1,
      help: { zh: '建成填 1,否则填 0', en: '1 when built, else 0' },
    },
    remark,
  ],
};

const source = { zh: '生态警务建设验收材料', en: 'Acceptance papers of eco-policing' };

export const ecoPolicingMetrics: MetricInput[] = [
  {
    ...stockRate,
    key: 'eco-room-rate',
    title: { zh: '警务室生态职能落实率', en: 'Police rooms with the eco function' },
    numerator: 'eco-policing.rooms-with-function',
    denominator: 'eco-policing.rooms',
    definition: {
      zh: '已落实生态职能的警务室 ÷ 社区警务室',
      en: 'Rooms with the eco function ÷ community rooms',
    },
    source: { zh: '社区警务室登记', en: 'Register of community rooms' },
  },
  {
    ...level,
    key: 'eco-centres',
    title: { zh: '生态行刑共治中心', en: 'Eco administrative-criminal centres' },
    numerator: 'eco-policing.centres',
    measure: '个',
    definition: { zh: '期末已建成的中心,市县各一', en: 'Centres built: the city and each county' },
    source,
  },
  {
    ...level,
    key: 'eco-systems',
    title: { zh: '生态警务体系', en: 'Eco-policing systems' },
    numerator: 'eco-systems.systems',
    measure: '个',
    definition: { zh: '期末已建成的体系,共 5 个', en: 'Systems in place, of 5' },
    source,
  },
  {
    ...level,
    key: 'eco-joint-station',
    title: { zh: '生态警务联勤工作站', en: 'Eco joint-work station' },
    numerator: 'eco-systems.joint-stations',
    measure: '个',
    definition: { zh: '联勤工作站建成为 1', en: '1 once the joint-work station is built' },
    source,
  },
];
