import type { Field } from './field.js';
import type { Check, Level } from './form.js';

/**
 * What most areas say again and again, to be spread into a field, a check or a metric:
 * `{ ...flow, key: 'drills', title, measure: '次' }`. Plain data: whatever does not fit is written out.
 */

/** The kinds of unit that report most forms. */
export const departmentsAndCounties: Level[] = ['department', 'county'];

/** A whole number of the period's own: what happened in it. Adds up over time. */
export const flow = { type: 'integer', kind: 'flow', required: true } as const;
/** A whole number as it stands at the period's end. Never adds up over time. */
export const stock = { type: 'integer', kind: 'stock', required: true } as const;

/** Short, optional, and the last field of a form. */
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
    message: { zh: `超过 ${most},请核对，无误请说明`, en: `above ${most}: check it, or say why it is right` },
  };
}

/** A percentage of two flows: both sides add up over the year and over units, then divide once. */
export const flowRate = {
  kind: 'ratio',
  overTime: 'sum',
  overUnits: 'sum',
  direction: 'at-least',
  measure: '%',
  factor: 100,
} as const;
/** A percentage of two stocks: each unit's last ones add up over units, then divide once. */
export const stockRate = { ...flowRate, overTime: 'latest' } as const;
/** A flow, added up over time and over units. */
export const total = { kind: 'sum', overTime: 'sum', overUnits: 'sum', direction: 'at-least' } as const;
/** A stock: each unit's last one, added up over units. */
export const level = { kind: 'latest', overTime: 'latest', overUnits: 'sum', direction: 'at-least' } as const;
