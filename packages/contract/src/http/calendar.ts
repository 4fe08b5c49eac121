import { z } from 'zod';
import { dateSchema } from '../text.js';

/** `holiday`: not worked; `workday`: a weekend day worked instead (调休). */
export const dayKinds = ['holiday', 'workday'] as const;
export const calendarQuery = z.strictObject({
  /** The business date's year unless said. */
  year: z.coerce.number().int().min(1900).max(2999).optional(),
});
export const calendarSchema = z
  .object({ year: z.int(), holidays: z.array(dateSchema), workdays: z.array(dateSchema) })
  .meta({ id: 'Calendar' });
export const calendarDayParams = z.strictObject({ date: dateSchema });
export const calendarDayBody = z.strictObject({ kind: z.enum(dayKinds) });
export const calendarDaySchema = z.object({ date: dateSchema, kind: z.enum(dayKinds) });
export type CalendarDayView = z.infer<typeof calendarDaySchema>;
