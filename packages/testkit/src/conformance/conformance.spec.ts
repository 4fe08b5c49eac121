import type { Field, ManifestInput, MetricInput } from '@duban/contract';
import { describe, expect, test } from 'vitest';
import {
  type AreaSamples,
  type Aspect,
  aggregate,
  aspects,
  conformanceFaults,
  describeArea,
} from './index.js';

const ofServer: Aspect[] = ['computation', 'moves'];
const count = { type: 'integer', kind: 'flow', required: true } as const;

/** An invented area that conforms; each test plants one fault in a copy of it. */
function treeCare(): { manifest: ManifestInput; samples: AreaSamples } {
  const manifest: ManifestInput = {
    contract: 1,
    id: 'tree-care',
    version: '1.0.0',
    title: { zh: '树木养护', en: 'Tree care' },
    forms: [
      {
        key: 'watering',
        version: 1,
        title: { zh: '浇水月报', en: 'Watering, monthly' },
        task: 1,
        period: 'month',
        due: { day: 5 },
        level: ['county'],
        fields: [
          { ...count, key: 'trees', title: { zh: '应浇水树木', en: 'Trees due' } },
          { ...count, key: 'watered', title: { zh: '其中已浇水', en: 'Of these, watered' } },
          { ...count, kind: 'stock', key: 'gardeners', title: { zh: '园丁', en: 'Gardeners' } },
          { key: 'remark', title: { zh: '备注', en: 'Remark' }, type: 'text', maxLength: 20 },
        ],
        checks: [
          {
            key: 'watered-within-trees',
            severity: 'error',
            expect: { lte: [{ field: 'watered' }, { field: 'trees' }] },
            field: 'watered',
            message: { zh: '不能大于应浇水树木', en: 'must not exceed the trees due' },
          },
          {
            key: 'trees-unusual',
            severity: 'warning',
            expect: { lte: [{ field: 'trees' }, 900] },
            field: 'trees',
            message: { zh: '请核对', en: 'check it' },
          },
        ],
      },
    ],
    metrics: [
      {
        key: 'watered-rate',
        title: { zh: '浇水率', en: 'Trees watered' },
        kind: 'ratio',
        numerator: 'watering.watered',
        denominator: 'watering.trees',
        overTime: 'sum',
        overUnits: 'sum',
        direction: 'at-least',
        measure: '%',
        factor: 100,
        definition: { zh: '已浇水 ÷ 应浇水', en: 'Watered ÷ due' },
        source: { zh: '登记', en: 'Register' },
      },
      {
        key: 'gardeners',
        title: { zh: '园丁', en: 'Gardeners' },
        kind: 'latest',
        numerator: 'watering.gardeners',
        overTime: 'latest',
        overUnits: 'sum',
        direction: 'at-least',
        measure: '人',
        definition: { zh: '期末人数', en: 'At the end of the period' },
        source: { zh: '登记', en: 'Register' },
      },
    ],
  };
  const samples: AreaSamples = {
    forms: {
      watering: {
        valid: [
          { unit: 'north', period: '2024-02', data: { trees: 30, watered: 15, gardeners: 4 } },
          { unit: 'north', period: '2024-01', data: { trees: 10, watered: 10, gardeners: 9, remark: '晴' } },
          { unit: 'south', period: '2024-01', data: { trees: 60, watered: 50, gardeners: 2 } },
        ],
        invalid: [{ change: { watered: 31 }, field: 'watered' }],
        unusual: [{ change: { trees: 901 }, check: 'trees-unusual' }],
      },
    },
    totals: {
      'watered-rate': { numerator: 75, denominator: 100, value: 75 },
      gardeners: { numerator: 6, value: 6 },
    },
  };
  return { manifest, samples };
}

type Area = ReturnType<typeof treeCare>;

/** The faults of tree care after something was planted in it, as `aspect | at | message`. */
async function faultsWith(plant: (area: Area) => void): Promise<string[]> {
  const area = treeCare();
  plant(area);
  const faults = await conformanceFaults(area);
  return faults.map((each) => [each.aspect, each.at, each.message].join(' | '));
}

const form = ({ manifest }: Area) => manifest.forms[0] as ManifestInput['forms'][number];
const field = (area: Area, at: number) => form(area).fields[at] as Field;
const metric = ({ manifest }: Area, at: number) => manifest.metrics[at] as MetricInput;
const reports = ({ samples }: Area) => samples.forms.watering as AreaSamples['forms'][string];
const addField = (area: Area, key: string, zh: string, en: string) =>
  form(area).fields.push({ key, title: { zh, en }, type: 'text' });

describe('an area that conforms', () => {
  test('has no faults', async () => {
    expect(await faultsWith(() => {})).toEqual([]);
  });

  describeArea(treeCare());
});

const cases: [behaviour: string, plant: (area: Area) => void, ...expected: string[]][] = [
  [
    'an unknown key of the manifest',
    ({ manifest }) => Object.assign(manifest, { ranking: true }),
    'declaration | manifest | area "tree-care", manifest: Unrecognized key: "ranking". Fix: correct the manifest.',
  ],
  [
    'a value that JSON loses',
    (area) => Object.assign(field(area, 0), { help: undefined }),
    'declaration | manifest | does not come back from JSON as it was: leave out undefined, dates, functions and classes',
  ],
  [
    'a metric of an unknown field',
    (area) => Object.assign(metric(area, 1), { numerator: 'watering.gnomes' }),
    'declaration | manifest | area "tree-care", metric gardeners: reads the unknown field "watering.gnomes". Fix: name a field of form watering.',
  ],
  [
    'a condition of the configuration on an unknown field',
    ({ manifest }) => {
      const title = { zh: '井', en: 'Well' };
      manifest.config = [{ key: 'well', title, type: 'boolean', visibleWhen: { filled: 'hose' } }];
    },
    'references | config, field well | names the unknown field "hose": name one of well',
  ],
  [
    'a mapping to an unknown field',
    (area) => Object.assign(form(area), { version: 2, mappings: { 1: { wet: 'soaked' } } }),
    'references | form watering, mapping from version 1 | names the unknown field "soaked": name one of trees, watered, gardeners, remark',
  ],
  [
    'a Chinese title that is not Chinese',
    (area) => Object.assign(field(area, 0), { title: { zh: 'Trees', en: 'Trees' } }),
    'languages | forms.watering.fields.trees.title | zh "Trees" holds no Chinese: translate it',
  ],
  [
    'an English definition that is not English',
    (area) => Object.assign(metric(area, 1), { definition: { zh: '人数', en: '人数' } }),
    'languages | metrics.gardeners.definition | en "人数" holds Chinese: translate it',
  ],
  [
    'a field for an identity card',
    (area) => addField(area, 'card', '身份证', 'Card'),
    'privacy | form watering, field card | "身份证" is about a person outside the bureau: remove the field, forms count things',
  ],
  [
    'a field whose key alone tells',
    (area) => addField(area, 'owner-phone', '联络', 'Contact'),
    'privacy | form watering, field owner-phone | "owner-phone" is about a person outside the bureau: remove the field, forms count things',
  ],
  [
    'a choice that asks for it in an option',
    (area) => {
      const options = [{ value: 'a', title: { zh: '凭车牌', en: 'By its sign' } }];
      form(area).fields.push({ key: 'by', title: { zh: '方式', en: 'Way' }, type: 'choice', options });
    },
    'privacy | form watering, field by | "凭车牌" is about a person outside the bureau: remove the field, forms count things',
  ],
  [
    'a count of arrests',
    (area) =>
      form(area).fields.push({
        ...count,
        key: 'arrests',
        title: { zh: '数量', en: 'Number' },
        required: false,
      }),
    'restraint | form watering, field arrests | "arrests" must never be counted: remove it',
  ],
  [
    'a metric of fines',
    (area) => Object.assign(metric(area, 1), { title: { zh: '罚款', en: 'Money' } }),
    'restraint | metric gardeners | "罚款" must never be counted: remove it',
  ],
  [
    'a ranking',
    (area) => Object.assign(metric(area, 1), { title: { zh: '园丁排名', en: 'Gardeners' } }),
    'restraint | metric gardeners | is a ranking: show the figures themselves',
  ],
  [
    'a clearance rate that may be ranked',
    (area) => Object.assign(metric(area, 0), { title: { zh: '破案率', en: 'Clearance' } }),
    'restraint | metric watered-rate | is a clearance rate: let its definition say 不排名 and "never ranked"',
    'restraint | metric watered-rate | is never ranked by: set `ranked: false`',
  ],
  [
    'a level that is added up over time',
    (area) => Object.assign(metric(area, 1), { overTime: 'sum' }),
    'metrics | metric gardeners | adds the level "gardeners" up over time: take its latest, or make the field a flow',
    'totals | metric gardeners | numerator is 15, by hand 6',
    'totals | metric gardeners | value is 15, by hand 6',
  ],
  [
    'a flow of which only the latest is kept',
    (area) => Object.assign(field(area, 2), { kind: 'flow' }),
    'metrics | metric gardeners | keeps only the latest of the flow "gardeners": add it up, or make the field a stock',
  ],
  [
    'a percentage without its factor',
    (area) => Object.assign(metric(area, 0), { factor: 1 }),
    'metrics | metric watered-rate | has % without factor 100, or the reverse',
    'totals | metric watered-rate | value is 0.75, by hand 75',
  ],
  [
    'a denominator that may be left out',
    (area) => Object.assign(field(area, 0), { required: false }),
    'metrics | metric watered-rate | divides by way of the optional field "trees": require it, or one side lacks the report',
  ],
  [
    'a part that may exceed its whole',
    (area) => {
      form(area).checks = form(area).checks?.filter(({ severity }) => severity === 'warning');
      reports(area).invalid = [{ change: { watered: -1 }, field: 'watered' }];
    },
    'metrics | metric watered-rate | takes a "watered" larger than "trees": add an error check to form watering',
  ],
  [
    'a valid sample that is refused',
    (area) => Object.assign(reports(area).valid[2]?.data ?? {}, { remark: 'far too long a remark' }),
    'samples | form watering, valid sample south 2024-01 | is refused at remark',
  ],
  [
    'a valid sample that raises a warning',
    (area) => {
      reports(area).valid.push({
        unit: 'east',
        period: '2024-01',
        data: { trees: 901, watered: 0, gardeners: 0 },
      });
      area.samples.totals['watered-rate'] = { numerator: 75, denominator: 1001, value: 7.4925 };
    },
    'samples | form watering, valid sample east 2024-01 | raises the warning trees-unusual: list it under unusual',
  ],
  [
    'a sample of another grain, and one that is there twice',
    (area) => {
      Object.assign(reports(area).valid[0] ?? {}, { period: '2024-Q1' });
      Object.assign(reports(area).valid[2] ?? {}, { unit: 'north' });
      area.samples.totals.gardeners = { numerator: 4, value: 4 };
    },
    'samples | form watering, valid sample north 2024-Q1 | is not of the grain "month"',
    'samples | form watering, valid sample north 2024-01 | is there twice: a unit reports a period once',
  ],
  [
    'an invalid sample that is accepted',
    (area) => reports(area).invalid.push({ change: { watered: 30 }, field: 'watered' }),
    'samples | form watering, invalid sample {"watered":30} | is accepted, and should be refused at watered',
  ],
  [
    'an invalid sample that fails elsewhere',
    (area) => reports(area).invalid.push({ change: { gnomes: 1 }, field: 'trees' }),
    'samples | form watering, invalid sample {"gnomes":1} | is refused at gnomes instead of trees alone',
  ],
  [
    'a check that no sample breaks',
    (area) => {
      reports(area).unusual = [];
    },
    'samples | form watering, check trees-unusual | is broken by no sample: add one that it catches',
  ],
  [
    'an unusual sample that is not',
    (area) => reports(area).unusual?.push({ change: { trees: 900 }, check: 'trees-unusual' }),
    'samples | form watering, unusual sample {"trees":900} | does not raise the warning trees-unusual',
  ],
  [
    'a form that takes no zero report',
    (area) => Object.assign(field(area, 1), { min: 1 }),
    'samples | form watering, zero report | is refused at watered: let a zero pass',
  ],
  [
    'a form without samples, and samples without a form',
    ({ samples }) => {
      samples.forms = { pruning: { valid: [], invalid: [] } };
      samples.totals = {
        'watered-rate': { numerator: null, value: null },
        gardeners: { numerator: null, value: null },
      };
    },
    'samples | form pruning | has samples and is no form of the area: correct the key',
    'samples | form watering | has no valid sample: write one',
  ],
  [
    'a total that differs from the hand’s',
    ({ samples }) =>
      Object.assign(samples.totals, { 'watered-rate': { numerator: 75, denominator: 100, value: 83.3 } }),
    'totals | metric watered-rate | value is 75, by hand 83.3',
  ],
  [
    'a metric without a total, and a total without a metric',
    ({ samples }) => {
      samples.totals = {
        'watered-rate': samples.totals['watered-rate'] ?? { numerator: 0, value: 0 },
        gnomes: { numerator: 1, value: 1 },
      };
    },
    'totals | metric gnomes | has a total and is no metric: remove one, or correct the key',
    'totals | metric gardeners | has no total: work one out by hand over the valid samples',
  ],
];

describe('the kit finds', () => {
  test.each(cases)('%s', async (_behaviour, plant, ...expected) => {
    expect(await faultsWith(plant)).toEqual(expected);
  });

  test('a fault of every aspect in the cases above', () => {
    const found = new Set(cases.flatMap(([, , ...expected]) => expected.map((each) => each.split(' | ')[0])));
    // Those of the server part are planted in server-faults.spec.ts.
    const expected = (Object.keys(aspects) as Aspect[]).filter((each) => !ofServer.includes(each));
    expect([...found].toSorted()).toEqual(expected.toSorted());
  });

  test.each([
    ['detention centres', '看守所总数', 'Detention centres', 0],
    ['detained people', '人数', 'People detained', 1],
    ['people under watch', '列管人数', 'Number', 1],
    ['templates and interfaces', '模板', 'Templates and interfaces', 0],
    ['officers trained', '受训民警', 'Officers trained', 0],
  ])('no more than it should: %s', async (_what, zh, en, faults) => {
    const plant = (area: Area) =>
      form(area).fields.push({ ...count, key: 'extra', title: { zh, en }, required: false });
    expect(await faultsWith(plant)).toHaveLength(faults);
  });
});

describe('aggregation over samples', () => {
  const rate = { ...metric(treeCare(), 0), factor: 100, ranked: true };
  const sample = (unit: string, period: string, data: Record<string, number>) => ({ unit, period, data });

  test('leaves what is missing missing: no report is no number, and no zero', () => {
    expect(aggregate(rate, [])).toEqual({ numerator: null, denominator: null });
    expect(aggregate(rate, [sample('north', '2024-01', { trees: 5 })])).toEqual({
      numerator: null,
      denominator: 5,
    });
  });

  test('takes the latest by period, not by the order in which reports stand', () => {
    const level = { ...rate, kind: 'latest', numerator: 'watering.gardeners', overTime: 'latest' } as const;
    const samples = [
      sample('north', '2024-03', { gardeners: 3 }),
      sample('north', '2024-02', { gardeners: 8 }),
    ];
    expect(aggregate(level, samples)).toEqual({ numerator: 3, denominator: null });
  });

  test('joins nothing where the rule is none', () => {
    const index = {
      ...rate,
      kind: 'latest',
      numerator: 'watering.trees',
      overTime: 'none',
      overUnits: 'none',
    } as const;
    const north = sample('north', '2024-01', { trees: 2 });
    expect(aggregate(index, [north]).numerator).toBe(2);
    expect(aggregate(index, [north, sample('north', '2024-02', { trees: 3 })]).numerator).toBeNull();
    expect(aggregate(index, [north, sample('south', '2024-01', { trees: 3 })]).numerator).toBeNull();
  });
});
