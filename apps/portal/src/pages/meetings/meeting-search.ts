import { meetingStates } from '@duban/contract';
import { z } from 'zod';

/** What the addresses of meetings may say; a value that does not fit is left out. */
const soft = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

export const meetingsSearch = z.object({ state: soft(z.enum(meetingStates)) });

export const meetingTabs = ['agenda', 'materials', 'changes', 'decisions', 'briefing', 'minutes'] as const;
export const meetingSearch = z.object({
  tab: soft(z.enum(meetingTabs)),
  /** The area whose material is open. */
  area: soft(z.string().min(1).max(64)),
  /** The meeting that this one is compared with; the previous one unless said. */
  since: soft(z.uuid()),
});

export const handoutSearch = z.object({
  /** Which of the meeting's snapshots; the newest unless said. */
  sequence: soft(z.coerce.number().int().min(1).max(10_000)),
});

export const roomSearch = z.object({
  /** 1 for the cover. */
  page: soft(z.coerce.number().int().min(1).max(500)),
  /** Set once somebody has stopped following the presenter. */
  follow: soft(z.enum(['off'])),
});
