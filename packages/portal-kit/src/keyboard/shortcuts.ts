import { useEffect, useRef } from 'react';

let singleKeys = true;

/** Switches shortcuts without a modifier on or off, for those whom they get in the way of. */
export function setSingleKeys(on: boolean): void {
  singleKeys = on;
}

/** What text is written into; a ticked box takes no letters. */
const written = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [role="combobox"]';

/** Whether the keys belong to something being written, or to an input method that is composing. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(written) !== null;
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** Milliseconds that a first key (`g`) waits for its second. */
const sequenceWait = 1200;

/**
 * Single keys (`j`, `?`) and sequences (`g b`), while nothing is being written and no dialog is open.
 * The handlers may change between renders.
 */
export function useShortcuts(shortcuts: Record<string, () => void>): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const onKey = (event: KeyboardEvent) => {
      if (!singleKeys || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event) || isDialogOpen()) return;
      const sequence =
        first && event.timeStamp - first.at < sequenceWait ? `${first.key} ${event.key}` : null;
      first = null;
      const handler = (sequence && current.current[sequence]) || current.current[event.key];
      if (handler) {
        event.preventDefault();
        handler();
      } else if (Object.keys(current.current).some((keys) => keys.startsWith(`${event.key} `))) {
        first = { key: event.key, at: event.timeStamp };
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
