import { describe, expect, it } from 'vitest';
import { dueSchema, failedChecks, formSchema, zeroReport } from './form.js';

const title = { zh: '表', en: 'Form' };

const form = formSchema.parse({
  key: 'diversion',
  version: 1,
  title,
  task: 27,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: ['county'],
  fields: [
    { key: 'disputes', title, type: 'integer', kind: 'flow' },
    { key: 'diverted', title, type: 'integer', kind: 'flow' },
    { key: 'rooms', title, type: 'integer', kind: 'stock' },
    { key: 'remark', title, type: 'text' },
  ],
  checks: [
    {
      key: 'part',
      severity: 'error',
      field: 'diverted',
      expect: { lte: [{ field: 'diverted' }, { field: 'disputes' }] },
      message: { zh: '不得大于纠纷数', en: 'no more than the disputes' },
    },
    {
      key: 'many',
      severity: 'warning',
      field: 'disputes',
      expect: { lt: [{ field: 'disputes' }, 100] },
      message: { zh: '请核实', en: 'please verify' },
    },
  ],
});

describe('a form', () => {
  it('counts calendar periods and is signed by another person unless it says otherwise', () => {
    expect(form).toMatchObject({ window: 'calendar', selfSign: false, mappings: {} });
  });

  it('is due on a day of the month or working days after the end, not both', () => {
    expect(dueSchema.safeParse({ day: 28 }).success).toBe(true);
    expect(dueSchema.safeParse({ day: 29 }).success).toBe(false);
    expect(dueSchema.safeParse({ workingDaysAfterEnd: 0 }).success).toBe(true);
    expect(dueSchema.safeParse({ workingDaysAfterEnd: 61 }).success).toBe(false);
    expect(dueSchema.safeParse({ day: 5, workingDaysAfterEnd: 5 }).success).toBe(false);
  });
});

describe('failedChecks', () => {
  it('gives what the data breaks, in the order of the form, at its field', () => {
    expect(failedChecks(form, { disputes: 120, diverted: 121 })).toEqual([
      { key: 'part', severity: 'error', field: 'diverted', message: form.checks[0]?.message },
      { key: 'many', severity: 'warning', field: 'disputes', message: form.checks[1]?.message },
    ]);
  });

  it('passes the boundary', () => {
    expect(failedChecks(form, { disputes: 99, diverted: 99 })).toEqual([]);
  });

  it('breaks nothing by what was not filled in', () => {
    expect(failedChecks(form, { diverted: 5 })).toEqual([]);
  });
});

describe('a zero report', () => {
  it('sets flows to 0, repeats stocks and writes no text', () => {
    const last = { disputes: 9, diverted: 9, rooms: 4, remark: 'x' };
    expect(zeroReport(form.fields, last)).toEqual({ disputes: 0, diverted: 0, rooms: 4 });
  });

  it('leaves stocks to be filled in when no level was reported before', () => {
    expect(zeroReport(form.fields, null)).toEqual({ disputes: 0, diverted: 0 });
    expect(zeroReport(form.fields, { disputes: 9, rooms: null })).toEqual({ disputes: 0, diverted: 0 });
  });
});
