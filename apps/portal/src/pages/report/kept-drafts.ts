import { z } from 'zod';
import type { KeptDraft } from './draft-keeper.js';
import type { ReportSubject } from './report-search.js';

const draftSchema = z.object({
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
  comment: z.string(),
});
const keptSchema = draftSchema.extend({ version: z.int().nullable(), base: draftSchema });

/** Where this browser keeps what one person has written into one report. */
export function draftPlace(userId: string, subject: ReportSubject): string {
  const { planId, formKey, taskId, unitId, period } = subject;
  return `duban.draft ${userId} ${planId} ${taskId} ${formKey} ${unitId} ${period}`;
}

export function readKept(place: string): KeptDraft | null {
  try {
    return keptSchema.parse(JSON.parse(localStorage.getItem(place) ?? 'null'));
  } catch {
    return null;
  }
}

export function writeKept(place: string, kept: KeptDraft | null): void {
  try {
    if (kept) localStorage.setItem(place, JSON.stringify(kept));
    else localStorage.removeItem(place);
  } catch {
    // A browser that keeps nothing: the draft on the server has to do.
  }
}
