import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AreaConfig, areaConfigSchema, configuredForm, configuredRules, emptyConfig } from './config.js';
import { configDifferences, matchTargets, sectionsOf } from './config-diff.js';
import { defineArea, type ManifestInput } from './manifest.js';

const text = (zh: string) => ({ zh, en: zh });
const manifest = defineArea({
  contract: 1,
  id: 'sample',
  version: '1.0.0',
  title: text('样例'),
  config: [{ key: 'contact-hours', title: text('时段'), type: 'integer', kind: 'stock', max: 24 }],
  forms: [
    {
      key: 'checks',
      version: 1,
      title: text('检查月报'),
      task: 1,
      period: 'month',
      due: { day: 5 },
      level: ['county'],
      fields: [
        { key: 'due', title: text('应查'), type: 'integer', kind: 'flow', required: true, max: 100 },
        {
          key: 'kind',
          title: text('类别'),
          type: 'choice',
          options: [{ value: 'road', title: text('道路') }],
        },
      ],
    },
  ],
  metrics: [
    {
      key: 'due',
      title: text('应查'),
      kind: 'sum',
      numerator: 'checks.due',
      overTime: 'sum',
      overUnits: 'sum',
      direction: 'at-least',
      measure: '次',
      definition: text('应查'),
      source: text('月报'),
    },
  ],
} satisfies ManifestInput);
const schema = areaConfigSchema(manifest);
const taskId = randomUUID();
const unitId = randomUUID();
const target = (more: object = {}) => ({
  taskId,
  metric: 'sample.due',
  unitId,
  direction: 'at-most' as const,
  value: 13,
  dueDate: '2024-12-31',
  firm: true,
  scope: 'aggregate' as const,
  ...more,
});

/** Paths of what is refused; an unknown key is part of its path. */
function refused(value: unknown): string[] {
  return (schema.safeParse(value).error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...issue.path, key].join('.'))
      : [issue.path.join('.')],
  );
}

describe('the schema of an area’s configuration', () => {
  it('takes what an admin may set, and nothing at all', () => {
    const whole = {
      forms: {
        checks: {
          due: { workingDaysAfterEnd: 3 },
          window: 'from-26th',
          fields: {
            due: { required: false, min: 1, max: 50, title: text('应检查') },
            kind: {
              options: { road: text('公路') },
              addedOptions: [{ value: 'water', title: text('水路') }],
            },
          },
        },
        'progress-note': { due: { day: 10 } },
      },
      duties: { checks: { unitIds: [unitId] } },
      targets: [target()],
      lights: { paceYellow: 5, settlingDay: '01-31' },
      own: { 'contact-hours': 8 },
    };
    expect(schema.parse(whole)).toEqual(whole);
    expect(schema.parse({})).toEqual({});
  });

  it.each([
    [{ colour: 1 }, 'colour'],
    [{ forms: { strangers: {} } }, 'forms.strangers'],
    [{ forms: { checks: { fields: { stranger: {} } } } }, 'forms.checks.fields.stranger'],
    [{ forms: { checks: { fields: { due: { pattern: '(a+)+$' } } } } }, 'forms.checks.fields.due.pattern'],
    [{ forms: { checks: { $ref: 'https://elsewhere/schema.json' } } }, 'forms.checks.$ref'],
    [
      { forms: { checks: { fields: { due: { visibleWhen: { field: 'kind' } } } } } },
      'forms.checks.fields.due.visibleWhen',
    ],
    [{ forms: { checks: { fields: { due: { min: 101 } } } } }, 'forms.checks.fields.due.max'],
    [
      { forms: { checks: { fields: { kind: { options: { rail: text('铁路') } } } } } },
      'forms.checks.fields.kind.options.rail',
    ],
    [
      { forms: { checks: { fields: { kind: { addedOptions: [{ value: 'road', title: text('路') }] } } } } },
      'forms.checks.fields.kind.addedOptions',
    ],
    [{ forms: { 'progress-note': { fields: {} } } }, 'forms.progress-note.fields'],
    [{ duties: { checks: { unitIds: [unitId, unitId] } } }, 'duties.checks.unitIds'],
    [{ targets: [target({ metric: 'other.metric' })] }, 'targets.0.metric'],
    [{ targets: [target(), target()] }, 'targets'],
    [{ targets: [target({ value: -1 })] }, 'targets.0.value'],
    [{ targets: [target({ holdUntil: '2024-01-01' })] }, 'targets.0.holdUntil'],
    [{ lights: { version: 3 } }, 'lights.version'],
    [{ lights: { paceYellow: 40 } }, 'lights.paceRed'],
    [{ lights: { settlingDay: '13-01' } }, 'lights.settlingDay'],
    [{ own: { 'contact-hours': 25 } }, 'own.contact-hours'],
    [JSON.parse('{"forms": {"__proto__": {"polluted": true}}}'), 'forms.__proto__'],
    [JSON.parse('{"forms": {"constructor": {"prototype": 1}}}'), 'forms.constructor'],
  ])('names the place of %j', (value, path) => {
    expect(refused(value)).toContain(path);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('refuses what is wide or deep before it costs anything', () => {
    expect(refused({ targets: Array.from({ length: 1001 }, () => target()) })).toContain('targets');
    expect(
      refused({ duties: { checks: { unitIds: Array.from({ length: 5000 }, () => unitId) } } }),
    ).toContain('duties.checks.unitIds');
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, at]));
    expect(refused({ lights: many })).toContain('lights.k0');
  });

  it('prints itself as JSON Schema, for editors', () => {
    const printed = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
      properties: Record<string, { properties?: object }>;
    };
    expect(Object.keys(printed.properties)).toEqual([
      'forms',
      'duties',
      'targets',
      'lights',
      'urging',
      'own',
    ]);
    expect(printed.properties.forms?.properties).toHaveProperty('checks');
  });
});

describe('a configured form', () => {
  const form = manifest.forms[0] as (typeof manifest.forms)[number];
  it('is the manifest’s where nothing was set, and differs only where something was', () => {
    expect(configuredForm(form, undefined)).toBe(form);
    const configured = configuredForm(form, {
      due: { day: 8 },
      fields: {
        due: { max: 50 },
        kind: { options: { road: text('公路') }, addedOptions: [{ value: 'water', title: text('水路') }] },
        gone: { required: true },
      },
    });
    expect(configured.due).toEqual({ day: 8 });
    expect(configured.fields[0]).toEqual({ ...form.fields[0], max: 50 });
    expect(configured.fields[1]?.options).toEqual([
      { value: 'road', title: text('公路') },
      { value: 'water', title: text('水路') },
    ]);
    expect(configured.fields).toHaveLength(2);
  });

  it('gives its version to the light rules', () => {
    expect(configuredRules({ paceYellow: 5 }, 3)).toMatchObject({ version: 3, paceYellow: 5, paceRed: 30 });
  });
});

describe('the difference of two configurations', () => {
  const config = (more: Partial<AreaConfig>): AreaConfig => ({ ...emptyConfig, ...more });

  it('is named place by place', () => {
    const other = randomUUID();
    const before = config({
      forms: { checks: { due: { day: 5 } } },
      duties: { checks: { unitIds: [unitId] } },
      targets: [target(), target({ dueDate: '2024-06-30', value: 20 })],
    });
    const after = config({
      forms: { checks: { due: { workingDaysAfterEnd: 3 }, fields: { due: { max: 9 } } } },
      duties: { checks: { unitIds: [other] } },
      targets: [target({ value: 10 })],
      lights: { nearDays: 5 },
    });
    const found = configDifferences(before, after);
    expect(found).toEqual([
      { path: ['forms', 'checks', 'due'], from: { day: 5 }, to: { workingDaysAfterEnd: 3 } },
      { path: ['forms', 'checks', 'fields', 'due', 'max'], from: undefined, to: 9 },
      { path: ['duties', 'checks', 'unitIds'], from: [unitId], to: [other] },
      { path: ['targets', 'sample.due', unitId, 'value'], from: 13, to: 10 },
      {
        path: ['targets', 'sample.due', unitId],
        from: expect.objectContaining({ value: 20, dueDate: '2024-06-30' }),
        to: undefined,
      },
      { path: ['lights', 'nearDays'], from: undefined, to: 5 },
    ]);
    expect(sectionsOf(found)).toEqual(['forms', 'duties', 'targets', 'lights']);
    expect(configDifferences(after, after)).toEqual([]);
  });

  it('knows a target by what it says, whatever its id and order', () => {
    const [first, second] = [
      { ...target(), id: randomUUID() },
      { ...target({ per: 'month' }), id: randomUUID() },
    ];
    const match = matchTargets(
      [first, second],
      [target({ per: 'month' }), target({ dueDate: '2024-11-30' })],
    );
    expect(match.same).toHaveLength(1);
    expect(match.changed.map(({ before, after }) => [before.id, after.dueDate])).toEqual([
      [first.id, '2024-11-30'],
    ]);
    expect([match.ended, match.added]).toEqual([[], []]);
  });
});
