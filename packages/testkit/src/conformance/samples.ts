import type { FormData, Manifest, ManifestInput, Period } from '@duban/contract';
import type { AreaServer } from '@duban/server-kit';

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
  /** Of ratios and averages, and of computed metrics that give two sides. */
  denominator?: number | null;
  value: number | null;
}

export interface AreaSamples {
  /** By form key. */
  forms: Record<string, FormSamples>;
  /** By metric key, computed ones too: what they give over the sides of the metrics that they read. */
  totals: Record<string, Total>;
}

/** What the conformance kit looks at. The server part where the area has one; the portal part has its own spec. */
export interface AreaUnderTest {
  manifest: Manifest | ManifestInput;
  samples: AreaSamples;
  server?: AreaServer;
}
