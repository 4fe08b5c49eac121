import { describe, expect, it } from 'vitest';
import { divide, shareRule } from './share.js';

const sum = { value: 24, direction: 'at-least', rule: 'sum' } as const;

describe('dividing what a share owes', () => {
  it('adds up what units count, and asks a rate of each', () => {
    const metric = (kind: 'sum' | 'latest' | 'ratio' | 'computed', overUnits: 'sum' | 'none' = 'sum') =>
      shareRule({ kind, overUnits });
    expect([metric('sum'), metric('latest'), metric('ratio'), metric('computed')]).toEqual([
      'sum',
      'sum',
      'each',
      'each',
    ]);
    expect(metric('sum', 'none')).toBe('each');
    expect(shareRule({ kind: 'sum', overUnits: 'sum' }, 'each')).toBe('each');
  });

  it('asks at least the whole of its parts together, and says when they ask more', () => {
    expect(divide(sum, [10, 13])).toEqual({ total: 23, verdict: 'short', short: [] });
    expect(divide(sum, [10, 14])).toEqual({ total: 24, verdict: 'even', short: [] });
    expect(divide(sum, [10, 15])).toEqual({ total: 25, verdict: 'over', short: [] });
    expect(divide({ ...sum, value: 0.3 }, [0.1, 0.2])).toMatchObject({ verdict: 'even' });
  });

  it('keeps the parts of a limit within it together', () => {
    const limit = { ...sum, direction: 'at-most' } as const;
    expect(divide(limit, [10, 15]).verdict).toBe('short');
    expect(divide(limit, [10, 10]).verdict).toBe('over');
    expect(divide(limit, [24]).verdict).toBe('even');
  });

  it('asks of every part what a rate asks of the whole, no less', () => {
    const rate = { value: 80, direction: 'at-least', rule: 'each' } as const;
    expect(divide(rate, [80, 79, 90])).toEqual({ total: null, verdict: 'short', short: [1] });
    expect(divide(rate, [80, 85])).toEqual({ total: null, verdict: 'over', short: [] });
    const limit = { ...rate, direction: 'at-most' } as const;
    expect(divide(limit, [80, 85])).toMatchObject({ verdict: 'short', short: [1] });
    expect(divide({ ...rate, direction: 'exactly' }, [80, 85])).toMatchObject({
      verdict: 'short',
      short: [1],
    });
  });
});
