import type { Language } from '@duban/contract';
import { setSingleKeys } from '@duban/portal-kit';
import { useSyncExternalStore } from 'react';
import { z } from 'zod';

const preferencesSchema = z.object({
  language: z.enum(['zh', 'en']).catch('zh'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** Whether shortcuts without a modifier are on. */
  singleKeys: z.boolean().catch(true),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const place = 'duban.preferences';
const listeners = new Set<() => void>();
let current = read();
setSingleKeys(current.singleKeys);

function read(): Preferences {
  try {
    return preferencesSchema.parse(JSON.parse(localStorage.getItem(place) ?? '{}'));
  } catch {
    // A browser that keeps nothing, or text that is not ours: the defaults serve.
    return preferencesSchema.parse({});
  }
}

/** What this browser was told about language, theme and keys. */
export function preferences(): Preferences {
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  setSingleKeys(current.singleKeys);
  try {
    localStorage.setItem(place, JSON.stringify(current));
  } catch {
    // It then lasts as long as the tab.
  }
  for (const listener of listeners) listener();
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, preferences);
}

export const languageTag: Record<Language, 'zh-CN' | 'en'> = { zh: 'zh-CN', en: 'en' };
