import { z } from 'zod';
import { keySchema, type Text, textSchema } from '../text.js';
import { fieldSchema } from './field.js';
import { formSchema } from './form.js';
import { faultsOf } from './manifest-checks.js';
import { ManifestError } from './manifest-error.js';
import { metricSchema } from './metric.js';

/** Contract versions that this build of the core runs. */
export const supportedContracts = [1] as const;

export const permissionSchema = z.strictObject({ key: keySchema, title: textSchema });

export const manifestSchema = z.strictObject({
  contract: z.int(),
  id: keySchema,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, { error: 'must be a version such as 1.0.0' }),
  title: textSchema,
  forms: z.array(formSchema).max(40),
  metrics: z.array(metricSchema).max(100),
  /** The area's own part of its configuration. */
  config: z.array(fieldSchema).max(40).default([]),
  /** Permissions of the area's own routes and pages, beyond the core's. */
  permissions: z.array(permissionSchema).max(20).default([]),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestInput = z.input<typeof manifestSchema>;

/** Declares an area. Pure data; throws {@link ManifestError} on the first thing that does not hold. */
export function defineArea(input: ManifestInput): Manifest {
  const parsed = manifestSchema.safeParse(input);
  const area = typeof input.id === 'string' ? input.id : '?';
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ManifestError(
      area,
      issue?.path.join('.') || 'manifest',
      issue?.message ?? 'is not a manifest',
      'correct the manifest',
    );
  }
  for (const fault of faultsOf(parsed.data)) throw fault;
  return parsed.data;
}

/** The form that a plain metric reads; null for a computed one. */
export function formOf(metric: Manifest['metrics'][number]): string | null {
  return metric.numerator?.split('.')[0] ?? null;
}

/** The part of a title shown in one language. */
export function inLanguage(text: Text, language: string): string {
  return language.startsWith('en') ? text.en : text.zh;
}
