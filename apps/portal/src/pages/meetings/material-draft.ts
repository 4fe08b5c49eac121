import type { materialBody } from '@duban/contract';
import { z } from 'zod';

export type MaterialText = z.infer<typeof materialBody>;

const textSchema = z.object({
  situation: z.string(),
  problems: z.string(),
  nextSteps: z.string(),
  matters: z.array(z.string()),
});
export const keptMaterial = z.object({
  text: textSchema,
  /** What was on screen when the writing began, and its version. */
  base: textSchema,
  version: z.int(),
});
export type Kept = z.infer<typeof keptMaterial>;

/** Where this browser keeps what one person writes for one area and one meeting. */
export function materialPlace(userId: string, meetingId: string, areaId: string): string {
  return `duban.material ${userId} ${meetingId} ${areaId}`;
}
