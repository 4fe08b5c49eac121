import type { Form } from '@duban/contract';
import { describe, expect, it } from 'vitest';
import { sendable } from './sendable.js';

const title = { zh: '甲', en: 'a' };
const form: Pick<Form, 'fields' | 'checks'> = {
  fields: [
    { key: 'all', title, type: 'integer', required: true },
    { key: 'part', title, type: 'integer', required: true },
    { key: 'more', title, type: 'text', visibleWhen: { gt: [{ field: 'all' }, 10] } },
  ],
  checks: [
    {
      key: 'part-of-all',
      severity: 'error',
      expect: { lte: [{ field: 'part' }, { field: 'all' }] },
      field: 'part',
      message: title,
    },
  ],
};
const of = (data: Record<string, number | string | null>) => sendable(form, { data, comment: 'c' });

describe('what of a draft is sent', () => {
  it('is all of one that is right so far', () => {
    expect(of({ all: 12, part: 3, more: 'x' })).toEqual({
      data: { all: 12, part: 3, more: 'x' },
      comment: 'c',
    });
  });
  it('leaves out a value of a wrong kind, and what is empty', () => {
    expect(of({ all: -1, part: null, more: '' }).data).toEqual({});
    expect(of({ all: 1.5, part: 1 }).data).toEqual({ part: 1 });
  });
  it('leaves out the field of a broken check, and keeps the others', () => {
    expect(of({ all: 2, part: 3 }).data).toEqual({ all: 2 });
  });
  it('leaves out what a hidden field held', () => {
    expect(of({ all: 5, more: 'x' }).data).toEqual({ all: 5 });
  });
});
