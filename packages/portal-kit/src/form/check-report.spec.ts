import type { Field } from '@duban/contract';
import { expect, test } from 'vitest';
import { checkReport, pick } from './check-report.js';

const number = (key: string, more: Partial<Field> = {}): Field => ({
  key,
  title: { zh: key, en: key },
  type: 'integer',
  kind: 'flow',
  required: true,
  ...more,
});
const form = {
  fields: [
    number('found'),
    number('done', { visibleWhen: { gt: [{ field: 'found' }, 0] } }),
    number('money', { type: 'decimal', decimals: 1, required: false }),
  ],
  checks: [
    {
      key: 'part',
      severity: 'error' as const,
      expect: { lte: [{ field: 'done' }, { field: 'found' }] as [{ field: string }, { field: string }] },
      field: 'done',
      message: { zh: '整改数不得大于发现数', en: 'Done exceeds found' },
    },
  ],
};

test('a required field that is visible must be filled; one that is hidden need not', () => {
  expect(checkReport(form, {}).issues).toEqual([{ field: 'found', code: 'required' }]);
  expect(checkReport(form, { found: 3 }).issues).toEqual([{ field: 'done', code: 'required' }]);
  expect(checkReport(form, { found: 0 }).issues).toEqual([]);
});

test('a part larger than its whole is found, with its own message', () => {
  expect(checkReport(form, { found: 3, done: 4 }).checks.map((check) => check.key)).toEqual(['part']);
});

test('each wrong number says what is wrong with it', () => {
  expect(checkReport(form, { found: -1, done: 1.5, money: 0.25 }).issues).toEqual([
    { field: 'found', code: 'min', limit: 0 },
    { field: 'money', code: 'decimals', limit: 1 },
  ]);
  expect(checkReport(form, { found: 2, done: 1.5 }).issues).toEqual([{ field: 'done', code: 'integer' }]);
});

test('what is not filled in is not sent', () => {
  expect(pick(form.fields, { found: 0, done: null, money: 2 })).toEqual({ found: 0, money: 2 });
});
