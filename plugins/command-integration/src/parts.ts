import type { Check, Field, Level } from '@duban/contract';

/** Who reports unless a form says otherwise. */
export const departmentsAndCounties: Level[] = ['department', 'county'];

/** A count of the period. */
export const flow = { type: 'integer', kind: 'flow', required: true } as const;
/** A level at the period's end. */
export const stock = { type: 'integer', kind: 'stock', required: true } as const;

export const remark: Field = {
  key: 'remark',
  title: { zh: '备注', en: 'Remark' },
  type: 'text',
  maxLength: 200,
};

/** A part is never larger than its whole; `zh` and `en` name the whole in the message. */
export function within(part: string, whole: string, zh: string, en: string): Check {
  return {
    key: `${part}-within-${whole}`,
    severity: 'error',
    expect: { lte: [{ field: part }, { field: whole }] },
    field: part,
    message: { zh: `不能大于${zh}`, en: `must not exceed ${en}` },
  };
}

/** Above `most` a slip of the keyboard is likelier than the truth, so the reporter has to comment on it. */
export function unusual(field: string, most: number): Check {
  return {
    key: `${field}-unusual`,
    severity: 'warning',
    expect: { lte: [{ field }, most] },
    field,
    message: { zh: `超过 ${most},请核对,无误请说明`, en: `above ${most}: check it, or say why it is right` },
  };
}

/** Two levels: each unit's last ones add up over units, then divide once. */
export const stockRate = {
  kind: 'ratio',
  overTime: 'latest',
  overUnits: 'sum',
  direction: 'at-least',
  measure: '%',
  factor: 100,
} as const;
export const total = { kind: 'sum', overTime: 'sum', overUnits: 'sum', direction: 'at-least' } as const;
export const level = { kind: 'latest', overTime: 'latest', overUnits: 'sum', direction: 'at-least' } as const;
