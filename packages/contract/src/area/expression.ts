import { z } from 'zod';
import { keySchema } from '../text.js';

/**
 * A rule as data, the same on both sides: `{lte: [{field: 'diverted'}, {field: 'disputes'}]}`.
 * A missing operand makes the whole comparison unknown (null): what was not filled in breaks no rule.
 */
export type Expression =
  | number
  | string
  | boolean
  | { field: string }
  | { [K in Comparison]?: [Expression, Expression] }
  | { [K in Arithmetic]?: Expression[] }
  | { and: Expression[] }
  | { or: Expression[] }
  | { not: Expression }
  | { filled: string };

const comparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const;
const arithmetics = ['add', 'subtract', 'multiply'] as const;
type Comparison = (typeof comparisons)[number];
type Arithmetic = (typeof arithmetics)[number];
export type Scalar = number | string | boolean | null;

/** Deep enough for any real rule, shallow enough that a hostile one costs nothing. */
const maxDepth = 8;

const operandSchema: z.ZodType<Expression> = z.lazy(() => expressionSchema);
export const expressionSchema: z.ZodType<Expression> = z
  .union([
    z.number(),
    z.string().max(200),
    z.boolean(),
    z.strictObject({ field: keySchema }),
    z.strictObject({ filled: keySchema }),
    ...comparisons.map((op) => z.strictObject({ [op]: z.tuple([operandSchema, operandSchema]) })),
    ...arithmetics.map((op) => z.strictObject({ [op]: z.array(operandSchema).min(1).max(20) })),
    z.strictObject({ and: z.array(operandSchema).min(1).max(20) }),
    z.strictObject({ or: z.array(operandSchema).min(1).max(20) }),
    z.strictObject({ not: operandSchema }),
  ])
  .meta({ id: 'Expression' }) as z.ZodType<Expression>;

/** How deeply an untrusted value nests; stops counting past `limit`. */
export function depthOf(value: unknown, limit = maxDepth + 1): number {
  if (limit <= 0 || typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((each) => depthOf(each, limit - 1)));
}

/** The field keys that an expression reads. */
export function fieldsOf(expression: Expression): string[] {
  if (typeof expression !== 'object') return [];
  if ('field' in expression) return [expression.field];
  if ('filled' in expression) return [expression.filled];
  return Object.values(expression).flatMap((operand) =>
    Array.isArray(operand) ? operand.flatMap(fieldsOf) : fieldsOf(operand as Expression),
  );
}

/** Evaluates an expression over a report's data; null where an operand is missing. */
export function evaluate(expression: Expression, data: Readonly<Record<string, unknown>>): Scalar {
  if (typeof expression !== 'object') return expression;
  if ('field' in expression) return scalar(data[expression.field]);
  if ('filled' in expression) return isFilled(data[expression.filled]);
  if ('not' in expression) {
    const value = evaluate(expression.not, data);
    return value === null ? null : !value;
  }
  if ('and' in expression) return connect(expression.and, data, false);
  if ('or' in expression) return connect(expression.or, data, true);
  const [op, operands] = Object.entries(expression)[0] as [Comparison | Arithmetic, Expression[]];
  const values = operands.map((operand) => evaluate(operand, data));
  if (values.some((value) => value === null)) return null;
  if ((arithmetics as readonly string[]).includes(op)) return calculate(op as Arithmetic, values.map(Number));
  return compare(op as Comparison, values[0] ?? null, values[1] ?? null);
}

export function isFilled(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}

function scalar(value: unknown): Scalar {
  return typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value !== '')
    ? value
    : null;
}

function connect(operands: Expression[], data: Readonly<Record<string, unknown>>, decisive: boolean): Scalar {
  let unknown = false;
  for (const operand of operands) {
    const value = evaluate(operand, data);
    if (value === null) unknown = true;
    else if (Boolean(value) === decisive) return decisive;
  }
  return unknown ? null : !decisive;
}

function calculate(op: Arithmetic, values: number[]): number {
  if (op === 'add') return values.reduce((sum, value) => sum + value, 0);
  if (op === 'multiply') return values.reduce((product, value) => product * value, 1);
  return values.slice(1).reduce((rest, value) => rest - value, values[0] ?? 0);
}

function compare(op: Comparison, left: Scalar, right: Scalar): boolean {
  if (op === 'eq') return left === right;
  if (op === 'ne') return left !== right;
  if (left === null || right === null) return false;
  if (op === 'lt') return left < right;
  if (op === 'lte') return left <= right;
  if (op === 'gt') return left > right;
  return left >= right;
}
