import { z } from 'zod';
import { dateSchema, plainText } from '../text.js';

/** `holiday`: not worked; `workday`: a weekend day worked instead (调休). */
export const dayKinds = ['holiday', 'workday'] as const;
const yearSchema = z.coerce.number().int().min(1900).max(2999);
export const calendarQuery = z.strictObject({
  /** The business date's year unless said. */
  year: yearSchema.optional(),
});
export const calendarSchema = z
  .object({
    year: z.int(),
    holidays: z.array(dateSchema),
    workdays: z.array(dateSchema),
    /** Names the state of the whole calendar; a year is replaced from the state that was seen. */
    revision: z.string(),
  })
  .meta({ id: 'Calendar' });
export type CalendarView = z.infer<typeof calendarSchema>;
export const calendarYearParams = z.strictObject({ year: yearSchema });
/** All special days of a year, in place of those that stood. */
export const calendarYearBody = z.strictObject({
  revision: plainText(64),
  holidays: z.array(dateSchema).max(366),
  workdays: z.array(dateSchema).max(366),
});
export type CalendarYearBody = z.infer<typeof calendarYearBody>;
export const replacedYearSchema = calendarSchema
  .extend({
    added: z.int(),
    removed: z.int(),
    /** Due days of reports that are others now. */
    moved: z.int(),
  })
  .meta({ id: 'ReplacedCalendarYear' });
export type ReplacedYear = z.infer<typeof replacedYearSchema>;
export const calendarDayParams = z.strictObject({ date: dateSchema });
export const calendarDayBody = z.strictObject({ kind: z.enum(dayKinds) });
export const calendarDaySchema = z.object({ date: dateSchema, kind: z.enum(dayKinds) });
export type CalendarDayView = z.infer<typeof calendarDaySchema>;
