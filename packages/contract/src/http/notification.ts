import { z } from 'zod';
import { type NotificationKind, notificationKinds } from '../steering/notice.js';
import { dateSchema, textSchema } from '../text.js';
import { idSchema, listQuery, pageOf } from './common.js';
import { taskRefSchema } from './steering.js';

export const notificationKindSchema = z.enum(notificationKinds as [NotificationKind, ...NotificationKind[]]);
export const notificationSchema = z
  .object({
    id: idSchema,
    kind: notificationKindSchema,
    title: textSchema,
    /** In the asker's language. */
    text: z.string(),
    task: taskRefSchema.nullable(),
    reportId: idSchema.nullable(),
    /** The meeting that it is about, and the area whose material is asked for. */
    meetingId: idSchema.nullable(),
    areaId: z.string().nullable(),
    at: z.string(),
    businessDate: dateSchema,
    read: z.boolean(),
  })
  .meta({ id: 'Notification' });
export type NotificationView = z.infer<typeof notificationSchema>;
/** One's own, newest first. */
export const notificationPage = pageOf(notificationSchema).extend({ unread: z.int() });
export type NotificationPage = z.infer<typeof notificationPage>;
export const notificationQuery = listQuery(
  {
    unread: z.stringbool().optional(),
    kind: notificationKindSchema.optional(),
    /** Of one business date: the day's digest. */
    date: dateSchema.optional(),
  },
  ['at'],
).extend({ sort: z.enum(['at', '-at']).default('-at') });
/** Marks one's own as read or unread; all of them where no id is named. */
export const notificationMarkBody = z.strictObject({
  ids: z.array(idSchema).min(1).max(500).optional(),
  read: z.boolean().default(true),
});
export type NotificationMark = z.infer<typeof notificationMarkBody>;
export const notificationMarked = z
  .object({ marked: z.int(), unread: z.int() })
  .meta({ id: 'NotificationMarked' });

/** A run of a job for one business date. */
export const jobRunSchema = z
  .object({
    id: idSchema,
    job: z.string(),
    businessDate: dateSchema,
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    outcome: z.enum(['done', 'failed']),
    counts: z.record(z.string(), z.int()),
    error: z.string().nullable(),
    attempts: z.int(),
  })
  .meta({ id: 'JobRun' });
export type JobRun = z.infer<typeof jobRunSchema>;
export const jobRunPage = pageOf(jobRunSchema);
export const jobRunQuery = listQuery({}, ['businessDate']).extend({
  sort: z.enum(['businessDate', '-businessDate']).default('-businessDate'),
});

/** Whether one has a calendar link; its secret is told once, when it is made. */
export const calendarFeedSchema = z
  .object({ createdAt: z.string().nullable(), path: z.string().nullable() })
  .meta({ id: 'CalendarFeed' });
export type CalendarFeed = z.infer<typeof calendarFeedSchema>;
export const calendarFeedQuery = z.strictObject({
  token: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9_-]+$/),
});
