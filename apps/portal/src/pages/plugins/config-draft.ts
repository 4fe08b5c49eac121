import { type AreaConfig, type AreaConfigChange, configSections, sameValue } from '@duban/contract';
import { useMemo, useState } from 'react';

/** What the editor works on: what stands, with the sections that were changed on top. */
export interface ConfigDraft {
  value: AreaConfig;
  /** Sections that differ from what stands. */
  change: AreaConfigChange;
  isChanged: boolean;
  set: <S extends keyof AreaConfig>(section: S, next: AreaConfig[S]) => void;
  discard: () => void;
}

/** A draft of changes; a section that is back at what stands is no change. */
export function useConfigDraft(stands: AreaConfig): ConfigDraft {
  const [drafted, setDrafted] = useState<AreaConfigChange>({});
  return useMemo(() => {
    const changed = configSections.filter(
      (section) => drafted[section] !== undefined && !sameValue(drafted[section], stands[section]),
    );
    const change: AreaConfigChange = Object.fromEntries(
      changed.map((section) => [section, drafted[section]]),
    );
    return {
      value: { ...stands, ...drafted },
      change,
      isChanged: changed.length > 0,
      set: (section, next) => setDrafted((before) => ({ ...before, [section]: next })),
      discard: () => setDrafted({}),
    };
  }, [drafted, stands]);
}

/** The object with a key set, or without it where the value is undefined. */
export function withKey<T extends object, K extends keyof T>(object: T, key: K, value: T[K] | undefined): T {
  const { [key]: _, ...rest } = object;
  return (value === undefined ? rest : { ...rest, [key]: value }) as T;
}

/** The object without keys whose value is undefined or an empty object; undefined where nothing is left. */
export function trimmed<T extends object>(object: T): T | undefined {
  const kept = Object.entries(object).filter(
    ([, value]) =>
      value !== undefined &&
      !(
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.keys(value).length === 0
      ),
  );
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as T);
}
