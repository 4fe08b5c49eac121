import { isDeepStrictEqual } from 'node:util';
import { type Field, type FieldValue, type FormData, isFilled, type ValueChange } from '@duban/contract';

/** Who set each field to what while one revision was filled in, oldest first. */
export type Changes = Record<string, { value: FieldValue; by: string; at: string }[]>;

/** A revision with what the history of its values needs to know; `data` of one that is not handed in is as saved. */
export interface HistoricRevision {
  revision: number;
  data: FormData;
  changes: Changes;
  /** Who handed it in, and when; null for the one that is being filled in. */
  handedIn: { by: string; at: string } | null;
  returns: { field: string; by: string; at: string; reason: string | null }[];
  /** What began it. */
  because: { move: 'unlock' | 'return'; reason: string | null } | null;
}

/** A change whose author is known by id only. */
export type AnonymousChange = Omit<ValueChange, 'by'> & { by: string };

const heldIn = (data: FormData, key: string): FieldValue => {
  const value = data[key] ?? null;
  return isFilled(value) ? value : null;
};

/**
 * The changes of a draft once `data` replaces `before`. What one person writes over what they wrote is one change:
 * a draft saves itself while it is typed.
 */
export function changesAfter(
  changes: Changes,
  before: FormData,
  data: FormData,
  by: string,
  at: string,
): Changes {
  const next = { ...changes };
  for (const field of new Set([...Object.keys(before), ...Object.keys(data)])) {
    const value = heldIn(data, field);
    if (isDeepStrictEqual(heldIn(before, field), value)) continue;
    const earlier = next[field] ?? [];
    const kept = earlier.at(-1)?.by === by ? earlier.slice(0, -1) : earlier;
    next[field] = [...kept, { value, by, at }];
  }
  return next;
}

/**
 * What became of the values of these fields over all revisions, newest first. Where a revision holds a value that
 * nobody is known to have set (it is older than the keeping of changes), whoever handed it in has.
 */
export function valueHistory(
  fields: readonly Pick<Field, 'key'>[],
  revisions: readonly HistoricRevision[],
): AnonymousChange[] {
  const found: (AnonymousChange & { place: number })[] = [];
  for (const [place, { key: field }] of fields.entries()) {
    let value: FieldValue = null;
    for (const { revision, data, changes, handedIn, returns, because } of revisions) {
      const shared = { place, field, revision, handedIn: handedIn !== null };
      const cause = { because: because?.move ?? null, reason: because?.reason ?? null };
      const set = (after: FieldValue, by: string, at: string) => {
        if (isDeepStrictEqual(value, after)) return;
        found.push({ ...shared, ...cause, what: 'set', before: value, after, by, at: instant(at) });
        value = after;
      };
      for (const change of changes[field] ?? []) set(change.value, change.by, change.at);
      if (handedIn) set(heldIn(data, field), handedIn.by, handedIn.at);
      for (const { by, at, reason } of returns.filter((each) => each.field === field)) {
        const kept = { before: value, after: value };
        found.push({ ...shared, ...kept, because: null, reason, what: 'returned', by, at: instant(at) });
      }
    }
  }
  // Turned round and sorted stably: of one field at one instant, what came last stands first.
  return found
    .reverse()
    .sort((a, b) => (a.at === b.at ? a.place - b.place : a.at < b.at ? 1 : -1))
    .map(({ place: _, ...change }) => change);
}

/** One spelling, whoever wrote it. */
const instant = (at: string) => new Date(at).toISOString();
