/** Where the focus goes among a page's figures. */
export type Direction = 'up' | 'down' | 'before' | 'after';

/** What a key does in the room. */
export type RoomAct =
  | { go: 'next' | 'previous' | 'first' | 'last' }
  | { jump: number }
  | { focus: Direction }
  | { do: 'decide' | 'source' | 'timer' | 'reset-timer' | 'follow' | 'present' | 'keys' | 'close' };

const fixed: Record<string, RoomAct> = {
  ArrowRight: { go: 'next' },
  PageDown: { go: 'next' },
  ArrowLeft: { go: 'previous' },
  PageUp: { go: 'previous' },
  Home: { go: 'first' },
  End: { go: 'last' },
  ArrowDown: { focus: 'down' },
  ArrowUp: { focus: 'up' },
  'Shift ArrowRight': { focus: 'after' },
  'Shift ArrowLeft': { focus: 'before' },
  Escape: { do: 'close' },
};
const letters: Record<string, RoomAct> = {
  d: { do: 'decide' },
  s: { do: 'source' },
  t: { do: 'timer' },
  T: { do: 'reset-timer' },
  f: { do: 'follow' },
  p: { do: 'present' },
  '?': { do: 'keys' },
};

/** A pressed key as the tables here name it: arrows say that Shift is held, letters are another letter by it. */
export function keyOf({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  return shiftKey && key.startsWith('Arrow') ? `Shift ${key}` : key;
}

/**
 * What a key means, given the digits typed before it. Digits gather until Enter jumps to the page of that number;
 * any other key forgets them. Letters mean something only while single keys are on.
 * @returns the digits that wait now, and what is to be done
 */
export function pressed(
  key: string,
  typed: string,
  singleKeys: boolean,
): { typed: string; act: RoomAct | null } {
  if (/^\d$/.test(key)) return { typed: `${typed}${key}`.slice(-3), act: null };
  if (key === 'Enter') return { typed: '', act: typed === '' ? null : { jump: Number(typed) } };
  if (key === 'Backspace') return { typed: typed.slice(0, -1), act: null };
  return { typed: '', act: fixed[key] ?? (singleKeys ? (letters[key] ?? null) : null) };
}

/** The page, from 1, after an act that goes somewhere; it stays within the pages. */
export function pageAfter(act: RoomAct, page: number, pages: number): number {
  const to =
    'jump' in act
      ? act.jump
      : 'go' in act
        ? { next: page + 1, previous: page - 1, first: 1, last: pages }[act.go]
        : page;
  return Math.min(Math.max(to, 1), pages);
}
