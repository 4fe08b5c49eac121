import { describe, expect, it } from 'vitest';
import { dataSchema, type Field, isVisible, largestNumber } from './field.js';

const title = { zh: '栏', en: 'Field' };
const field = (more: Partial<Field>): Field => ({ key: 'f', title, type: 'text', ...more });
const uuid = '4dd0a1a4-5f0c-4f2a-9d0e-1f7d6f1c2b3a';

function takes(one: Partial<Field>, value: unknown, complete = false): boolean {
  return dataSchema([field(one)], { complete }).safeParse({ f: value }).success;
}

describe('the value of a field', () => {
  it.each<[Partial<Field>, unknown]>([
    [{ type: 'integer' }, 0],
    [{ type: 'integer' }, largestNumber],
    [{ type: 'integer', min: -5 }, -5],
    [{ type: 'decimal' }, 0.1],
    [{ type: 'decimal' }, 1.15],
    [{ type: 'decimal', decimals: 4 }, 0.0001],
    [{ type: 'decimal', decimals: 0 }, 3],
    [{ type: 'text' }, 'x'.repeat(2000)],
    [{ type: 'text', maxLength: 3 }, 'abc'],
    [{ type: 'choice', options: [{ value: 'a', title }] }, 'a'],
    [{ type: 'boolean' }, false],
    [{ type: 'date' }, '2024-02-29'],
    [{ type: 'file' }, [uuid]],
    [{ type: 'unit' }, uuid],
  ])('%j takes %j', (one, value) => {
    expect(takes(one, value)).toBe(true);
  });

  it.each<[Partial<Field>, unknown]>([
    [{ type: 'integer' }, -1],
    [{ type: 'integer' }, 1.5],
    [{ type: 'integer' }, '1'],
    [{ type: 'integer' }, largestNumber + 1],
    [{ type: 'integer', max: 7 }, 8],
    [{ type: 'decimal' }, 0.001],
    [{ type: 'decimal' }, Number.NaN],
    [{ type: 'decimal' }, Number.POSITIVE_INFINITY],
    [{ type: 'text' }, 'x'.repeat(2001)],
    [{ type: 'text' }, 'a\u0000b'],
    [{ type: 'choice', options: [{ value: 'a', title }] }, 'b'],
    [{ type: 'boolean' }, 'true'],
    [{ type: 'date' }, '2024-02-30'],
    [{ type: 'date' }, '2024-2-3'],
    [{ type: 'file' }, uuid],
    [{ type: 'file' }, Array.from({ length: 21 }, () => uuid)],
    [{ type: 'unit' }, 'u1'],
  ])('%j refuses %j', (one, value) => {
    expect(takes(one, value)).toBe(false);
  });
});

describe('the data of a form', () => {
  it('may be left out in a draft', () => {
    expect(takes({ required: true }, undefined)).toBe(true);
    expect(takes({ required: true }, null)).toBe(true);
  });

  it('must be there to be complete, and says where it is not', () => {
    const schema = dataSchema([field({ key: 'a', required: true }), field({ key: 'b' })], { complete: true });
    const result = schema.safeParse({ a: '', b: null });
    expect(result.error?.issues).toMatchObject([{ path: ['a'], params: { code: 'required' } }]);
  });

  it('takes 0 and false for an answer', () => {
    expect(takes({ type: 'integer', required: true }, 0, true)).toBe(true);
    expect(takes({ type: 'boolean', required: true }, false, true)).toBe(true);
  });

  it('asks nothing of a hidden field', () => {
    const fields = [
      field({ key: 'any', type: 'boolean' }),
      field({ key: 'why', required: true, visibleWhen: { eq: [{ field: 'any' }, true] } }),
    ];
    const schema = dataSchema(fields, { complete: true });
    expect(schema.safeParse({ any: false }).success).toBe(true);
    expect(schema.safeParse({}).success).toBe(true);
    expect(schema.safeParse({ any: true }).success).toBe(false);
  });

  it('refuses fields that the form does not have', () => {
    expect(dataSchema([field({})], { complete: false }).safeParse({ g: 1 }).success).toBe(false);
  });
});

describe('visibility', () => {
  it('is given without a condition, and hidden while the condition is unknown', () => {
    expect(isVisible(field({}), {})).toBe(true);
    const depends = field({ visibleWhen: { gt: [{ field: 'n' }, 0] } });
    expect([isVisible(depends, {}), isVisible(depends, { n: 0 }), isVisible(depends, { n: 1 })]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
