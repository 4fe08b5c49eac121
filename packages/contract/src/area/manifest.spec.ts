import { describe, expect, it } from 'vitest';
import { defineArea, formOf, inLanguage, type ManifestInput } from './manifest.js';
import { ManifestError } from './manifest-error.js';

const title = { zh: '题', en: 'Title' };
const number = (key: string) => ({ key, title, type: 'integer' as const, kind: 'flow' as const });

type FormInput = ManifestInput['forms'][number];
type MetricInput = ManifestInput['metrics'][number];

const form = (more: Partial<FormInput> = {}): FormInput => ({
  key: 'diversion',
  version: 1,
  title,
  task: 27,
  period: 'month',
  due: { day: 5 },
  level: ['county'],
  fields: [number('disputes'), number('diverted'), { key: 'remark', title, type: 'text' }],
  ...more,
});

const metric = (more: Partial<MetricInput> = {}): MetricInput => ({
  key: 'rate',
  title,
  kind: 'ratio',
  numerator: 'diversion.diverted',
  denominator: 'diversion.disputes',
  overTime: 'sum',
  overUnits: 'sum',
  direction: 'at-least',
  measure: '%',
  factor: 100,
  definition: title,
  source: title,
  ...more,
});

const computed = (key: string, of?: string[]) =>
  metric({ key, kind: 'computed', numerator: undefined, denominator: undefined, of });

const manifest = (more: Partial<ManifestInput> = {}): ManifestInput => ({
  contract: 1,
  id: 'test-area',
  version: '1.0.0',
  title,
  forms: [form()],
  metrics: [metric()],
  ...more,
});

const check = (more: object) => ({
  key: 'part',
  severity: 'error' as const,
  field: 'diverted',
  expect: { lte: [{ field: 'diverted' }, { field: 'disputes' }] } as never,
  message: title,
  ...more,
});

describe('a sound manifest', () => {
  it('comes back with its defaults and survives JSON', () => {
    const area = defineArea(manifest());
    expect(area).toMatchObject({ config: [], permissions: [], forms: [{ window: 'calendar', checks: [] }] });
    expect(defineArea(JSON.parse(JSON.stringify(area)))).toEqual(area);
  });

  it('may compute metrics of metrics', () => {
    expect(() =>
      defineArea(manifest({ metrics: [metric(), computed('a', ['rate', 'b']), computed('b', ['rate'])] })),
    ).not.toThrow();
  });

  it('may count a text', () => {
    const count = metric({ key: 'n', kind: 'count', numerator: 'diversion.remark', denominator: undefined });
    expect(() => defineArea(manifest({ metrics: [count] }))).not.toThrow();
  });

  it('may ask units of different levels for the same figure', () => {
    const asking = (key: string, level: 'county' | 'station') =>
      form({ key, level: [level], fields: [{ ...number('n'), dataKey: 'people' }] });
    const forms = [asking('one', 'county'), asking('two', 'station')];
    expect(() => defineArea(manifest({ forms, metrics: [] }))).not.toThrow();
  });
});

it("refuses an id whose permissions would take the core's names", () => {
  expect(() => defineArea(manifest({ id: 'task' }))).toThrow(
    'area "task", id: gives its permissions the core\'s own prefix. Fix: choose another id: permissions are named <area>.<key>.',
  );
});

describe('a planted fault stops the manifest with its key, its cause and the fix', () => {
  const fields = (...own: FormInput['fields']) => ({ forms: [form({ fields: own })], metrics: [] });
  const metrics = (...own: MetricInput[]) => ({ metrics: own });

  const faults: [what: string, planted: Partial<ManifestInput>, message: string][] = [
    [
      'a contract that this core does not run',
      { contract: 2 },
      'contract: contract version 2 is not supported. Fix: declare one of 1.',
    ],
    [
      'a version that is none',
      { version: '1' },
      'version: must be a version such as 1.0.0. Fix: correct the manifest.',
    ],
    [
      'a form declared twice',
      { forms: [form(), form()] },
      'form diversion: is declared twice. Fix: rename one of the two.',
    ],
    [
      'a metric declared twice',
      metrics(metric(), metric()),
      'metric rate: is declared twice. Fix: rename one of the two.',
    ],
    [
      'a field declared twice',
      fields(number('a'), number('a')),
      'form diversion, field a: is declared twice. Fix: rename one of the two.',
    ],
    [
      'a permission declared twice',
      { permissions: ['see', 'see'].map((key) => ({ key, title: { zh: '查看', en: 'See' } })) },
      'permission see: is declared twice. Fix: rename one of the two.',
    ],
    [
      'a check shown at an unknown field',
      { forms: [form({ checks: [check({ field: 'nowhere' })] })] },
      'form diversion, check part: names the unknown field "nowhere". Fix: name a field of the form.',
    ],
    [
      'a check that reads an unknown field',
      { forms: [form({ checks: [check({ expect: { gt: [{ field: 'nowhere' }, 0] } })] })] },
      'form diversion, check part: names the unknown field "nowhere". Fix: name a field of the form.',
    ],
    [
      'a condition on an unknown field',
      fields({ ...number('a'), visibleWhen: { filled: 'nowhere' } }),
      'form diversion, field a: depends on the unknown field "nowhere". Fix: name a field of the form.',
    ],
    [
      'a choice without options',
      fields({ key: 'a', title, type: 'choice' }),
      'form diversion, field a: is a choice without options. Fix: list its options.',
    ],
    [
      'a number that is neither flow nor stock',
      fields({ key: 'a', title, type: 'decimal' }),
      'form diversion, field a: is a number without a kind. Fix: say whether it is a flow or a stock.',
    ],
    [
      'a figure asked for twice',
      {
        forms: [
          form({ fields: [{ ...number('a'), dataKey: 'people' }] }),
          form({ key: 'other', fields: [{ ...number('b'), dataKey: 'people' }] }),
        ],
        metrics: [],
      },
      'form other, field b: collects the figure "people" that form diversion collects from the same units. Fix: ask for it once and refer to it in metrics.',
    ],
    [
      'a ratio without a denominator',
      metrics(metric({ denominator: undefined })),
      'metric rate: is a ratio and lacks a side. Fix: name the field as form.field.',
    ],
    [
      'a sum without a figure',
      metrics(metric({ kind: 'sum', numerator: undefined })),
      'metric rate: is a sum and lacks a side. Fix: name the field as form.field.',
    ],
    [
      'a metric of an unknown form',
      metrics(metric({ numerator: 'nowhere.diverted' })),
      'metric rate: reads the unknown form "nowhere". Fix: name a form of this area.',
    ],
    [
      'a metric of an unknown field',
      metrics(metric({ numerator: 'diversion.nothing' })),
      'metric rate: reads the unknown field "diversion.nothing". Fix: name a field of form diversion.',
    ],
    [
      'a sum of texts',
      metrics(metric({ numerator: 'diversion.remark' })),
      'metric rate: reads "diversion.remark", which is no number. Fix: read a number, or make the metric a count.',
    ],
    [
      'a ratio across two forms',
      { forms: [form(), form({ key: 'other' })], metrics: [metric({ denominator: 'other.disputes' })] },
      'metric rate: reads two forms. Fix: take both sides from one form, or make the metric computed.',
    ],
    [
      'a metric computed of nothing',
      metrics(computed('a')),
      'metric a: is computed of nothing. Fix: list the metrics that it reads in `of`.',
    ],
    [
      'a metric computed of an unknown one',
      metrics(computed('a', ['nowhere'])),
      'metric a: reads the unknown metric "nowhere". Fix: name a metric of this area.',
    ],
    [
      'metrics computed in a circle',
      metrics(computed('a', ['b']), computed('b', ['a'])),
      'metric a: is computed in a circle: a → b → a. Fix: break the circle.',
    ],
  ];

  it.each(faults)('%s', (_, planted, message) => {
    expect(() => defineArea(manifest(planted))).toThrow(ManifestError);
    expect(() => defineArea(manifest(planted))).toThrow(`area "test-area", ${message}`);
  });

  it('an unknown property, by its place', () => {
    const planted = manifest({ forms: [{ ...form(), dueDay: 3 } as never] });
    expect(() => defineArea(planted)).toThrow(
      'area "test-area", forms.0: Unrecognized key: "dueDay". Fix: correct the manifest.',
    );
  });

  it('something that is no manifest at all', () => {
    expect(() => defineArea({} as never)).toThrow('area "?", ');
  });
});

describe('small readers', () => {
  it('name the form that a plain metric reads', () => {
    const area = defineArea(manifest({ metrics: [metric(), computed('a', ['rate'])] }));
    expect(area.metrics.map(formOf)).toEqual(['diversion', null]);
  });

  it('give a title in the language asked for, Chinese unless English', () => {
    expect([inLanguage(title, 'en-GB'), inLanguage(title, 'zh'), inLanguage(title, 'fr')]).toEqual([
      'Title',
      '题',
      '题',
    ]);
  });
});
