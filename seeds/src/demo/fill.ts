import {
  daysBetween,
  type Field,
  type Form,
  type FormData,
  parsePeriod,
  periodEnd,
  periodStart,
  zeroReport,
} from '@duban/contract';
import { spread } from './random.js';
import type { Recipe, Rule } from './recipe.js';

export interface Reporter {
  code: string;
  kind: string;
}

/** What a unit reports for a period: the same at every seeding, and whole numbers where the form counts. */
export function fillForm(form: Form, recipe: Recipe | undefined, unit: Reporter, period: string): FormData {
  if (!recipe) return zeroReport(form.fields, null);
  const data: FormData = {};
  for (const [key, rule] of Object.entries(recipe)) {
    const field = form.fields.find((each) => each.key === key);
    if (!field) throw new Error(`the demo's recipe for ${form.key} names ${key}, which the form has not`);
    data[key] =
      rule.rule === 'text' ? rule.value : bounded(field, filledBy(rule, { form, field, unit, period, data }));
  }
  return data;
}

interface Place {
  form: Form;
  field: Field;
  unit: Reporter;
  period: string;
  /** What was filled in before. */
  data: FormData;
}

function bounded(field: Field, value: number): number {
  const places = field.type === 'decimal' ? (field.decimals ?? 2) : 0;
  const rounded = Number(value.toFixed(places));
  return Math.min(Math.max(rounded, field.min ?? 0), field.max ?? Number.MAX_SAFE_INTEGER);
}

/** How much of the year has passed at the period's end. */
function passed(period: string): number {
  const year = period.slice(0, 4);
  return (
    (daysBetween(periodStart(year), periodEnd(period)) + 1) /
    (daysBetween(periodStart(year), periodEnd(year)) + 1)
  );
}

function filledBy(rule: Exclude<Rule, { rule: 'text' }>, at: Place): number {
  const { form, field, unit, period, data } = at;
  const key = [form.key, field.key, unit.code];
  const weight = 1 + 0.25 * spread('size', unit.code);
  const mean = (each: { county: number; department?: number }) =>
    unit.kind === 'department' ? (each.department ?? each.county) : each.county * weight;
  const whole = (of: string) => Number(data[of] ?? 0);
  const nth = parsePeriod(period).index;
  switch (rule.rule) {
    case 'fixed':
      return rule.value;
    case 'flow':
      return mean(rule) * (1 + 0.3 * spread(...key, period));
    case 'level':
      return mean(rule);
    case 'growth': {
      const value = rule.from + (rule.to - rule.from) * passed(period);
      return Math.floor(value * (unit.kind === 'department' ? (rule.departmentPart ?? 0.5) : weight));
    }
    case 'share': {
      const own = rule.units?.[unit.code];
      const flows = field.kind === 'flow' ? 0.02 * spread(...key, period) : 0;
      const usual =
        rule.from + (rule.to - rule.from) * passed(period) + (rule.from < 1 ? 0.02 * spread(...key) : 0);
      return part(whole(rule.of), (own ?? usual) + flows);
    }
    case 'rates':
      return part(
        whole(rule.of),
        rule.units?.[unit.code] ?? rule.rates[Math.min(nth, rule.rates.length) - 1] ?? 0,
      );
    case 'steps':
      return rule.values[Math.min(nth, rule.values.length) - 1] ?? 0;
    case 'planned':
      return Math.round((rule.values[unit.code] ?? 0) * (rule.parts[nth - 1] ?? 0));
    case 'reached':
      return nth >= (rule.in[unit.code] ?? Number.POSITIVE_INFINITY) ? 1 : 0;
    case 'times':
      return whole(rule.of) * rule.times * (rule.rising ? passed(period) : 1 + 0.1 * spread(...key, period));
  }
}

/** A part never exceeds its whole. */
function part(whole: number, rate: number): number {
  return Math.min(whole, Math.round(whole * Math.min(1, Math.max(0, rate))));
}
