import { z } from 'zod';
import { plainText } from '../text.js';
import { type UrgingCause, type UrgingLevel, type UrgingRule, urgingRules } from './urging.js';

/** A step of escalation; urging by hand is none. */
export type UrgingStep = Exclude<UrgingLevel, 'manual'>;
export const urgingSteps = urgingRules.map((rule) => rule.level) as UrgingStep[];
export const urgingCauses = ['date', 'milestone', 'report'] as const satisfies readonly UrgingCause[];

/** Working days for which an answered slip holds the next step back, where nothing else is configured. */
export const defaultPatience = 5;

/** Days before a date are bounded by how far ahead the nightly run looks. */
const days = z.int().min(-15).max(120);
const stepSchema = z.strictObject({
  title: z.strictObject({ zh: plainText(50, 1), en: plainText(50, 1) }).optional(),
  /** Working days past the date, negative before it; null where the cause never gets to this step. */
  from: z
    .strictObject({
      date: days.nullable().optional(),
      milestone: days.nullable().optional(),
      report: days.nullable().optional(),
    })
    .optional(),
  answerWithin: z.int().min(1).max(30).optional(),
});

/**
 * What an area's configuration says of urging, where it differs from `urgingRules`: names and days of the steps, and
 * for how many working days at most an answer holds the next step back. Who signs a step is not configurable.
 */
export const configuredUrgingSchema = z
  .strictObject({
    notice: stepSchema.optional(),
    blue: stepSchema.optional(),
    orange: stepSchema.optional(),
    red: stepSchema.optional(),
    patience: z.int().min(0).max(30).optional(),
  })
  .superRefine((given, refinement) => {
    const { rules } = configuredUrging(given);
    for (const cause of urgingCauses) {
      let last: number | null = null;
      for (const rule of rules) {
        const from = rule.from[cause];
        if (from === null) continue;
        if (last !== null && from <= last)
          refinement.addIssue({
            code: 'custom',
            path: [rule.level, 'from', cause],
            message: 'must lie after the step before it',
            params: { zh: '应晚于上一级' },
          });
        last = from;
      }
    }
  });
export type ConfiguredUrging = z.infer<typeof configuredUrgingSchema>;

/** How an area urges: the steps in force, and the patience that an answer buys, in working days. */
export interface UrgingRules {
  rules: readonly UrgingRule[];
  patience: number;
}

export function configuredUrging(given: ConfiguredUrging | null | undefined): UrgingRules {
  const rules = urgingRules.map((rule) => {
    const step = given?.[rule.level as UrgingStep];
    if (!step) return rule;
    const from = { ...rule.from };
    for (const cause of urgingCauses) {
      const set = step.from?.[cause];
      if (set !== undefined) from[cause] = set;
    }
    return {
      ...rule,
      title: step.title ?? rule.title,
      from,
      answerWithin: step.answerWithin ?? rule.answerWithin,
    };
  });
  return { rules, patience: given?.patience ?? defaultPatience };
}
