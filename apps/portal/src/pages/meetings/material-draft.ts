import type { materialBody } from '@duban/contract';
import { z } from 'zod';

export type MaterialText = z.infer<typeof materialBody>;

const textSchema = z.object({
  situation: z.string(),
  problems: z.string(),
  nextSteps: z.string(),
  matters: z.array(z.string()),
});
const keptSchema = z.object({
  text: textSchema,
  /** What was on screen when the writing began, and its version. */
  base: textSchema,
  version: z.int(),
});
export type Kept = z.infer<typeof keptSchema>;

/** Where this browser keeps what one person writes for one area and one meeting. */
export function materialPlace(userId: string, meetingId: string, areaId: string): string {
  return `duban.material ${userId} ${meetingId} ${areaId}`;
}

export function readMaterialDraft(place: string): Kept | null {
  try {
    return keptSchema.parse(JSON.parse(localStorage.getItem(place) ?? 'null'));
  } catch {
    // Nothing kept, or text that is not ours.
    return null;
  }
}

export function writeMaterialDraft(place: string, kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(place, JSON.stringify(kept));
    else localStorage.removeItem(place);
  } catch {
    // A browser that keeps nothing: what is written lasts as long as the page.
  }
}
