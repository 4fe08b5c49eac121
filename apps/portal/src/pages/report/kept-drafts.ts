import { z } from 'zod';
import type { ReportSubject } from './report-search.js';

/** A value that a field of a report may hold. */
export const keptValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
const draftSchema = z.object({ data: z.record(z.string(), keptValue), comment: z.string() });
/** What one person has written into one report. */
export const keptDraft = draftSchema.extend({ version: z.int().nullable(), base: draftSchema });

/** Where this browser keeps what one person has written into one report. */
export function draftPlace(userId: string, subject: ReportSubject): string {
  const { planId, formKey, taskId, unitId, period } = subject;
  return `duban.draft ${userId} ${planId} ${taskId} ${formKey} ${unitId} ${period}`;
}

/** What this browser keeps at a place; null where it keeps nothing, or nothing of that shape. */
export function readKept<T>(place: string, shape: z.ZodType<T>): T | null {
  try {
    return shape.parse(JSON.parse(localStorage.getItem(place) ?? 'null'));
  } catch {
    return null;
  }
}

/** Keeps it, or forgets the place. */
export function writeKept(place: string, kept: object | null): void {
  try {
    if (kept) localStorage.setItem(place, JSON.stringify(kept));
    else localStorage.removeItem(place);
  } catch {
    // A browser that keeps nothing: the draft on the server has to do.
  }
}
