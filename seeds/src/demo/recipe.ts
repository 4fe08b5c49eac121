/** How the demo fills in a number of a form. Rates are 0 to 1; counts are a typical county's in one period. */
export type Rule =
  /** A count of the period, about `county` (a department's: `department`, else the same). */
  | { rule: 'flow'; county: number; department?: number }
  /** A level that stays through the year. */
  | { rule: 'level'; county: number; department?: number }
  /** A level that rises from the year's first to its last day. */
  | { rule: 'growth'; from: number; to: number; departmentPart?: number }
  /** A part of another field: its rate goes from the one to the other over the year; some units differ. */
  | { rule: 'share'; of: string; from: number; to: number; units?: Readonly<Record<string, number>> }
  /** A part of another field with a rate for each period of the year; the last one goes on. */
  | { rule: 'rates'; of: string; rates: readonly number[]; units?: Readonly<Record<string, number>> }
  /** A level for each period of the year; the last one goes on. */
  | { rule: 'steps'; values: readonly number[] }
  /** A part of what each unit is to reach, for each period of the year; units not named have none. */
  | { rule: 'planned'; values: Readonly<Record<string, number>>; parts: readonly number[] }
  /** 1 from the period (counted from 1) in which the unit reaches it; 0 before, and for units not named. */
  | { rule: 'reached'; in: Readonly<Record<string, number>> }
  | { rule: 'fixed'; value: number }
  /** Another field times about `times`; `rising`: times that much at the year's end, in proportion before. */
  | { rule: 'times'; of: string; times: number; rising?: boolean }
  | { rule: 'text'; value: string };

/** Rules for the fields of a form, in an order in which a part comes after its whole. */
export type Recipe = Readonly<Record<string, Rule>>;

export const flow = (county: number, department?: number): Rule => ({ rule: 'flow', county, department });
export const level = (county: number, department?: number): Rule => ({ rule: 'level', county, department });
export const growth = (from: number, to: number, departmentPart?: number): Rule => ({
  rule: 'growth',
  from,
  to,
  departmentPart,
});
export const share = (of: string, from: number, to = from, units?: Record<string, number>): Rule => ({
  rule: 'share',
  of,
  from,
  to,
  units,
});
export const rates = (of: string, each: number[], units?: Record<string, number>): Rule => ({
  rule: 'rates',
  of,
  rates: each,
  units,
});
export const steps = (...values: number[]): Rule => ({ rule: 'steps', values });
export const fixed = (value: number): Rule => ({ rule: 'fixed', value });
