import { describe, expect, it } from 'vitest';
import { depthOf, type Expression, evaluate, expressionSchema, fieldsOf, isFilled } from './expression.js';

const data = { diverted: 40, disputes: 80, kind: 'village', done: true, note: '', files: [] };
const diverted: Expression = { field: 'diverted' };
const missing: Expression = { field: 'missing' };

describe('evaluate', () => {
  it.each<[Expression, unknown]>([
    [{ lte: [diverted, { field: 'disputes' }] }, true],
    [{ lt: [diverted, 40] }, false],
    [{ lte: [diverted, 40] }, true],
    [{ gt: [diverted, 40] }, false],
    [{ gte: [diverted, 40] }, true],
    [{ eq: [{ field: 'kind' }, 'village'] }, true],
    [{ ne: [{ field: 'kind' }, 'village'] }, false],
    [{ not: { field: 'done' } }, false],
    [{ add: [diverted, 1, 2] }, 43],
    [{ subtract: [diverted, 10, 5] }, 25],
    [{ multiply: [diverted, 2] }, 80],
    [{ and: [true, { field: 'done' }] }, true],
    [{ or: [false, { field: 'done' }] }, true],
    [7, 7],
  ])('%j is %j', (expression, expected) => {
    expect(evaluate(expression, data)).toBe(expected);
  });

  it('leaves a comparison unknown when an operand is missing', () => {
    expect(evaluate({ lte: [missing, 3] }, data)).toBeNull();
    expect(evaluate({ lte: [{ add: [missing, 1] }, 3] }, data)).toBeNull();
    expect(evaluate({ not: missing }, data)).toBeNull();
  });

  it('takes an empty text and a list for missing', () => {
    expect(evaluate({ eq: [{ field: 'note' }, ''] }, data)).toBeNull();
    expect(evaluate({ field: 'files' }, data)).toBeNull();
  });

  it('decides and/or without the missing operand where it can', () => {
    expect(evaluate({ and: [missing, false] }, data)).toBe(false);
    expect(evaluate({ or: [missing, true] }, data)).toBe(true);
    expect(evaluate({ and: [missing, true] }, data)).toBeNull();
    expect(evaluate({ or: [missing, false] }, data)).toBeNull();
  });

  it('tells filled from empty, with 0 and false filled', () => {
    expect(evaluate({ filled: 'diverted' }, data)).toBe(true);
    expect(evaluate({ filled: 'missing' }, data)).toBe(false);
    expect([0, false, 'x', ['a']].map(isFilled)).toEqual([true, true, true, true]);
    expect([undefined, null, '', []].map(isFilled)).toEqual([false, false, false, false]);
  });
});

describe('fieldsOf', () => {
  it('finds every field, however deep', () => {
    const rule: Expression = {
      or: [{ not: { filled: 'a' } }, { lte: [{ field: 'b' }, { add: [{ field: 'c' }, 1] }] }],
    };
    expect(fieldsOf(rule)).toEqual(['a', 'b', 'c']);
  });

  it('takes no text for a field', () => {
    expect(fieldsOf({ eq: [{ field: 'kind' }, 'village'] })).toEqual(['kind']);
  });
});

describe('the schema of expressions', () => {
  it('takes what can be evaluated', () => {
    const rule = { and: [{ lte: [{ field: 'diverted' }, { field: 'disputes' }] }, { filled: 'note' }] };
    expect(expressionSchema.parse(rule)).toEqual(rule);
  });

  it.each([
    [{ lte: [1] }],
    [{ lte: [1, 2, 3] }],
    [{ and: [] }],
    [{ field: 'Not Kebab' }],
    [{ exec: ['x'] }],
    [{ lt: [1, 2], gt: [2, 1] }],
    [null],
  ])('refuses %j', (rule) => {
    expect(expressionSchema.safeParse(rule).success).toBe(false);
  });
});

describe('depthOf', () => {
  it('counts nesting and stops at its limit', () => {
    expect(depthOf(1)).toBe(0);
    expect(depthOf({ not: { not: true } })).toBe(2);
    let deep: unknown = 1;
    for (let at = 0; at < 100_000; at += 1) deep = { not: deep };
    expect(depthOf(deep, 9)).toBe(9);
  });
});
