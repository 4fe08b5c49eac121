import { describe, expect, it } from 'vitest';
import { describeReason } from './describe.js';
import type { Reason, ReasonCode, ReasonFacts } from './reason.js';
import { reason } from './reason.js';

const said = {
  metric: 'trial.diverted',
  unitId: 'unit',
  title: { zh: '矛盾纠纷分流率', en: 'Diversion rate' },
  unit: '市局',
  direction: 'at-least' as const,
  target: 50,
  measure: '%',
  dueDate: '2024-12-31',
};
const measured = { ...said, period: '2024-08', value: 46.5 };
const run = { run: 2, runLimit: 2 };

/** One example of every code: a new code without its sentence does not compile. */
const examples: { [C in ReasonCode]: ReasonFacts[C] } = {
  'target-met': measured,
  'on-pace': { ...measured, expected: 48, behind: 3, threshold: 10 },
  'behind-pace': { ...measured, expected: 60, behind: 27, threshold: 10, ...run },
  'target-missed': { ...measured, missPercent: 7, threshold: 10, ...run },
  'missed-at-date': { ...measured, heldUntil: '2024-12-31' },
  'near-limit': { ...measured, direction: 'at-most', threshold: 10 },
  'period-met': measured,
  'period-missed': { ...measured, ...run },
  'each-met': { ...said, met: 5, of: 7, below: ['甲县', '乙县'] },
  'small-base': { ...said, period: '2024-08', denominator: 7, threshold: 10 },
  'no-data': { ...said, period: '2024-08' },
  'milestone-done': { milestone: '方案印发', dueDate: '2024-06-30', doneOn: '2024-06-28' },
  'date-near': { milestone: null, dueDate: '2024-09-20', workingDays: 2, threshold: 3 },
  'date-settling': { milestone: null, dueDate: '2024-12-31', settlingDay: '2025-01-20' },
  'date-overdue': { milestone: '方案印发', dueDate: '2024-06-30', lastDay: '2024-06-30', days: 5 },
  'reports-missing': {
    formKey: 'progress-note',
    form: { zh: '进展反馈', en: 'Progress note' },
    unit: '甲县',
    periods: ['2024-07', '2024-08'],
    missing: 2,
    yellow: 1,
    red: 2,
  },
  'reports-incomplete': {
    formKey: 'progress-note',
    form: { zh: '进展反馈', en: 'Progress note' },
    period: '2024-08',
    expected: 7,
    received: 6,
    completeness: 85.7143,
    yellow: 95,
    red: 80,
    ...run,
    units: ['甲县'],
  },
  'no-progress': { unit: '甲县', run: 3, threshold: 3 },
  'note-confirmed': { period: '2024-08' },
  'note-behind': { period: '2024-08' },
  state: { state: 'suspended' },
  closed: { closedOn: '2024-06-28', lastDay: '2024-06-30', requestedOn: '2024-06-20', onTime: true },
  'awaiting-superior': {},
  override: { reason: '台风影响', until: '2024-09-30', by: '督查室', computed: 'red' },
};

describe('describeReason', () => {
  it.each(Object.keys(examples) as ReasonCode[])(
    'says %s in one whole sentence in both languages',
    (code) => {
      const example = { code, part: 'target', colour: 'yellow', firm: true, facts: examples[code] } as Reason;
      const zh = describeReason(example, 'zh');
      const en = describeReason(example, 'en');
      expect(zh).toMatch(/^[^。]*\p{Script=Han}[^。]*。$/u);
      expect(en).toMatch(/^[A-Z"\p{Script=Han}].*\.$/u);
      for (const sentence of [zh, en]) expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
    },
  );

  it('gives the facts, the rule and its threshold', () => {
    const missed = reason('target-missed', 'target', 'red', examples['target-missed']);
    expect(describeReason(missed, 'zh')).toBe(
      '市局“矛盾纠纷分流率”：截至 2024-08 为 46.5%，未达目标 ≥ 50%，相差目标值的 7%（10% 以内为黄灯，超过为红灯）；已连续 2 期，达 2 期亮红灯。',
    );
    expect(describeReason(missed, 'en')).toBe(
      '市局, "Diversion rate": 46.5% up to 2024-08 misses the target ≥ 50% by 7% of it (up to 10% is yellow, more is red); 2 periods in a row, 2 make red.',
    );
  });

  it('leaves the run out while it is too short to count', () => {
    const missed = reason('target-missed', 'target', 'yellow', { ...examples['target-missed'], run: 1 });
    expect(describeReason(missed, 'zh')).not.toContain('连续');
  });

  it('says of a stretch target that it is yellow at worst', () => {
    const missed = reason('target-missed', 'target', 'red', examples['target-missed'], false);
    expect(describeReason(missed, 'zh')).toMatch(/（力争目标，最多黄灯）。$/);
    expect(describeReason(missed, 'en')).toMatch(/\(a stretch target: yellow at worst\)\.$/);
  });

  it('rounds what it prints to two decimals', () => {
    expect(
      describeReason(reason('reports-incomplete', 'reports', 'yellow', examples['reports-incomplete']), 'zh'),
    ).toContain('85.71%（6/7）');
  });

  it('shortens a long list of units', () => {
    const below = Array.from({ length: 12 }, (_, at) => `第${at + 1}县`);
    const each = reason('each-met', 'target', 'red', { ...examples['each-met'], below });
    expect(describeReason(each, 'zh')).toContain('第10县等 12 个');
    expect(describeReason(each, 'en')).toContain('第10县 and 2 more');
  });

  it('puts a word of measure apart from its number in English only', () => {
    const met = reason('target-met', 'target', 'green', { ...measured, measure: '个' });
    expect(describeReason(met, 'zh')).toContain('46.5个');
    expect(describeReason(met, 'en')).toContain('46.5 个');
  });
});
