import type { BreakdownBody } from '@duban/contract';

type Child = Omit<BreakdownBody['children'][number], 'unitId' | 'handlerId' | 'milestones'> & {
  unit: string;
  milestones?: { title: string; dueDate: string; doneOn?: string }[];
  /** Day on which the station's head accepted it; null where nobody has yet. */
  acceptedOn: string | null;
};

/** How a county gave its share of a task of the plan on to stations, in the demo's own words. */
export interface DemoBreakdown {
  task: number;
  county: string;
  on: string;
  /** Steps that the county set itself. */
  own: { title: string; dueDate: string }[];
  children: Child[];
}

/** A count divided among so many stations, as evenly as it goes. */
const parts = (value: number, among: number): number[] =>
  Array.from({ length: among }, (_, at) => Math.floor((value + at) / among)).reverse();

const station = (county: string, at: number) => `${county}S${String(at + 1).padStart(2, '0')}`;

function fraudFree(county: string, values: number[], accepted: string[]): Child[] {
  return values.map((value, at) => ({
    unit: station(county, at),
    text: '按辖区单位底数逐一上门走访，成熟一个申报一个',
    targets: [{ metric: 'crime-fighting.fraud-free-units', value }],
    milestones: [{ title: '辖区单位底数报送', dueDate: '2024-03-15', doneOn: '2024-03-13' }],
    acceptedOn: accepted[at] ?? null,
  }));
}

const settled = (value: number) => [{ metric: 'grassroots.settled-rate', value }];

export const breakdowns: DemoBreakdown[] = [
  {
    task: 17,
    county: 'X1',
    on: '2024-02-26',
    own: [{ title: '创建情况集中复核', dueDate: '2024-10-25' }],
    children: fraudFree('X1', parts(60, 6), [
      '2024-02-27',
      '2024-03-04',
      ...Array.from({ length: 4 }, () => '2024-02-28'),
    ]),
  },
  {
    task: 17,
    county: 'X2',
    on: '2024-02-28',
    own: [],
    // Six more than the county owes: the demo's 层层加码.
    children: fraudFree('X2', parts(56, 5), [
      '2024-02-29',
      '2024-02-29',
      '2024-03-01',
      '2024-03-01',
      '2024-03-01',
    ]),
  },
  {
    task: 22,
    county: 'X1',
    on: '2024-03-11',
    own: [{ title: '四季度排查部署会', dueDate: '2024-10-11' }],
    children: [
      {
        unit: 'X1S01',
        text: '受理即登记，疑难纠纷七日内移交镇级平台',
        targets: settled(95),
        milestones: [{ title: '上半年回访补录', dueDate: '2024-07-12', doneOn: '2024-07-10' }],
        acceptedOn: '2024-03-12',
      },
      {
        unit: 'X1S02',
        text: '受理即登记，疑难纠纷七日内移交镇级平台',
        targets: settled(95),
        milestones: [{ title: '上半年回访补录', dueDate: '2024-07-12', doneOn: '2024-07-12' }],
        acceptedOn: '2024-03-12',
      },
      {
        unit: 'X1S03',
        text: '受理即登记，集镇商圈纠纷每周会商一次',
        targets: settled(96),
        milestones: [{ title: '三季度重点纠纷清仓', dueDate: '2024-09-13' }],
        acceptedOn: '2024-03-14',
      },
    ],
  },
  {
    task: 27,
    county: 'X1',
    on: '2024-09-09',
    own: [
      { title: '分流口径培训', dueDate: '2024-09-24' },
      { title: '年底重复报警回头看', dueDate: '2024-12-13' },
    ],
    children: [
      {
        unit: 'X1S01',
        text: '非警务诉求当日分流，三日内回访',
        targets: [],
        milestones: [{ title: '分流台账建立', dueDate: '2024-09-30' }],
        acceptedOn: '2024-09-10',
      },
      {
        unit: 'X1S04',
        text: '非警务诉求当日分流，三日内回访',
        targets: [],
        milestones: [{ title: '分流台账建立', dueDate: '2024-09-30' }],
        // Late: three working days had passed on the 12th.
        acceptedOn: null,
      },
    ],
  },
  {
    task: 31,
    county: 'X2',
    on: '2024-09-18',
    own: [{ title: '屏管责任牌更新', dueDate: '2024-11-15' }],
    children: [
      {
        unit: 'X2S01',
        text: '辖区联网大屏逐块核对责任人与控制开关',
        targets: [],
        milestones: [{ title: '核对清单报送', dueDate: '2024-10-18' }],
        acceptedOn: null,
      },
      {
        unit: 'X2S02',
        text: '辖区联网大屏逐块核对责任人与控制开关',
        targets: [],
        milestones: [{ title: '核对清单报送', dueDate: '2024-10-18' }],
        acceptedOn: '2024-09-19',
      },
    ],
  },
];
