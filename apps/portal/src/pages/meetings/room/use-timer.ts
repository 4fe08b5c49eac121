import { useEffect, useState } from 'react';
import { z } from 'zod';

const keptSchema = z.object({ elapsed: z.number(), since: z.number().nullable() });
type Kept = z.infer<typeof keptSchema>;
const stopped: Kept = { elapsed: 0, since: null };

function read(place: string): Kept {
  try {
    return keptSchema.parse(JSON.parse(sessionStorage.getItem(place) ?? 'null'));
  } catch {
    // Nothing kept, or text that is not ours.
    return stopped;
  }
}

/** A stop watch that runs on through a reload of its tab. */
export function useTimer(meetingId: string) {
  const place = `duban.room-timer ${meetingId}`;
  const [kept, setKept] = useState(() => read(place));
  const [now, setNow] = useState(Date.now);
  const isRunning = kept.since !== null;
  useEffect(() => {
    if (!isRunning) return undefined;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(ticking);
  }, [isRunning]);
  const set = (next: Kept) => {
    setKept(next);
    try {
      sessionStorage.setItem(place, JSON.stringify(next));
    } catch {
      // It then lasts as long as the page.
    }
  };
  const total = kept.elapsed + (kept.since === null ? 0 : Math.max(0, now - kept.since));
  return {
    isRunning,
    text: printed(total),
    isShown: isRunning || kept.elapsed > 0,
    toggle: () =>
      set(
        kept.since === null
          ? { ...kept, since: Date.now() }
          : { elapsed: kept.elapsed + Date.now() - kept.since, since: null },
      ),
    reset: () => set(stopped),
  };
}

/** Milliseconds as `mm:ss`, with hours once there are any. */
export function printed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
