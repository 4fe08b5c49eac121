import type { FormData, Manifest, ManifestInput, Period } from '@duban/contract';

/** A report that must pass: one unit (any name), one period of the form's grain. */
export interface ValidSample {
  unit: string;
  period: Period;
  data: FormData;
}

/** A change to the form's first valid sample; null leaves a field out. */
export type Change = FormData;

export interface FormSamples {
  valid: ValidSample[];
  /** Each must be refused, at this field and at no other. */
  invalid: { change: Change; field: string }[];
  /** Each must pass with this warning. */
  unusual?: { change: Change; check: string }[];
}

/** What a metric gives over all valid samples of its form, worked out by hand. */
export interface Total {
  numerator: number | null;
  /** Of ratios and averages only. */
  denominator?: number | null;
  value: number | null;
}

export interface AreaSamples {
  /** By form key. */
  forms: Record<string, FormSamples>;
  /** By metric key; computed metrics are left to the area's server part. */
  totals: Record<string, Total>;
}

/** What the conformance kit looks at. The parts beyond the manifest join here as options. */
export interface AreaUnderTest {
  manifest: Manifest | ManifestInput;
  samples: AreaSamples;
}
