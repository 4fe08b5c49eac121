import { isDeepStrictEqual } from 'node:util';
import {
  defineArea,
  type Field,
  fieldsOf,
  type Manifest,
  type ManifestInput,
  type Text,
} from '@duban/contract';
import type { Fault } from './fault.js';

/** The manifest with its defaults filled in, or the faults that keep it from being one. */
export function readManifest(input: Manifest | ManifestInput): { manifest?: Manifest; faults: Fault[] } {
  const fault = (message: string): { faults: Fault[] } => ({
    faults: [{ aspect: 'declaration', at: 'manifest', message }],
  });
  try {
    const manifest = defineArea(input);
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(input)), input)) {
      return fault(
        'does not come back from JSON as it was: leave out undefined, dates, functions and classes',
      );
    }
    return { manifest, faults: [] };
  } catch (error) {
    return fault(error instanceof Error ? error.message : String(error));
  }
}

/** What `defineArea` does not look at: conditions in the configuration, and mappings between versions. */
export function referenceFaults(manifest: Manifest): Fault[] {
  const conditions = manifest.config.flatMap((field) =>
    dangling(
      `config, field ${field.key}`,
      field.visibleWhen === undefined ? [] : fieldsOf(field.visibleWhen),
      manifest.config,
    ),
  );
  const mappings = manifest.forms.flatMap((form) =>
    Object.entries(form.mappings).flatMap(([version, mapping]) =>
      dangling(`form ${form.key}, mapping from version ${version}`, Object.values(mapping), form.fields),
    ),
  );
  return [...conditions, ...mappings];
}

function dangling(at: string, reads: string[], fields: readonly Field[]): Fault[] {
  return reads
    .filter((key) => !fields.some((field) => field.key === key))
    .map((key) => ({
      aspect: 'references',
      at,
      message: `names the unknown field "${key}": name one of ${fields.map((field) => field.key).join(', ')}`,
    }));
}

const han = /\p{Script=Han}/u;

/** Every text of the manifest must be Chinese on one side and not on the other. */
export function languageFaults(manifest: Manifest): Fault[] {
  return textsIn(manifest, []).flatMap(({ path, text }) => [
    ...(han.test(text.zh) ? [] : [languageFault(path, `zh "${text.zh}" holds no Chinese: translate it`)]),
    ...(han.test(text.en) ? [languageFault(path, `en "${text.en}" holds Chinese: translate it`)] : []),
  ]);
}

function languageFault(path: string, message: string): Fault {
  return { aspect: 'languages', at: path, message };
}

function textsIn(value: unknown, path: string[]): { path: string; text: Text }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('zh' in value && 'en' in value) return [{ path: path.join('.'), text: value as Text }];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, nameOf(each) ?? key]));
}

/** Names a list's element by its key, so that a fault says `forms.screens` instead of `forms.3`. */
function nameOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'key' in value ? String(value.key) : null;
}
