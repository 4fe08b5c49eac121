import { z } from 'zod';

/** Raised whenever the code of the lights judges the same facts differently. */
export const lightLogicVersion = 1;

const percent = z.number().min(0).max(100);

/**
 * The thresholds of the lights: `lightRulesSchema.parse({})` gives the defaults, and an area's configuration
 * overrides any of them. "Points" are hundredths of the way from a target's baseline to its value.
 */
export const lightRulesSchema = z
  .strictObject({
    /** Version of the configuration that these thresholds come from; 0 for the defaults. */
    version: z.int().min(0).default(0),
    /** Up to so many points behind pace is green, more is yellow. */
    paceYellow: percent.default(10),
    /** Up to so many points behind pace is yellow, more is red. */
    paceRed: percent.default(30),
    /** A rate or limit missed by up to so many percent of the target is yellow, by more red. */
    missTolerance: percent.default(10),
    /** Working days before a date from which it is yellow. */
    nearDays: z.int().min(0).max(60).default(3),
    /** `MM-DD` of the following year: what is due on 31 December is overdue only after it. */
    settlingDay: z
      .string()
      .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: 'must be a day such as 01-20' })
      .default('01-20'),
    /** Missing reports of one unit from which it is yellow, and from which it is red. */
    missingYellow: z.int().min(1).max(100).default(1),
    missingRed: z.int().min(1).max(100).default(2),
    /** A roll-up under so many percent completeness is yellow, and red. */
    completenessYellow: percent.default(95),
    completenessRed: percent.default(80),
    /** So many 无新进展 in a row are yellow. */
    noProgressRun: z.int().min(1).max(36).default(3),
    /** Yellow for pace, a missed rate or missing reports in so many periods in a row becomes red. */
    consecutivePeriods: z.int().min(2).max(36).default(2),
    /** A quotient with a smaller denominator colours nothing (基数过小). */
    minimumBase: z.int().min(0).max(1_000_000).default(10),
  })
  .refine((rules) => rules.paceYellow <= rules.paceRed, {
    path: ['paceRed'],
    error: 'must not be smaller than paceYellow',
  })
  .refine((rules) => rules.missingYellow <= rules.missingRed, {
    path: ['missingRed'],
    error: 'must not be smaller than missingYellow',
  })
  .refine((rules) => rules.completenessRed <= rules.completenessYellow, {
    path: ['completenessRed'],
    error: 'must not be greater than completenessYellow',
  });
export type LightRules = z.infer<typeof lightRulesSchema>;

export const defaultLightRules: LightRules = lightRulesSchema.parse({});

/** What a stored light was computed with: `<logic>.<configuration>`, as in `1.3`. */
export function ruleVersion(rules: LightRules): string {
  return `${lightLogicVersion}.${rules.version}`;
}
